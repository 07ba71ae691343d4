"""The days off of an exported case: attached, named by every receipt, and not to be exchanged."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from fashu.kernel.calendar import CHINA, YearSchedule, describe
from fashu.kernel.record import archive, bundle
from fashu.kernel.record.bundle import sha256_hex
from fashu.kernel.record.finding import Level
from fashu.kernel.record.leaf import canonical, read_canonical
from fashu.kernel.record.tests.exported import Office, repacked
from fashu.kernel.record.verify import verify_bundle

NOTICE = YearSchedule(2027, ((date(2027, 1, 1), "元旦"),), (), "示例〔2026〕1号")
CALENDAR = CHINA.with_days([NOTICE])


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    made = Office(tmp_path_factory.mktemp("log"), days_off=describe(CALENDAR))
    made.publish()
    return made.export()


def said(data: bytes, level: Level) -> str:
    return "\n".join(f.words for f in verify_bundle(data).findings if f.level is level)


def with_calendars(data: bytes, *calendars: Any) -> bytes:
    return repacked(data, bundle.CALENDARS, canonical(list(calendars)))


def test_the_notice_that_was_entered_is_named_for_looking_up(exported: bytes) -> None:
    assert "所附放假安排就是各事件计算期限时所依据的" in said(exported, Level.HOLDS)
    words = said(exported, Level.OPEN)
    assert f"2027年的放假安排由导出方录入，依据{NOTICE.source}" in words
    assert "国务院办公厅公布的原文" in words


MORE = YearSchedule(2027, ((date(2027, 1, 4), "元旦"),), (), NOTICE.source)
RENAMED = YearSchedule(2027, NOTICE.days_off, (), "国办发明电〔2026〕99号")


@pytest.mark.parametrize(
    "calendar",
    [
        CALENDAR.with_days([MORE]),
        CHINA.with_days([RENAMED]),
        CHINA,
    ],
)
def test_days_off_exchanged_with_every_checksum_mended_are_found(
    exported: bytes, calendar: Any
) -> None:
    found = said(with_calendars(exported, describe(calendar)), Level.FAILS)
    assert "所附放假安排与事件回执所记的版本不符：被改动" in found
    both = with_calendars(exported, describe(CALENDAR), describe(calendar))
    assert "被改动，或者与本案无关" in said(both, Level.FAILS)


@pytest.mark.parametrize("calendar", [None, 7, {}, {"published": "x"}])
def test_what_is_no_calendar_fails_in_words(exported: bytes, calendar: Any) -> None:
    assert "所附放假安排读不懂" in said(with_calendars(exported, calendar), Level.FAILS)


def test_without_its_days_off_a_case_says_what_cannot_be_checked(exported: bytes) -> None:
    assert "文件没有附上全部事件计算期限所依据的放假安排" in said(
        with_calendars(exported), Level.OPEN
    )


def test_a_bundle_from_before_the_days_off_were_attached_still_verifies(exported: bytes) -> None:
    files = archive.unpack(exported, bundle.FILES)
    del files[bundle.CALENDARS]
    head = read_canonical(files[bundle.MANIFEST])
    assert isinstance(head, dict)
    others = {n: sha256_hex(d) for n, d in files.items() if n != bundle.MANIFEST}
    files[bundle.MANIFEST] = canonical({**head, "files": others})
    assert verify_bundle(archive.pack(files)).holds


def test_days_off_that_this_program_knows_otherwise_are_pointed_out(tmp_path: Path) -> None:
    """The exporter's library held another 2025; it signed what it counted by."""
    other = YearSchedule(2025, ((date(2025, 3, 3), "示例节"),), (), "")
    written = describe(CHINA.with_days([other]))
    written["sources"] = {}
    office = Office(tmp_path, days_off=written)
    office.publish()
    words = said(office.export(), Level.OPEN)
    assert "所附2025年的放假安排与本程序所载的不同" in words
