"""Every title has its word in the glossary, and every word is in use."""

import re
from collections.abc import Iterator

from fashu.config.businesses import BUSINESSES
from fashu.kernel.business import Business
from fashu.kernel.people.models import Account, Level, OfficeKind
from fashu.kernel.procedure import ClockStatus
from tests.architecture.sources import ROOT, with_suffix

GLOSSARY = ROOT / "docs" / "glossary.md"
ROW = re.compile(r"^\| ([^|]+) \| ([^|]+) \| [^|]*\|$", re.MULTILINE)


def entries() -> list[tuple[str, list[str]]]:
    """English and Chinese words of each line of the glossary."""
    rows = [row for row in ROW.findall(GLOSSARY.read_text()) if row[0] not in ("English", "---")]
    return [(english.strip(), chinese.strip().split("、")) for english, chinese in rows]


def reference(business: Business) -> set[str]:
    """The cells of a business's generated page."""
    page = ROOT / "docs" / "reference" / "businesses" / f"{business.family.key}.md"
    return {cell.strip() for line in page.read_text().splitlines() for cell in line.split("|")}


def titles(business: Business) -> Iterator[str]:
    """Whatever the business gives a title."""
    for version in business.family.versions:
        yield from (role.title for role in version.roles)
        yield from (stage.title for stage in version.stages)
        yield from (step.title for step in version.steps.values())
        yield from (term.title for term in version.terms.values())
        yield from (paper.title for paper in version.papers.values())


def test_every_title_of_every_business_is_in_its_reference() -> None:
    missing = {title for b in BUSINESSES for title in set(titles(b)) - reference(b)}
    assert missing == set()


def test_every_word_of_the_platform_itself_is_in_the_glossary() -> None:
    text = GLOSSARY.read_text()
    words = [status.label for status in ClockStatus]
    words += [str(choice.label) for kinds in (Level, OfficeKind) for choice in kinds]
    words += [label for _, label in Account.KINDS]
    assert [word for word in words if word not in text] == []


def test_every_word_of_the_glossary_is_used() -> None:
    sources = [
        path.read_text()
        for path in with_suffix(".py", ".html")
        if "fashu" in path.parts and "tests" not in path.parts
    ]
    used = "\n".join(sources)
    unused = [word for _, words in entries() for word in words if word not in used]
    assert unused == []


def test_no_word_stands_twice() -> None:
    english = [word for word, _ in entries()]
    chinese = [word for _, words in entries() for word in words]
    assert len(english) > 60
    assert sorted(english) == sorted(set(english))
    assert sorted(chinese) == sorted(set(chinese))
