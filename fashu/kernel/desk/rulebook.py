"""The book of 分办规则 of an office: who sets them, replaces them, turns them on and off.

A rule that held stays to be read, with who set and who ended it; each change stands in the
administration log.
"""

from collections.abc import Iterable

from django.db import IntegrityError, transaction

from fashu.kernel import clock
from fashu.kernel.access import Actor, Kind, current_actor, log
from fashu.kernel.cases.catalogue import business_of, businesses
from fashu.kernel.cases.roles import account_of
from fashu.kernel.desk.allotment import Rule, Way
from fashu.kernel.desk.colleagues import colleagues
from fashu.kernel.desk.leading import leads_office
from fashu.kernel.desk.models import AllotmentRule, AllotmentSwitch
from fashu.kernel.people.models import Office, OfficeKind
from fashu.kernel.procedure.refusal import refuse

DIVISION_DIGITS = (2, 4, 6, 9)


def may_edit(actor: Actor, office: Office) -> bool:
    """Whether he sets the rules of an office: its head, or the system administrator."""
    own = leads_office(actor) and actor.office_path == office.path
    return own or actor.kind is Kind.SYSTEM_ADMIN


def rules_of(office: Office) -> list[AllotmentRule]:
    """The rules of an office that hold."""
    return list(AllotmentRule.objects.filter(office=office, ended_at=None))


def is_on(office: Office) -> bool:
    """Whether the rules of an office give cases away."""
    latest = AllotmentSwitch.objects.filter(office=office).first()
    return latest is not None and latest.is_on


def as_rule(row: AllotmentRule) -> Rule:
    """A kept rule as the pure part knows it."""
    return Rule(
        id=row.pk,
        title=row.title,
        business=row.business,
        region=row.region,
        people=frozenset(row.people),
        way=Way(row.way),
    )


@transaction.atomic
def set_rule(office: Office, business: str, region: str, people: Iterable[int], way: Way) -> None:
    """Set the rule for a business and a region of an office, in place of the one there was.

    Raises Refused.
    """
    actor, chosen = _editor(office), frozenset(people)
    if business and business not in businesses():
        raise refuse("没有这项业务")
    if region and not (region.isdecimal() and len(region) in DIVISION_DIGITS):
        raise refuse("地区应为2、4、6或者9位行政区划代码", remedy="例如990101")
    here = {account.pk: account.name for account in colleagues(office.path)}
    if not chosen <= here.keys():
        raise refuse("所选人员不在该机关任职", remedy="请从该机关的工作人员中选择")
    names = [here[account] for account in sorted(chosen)]
    title = _title(business, region, names)
    _end(office, business, region, actor)
    try:
        with transaction.atomic():
            AllotmentRule.objects.create(
                office=office,
                office_path=office.path,
                business=business,
                region=region,
                people=sorted(chosen),
                names=names,
                way=way.value,
                title=title,
                set_by_id=account_of(actor),
                set_name=actor.name,
                set_at=clock.now(),
            )
    except IntegrityError:
        raise refuse("刚刚有人设定了同样的规则", remedy="请刷新页面后核对") from None
    log.write("allot", office.title, None, {"规则": title, "方式": way.label})


@transaction.atomic
def end_rule(office: Office, rule_id: int) -> None:
    """Take a rule out of use. Raises Refused."""
    actor = _editor(office)
    row = AllotmentRule.objects.filter(office=office, pk=rule_id, ended_at=None).first()
    if row is None:
        raise refuse("没有找到这条规则", remedy="它可能已经停用")
    _end(office, row.business, row.region, actor)


@transaction.atomic
def switch(office: Office, *, on: bool) -> None:
    """Turn the rules of an office on or off. Raises Refused."""
    actor = _editor(office)
    if on and not rules_of(office):
        raise refuse("还没有分办规则", remedy="请先设定至少一条规则，试算以后再启用")
    AllotmentSwitch.objects.create(
        office=office,
        office_path=office.path,
        is_on=on,
        by_id=account_of(actor),
        by_name=actor.name,
        at=clock.now(),
    )
    log.write("allot", office.title, None, {"自动分办": "启用" if on else "停用"})


def _editor(office: Office) -> Actor:
    actor = current_actor()
    if not may_edit(actor, office):
        raise refuse("分办规则由机关负责人或者系统管理员设定")
    return actor


def _end(office: Office, business: str, region: str, actor: Actor) -> None:
    found = AllotmentRule.objects.filter(
        office=office, business=business, region=region, ended_at=None
    )
    for row in found:
        row.ended_at, row.ended_name = clock.now(), actor.name
        row.save(update_fields=["ended_at", "ended_name"])
        log.write("allot", office.title, {"规则": row.title}, {"规则": "停用"})


def _title(business: str, region: str, names: list[str]) -> str:
    what = business_of(business).title if business else "各项业务"
    who = "、".join(names) if names else "全体承办人员"
    return f"{_place(region)} · {what} → {who}"[:100]


def _place(region: str) -> str:
    """The name of a division by the beginning of its codes; the code where no government has it."""
    governments = Office.objects.filter(kind=OfficeKind.GOVERNMENT, until=None)
    found = governments.filter(division_code=region.ljust(6, "0")).order_by("path").first()
    return (found.title.removesuffix("人民政府") if found else region) or "各地"
