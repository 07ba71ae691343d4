"""The days off that an exported case was counted by: what its receipts name, and what is attached.

A receipt names its calendar by the digest of the calendar's content, and stands in the log with
the event. So days off that are exchanged later do not fit any receipt.
"""

from collections.abc import Iterator, Mapping

from fashu.kernel.calendar import CHINA, Calendar, ScheduleError, described
from fashu.kernel.record.bundle import Bundle, Record
from fashu.kernel.record.finding import Finding, fails, holds, unsettled
from fashu.kernel.record.leaf import Json


def attached(found: Bundle) -> dict[str, Calendar]:
    """The attached calendars by their version. Raises ScheduleError for what is none."""
    read = map(described, found.calendars)
    return {calendar.version: calendar for calendar in read}


def named(payload: Json) -> str | None:
    """The calendar that the receipt of an event names; None where there is none."""
    receipt = payload.get("receipt") if isinstance(payload, Mapping) else None
    version = receipt.get("calendar") if isinstance(receipt, Mapping) else None
    return version if isinstance(version, str) else None


def versions(record: Record) -> set[str]:
    """The calendars that the receipts of a record name."""
    found = set()
    for event in record.events:
        try:
            found.add(named(event.read_payload()))
        except ValueError:  # what cannot be read is said elsewhere
            continue
    return {version for version in found if version is not None}


def findings(found: Bundle) -> Iterator[Finding]:
    """Whether the attached days off are those of the receipts, and what they rest on."""
    wanted = versions(found.record)
    try:
        held = attached(found)
    except ScheduleError as error:
        yield fails(f"所附放假安排读不懂：{error}。")
        return
    if held.keys() - wanted:
        yield fails("所附放假安排与事件回执所记的版本不符：被改动，或者与本案无关。")
    elif wanted and wanted <= held.keys():
        yield holds("所附放假安排就是各事件计算期限时所依据的（版本一致）。")
    elif wanted:
        yield unsettled("文件没有附上全部事件计算期限所依据的放假安排。")
    yield from _entered(held)
    yield from _strange(held)


def _entered(held: Mapping[str, Calendar]) -> Iterator[Finding]:
    """Notices are the exporter's word: whoever checks must look them up."""
    entered = {pair for calendar in held.values() for pair in calendar.sources.items()}
    for year, source in sorted(entered):
        words = f"{year}年的放假安排由导出方录入，依据{source}"
        yield unsettled(f"{words}。请与国务院办公厅公布的原文核对。")


def _strange(held: Mapping[str, Calendar]) -> Iterator[Finding]:
    """Years that this program holds itself, and that were told otherwise there."""
    years = {
        year
        for calendar in held.values()
        for year in calendar.published
        if year not in calendar.sources
        and CHINA.is_published(year)
        and calendar.days_of(year) != CHINA.days_of(year)
    }
    if years:
        listed = "、".join(f"{year}年" for year in sorted(years))
        yield unsettled(f"所附{listed}的放假安排与本程序所载的不同，请与公布的通知核对。")
