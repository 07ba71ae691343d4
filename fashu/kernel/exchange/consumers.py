"""Registering applications and saying what they may do.

The system administrator registers, issues keys and sets quotas; the security administrator grants
scopes, roles and fields. Neither alone can make a program that reads or acts (三员分立).
"""

from collections.abc import Iterable, Mapping

from django.core.exceptions import ValidationError
from django.db import transaction

from fashu.kernel import clock
from fashu.kernel.access import Kind, log
from fashu.kernel.exchange import scopes as known
from fashu.kernel.exchange.models import Consumer
from fashu.kernel.people.administration import granter, keeper
from fashu.kernel.people.models import Account, Office, Posting
from fashu.kernel.people.posts import Span, appoint
from fashu.kernel.procedure.refusal import refuse

MOST_PER_MINUTE, MOST_PER_DAY = 6_000, 10_000_000


@transaction.atomic
def register(code: str, title: str, office: str, contact: str) -> Consumer:
    """A new application of an office, with an account that nobody can sign in to. Raises Refused.

    It can do nothing yet: the security administrator grants.
    """
    keeper()
    at = Office.objects.filter(code=office).first()
    if at is None:
        raise refuse(f"没有机构代码为{office}的机构", remedy="请核对机构代码")
    if Consumer.objects.filter(code=code).exists():
        raise refuse(f"应用代码“{code}”已经登记", remedy="请换一个应用代码")
    username, name = f"app-{code}", f"应用：{title}"[:64]
    account = Account.objects.create_account(username, name=name, kind=Kind.OFFICER)
    appoint(account, at, Span(clock.today()), basis="应用系统对接")
    consumer = Consumer(code=code, title=title, office=at, account=account, contact=contact)
    consumer.registered_at = clock.now()
    try:
        consumer.clean_fields(exclude=("scopes", "fields"))
    except ValidationError as error:
        raise refuse("；".join(error.messages), remedy="请更正后重新登记") from error
    consumer.save()
    log.write("consumer", subject(consumer), None, {"机构": at.title})
    return consumer


@transaction.atomic
def grant(
    consumer: Consumer,
    scopes: Iterable[str],
    roles: Iterable[str],
    fields: Mapping[str, Iterable[str]],
) -> None:
    """What the application may ask for, in which roles it acts, and which fields it is given."""
    granter()
    before = _granted(consumer)
    consumer.scopes = known.check(scopes)
    consumer.fields = {path: sorted(set(names)) for path, names in fields.items()}
    consumer.save(update_fields=["scopes", "fields"])
    Posting.objects.filter(account_id=consumer.account_id).update(roles=sorted(set(roles)))
    log.write("consumer", subject(consumer), before, _granted(consumer))


def roles_of(consumer: Consumer) -> list[str]:
    """The roles of its post."""
    held = Posting.objects.filter(account_id=consumer.account_id).first()
    return held.roles if held else []


def limit(consumer: Consumer, per_minute: int, per_day: int) -> None:
    """How often the application may call. Raises Refused."""
    keeper()
    if not (1 <= per_minute <= MOST_PER_MINUTE and 1 <= per_day <= MOST_PER_DAY):
        most = f"每分钟1至{MOST_PER_MINUTE}次，每日1至{MOST_PER_DAY}次"
        raise refuse(f"配额应在{most}之间")
    before = {"每分钟": consumer.per_minute, "每日": consumer.per_day}
    consumer.per_minute, consumer.per_day = per_minute, per_day
    consumer.save(update_fields=["per_minute", "per_day"])
    log.write("consumer", subject(consumer), before, {"每分钟": per_minute, "每日": per_day})


def enable(consumer: Consumer, *, is_active: bool) -> None:
    """Stop an application, or let it call again; its keys stay as they are."""
    keeper()
    consumer.is_active = is_active
    consumer.save(update_fields=["is_active"])
    log.write("consumer", subject(consumer), None, {"状态": "启用" if is_active else "停用"})


def subject(consumer: Consumer) -> str:
    """An application as the log of the administrators names it."""
    return f"应用 {consumer.code} {consumer.title}"


def _granted(consumer: Consumer) -> dict[str, object]:
    """What it may, as the log tells it."""
    fields = [f"{path}: {' '.join(names)}" for path, names in sorted(consumer.fields.items())]
    return {"范围": list(consumer.scopes), "角色": roles_of(consumer), "字段": fields}
