"""Reading one file into facts and the rows of its provisions. Free of Django, for workers."""

import hashlib
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from pathlib import Path

from fashu.kernel.law.count import Count, count
from fashu.kernel.law.provision import LEAVES, Kind, Provision, walk
from fashu.kernel.law.statute import Form, Statute, Unreadable, parse_statute
from fashu.kernel.library import segment

READER = 3
"""Version of the reading. Raise it when parser or segmentation change: files are read again."""

Row = tuple[int, int, str, int, int, bool, str, str, str | None]

COLUMNS = "ordinal, depth, kind, number, inserted, annexed, path, text, vector"
"""The columns of a Row, in its order."""


class Outcome(StrEnum):
    """What became of a file."""

    READ = "全文读入"
    PARTIAL = "部分读入"
    UNREADABLE = "未读入"


@dataclass(frozen=True, slots=True)
class Facts:
    """What a file says about itself, and how much of it was read.

    `articles` counts the tree, `counted` is the independent count; `dropped` is how many full
    stops of the file reached neither the tree nor the header. `body` is the SHA-256 of the words.
    """

    path: str
    digest: str
    outcome: Outcome
    reason: str = ""
    title: str = ""
    part: str = ""
    form: str = ""
    category: str = ""
    instrument: str = ""
    header: str = ""
    promulgated: date | None = None
    in_force_from: date | None = None
    basis: str = ""
    reported_repealed: bool = False
    repeals: tuple[str, ...] = ()
    mended: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    first_article: int = 0
    articles: int = 0
    counted: int = 0
    dropped: int = 0
    body: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """A file read: its facts, and the provisions of its text in the order of print."""

    facts: Facts
    rows: tuple[Row, ...] = ()


def digest(path: Path) -> str:
    """SHA-256 of a file, in hex."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def read_file(root: Path, name: str) -> Reading:
    """Read the file `name` under `root`."""
    content = (root / name).read_bytes()
    facts = Facts(name, hashlib.sha256(content).hexdigest(), Outcome.UNREADABLE)
    text = _decoded(content)
    if text is None:
        return Reading(replace(facts, reason="既不是 UTF-8 也不是 GB18030 编码的文本"))
    counts, statute = count(text), parse_statute(text, name)
    if isinstance(statute, Unreadable):
        return Reading(replace(facts, reason=statute.reason, counted=counts.articles))
    return Reading(_facts(facts, statute, counts), _rows(statute))


def _facts(facts: Facts, statute: Statute, counts: Count) -> Facts:
    leaves = [part for _, part in walk(statute.body) if part.kind in LEAVES]
    numbered = [part for part in leaves if part.kind is Kind.ARTICLE]
    made, starts = statute.promulgated, statute.in_force_from
    known = replace(
        facts,
        outcome=Outcome.READ,
        title=statute.title,
        part=statute.part,
        form=statute.form.value,
        category=statute.category,
        instrument=statute.instrument,
        header="\n".join(statute.header),
        promulgated=made.on if made else None,
        in_force_from=starts.on if starts else None,
        basis=starts.basis.value if starts else "",
        reported_repealed=statute.repealed,
        repeals=statute.repeals,
        mended=statute.mended,
        missing=statute.missing,
        first_article=numbered[0].number if numbered else 0,
        articles=len(numbered),
        counted=counts.articles,
        dropped=counts.full_stops - _full_stops(statute),
        body=hashlib.sha256("\n".join(part.text for part in leaves).encode()).hexdigest(),
    )
    reason = shortfall(known)
    return replace(known, outcome=Outcome.PARTIAL, reason=reason) if reason else known


def shortfall(facts: Facts) -> str:
    """What the reading of a file lacks, by its own account and by the independent counter."""
    reasons = list(facts.missing)
    if facts.articles < facts.counted and facts.form != Form.AMENDING:
        reasons.append(f"独立计数有{facts.counted}条，条文树只有{facts.articles}条")
    if facts.dropped:
        reasons.append(f"有{facts.dropped}句未进入条文树")
    return "；".join(reasons)


def _rows(statute: Statute) -> tuple[Row, ...]:
    return tuple(
        _row(statute, ordinal, above, part)
        for ordinal, (above, part) in enumerate(walk(statute.body))
    )


def _row(statute: Statute, ordinal: int, above: tuple[Provision, ...], part: Provision) -> Row:
    path = " / ".join(filter(None, [statute.part, *(division.name for division in above)]))
    words = None
    if part.kind in LEAVES:
        words = segment.vector(((statute.title, "A"), (part.text, "B"), (path, "C")))
    annexed = any(p.kind is Kind.ANNEX for p in (*above, part))
    text = part.text.replace("\x00", "")
    return (
        ordinal, len(above), part.kind.value, part.number, part.inserted, annexed, path, text, words
    )  # fmt: skip


def _decoded(content: bytes) -> str | None:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


def _full_stops(statute: Statute) -> int:
    """Full stops that reached the tree or the header."""
    kept = sum(part.text.count("。") for _, part in walk(statute.body))
    return kept + sum(line.count("。") for line in statute.header)
