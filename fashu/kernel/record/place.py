"""Where this installation keeps its log and its keys, and proofs for its events.

    FASHU_RECORD_DIR    the published log, see `store`
    FASHU_KEY_DIR       log-*.key signs, log-*.vkey verifies, witness-*.vkey are trusted
    FASHU_WITNESS_DIR   the state of the witness on this machine, which is trusted too

A new log key is added as a further file; both sign until every witness and verifier has the
new one, then the old .key is taken away and its .vkey stays, so that old checkpoints verify.
"""

from collections.abc import Sequence
from pathlib import Path
from secrets import token_hex

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS

from fashu.kernel.record import keys, ledger
from fashu.kernel.record.keys import Signer, Verifier
from fashu.kernel.record.models import Entry
from fashu.kernel.record.proofs import NotLoggedError, Proofs, prove
from fashu.kernel.record.store import FolderLog
from fashu.kernel.record.tiles import TileError

LOG_KEYS, LOG_VKEYS, WITNESS_VKEYS = "log-*.key", "log-*.vkey", "witness-*.vkey"


def log() -> FolderLog:
    """The published log of this installation."""
    return FolderLog(settings.FASHU_RECORD_DIR)


def key_folder() -> Path:
    """Where the keys lie."""
    folder: Path = settings.FASHU_KEY_DIR
    return folder


def witness_state() -> Path:
    """The state folder of the witness on this machine."""
    folder: Path = settings.FASHU_WITNESS_DIR
    return folder


def signers() -> tuple[Signer, ...]:
    """The log's private keys; the first one names the log."""
    return keys.load_signers(key_folder(), LOG_KEYS)


def known() -> tuple[Verifier, ...]:
    """The log's public keys, those of former years too."""
    return keys.load_verifiers(key_folder(), LOG_VKEYS)


def witnesses() -> tuple[Verifier, ...]:
    """The trusted witnesses' public keys, with that of the witness on this machine."""
    near = keys.load_verifiers(witness_state(), "witness.vkey")
    return tuple(dict.fromkeys([*keys.load_verifiers(key_folder(), WITNESS_VKEYS), *near]))


def new_key(name: str = "") -> Signer:
    """Make a further log key. All keys of a log bear the name of the first.

    Without a name the first one gets a random one, so that no two logs are taken for one.
    Raises `ValueError` on a name that is not allowed or not the log's.
    """
    found = signers()
    if found and name not in ("", found[0].name):
        raise ValueError(f"本日志名为“{found[0].name}”；新密钥须用同一名称")
    chosen = found[0].name if found else name or f"fashu.localhost/{token_hex(4)}"
    signer = keys.new_signer(chosen, keys.LOG)
    number = 1 + len(list(key_folder().glob(LOG_VKEYS)))
    keys.save_signer(signer, key_folder(), f"log-{number:03d}")
    return signer


def proofs_of_events(event_ids: Sequence[int]) -> tuple[Proofs, dict[int, int]]:
    """Proofs for events, and the place of each in the log. Raises `NotLoggedError`, `NoteError`.

    Where published tiles are damaged, the entries in the database serve in their stead.
    """
    rows = Entry.objects.filter(event_id__in=event_ids).values_list("event_id", "leaf_index")
    places = {event: index for event, index in rows if event is not None}
    if len(places) < len(set(event_ids)):
        raise NotLoggedError("有事件刚刚发生，尚未写入日志，请稍候再试")
    indices = list(places.values())
    try:
        found = prove(log(), indices, known=known(), witnesses=witnesses())
    except TileError:
        with ledger.connect(DEFAULT_DB_ALIAS) as connection:
            found = prove(log(), indices, known=known(), witnesses=witnesses(), database=connection)
    return found, places
