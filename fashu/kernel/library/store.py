"""Writing what was derived, touching only rows that differ."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any

from fashu.kernel.library.derive import Derived, Work
from fashu.kernel.library.models import Edition, Provision, Source, Statute

_BATCH = 500
_STATUTE_FIELDS = ("title", "level", "category")
_EDITION_FIELDS = (
    "form",
    "in_force_until",
    "basis",
    "ended_by",
    "doubt",
    "instrument",
    "header",
    "articles",
    "has_text",
    "digest",
)

Identity = tuple[int, date | None, date | None]


@dataclass(frozen=True, slots=True)
class Changes:
    """How many statutes and editions were written or removed."""

    statutes: int = 0
    editions: int = 0
    removed: int = 0


Unread = Mapping[str, tuple[int | None, str]]
"""Path -> stored edition and `duplicates`, of the sources that were not read again."""


def store(works: list[Work], sources: Iterable[Source], unread: Unread) -> Changes:
    """Write statutes, editions and sources."""
    statutes, written = _statutes(works)
    editions, changed = _editions(works, statutes)
    _sources(works, statutes, editions, sources, unread)
    kept = {e.pk for e in editions.values()}
    removed = Edition.objects.exclude(pk__in=kept).delete()[0]
    Statute.objects.exclude(pk__in=[s.pk for s in statutes.values()]).delete()
    return Changes(written, changed, removed)


def _statutes(works: list[Work]) -> tuple[dict[str, Statute], int]:
    """Every statute by key, and how many rows were written."""
    have = {s.key: s for s in Statute.objects.all()}
    wanted = [Statute(key=w.key, title=w.title, level=w.level, category=w.category) for w in works]
    return _write(Statute, have, {s.key: s for s in wanted}, _STATUTE_FIELDS)


def _editions(
    works: list[Work], statutes: dict[str, Statute]
) -> tuple[dict[Identity, Edition], int]:
    have = {_identity(e): e for e in Edition.objects.all()}
    wanted = [_edition(d, statutes[w.key]) for w in works for d in w.editions]
    return _write(Edition, have, {_identity(e): e for e in wanted}, _EDITION_FIELDS)


def _write(
    model: Any, have: dict[Any, Any], wanted: dict[Any, Any], fields: Collection[str]
) -> tuple[dict[Any, Any], int]:
    """Create what is missing, update what differs; return all by key and how many were written."""
    missing = [row for key, row in wanted.items() if key not in have]
    differing = []
    for key, row in wanted.items():
        if key in have and any(getattr(have[key], f) != getattr(row, f) for f in fields):
            row.pk = have[key].pk
            differing.append(row)
    model.objects.bulk_create(missing, batch_size=_BATCH)
    model.objects.bulk_update(differing, fields, batch_size=_BATCH)
    rows = {key: row if row.pk else have[key] for key, row in wanted.items()}
    return rows, len(missing) + len(differing)


def _identity(edition: Edition) -> Identity:
    return edition.statute_id, edition.in_force_from, edition.promulgated


def _edition(derived: Derived, statute: Statute) -> Edition:
    value, adopted = derived.edition, derived.adopted
    digests = "".join(source.digest for source in adopted)
    return Edition(
        statute=statute,
        form=derived.form.value,
        promulgated=value.promulgated,
        in_force_from=value.in_force_from,
        in_force_until=value.in_force_until,
        basis=value.basis.value,
        ended_by=value.ended_by,
        doubt=value.doubt,
        instrument=value.instrument,
        header=adopted[0].header if adopted else "",
        articles=value.articles or None,
        has_text=value.has_text,
        digest=digests if len(adopted) < 2 else sha256(digests.encode()).hexdigest(),
    )


def _sources(
    works: list[Work],
    statutes: dict[str, Statute],
    editions: dict[Identity, Edition],
    sources: Iterable[Source],
    unread: Unread,
) -> None:
    """Tie sources to their editions; drop the provisions of those that lost theirs."""
    carried = {
        source.path: editions[statutes[w.key].pk, d.edition.in_force_from, d.edition.promulgated].pk
        for w in works
        for d in w.editions
        for source in d.adopted
    }
    new, moved = [], []
    for source in sources:
        source.edition_id = carried.get(source.path)
        if source.path not in unread:
            new.append(source)
        elif unread[source.path] != (source.edition_id, source.duplicates):
            moved.append(source)
    columns = [f.name for f in Source._meta.concrete_fields if not f.primary_key]
    Source.objects.bulk_create(
        new, _BATCH, update_conflicts=True, unique_fields=["id"], update_fields=columns
    )
    Source.objects.bulk_update(moved, ["edition", "duplicates"], _BATCH)
    Provision.objects.filter(source__edition=None).delete()
