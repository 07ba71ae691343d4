"""Founding, changing, moving and closing offices. The only writer of offices and their history."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError

from fashu.kernel import clock
from fashu.kernel.access import log
from fashu.kernel.people import tree
from fashu.kernel.people.administration import keeper
from fashu.kernel.people.models import Office, OfficeChange
from fashu.kernel.procedure.refusal import Refusal, Refused, refuse

Value = str | date | Office | None

TRACKED = (
    "title",
    "level",
    "kind",
    "division_code",
    "credit_code",
    "parent",
    "acts_through",
    "since",
    "until",
    "successor",
)
"""Facts whose former values stay known. The address and the telephone are only the latest."""

TITLES = {name: str(Office._meta.get_field(name).verbose_name) for name in TRACKED}  # type: ignore[union-attr] # plain columns


@dataclass(frozen=True, slots=True)
class Decision:
    """From which day a change holds, and by which document."""

    on: date
    basis: str = ""


def found(office: Office, decision: Decision) -> Office:
    """Register a new office. Raises Refused for what is wrong with it."""
    account = keeper()
    with tree.alone():
        office.since = office.since or decision.on
        _check(office)
        office.save(force_insert=True)
        _record(office, "since", "", decision, account)
        _log(office, {}, decision)
    return office


def change(code: str, decision: Decision, **values: Value) -> Office:
    """Change facts of an office other than its superior, which `move` does. Raises Refused."""
    if "parent" in values:
        raise ValueError("an office is put under another one by move()")
    account = keeper()
    with tree.alone():
        office = tree.office(code)
        before, former = written(office), _facts(office)
        for name, value in values.items():
            setattr(office, name, value)
        _check(office)
        office.save()
        record(office, before, decision, account)
        _log(office, former, decision)
    return office


def move(code: str, superior: str, decision: Decision) -> int:
    """Put an office and all below it under another one, or under none; how many moved.

    Cases stay with their office and so move with it, in the same transaction. Raises Refused.
    """
    account = keeper()
    _only_past(decision)
    with tree.alone():
        office, above = tree.office(code), tree.office(superior) if superior else None
        before, former = written(office), _facts(office)
        count = tree.relocate(office, above)
        record(office, before, decision, account)
        _log(office, former, decision)
    return count


def close(code: str, decision: Decision, *, successor: str = "") -> Office:
    """Let an office end with a day; its successor is filed with from then on. Raises Refused.

    Its cases and the postings in it stay: what is open is wound up by whoever serves there.
    """
    account = keeper()
    with tree.alone():
        office = tree.office(code)
        before, former = written(office), _facts(office)
        office.until = decision.on
        office.successor = tree.office(successor) if successor else None
        _check_end(office)
        office.save()
        record(office, before, decision, account)
        _log(office, former, decision)
    return office


def reopen(code: str, decision: Decision) -> Office:
    """Take a closing back. Raises Refused."""
    return change(code, decision, until=None, successor=None)


def recode(old: str, new: str, decision: Decision) -> int:
    """A division has a new code: every office in it or in a part of it follows; how many.

    990104 becoming 990121 makes 990104003 into 990121003. Raises Refused.
    """
    account = keeper()
    _only_past(decision)
    with tree.alone():
        offices = list(Office.objects.filter(division_code__startswith=old))
        for office in offices:
            before = written(office)
            office.division_code = new + office.division_code[len(old) :]
            _check(office)
            office.save(update_fields=["division_code"])
            record(office, before, decision, account)
        told = {"行政区划代码": new, "机构数": len(offices), "依据": decision.basis}
        log.write("office", f"行政区划 {old}", {"行政区划代码": old}, told)
    return len(offices)


def written(office: Office) -> dict[str, str]:
    """The tracked facts as people write them: other offices by their code, days as dates."""
    return {name: _word(getattr(office, name)) for name in TRACKED}


def _facts(office: Office) -> dict[str, str]:
    """Everything about an office by its words, for the log of the administrators."""
    latest = {"地址": office.address, "电话": office.phone}
    return {TITLES[name]: value for name, value in written(office).items()} | latest


def _log(office: Office, former: Mapping[str, str], decision: Decision) -> None:
    """A line with what is no longer what it was."""
    now = _facts(office)
    changed = [title for title, value in now.items() if value != former.get(title, "")]
    before = {title: former.get(title, "") for title in changed}
    told = {title: now[title] for title in changed}
    told |= {"生效日期": decision.on.isoformat(), "依据": decision.basis}
    log.write("office", f"机构 {office.code} {office.title}", before if former else None, told)


def as_of(office: Office, day: date) -> dict[str, str]:
    """The tracked facts as they were at the end of a day, by undoing what came later."""
    facts = written(office)
    for later in office.changes.filter(on__gt=day).order_by("-on", "-id"):
        facts[later.field] = later.before
    return facts


def _word(value: Value) -> str:
    match value:
        case None:
            return ""
        case date():
            return value.isoformat()
        case Office():
            return value.code
    return str(value)


def record(
    office: Office, before: Mapping[str, str], decision: Decision, account: int | None
) -> None:
    """Keep every tracked fact that is no longer what it was."""
    for name, value in written(office).items():
        if value != before[name]:
            _record(office, name, before[name], decision, account)


def _record(
    office: Office, field: str, before: str, decision: Decision, account: int | None
) -> None:
    OfficeChange.objects.create(
        office=office,
        field=field,
        before=before,
        after=written(office)[field],
        on=decision.on,
        basis=decision.basis,
        account_id=account,
        recorded_at=clock.now(),
    )


def _check(office: Office) -> None:
    """Raises Refused with a word for each field that is wrong."""
    office.derive()
    try:
        office.full_clean(exclude=["parent_path", "path", "initials"])
    except ValidationError as error:
        wrong = {name: "".join(words) for name, words in error.message_dict.items()}
        text = "；".join(f"{_title(name)}{words}" for name, words in wrong.items())
        raise Refused(Refusal(text, remedy="请改正后重新提交"), wrong) from error


def _title(name: str) -> str:
    return "" if name == NON_FIELD_ERRORS else f"{Office._meta.get_field(name).verbose_name}："  # type: ignore[union-attr] # plain columns


def _check_end(office: Office) -> None:
    _check(office)
    left = office.children.exclude(until__lte=office.until).count()
    if left:
        raise refuse(f"{office}还有{left}个下级机构", remedy="请先将下级机构划转或者撤销")
    heir = office.successor
    if heir is not None and (heir.pk == office.pk or heir.until is not None):
        raise refuse(f"{heir}不能承继：它就是被撤销的机构，或者自己也已撤销")


def _only_past(decision: Decision) -> None:
    if decision.on > clock.today():
        raise refuse(f"{decision.on}还没有到", remedy="请在变更生效之日或者以后登记")
