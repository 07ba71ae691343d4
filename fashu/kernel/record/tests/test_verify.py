"""An exported case proves itself to a stranger, and no forgery of it does."""

import io
import zipfile
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fashu.kernel.record import archive, bundle, keys, note, proofs
from fashu.kernel.record.bundle import Bundle, BundleEvent, Record
from fashu.kernel.record.finding import Finding, Level, holds
from fashu.kernel.record.leaf import Json, canonical, read_canonical
from fashu.kernel.record.store import FolderLog
from fashu.kernel.record.tests.exported import PLACES, PROCEDURE, Office, repacked
from fashu.kernel.record.verify import Report, verify_bundle


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    made = Office(tmp_path_factory.mktemp("log"))
    made.publish()
    return made


@pytest.fixture(scope="module")
def exported(office: Office) -> bytes:
    return office.export()


def trusting(office: Office) -> list[keys.Verifier]:
    return [office.pair.log.verifier, office.pair.witness.verifier]


def words(report: Report, level: Level) -> list[str]:
    return [finding.words for finding in report.findings if finding.level is level]


def record_of(data: bytes) -> Record:
    return bundle.decode(archive.unpack(data, bundle.FILES)).record


def with_record(data: bytes, record: Record) -> bytes:
    """A forger's bundle: other contents, every checksum right."""
    return repacked(data, bundle.RECORD, record.encode())


def with_events(data: bytes, events: Iterable[BundleEvent]) -> bytes:
    return with_record(data, replace(record_of(data), events=tuple(events)))


def test_an_exported_case_holds_for_who_knows_the_keys(office: Office, exported: bytes) -> None:
    report = verify_bundle(exported, trusted=trusting(office), reexecute=lambda b: [])
    assert report.holds
    said = "\n".join(words(report, Level.HOLDS))
    for part in (
        "签名有效",
        "核验页和说明",
        "6 个事件都在",
        "第 1 至 6 号",
        "内容与日志中的承诺一致",
        "见证人",
    ):
        assert part in said
    (limits,) = words(report, Level.OPEN)
    assert "不能证明：末号事件之后是否还有事件" in limits


def test_keys_from_the_file_itself_are_used_with_a_warning(exported: bytes) -> None:
    report = verify_bundle(exported)
    assert report.holds
    said = "\n".join(words(report, Level.OPEN))
    assert "只是自称" in said
    assert "见证人的公钥取自文件自身" in said
    assert "未按程序重新执行" in said


def test_the_same_case_exports_to_the_same_bytes(office: Office, exported: bytes) -> None:
    assert office.export() == exported


def test_only_the_procedures_of_the_case_are_in_it(exported: bytes) -> None:
    assert bundle.decode(archive.unpack(exported, bundle.FILES)).procedures == [PROCEDURE]


def test_a_definition_that_no_event_names_is_found(exported: bytes) -> None:
    forged = repacked(exported, bundle.PROCEDURES, canonical([PROCEDURE, {"version": "x"}]))
    assert any("与本案无关" in said for said in words(verify_bundle(forged), Level.FAILS))


def test_a_definition_that_was_not_kept_is_missed_but_no_forgery(exported: bytes) -> None:
    report = verify_bundle(repacked(exported, bundle.PROCEDURES, canonical([])))
    assert report.holds
    assert any("不能核对程序的版本" in said for said in words(report, Level.OPEN))


def test_a_wrong_key_refuses_the_case(exported: bytes) -> None:
    stranger = keys.new_signer("fashu.example/record", keys.LOG).verifier
    report = verify_bundle(exported, trusted=[stranger])
    assert not report.holds
    assert "没有受信任的日志公钥的签名" in words(report, Level.FAILS)[0]


def test_the_report_is_plain_data_and_prints(exported: bytes) -> None:
    report = verify_bundle(exported)
    assert report.to_json()["holds"] is True
    assert report.to_json()["findings"][0]["level"] == "holds"
    assert str(report.findings[0]).startswith("✓ ")


# -- Bits ---------------------------------------------------------------------------------------


@given(where=st.floats(0, 1, exclude_max=True))
@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
def test_no_bit_of_the_file_can_flip_unnoticed(exported: bytes, where: float) -> None:
    bit = int(where * len(exported) * 8)
    altered = bytearray(exported)
    altered[bit // 8] ^= 1 << bit % 8
    assert not verify_bundle(bytes(altered)).holds


@pytest.mark.parametrize("name", [bundle.RECORD, bundle.PROCEDURES, bundle.CALENDARS])
@given(where=st.floats(0, 1, exclude_max=True))
@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
def test_no_bit_of_what_is_proven_can_flip_even_with_mended_checksums(
    exported: bytes, name: str, where: float
) -> None:
    content = bytearray(archive.unpack(exported, bundle.FILES)[name])
    bit = int(where * len(content) * 8)
    content[bit // 8] ^= 1 << bit % 8
    assert not verify_bundle(repacked(exported, name, bytes(content))).holds


@pytest.mark.parametrize("name", [bundle.PAGE, bundle.README])
def test_a_forged_page_is_told_apart(exported: bytes, name: str) -> None:
    content = archive.unpack(exported, bundle.FILES)[name]
    report = verify_bundle(repacked(exported, name, content + b"\n"))
    assert any(name in said and "被改动" in said for said in words(report, Level.OPEN))


MERELY_STATED = {bundle.MANIFEST, bundle.STATUTES, bundle.ATTACHMENTS, bundle.PAGE, bundle.README}


def test_what_is_merely_stated_is_all_that_a_forger_can_reach(exported: bytes) -> None:
    """The list of bits without proof, file by file; the report says of each that it has none."""
    proven = {bundle.RECORD, bundle.PROCEDURES, bundle.CALENDARS}
    assert MERELY_STATED | proven == set(bundle.FILES)
    forged = repacked(exported, bundle.STATUTES, canonical([{"title": "假法"}]))
    report = verify_bundle(forged)
    assert report.holds
    assert any("说明文字是否准确" in said for said in words(report, Level.OPEN))


# -- Forgeries ----------------------------------------------------------------------------------


def test_a_missing_event_in_the_middle_is_found(exported: bytes) -> None:
    events = record_of(exported).events
    report = verify_bundle(with_events(exported, events[:2] + events[3:]))
    assert any("应为第 3 号事件，实为第 4 号" in said for said in words(report, Level.FAILS))


def test_a_case_cut_off_at_its_end_holds_and_the_report_says_what_that_means(
    exported: bytes,
) -> None:
    report = verify_bundle(with_events(exported, record_of(exported).events[:3]))
    assert report.holds
    assert any("第 1 至 3 号" in said for said in words(report, Level.HOLDS))
    assert any("可以只导出到某一号" in said for said in words(report, Level.OPEN))


def test_events_in_another_order_are_found(exported: bytes) -> None:
    events = list(record_of(exported).events)
    events[1], events[2] = events[2], events[1]
    assert not verify_bundle(with_events(exported, events)).holds


def test_an_event_told_twice_is_found(exported: bytes) -> None:
    events = record_of(exported).events
    assert not verify_bundle(with_events(exported, [*events, events[-1]])).holds


def test_another_content_is_found(exported: bytes) -> None:
    first, *rest = record_of(exported).events
    forged = replace(first, payload=canonical({"event": {"facts": {"n": 2}}}))
    report = verify_bundle(with_events(exported, [forged, *rest]))
    assert any("第 1 号事件的内容与日志中的承诺不符" in w for w in words(report, Level.FAILS))


def test_an_erased_content_leaves_the_proof_whole(office: Office) -> None:
    report = verify_bundle(office.export(erased={90, 256}))
    assert report.holds
    assert any("第 2、5 号事件的内容已清除" in said for said in words(report, Level.OPEN))


def test_a_wholly_erased_case_still_holds(office: Office) -> None:
    report = verify_bundle(office.export(erased=PLACES))
    assert report.holds
    assert not any("承诺一致" in said for said in words(report, Level.HOLDS))


def test_a_case_without_events_proves_nothing(exported: bytes) -> None:
    assert words(verify_bundle(with_events(exported, [])), Level.FAILS) == ["文件中没有任何事件。"]


def test_an_event_of_another_case_is_found(exported: bytes, tmp_path: Path) -> None:
    other = Office(tmp_path)
    other.publish()
    events = list(record_of(exported).events)
    events[2] = record_of(other.export()).events[2]
    assert not verify_bundle(with_events(exported, events)).holds


def test_a_witness_that_is_named_must_have_signed(exported: bytes) -> None:
    record = record_of(exported)
    signed = note.parse(record.checkpoint.encode())
    bare = note.Note(signed.text, signed.signatures[:1]).encode().decode()
    report = verify_bundle(with_record(exported, replace(record, checkpoint=bare)))
    assert any("却没有其有效签名" in said for said in words(report, Level.FAILS))


def test_without_a_witness_the_report_says_what_that_means(exported: bytes) -> None:
    record = record_of(exported)
    signed = note.parse(record.checkpoint.encode())
    bare = note.Note(signed.text, signed.signatures[:1]).encode().decode()
    alone = replace(record, checkpoint=bare, witness_keys=())
    report = verify_bundle(with_record(exported, alone))
    assert report.holds
    assert any("没有独立见证" in said for said in words(report, Level.OPEN))


@pytest.fixture
def ahead(tmp_path: Path) -> Office:
    """A log that went on after the witness signed."""
    made = Office(tmp_path)
    made.publish(256)
    made.publish(300, cosigned=False)
    return made


def test_an_earlier_witness_covers_what_it_saw(ahead: Office) -> None:
    report = verify_bundle(ahead.export(), trusted=trusting(ahead))
    assert report.holds
    said = "\n".join(words(report, Level.HOLDS))
    assert "见证日志到第 256 条，含本案 4 个事件" in said
    assert "第 256 条到第 300 条只增未改" in said


@pytest.mark.parametrize("second", [False, True])
def test_a_log_that_forked_after_the_witness_is_found(ahead: Office, second: bool) -> None:
    data = ahead.export()
    record = record_of(data)
    (witnessed,) = record.witnessed
    path = (bytes(32), *witnessed.consistency[1:])
    forged = (
        replace(witnessed, sm3_consistency=path) if second else replace(witnessed, consistency=path)
    )
    report = verify_bundle(with_record(data, replace(record, witnessed=(forged,))))
    assert any("分叉" in said for said in words(report, Level.FAILS))


def test_an_event_not_yet_published_cannot_be_exported(tmp_path: Path) -> None:
    office = Office(tmp_path)
    with pytest.raises(proofs.NotLoggedError, match="还没有公布"):
        office.export()
    office.publish(200)
    with pytest.raises(proofs.NotLoggedError, match="稍候"):
        office.export()


def test_a_spoilt_publication_cannot_be_exported(tmp_path: Path) -> None:
    office = Office(tmp_path)
    office.publish()
    FolderLog(tmp_path).write("checkpoint", b"nonsense")
    with pytest.raises(note.NoteError):
        office.export()


# -- Executing again ----------------------------------------------------------------------------


def test_the_events_are_executed_again_and_what_comes_of_it_counts(exported: bytes) -> None:
    seen: list[Json] = []

    def reexecute(found: Bundle) -> list[Finding]:
        seen.extend(found.payloads())
        return [holds("程序成立。"), Finding(Level.FAILS, "第 6 步依法不能。")]

    report = verify_bundle(exported, reexecute=reexecute)
    assert [p["event"]["facts"]["n"] for p in seen if isinstance(p, dict)] == [1, 2, 3, 4, 5, 6]  # type: ignore[index,call-overload]  # JSON of this test
    assert not report.holds
    assert words(report, Level.FAILS) == ["第 6 步依法不能。"]


def test_nothing_is_executed_that_is_not_proven(exported: bytes) -> None:
    def never(found: Bundle) -> list[Finding]:
        raise AssertionError

    forged = with_events(exported, record_of(exported).events[1:])
    report = verify_bundle(forged, reexecute=never)
    assert any("未再按程序重新执行" in said for said in words(report, Level.OPEN))


def test_events_that_break_the_execution_are_refused_with_words(exported: bytes) -> None:
    def breaks(found: Bundle) -> list[Finding]:
        raise AttributeError

    report = verify_bundle(exported, reexecute=breaks)
    assert any("重新执行时中断" in said for said in words(report, Level.FAILS))


# -- Hostile files ------------------------------------------------------------------------------


def zipped(files: Iterable[tuple[str, bytes]], method: int = zipfile.ZIP_STORED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as made:
        for name, data in files:
            made.writestr(name, data)
    return buffer.getvalue()


def whole(exported: bytes) -> list[tuple[str, bytes]]:
    return list(archive.unpack(exported, bundle.FILES).items())


def refusal(data: bytes) -> str:
    report = verify_bundle(data)
    assert not report.holds
    (said,) = words(report, Level.FAILS)
    return said


def test_a_bomb_is_not_unpacked(exported: bytes) -> None:
    files = [(n, b"0" * 50_000_000 if n == bundle.RECORD else d) for n, d in whole(exported)]
    assert "不压缩" in refusal(zipped(files, zipfile.ZIP_DEFLATED))


def test_a_size_that_lies_is_refused(exported: bytes) -> None:
    size = len(archive.unpack(exported, bundle.FILES)[bundle.RECORD]).to_bytes(4, "little")
    assert "大小" in refusal(exported.replace(size, b"\xff\xff\xff\x7f"))


@pytest.mark.parametrize("name", ["../evil", "/etc/passwd", "C:\\x", "record.json/..", "extra"])
def test_a_path_outside_or_a_stranger_is_refused(exported: bytes, name: str) -> None:
    assert "应当依次是" in refusal(zipped([*whole(exported), (name, b"x")]))


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_name_twice_is_refused(exported: bytes) -> None:
    assert "应当依次是" in refusal(zipped([*whole(exported), (bundle.RECORD, b"{}")]))


@pytest.mark.parametrize("name", [name for name in bundle.FILES if name != bundle.CALENDARS])
def test_a_missing_file_is_refused(exported: bytes, name: str) -> None:
    assert "应当依次是" in refusal(zipped(pair for pair in whole(exported) if pair[0] != name))


def test_the_days_off_cannot_be_taken_out(exported: bytes) -> None:
    """Bundles of former times had none; but this one's manifest names them."""
    files = archive.unpack(exported, bundle.FILES)
    del files[bundle.CALENDARS]
    assert "与清单中的哈希不符" in refusal(archive.pack(files))


def test_what_hides_around_the_files_is_refused(exported: bytes) -> None:
    for data in (b"hidden" + exported, exported + b"hidden", exported[:-2] + b"\x01\x00x"):
        assert not verify_bundle(data).holds
    with_comment = io.BytesIO(exported)
    with zipfile.ZipFile(with_comment, "a") as made:
        made.comment = b"hidden"
    assert "结构" in refusal(with_comment.getvalue())


@pytest.mark.parametrize("data", [b"", b"PK", b"not a zip", b"PK\x05\x06" + bytes(18)])
def test_what_is_no_zip_is_refused(data: bytes) -> None:
    assert "不能采信" in refusal(data)


def test_a_file_beyond_the_limit_is_refused(
    exported: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archive, "MAX_BYTES", len(exported) - 1)
    assert "拒绝读取" in refusal(exported)


@pytest.mark.parametrize("name", [bundle.RECORD, bundle.PROCEDURES, bundle.STATUTES])
@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"[" * 200_000, b"9" * 100_000, b"null", b'{"a":1}', b'"\\ud800"', b"\xff"],
)
def test_hostile_json_is_refused_with_words(exported: bytes, name: str, content: bytes) -> None:
    assert name in refusal(repacked(exported, name, content))


@pytest.mark.parametrize(
    ("member", "value"),
    [
        ("format", "fashu-case/2"),
        ("checkpoint", 1),
        ("checkpoint", ""),
        ("log_keys", {}),
        ("log_keys", [1]),
        ("log_keys", ["a+b"]),
        ("log_keys", []),
        ("witness_keys", "x"),
        ("witnessed", [{}]),
        ("witnessed", [{"note": "", "consistency": [], "sm3_consistency": []}]),
        ("events", [{}]),
        ("events", "x"),
    ],
)
def test_a_record_of_another_shape_is_refused(exported: bytes, member: str, value: Json) -> None:
    data = record_of(exported).encode()
    content = canonical({**_plain(data), member: value})
    assert not verify_bundle(repacked(exported, bundle.RECORD, content)).holds


@pytest.mark.parametrize(
    ("member", "value"),
    [
        ("leaf_index", -1),
        ("leaf_index", True),
        ("leaf_index", "3"),
        ("leaf_index", 2**53 - 1),
        ("envelope", None),
        ("envelope", "[]"),
        ("payload", None),
        ("payload", "{ }"),
        ("salt", "0"),
        ("salt", "ZZ"),
        ("inclusion", ["00"]),
        ("inclusion", [["00"]]),
        ("sm3_inclusion", None),
    ],
)
def test_an_event_of_another_shape_is_refused(exported: bytes, member: str, value: Json) -> None:
    data = _plain(record_of(exported).encode())
    events = data["events"]
    assert isinstance(events, list)
    first = events[0]
    assert isinstance(first, dict)
    content = canonical({**data, "events": [{**first, member: value}, *events[1:]]})
    assert not verify_bundle(repacked(exported, bundle.RECORD, content)).holds


@given(st.binary(max_size=400))
@settings(max_examples=100, deadline=None)
def test_no_bytes_whatever_raise(data: bytes) -> None:
    assert not verify_bundle(data).holds


def _plain(data: bytes) -> dict[str, Json]:
    value = read_canonical(data)
    assert isinstance(value, dict)
    return value
