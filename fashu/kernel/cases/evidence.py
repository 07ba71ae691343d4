"""A case for strangers: exporting it with its proofs, and executing it again from the export."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, cast

from fashu.kernel import clock
from fashu.kernel.access import SYSTEM, acting_as
from fashu.kernel.calendar import CHINA, Calendar, describe
from fashu.kernel.cases.catalogue import businesses
from fashu.kernel.cases.envelopes import event_from_json, receipt_of
from fashu.kernel.cases.models import Attachment, Case, Definition, Event, Payload
from fashu.kernel.cases.replay import differences
from fashu.kernel.holidays.official import changed, kept
from fashu.kernel.procedure import Advanced, Family, Refused, State, advance
from fashu.kernel.procedure.describe import digest
from fashu.kernel.record import days_off, place
from fashu.kernel.record.audit import Damage, Kind
from fashu.kernel.record.bundle import Bundle, BundleEvent
from fashu.kernel.record.export import CaseEvent, export_bundle
from fashu.kernel.record.finding import Finding, fails, holds, unsettled
from fashu.kernel.record.leaf import Json, read_canonical, read_envelope


def export_case(case: Case) -> bytes:
    """The ZIP that `fashu verify` checks. Raises NotLoggedError while an event awaits the log."""
    events = list(Event.objects.filter(case=case).order_by("seq"))
    proofs, places = place.proofs_of_events([event.pk for event in events])
    payloads = {p.event_id: p for p in Payload.objects.filter(case=case)}
    rows = [_row(event, places[event.pk], payloads.get(event.pk)) for event in events]
    return export_bundle(
        _described(case),
        rows,
        proofs,
        log_keys=place.known(),
        exported_at=clock.now(),
        procedures=_definitions(events),
        attachments=[
            {"name": file.name, "size": file.size, "sha256": file.sha256}
            for file in Attachment.objects.filter(case=case)
        ],
        calendars=_calendars(payloads.values()),
    )


def _row(event: Event, leaf_index: int, payload: Payload | None) -> CaseEvent:
    content = (bytes(payload.payload), bytes(payload.salt)) if payload else (None, None)
    return CaseEvent(leaf_index, bytes(event.envelope), *content)


def _definitions(events: list[Event]) -> list[Json]:
    """The procedures that the events name, as they were described at the time."""
    named = {read_envelope(bytes(event.envelope)).members["digest"] for event in events}
    kept = Definition.objects.filter(digest__in=named).order_by("version", "digest")
    return [definition.description for definition in kept]


def _calendars(payloads: Iterable[Payload]) -> list[Json]:
    """The days off that the receipts name. Of an older record some may not be held any more."""
    read = (days_off.named(read_canonical(bytes(each.payload))) for each in payloads)
    versions = sorted({version for version in read if version is not None})
    found = (kept(version) for version in versions)
    return [describe(calendar) for calendar in found if calendar is not None]


def _described(case: Case) -> dict[str, Json]:
    return {
        "number": case.number,
        "title": case.title,
        "organ": case.office.title,
        "procedure": case.procedure,
        "stage": case.stage,
    }


def write_export(case: Case, path: Path) -> int:
    """Write the export to a file; its size in bytes."""
    return path.write_bytes(export_case(case))


def replayed_rows() -> Iterator[Damage]:
    """Where the rows of any case differ from its events, for `fashu record audit`."""
    with acting_as(SYSTEM):
        for case in Case.objects.select_related("office").order_by("pk").iterator(500):
            for words in differences(case):
                said = f"案件{case.number}的{words}"
                yield Damage(kind=Kind.REPLAY, words=said, case_id=case.pk)
        for version in changed():
            said = f"保存的放假安排{version}与其版本不符：被改动"
            yield Damage(kind=Kind.REPLAY, words=said)


def reexecute(found: Bundle) -> Iterator[Finding]:
    """Take every event of an export through the procedure again, and compare what it led to."""
    if any(event.payload is None for event in found.record.events):
        yield unsettled("有事件的内容已依法清除，不能按程序重新执行。")
        return
    try:
        family = businesses()[str(found.case.get("procedure"))].family
    except KeyError:
        yield unsettled("本机没有这件案件的程序，不能重新执行。")
        return
    strangers = _unknown_definitions(family, found)
    if strangers:
        versions = "、".join(sorted(strangers))
        yield unsettled(f"办理时的程序定义（{versions}）与本机的不同，不能重新执行。")
        return
    yield from _replayed(family, found.record.events, days_off.attached(found))


def _unknown_definitions(family: Family, found: Bundle) -> set[str]:
    ours = {(v.version, digest(v)) for v in family.versions}
    named = [event.read_envelope().members for event in found.record.events]
    theirs = {(str(m.get("version")), str(m.get("digest"))) for m in named}
    return {version for version, _ in theirs - ours}


def _replayed(
    family: Family, events: tuple[BundleEvent, ...], calendars: Mapping[str, Calendar]
) -> Iterator[Finding]:
    state: State | None = None
    for number, event in enumerate(events, start=1):
        payload = cast(Any, event.read_payload())
        calendar = calendars.get(str(days_off.named(payload)), CHINA)
        try:
            counting = family.under(calendar)
            advanced = advance(counting, state, event_from_json(payload["event"]))
        except Refused as refusal:
            yield fails(f"第{number}个事件依法不能发生：{refusal}")
            return
        except (KeyError, TypeError, ValueError) as error:
            yield fails(f"第{number}个事件读不懂：{error}")
            return
        yield from _same_receipt(number, advanced, payload.get("receipt"), calendar.version)
        state = advanced.state
    yield holds(f"全部{len(events)}个事件按程序重新执行，每一步都依法可以办理。")
    if state is not None:
        title = family.version(state.version).stage_of[state.stage].title
        yield holds(f"重新执行的结果：案件处于“{title}”。")


def _same_receipt(
    number: int, advanced: Advanced, receipt: Any, calendar: str
) -> Iterator[Finding]:
    """Whether the event led to what its receipt says; without its days off dates may differ."""
    if receipt == receipt_of(advanced, calendar):
        return
    if days_off.named({"receipt": receipt}) != calendar:
        yield unsettled(f"第{number}个事件按另一版放假安排计算，日期可能因此不同。")
        return
    yield fails(f"第{number}个事件的结果与回执所记不同。")
