"""Sealed numbers: what the disk holds, what opens them, and a rotation stopped half-way."""

from pathlib import Path

import pytest
from click.testing import CliRunner
from django.conf import LazySettings

from fashu.kernel import sealing
from fashu.kernel.access import SYSTEM, Actor, Kind, acting_as
from fashu.kernel.access.models import LogEntry
from fashu.kernel.people.models import Account
from fashu.kernel.procedure.identity import Document, read
from fashu.kernel.registry import numbers, rotation
from fashu.kernel.registry.cli import keys as commands
from fashu.kernel.registry.models import IdentityDocument
from fashu.kernel.registry.sealing import KEYS, digest
from fashu.kernel.sealing import AES, SM4, SealError

NUMBERS = ["990101199001010019", "11010519491231002X", "810000199408230021"]


@pytest.fixture(autouse=True)
def keys(tmp_path: Path, settings: LazySettings) -> Path:
    settings.FASHU_KEY_DIR = tmp_path
    KEYS.ensure()
    return tmp_path / "registry"


@pytest.fixture
def alice(db: object) -> Actor:
    with acting_as(SYSTEM):
        account = Account.objects.create_account("alice", name="张三", kind=Kind.CITIZEN)
    return Actor(kind=Kind.CITIZEN, name="张三", account_id=account.pk)


def keep_all(actor: Actor) -> list[str]:
    with acting_as(actor):
        return [numbers.keep(*read(text)).ref for text in NUMBERS]


def opened(actor: Actor, refs: list[str]) -> list[str]:
    with acting_as(actor):
        return [numbers.full_number(ref) for ref in refs]


@pytest.mark.parametrize("cipher", [AES, SM4])
def test_what_is_sealed_opens_with_its_key_and_its_digest_only(cipher: str) -> None:
    KEYS.add(cipher)
    key = KEYS.newest
    sealed = key.seal(b"11010519491231002X", "ref")
    assert key.cipher == cipher
    assert key.open(sealed, "ref") == b"11010519491231002X"
    assert b"1949" not in sealed
    many = key.seal_all([(number.encode(), f"ref {number}") for number in NUMBERS])
    found = [key.open(each, f"ref {n}") for each, n in zip(many, NUMBERS, strict=True)]
    assert [each.decode() for each in found] == NUMBERS
    assert len({each[:12] for each in many}) == len(many)
    with pytest.raises(SealError):
        key.open(sealed, "another")
    with pytest.raises(SealError):
        key.open(sealed[:-1] + bytes([sealed[-1] ^ 1]), "ref")


def test_the_digest_depends_on_the_key_and_on_the_document(keys: Path) -> None:
    here = digest(Document.PASSPORT, "12345678")
    assert here != digest(Document.TAIWAN, "12345678")
    (keys / "index.key").write_text("00" * 32)
    sealing._index.cache_clear()
    assert digest(Document.PASSPORT, "12345678") != here


def test_the_keys_are_their_owners_alone(keys: Path) -> None:
    assert {path.stat().st_mode & 0o777 for path in keys.glob("*.key")} == {0o600}
    assert "secret" not in repr(KEYS.newest)


def test_without_keys_nothing_is_kept_in_plain(
    alice: Actor, tmp_path: Path, settings: LazySettings
) -> None:
    settings.FASHU_KEY_DIR = tmp_path / "none"
    with acting_as(alice), pytest.raises(SealError, match="fashu setup"):
        numbers.keep(Document.RESIDENT, NUMBERS[0])


def test_the_same_number_is_kept_once(alice: Actor) -> None:
    assert keep_all(alice) == keep_all(alice)
    with acting_as(alice):
        assert IdentityDocument.objects.count() == len(NUMBERS)


def test_a_rotation_stopped_half_way_leaves_every_number_readable_and_goes_on(
    alice: Actor, keys: Path
) -> None:
    refs, old = keep_all(alice), KEYS.newest.id
    new = KEYS.add(AES)
    with acting_as(SYSTEM):
        assert rotation.reseal(2) == 2
        assert rotation.waiting() == {old: 1}
    assert opened(alice, refs) == NUMBERS
    with pytest.raises(SealError, match="还有1个"), acting_as(SYSTEM):
        rotation.retire(old)
    with acting_as(SYSTEM):
        assert rotation.reseal(2) == 1
        assert rotation.reseal(2) == 0
        rotation.retire(old)
    assert sorted(path.name for path in keys.iterdir()) == ["index.key", f"seal-{new}.key"]
    assert opened(alice, refs) == NUMBERS


def test_a_number_kept_while_a_rotation_runs_is_sealed_with_the_new_key(alice: Actor) -> None:
    keep_all(alice)
    new = KEYS.add(SM4)
    with acting_as(alice):
        token = numbers.keep(Document.PASSPORT, "E12345678")
        assert IdentityDocument.objects.get(ref=token.ref).key_id == new


def test_the_newest_key_is_never_retired(alice: Actor) -> None:
    with acting_as(SYSTEM), pytest.raises(SealError, match="正在使用"):
        rotation.retire(KEYS.newest.id)


def test_a_key_changed_at_the_machine_leaves_a_line_in_the_log(alice: Actor) -> None:
    keep_all(alice)
    old = KEYS.newest.id
    for words in (["rotate"], ["retire", old]):
        done = CliRunner().invoke(commands, words)
        assert done.exit_code == 0, done.output
    with acting_as(SYSTEM):
        said = list(LogEntry.objects.order_by("seq").values_list("action", "subject"))
    assert said == [("command", "fashu keys rotate"), ("command", f"fashu keys retire {old}")]
