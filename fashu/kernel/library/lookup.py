"""Finding the words a citation points to, on a day.

An answer is either the words (`Found`) or the reason why there are none (`NotFound`): the law is
not here, not in force that day, known without its text, or has no such article or part. The text
of another day is never given instead.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.db.models import QuerySet

from fashu.kernel.law.citation import Citation, Law
from fashu.kernel.law.editions import Edition as EditionValue
from fashu.kernel.law.editions import NotInForce, in_force, said
from fashu.kernel.law.inner import find_part
from fashu.kernel.law.provision import Kind
from fashu.kernel.law.provision import Provision as Part
from fashu.kernel.law.titles import title_key
from fashu.kernel.library.models import Edition, Provision, Statute

_SUGGESTED = 3


class Gap(StrEnum):
    """Why a citation leads nowhere."""

    LAW = "没有这部法"
    NOT_IN_FORCE = "不在施行期间"
    TEXT = "正文未导入"
    ARTICLE = "没有这一条"
    PART = "没有这一款、项或目"


@dataclass(frozen=True, slots=True)
class Found:
    """The words of a provision in one edition.

    `parts` leads from the 款 down to what the citation names; it is empty for a whole article.
    """

    citation: Citation
    edition: Edition
    article: Part
    parts: tuple[Part, ...]
    path: str

    @property
    def text(self) -> str:
        """The words cited: those of the smallest part with all that hangs on it."""
        return _whole(self.parts[-1]) if self.parts else self.article.text


@dataclass(frozen=True, slots=True)
class Absent:
    """Why a law has no edition on a day, in words for the reader."""

    gap: Gap
    message: str


@dataclass(frozen=True, slots=True)
class NotFound:
    """A citation that leads nowhere on a day, and why, in words for the reader."""

    citation: Citation
    day: date
    gap: Gap
    message: str


class Library:
    """Looks up statutes, editions and provisions, each only once: make one for one task."""

    def __init__(self) -> None:
        self._editions: dict[str, list[Edition]] = {}
        self._articles: dict[tuple[int, int, int], tuple[Part, str] | None] = {}

    def editions(self, law: Law) -> list[Edition]:
        """Every edition of a law, the oldest first; none when the law is not here."""
        key = title_key(law.title)
        if key not in self._editions:
            found = Edition.objects.filter(statute__key=key).select_related("statute")
            self._editions[key] = sorted(found, key=lambda e: e.in_force_from or date.min)
        return self._editions[key]

    def edition_on(self, law: Law, day: date) -> Edition | Absent:
        """The edition of a law in force on a day; one that `law` names must be in force too."""
        editions = self.editions(law)
        if not editions:
            return Absent(Gap.LAW, f"法规库里没有{law}。{_perhaps(law)}")
        named = [e for e in editions if law.edition in (None, e.in_force_from)]
        if not named:
            since = said(law.edition)
            return Absent(Gap.NOT_IN_FORCE, f"法规库里没有{law}自{since}起施行的版本。")
        answer = in_force([value(e) for e in named], day)
        if isinstance(answer, NotInForce):
            return Absent(Gap.NOT_IN_FORCE, str(answer))
        return next(e for e in named if e.in_force_from == answer.in_force_from)

    def resolve(self, citation: Citation, day: date) -> Found | NotFound:
        """The words a citation points to on a day."""
        edition = self.edition_on(citation.law, day)
        if isinstance(edition, Absent):
            return NotFound(citation, day, edition.gap, edition.message)
        return self.resolve_in(citation, edition, day)

    def resolve_in(self, citation: Citation, edition: Edition, day: date) -> Found | NotFound:
        """The words a citation points to in one edition, whether or not it is in force."""
        if edition.articles and citation.article > edition.articles and not citation.inserted:
            last = f"{edition}只有{edition.articles}条，没有{citation.whole_article.place}。"
            if not edition.has_text or self._article(edition, citation) is None:
                return NotFound(citation, day, Gap.ARTICLE, last)
        if not edition.has_text:
            message = f"{edition}的正文未导入，无法核对{citation.place}的内容。"
            return NotFound(citation, day, Gap.TEXT, message)
        found = self._article(edition, citation)
        if found is None:
            message = f"{edition}没有{citation.whole_article.place}。"
            return NotFound(citation, day, Gap.ARTICLE, message)
        article, path = found
        parts = find_part(article, citation.paragraph, citation.item, citation.point)
        if not parts and citation != citation.whole_article:
            message = f"{edition}有{citation.whole_article.place}，但没有{citation.place}。"
            return NotFound(citation, day, Gap.PART, message)
        return Found(citation, edition, article, parts, path)

    def _article(self, edition: Edition, citation: Citation) -> tuple[Part, str] | None:
        """An article with the divisions it stands in; a text without articles has clauses."""
        key = (edition.pk, citation.article, citation.inserted)
        if key not in self._articles:
            row = (
                provisions(edition)
                .filter(kind__in=(Kind.ARTICLE, Kind.CLAUSE), annexed=False)
                .filter(number=citation.article, inserted=citation.inserted)
                .first()
            )
            self._articles[key] = (row.part, row.path) if row else None
        return self._articles[key]


def provisions(edition: Edition) -> QuerySet[Provision]:
    """The provisions of an edition in the order of print; the parts of a code by their articles.

    The sources are asked for first: a join would leave the planner guessing where it has no
    statistics yet.
    """
    sources = list(edition.sources.values_list("pk", flat=True))
    found = Provision.objects.filter(source_id__in=sources).defer("vector")
    return found.order_by("source__first_article", "source__path", "ordinal")


def value(edition: Edition) -> EditionValue:
    """An edition as the pure value that `fashu.kernel.law.editions` reasons about."""
    return EditionValue(
        title=edition.statute.title,
        in_force_from=edition.in_force_from,
        in_force_until=edition.in_force_until,
        promulgated=edition.promulgated,
        instrument=edition.instrument,
        articles=edition.articles or 0,
        has_text=edition.has_text,
        ended_by=edition.ended_by,
        doubt=edition.doubt,
    )


def _perhaps(law: Law) -> str:
    """Titles that contain the one asked for; nothing when there are none."""
    alike = Statute.objects.filter(key__contains=title_key(law.title))
    titles = sorted(alike.values_list("title", flat=True), key=len)[:_SUGGESTED]
    return f"是否指{'、'.join(str(Law(t)) for t in titles)}？" if titles else ""


def _whole(part: Part) -> str:
    """A part with its label and everything below it, one line each."""
    own = f"{part.label}{part.text}" if part.kind in (Kind.ITEM, Kind.POINT) else part.text
    return "\n".join([own, *(_whole(child) for child in part.children)])
