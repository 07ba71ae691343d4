"""Signed notes, keys and cosignatures against the published examples and against mangling."""

import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fashu.kernel.record import checkpoint, keys, note
from fashu.kernel.record.tests import vectors

NOTE = (vectors.NOTE_TEXT + "\n" + vectors.NOTE_SIGNATURE).encode()
BOTH = NOTE + vectors.NOTE_OTHER_SIGNATURE.encode()
PETER = keys.parse_verifier(vectors.NOTE_VERIFIER)
ENOCH = keys.parse_verifier(vectors.NOTE_OTHER_VERIFIER)


def test_the_reference_key_signs_the_reference_note() -> None:
    signer = keys.parse_signer(vectors.NOTE_SIGNER)
    signed = note.Note(vectors.NOTE_TEXT, (signer.sign(vectors.NOTE_TEXT),))
    assert signed.encode() == NOTE
    assert signer.verifier.vkey == vectors.NOTE_VERIFIER
    assert signer.skey == vectors.NOTE_SIGNER


def test_the_reference_note_verifies_and_unknown_signers_are_ignored() -> None:
    assert keys.check(note.parse(NOTE), [PETER]) == (PETER,)
    assert keys.check(note.parse(BOTH), [PETER]) == (PETER,)
    assert keys.check(note.parse(BOTH), [ENOCH, PETER]) == (ENOCH, PETER)
    assert keys.check(note.parse(BOTH), []) == ()


def test_a_known_key_whose_signature_fails_spoils_the_note() -> None:
    altered = note.parse(BOTH.replace(b"cryptography", b"cryptographY"))
    with pytest.raises(note.NoteError, match="PeterNeumann"):
        keys.check(altered, [PETER])


def test_the_example_of_the_specification_is_taken_apart() -> None:
    data = (vectors.SPEC_NOTE_TEXT + "\n" + vectors.SPEC_NOTE_SIGNATURE).encode()
    parsed = note.parse(data)
    assert parsed.text == vectors.SPEC_NOTE_TEXT
    assert [s.name for s in parsed.signatures] == ["quasimodo.example/salvatore"]
    assert parsed.encode() == data


def test_a_real_checkpoint_with_a_real_cosignature_verifies() -> None:
    parsed = note.parse(vectors.COSIGNED_CHECKPOINT.encode())
    log = keys.parse_verifier(vectors.LOG_VERIFIER)
    witness = keys.parse_verifier(vectors.WITNESS_VERIFIER)
    assert keys.check(parsed, [log, witness]) == (log, witness)
    assert keys.cosigned_at(parsed.signatures[-1]) == vectors.COSIGNED_AT
    assert witness.kind == keys.WITNESS


def test_a_cosignature_does_not_hold_at_another_time() -> None:
    signer = keys.new_signer("witness.example/w1", keys.WITNESS)
    cosignature = signer.cosign("text\n", 1_795_000_000)
    assert signer.verifier.holds("text\n", cosignature)
    moved = (1_795_000_001).to_bytes(8, "big") + cosignature.blob[8:]
    assert not signer.verifier.holds(
        "text\n", note.Signature(cosignature.name, cosignature.key_id, moved)
    )


def test_a_log_key_and_a_witness_key_never_sign_for_each_other() -> None:
    log, witness = (keys.new_signer("a.example", kind) for kind in (keys.LOG, keys.WITNESS))
    with pytest.raises(ValueError, match="use cosign"):
        witness.sign("text\n")
    with pytest.raises(ValueError, match="only a witness"):
        log.cosign("text\n", 1)


@pytest.mark.parametrize("length", [0, 7, 8, 40, 71, 73])
def test_a_signature_of_a_wrong_length_does_not_hold(length: int) -> None:
    for kind in (keys.LOG, keys.WITNESS):
        verifier = keys.new_signer("a.example", kind).verifier
        assert not verifier.holds(
            "t\n", note.Signature("a.example", verifier.key_id, b"x" * length)
        )


@pytest.mark.parametrize(
    "data",
    [
        vectors.NOTE_TEXT.encode(),
        vectors.NOTE_TEXT.encode() + b"\n",
        NOTE[:-1],
        b"\x01" + NOTE,
        b"\xff" + NOTE,
        NOTE + b"Unexpected line.\n",
        NOTE.replace(b"PeterNeumann", b"Peter Neumann"),
        NOTE.replace(b"PeterNeumann", b"Peter+Neumann"),
        NOTE.replace(b"AM=\n", b"AN=\n"),
        NOTE + vectors.NOTE_SIGNATURE.encode() * 100,
        b"x" * 1_000_001,
    ],
)
def test_what_is_not_a_note_is_refused(data: bytes) -> None:
    with pytest.raises(note.NoteError):
        note.parse(data)


@given(st.integers(0, len(NOTE) * 8 - 1))
def test_no_bit_of_a_signed_note_can_change(bit: int) -> None:
    altered = bytearray(NOTE)
    altered[bit // 8] ^= 1 << bit % 8
    try:
        held = keys.check(note.parse(bytes(altered)), [PETER])
    except note.NoteError:
        held = ()
    assert held == ()


def test_no_part_of_a_key_passes_for_the_key() -> None:
    for text, read in (
        (vectors.NOTE_VERIFIER, keys.parse_verifier),
        (vectors.NOTE_SIGNER, keys.parse_signer),
    ):
        for start in range(len(text)):
            with pytest.raises(note.NoteError):
                read(text[start + 1 :])
            with pytest.raises(note.NoteError):
                read(text[:start] + chr(ord(text[start]) + 1) + text[start + 1 :])


def test_a_private_key_is_kept_from_others_and_never_overwritten(tmp_path: Path) -> None:
    signer = keys.new_signer("log.example", keys.LOG)
    keys.save_signer(signer, tmp_path / "keys", "log-1")
    path = tmp_path / "keys" / "log-1.key"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert keys.load_signers(tmp_path / "keys", "log-*.key") == (signer,)
    assert keys.load_verifiers(tmp_path / "keys", "log-*.vkey") == (signer.verifier,)
    with pytest.raises(FileExistsError):
        keys.save_signer(signer, tmp_path / "keys", "log-1")


def test_a_private_key_does_not_show_itself() -> None:
    signer = keys.new_signer("log.example", keys.LOG)
    assert signer.skey not in repr(signer)
    assert repr(signer.seed) not in repr(signer)


@pytest.mark.parametrize("name", ["", "a b", "a+b", "a\u3000b"])
def test_names_the_specification_forbids_are_refused(name: str) -> None:
    with pytest.raises(ValueError, match="密钥名称"):
        keys.new_signer(name, keys.LOG)


CHECKPOINT = checkpoint.Checkpoint("log.example/record", 7, b"r" * 32, b"s" * 32)


def test_a_checkpoint_reads_back_as_it_was_written() -> None:
    assert checkpoint.parse(CHECKPOINT.text()) == CHECKPOINT


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("\n7\n", "\n07\n"),
        ("\n7\n", "\n+7\n"),
        ("\n7\n", "\n٧\n"),
        ("sm3 ", "SM3 "),
        ("sm3 ", "more\nsm3 "),
        ("cnJy", "cn"),
        ("log.example/record\n", ""),
    ],
)
def test_a_checkpoint_in_another_writing_is_refused(old: str, new: str) -> None:
    with pytest.raises(note.NoteError):
        checkpoint.parse(CHECKPOINT.text().replace(old, new))
