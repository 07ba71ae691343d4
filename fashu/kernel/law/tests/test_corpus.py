"""The reading of a whole collection of real statutes, where one is at hand."""

import os
from pathlib import Path

import pytest

from fashu.kernel.law.citation import Law
from fashu.kernel.law.count import count
from fashu.kernel.law.parse import CitationError, find_citations, parse_citation
from fashu.kernel.law.provision import Kind, articles, walk
from fashu.kernel.law.statute import Form, Statute, Unreadable, parse_statute
from fashu.kernel.law.titles import official_title

SHARED = Path(os.environ.get("FASHU_SHARED") or Path(__file__).parents[5] / "shared")
LAWS = SHARED / "data" / "laws"

pytestmark = pytest.mark.skipif(
    not LAWS.is_dir(), reason=f"no collection of statutes at {LAWS}; set FASHU_SHARED"
)


@pytest.fixture(scope="module")
def files() -> list[tuple[str, str, Statute | Unreadable]]:
    found = []
    for path in sorted(LAWS.rglob("*.md")):
        text, name = path.read_text("utf-8"), str(path.relative_to(LAWS))
        found.append((name, text, parse_statute(text, name)))
    return found


def test_no_article_the_independent_counter_sees_is_lost(
    files: list[tuple[str, str, Statute | Unreadable]],
) -> None:
    lost = []
    for name, text, statute in files:
        if isinstance(statute, Statute) and statute.form is not Form.AMENDING:
            read = sum(1 for _, part in walk(statute.body) if part.kind is Kind.ARTICLE)
            lost += [name] if read < count(text).articles else []
    assert lost == []


def test_no_sentence_is_dropped(files: list[tuple[str, str, Statute | Unreadable]]) -> None:
    dropped = []
    for name, text, statute in files:
        if isinstance(statute, Statute):
            kept = sum(part.text.count("。") for _, part in walk(statute.body))
            kept += sum(line.count("。") for line in statute.header)
            dropped += [name] if kept != count(text).full_stops else []
    assert dropped == []


def test_only_known_damage_leaves_gaps(
    files: list[tuple[str, str, Statute | Unreadable]],
) -> None:
    read = [s for _, _, s in files if isinstance(s, Statute)]
    gaps = [s.title for s in read if s.missing]
    assert len(gaps) <= len(read) // 400, gaps


def test_citations_in_real_law_print_and_read_back(
    files: list[tuple[str, str, Statute | Unreadable]],
) -> None:
    seen = 0
    for statute in [s for _, _, s in files[::50] if isinstance(s, Statute)]:
        for article in articles(statute.body):
            here = Law(official_title(statute.title)).art(article.number)
            for mention in find_citations(article.text, here=here):
                for citation in mention.citations:
                    assert parse_citation(str(citation)) == citation
                    seen += 1
    assert seen > 100


def test_every_file_that_is_no_statute_says_why(
    files: list[tuple[str, str, Statute | Unreadable]],
) -> None:
    assert all(s.reason for _, _, s in files if isinstance(s, Unreadable))


def test_running_text_is_never_taken_for_a_typed_citation() -> None:
    with pytest.raises(CitationError):
        parse_citation("为了规范行政行为，制定本法。")
