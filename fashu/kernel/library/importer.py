"""Importing a folder of statutes: read what changed, derive, write, all in one transaction.

A file is known by its path and its content; one that has not changed since it was last read is
not read again. Files that are no longer in the folder stay in the library and are reported.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from django.db import connection, transaction

from fashu.kernel.law.register import REGISTER, Known
from fashu.kernel.library import segment
from fashu.kernel.library.derive import derive
from fashu.kernel.library.models import Provision, Source
from fashu.kernel.library.reading import COLUMNS, READER, Facts, Reading, digest, read_file
from fashu.kernel.library.store import Changes, store

_FEW = 40  # files that are not worth starting other processes for
_BATCH = 12
_SUFFIXES = (".md", ".txt")
_LOCK = 0x6C6177  # "law": two imports at once take turns

Progress = Callable[[int, int], None]
"""Told after every file: how many are done, of how many."""


class ImportRefused(Exception):
    """The folder cannot be imported; the message says in Chinese why and what to do."""


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did. Paths are relative to the folder."""

    found: tuple[str, ...]
    added: tuple[str, ...]
    updated: tuple[str, ...]
    gone: tuple[str, ...]
    changes: Changes

    @property
    def changed_nothing(self) -> bool:
        return not (self.added or self.updated or any(asdict(self.changes).values()))


def import_folder(
    root: Path, progress: Progress | None = None, register: Iterable[Known] = REGISTER
) -> Imported:
    """Bring the library in line with the files under `root` and the register.

    Raises ImportRefused when there is nothing to import.
    """
    found = _files(root)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        known = {source.path: source for source in Source.objects.all()}
        before = {path: (s.edition_id, s.duplicates) for path, s in known.items()}
        changed = [name for name in found if not _is_current(root, name, known.get(name))]
        fresh = _read(root, changed, known, cursor, progress)
        sources = {**known, **fresh}
        works = derive(sources.values(), register)
        adopted = {s.path for work in works for d in work.editions for s in d.adopted}
        with_text = {path for path, (edition, _) in before.items() if edition} | fresh.keys()
        _read(root, sorted(adopted - with_text), known, cursor, progress)
        unread = {path: row for path, row in before.items() if path not in fresh}
        changes = store(works, sources.values(), unread)
    return Imported(
        found=found,
        added=tuple(name for name in changed if name not in known),
        updated=tuple(name for name in changed if name in known),
        gone=tuple(sorted(known.keys() - set(found))),
        changes=changes,
    )


def _files(root: Path) -> tuple[str, ...]:
    if not root.is_dir():
        raise ImportRefused(f"{root} 不是文件夹，请指定存放法规文件的文件夹。")
    paths = (p for p in root.rglob("*") if p.suffix in _SUFFIXES and p.is_file())
    found = tuple(sorted(p.relative_to(root).as_posix() for p in paths))
    if not found:
        raise ImportRefused(f"{root} 里没有 .md 或 .txt 文件，没有可导入的法规。")
    return found


def _is_current(root: Path, name: str, source: Source | None) -> bool:
    return source is not None and source.reader == READER and source.digest == digest(root / name)


def _read(
    root: Path,
    names: list[str],
    known: dict[str, Source],
    cursor: Any,
    progress: Progress | None,
) -> dict[str, Source]:
    """Read files and copy their provisions in as they come. The sources are saved later."""
    ids = _ids(names, known, cursor)
    Provision.objects.filter(source_id__in=[known[n].pk for n in names if n in known]).delete()
    read: dict[str, Source] = {}
    with cursor.copy(f"COPY library_provision (source_id, {COLUMNS}) FROM STDIN") as copy:
        for done, reading in enumerate(_readings(root, names), 1):
            facts = reading.facts
            read[facts.path] = Source(pk=ids[facts.path], reader=READER, **_columns(facts))
            for row in reading.rows:
                copy.write_row((ids[facts.path], *row))
            if progress:
                progress(done, len(names))
    return read


def _columns(facts: Facts) -> dict[str, Any]:
    """Facts as Django wants them: arrays as lists."""
    return {
        name: list(value) if isinstance(value, tuple) else value
        for name, value in asdict(facts).items()
    }


def _ids(names: list[str], known: dict[str, Source], cursor: Any) -> dict[str, int]:
    """Primary keys for sources not saved yet, because their provisions refer to them."""
    new = [name for name in names if name not in known]
    cursor.execute(
        "SELECT nextval(pg_get_serial_sequence('library_source', 'id'))"
        " FROM generate_series(1, %s)",
        [len(new)],
    )
    fresh = dict(zip(new, (row[0] for row in cursor.fetchall()), strict=True))
    return fresh | {name: known[name].pk for name in names if name in known}


def _readings(root: Path, names: list[str]) -> Iterator[Reading]:
    """Readings as they get done, by several processes when there is much to read."""
    read = partial(read_file, root)
    if len(names) <= _FEW:
        yield from map(read, names)
        return
    # Not forked: a child must not inherit the database connection.
    with get_context("spawn").Pool(initializer=segment.load) as pool:
        yield from pool.imap_unordered(read, names, chunksize=_BATCH)
