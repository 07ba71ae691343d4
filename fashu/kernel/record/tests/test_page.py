"""The page's script, run outside a browser, comes to the same findings as `verify_bundle`."""

import json
import random
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from fashu.kernel.record import archive, bundle, page
from fashu.kernel.record.hashing import SHA256, SM3
from fashu.kernel.record.leaf import Json, canonical
from fashu.kernel.record.tests.exported import CASE, Office, repacked
from fashu.kernel.record.verify import verify_bundle

HERE = Path(__file__).parent
needs_node = pytest.mark.skipif(
    shutil.which("node") is None, reason="node is needed to run the page's script outside a browser"
)


def run(lines: list[Json], subtle: str = "webcrypto") -> list[Any]:
    """What the page's script says to each line."""
    done = subprocess.run(
        ["node", HERE / "run_page.js", HERE.parent / "assets" / "verify.js", subtle],
        input="".join(json.dumps(line) + "\n" for line in lines),
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.fixture(scope="module")
def cases(tmp_path_factory: pytest.TempPathFactory) -> list[bytes]:
    """Sound exports: plain, partly erased, and with an earlier witness."""
    office = Office(tmp_path_factory.mktemp("log"))
    office.publish()
    ahead = Office(tmp_path_factory.mktemp("ahead"))
    ahead.publish(256)
    ahead.publish(300, cosigned=False)
    return [office.export(), office.export(erased={90, 256}), ahead.export()]


def record_json(data: bytes) -> Any:
    return json.loads(archive.unpack(data, bundle.FILES)[bundle.RECORD])


@needs_node
def test_its_hashes_are_the_real_ones() -> None:
    data = [random.Random(n).randbytes(n) for n in (0, 1, 3, 55, 56, 63, 64, 65, 119, 120, 4000)]
    said = run([{"data": item.hex()} for item in data])
    assert said == [[SHA256.digest(d).hex(), SM3.digest(d).hex()] for d in data]


@needs_node
def test_it_finds_sound_cases_sound_in_the_same_words(cases: list[bytes]) -> None:
    for data, said in zip(cases, run([{"record": record_json(d)} for d in cases]), strict=True):
        assert said["verdict"] == "holds"
        ours = {f.words for f in verify_bundle(data).findings if f.level.value == "holds"}
        theirs = {f["words"] for f in said["findings"] if f["level"] == "holds"}
        alike = {words for words in theirs if "见证人“" not in words}
        assert alike <= ours
        assert len(alike) >= 3
        assert any("见证人“" in words for words in theirs)


@needs_node
def test_without_ed25519_it_says_that_the_signature_was_not_checked(cases: list[bytes]) -> None:
    (said,) = run([{"record": record_json(cases[2])}], subtle="none")
    assert said["verdict"] == "open"
    unchecked = [f["words"] for f in said["findings"] if f["level"] == "unchecked"]
    assert len(unchecked) == 2
    assert "不支持 Ed25519" in unchecked[0]


@needs_node
def test_it_refuses_every_forgery_that_the_command_refuses(cases: list[bytes]) -> None:
    chance = random.Random(7)
    forged: list[Any] = []
    for data in cases:
        text = archive.unpack(data, bundle.FILES)[bundle.RECORD]
        for _ in range(60):
            where = chance.randrange(len(text) * 8)
            altered = bytearray(text)
            altered[where // 8] ^= 1 << where % 8
            forged += _readable(bytes(altered))
    said = run([{"record": record} for record in forged])
    assert len(said) >= 50
    missed = [r for r, line in zip(forged, said, strict=True) if line["verdict"] != "fails"]
    assert missed == []


def _readable(text: bytes) -> list[Any]:
    """The record if it is still of the right shape: what is not, a browser never gets to see."""
    try:
        value = json.loads(text)
        bundle._record(value)
    except (ValueError, RecursionError):
        return []
    return [value]


def test_the_page_cannot_be_broken_out_of(tmp_path: Path) -> None:
    office = Office(tmp_path)
    office.publish()
    data = bundle.decode(archive.unpack(office.export(), bundle.FILES))
    evil: dict[str, Json] = {"title": "</script><script>alert(1)</script><!--record-->"}
    shown = page.render(
        bundle.Bundle({**CASE, **evil}, data.exported_at, data.record, data.procedures, [], [])
    ).decode()
    assert shown.count("<script") == 4
    assert shown.count("</script>") == 4
    assert "alert(1)" in shown
    assert "<script>alert" not in shown


def test_the_page_names_steps_as_the_procedures_do(cases: list[bytes]) -> None:
    shown = archive.unpack(cases[0], bundle.FILES)[bundle.PAGE].decode()
    titles = '{"lapsed:open":"乙","stage:open":"甲","taken:accept":"受理"}'
    assert f'id="titles">{titles}</script>' in shown


def test_the_page_reaches_for_nothing_outside(cases: list[bytes]) -> None:
    shown = archive.unpack(cases[0], bundle.FILES)[bundle.PAGE].decode()
    assert "default-src 'none'" in shown
    assert not re.search(r"(?:src|href)=|https?://|import\s*\(|fetch\s*\(|url\(", shown)


def test_the_page_carries_exactly_the_record(cases: list[bytes]) -> None:
    files = archive.unpack(cases[0], bundle.FILES)
    found = re.search(rb'id="record">(.*?)</script>', files[bundle.PAGE], re.S)
    assert found is not None
    assert json.loads(found[1]) == json.loads(files[bundle.RECORD])


def test_a_mended_forgery_of_the_record_shows_in_the_page_too(cases: list[bytes]) -> None:
    forged = repacked(cases[0], bundle.RECORD, canonical(record_json(cases[1])))
    said = [f.words for f in verify_bundle(forged).findings]
    assert any("verify.html 与本版本所附的不同" in words for words in said)
