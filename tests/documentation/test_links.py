"""Every link leads somewhere, every address is one, every picture is there and used."""

import re
from collections.abc import Iterator
from pathlib import Path

from django.urls import resolve

from tests.architecture.sources import ROOT, short
from tests.documentation.pages import LINK, anchors, documents, prose

OUTSIDE = ("http://", "https://", "mailto:")
ADDRESS = re.compile(r"`(?:GET |POST )?(/[a-z][^` ]*)`")
IMAGES = ROOT / "docs" / "images"


def inside() -> Iterator[tuple[Path, bool, str]]:
    """Document, whether it is a picture, and where it points, of every link in the repository."""
    for path in documents():
        for mark, target in LINK.findall(prose(path)):
            if not target.startswith(OUTSIDE):
                yield path, bool(mark), target


def test_every_link_resolves() -> None:
    broken = []
    for path, _, target in inside():
        name, _, anchor = target.partition("#")
        aim = (path.parent / name).resolve() if name else path
        if not aim.exists() or (anchor and anchor not in anchors(aim)):
            broken.append(f"{short(path)}: {target}")
    assert broken == []


def test_every_address_is_served() -> None:
    named = {found for path in documents() for found in ADDRESS.findall(path.read_text())}
    assert len(named) >= 2
    for address in named:
        resolve(address)


def test_every_picture_is_shown_somewhere() -> None:
    shown = {(path.parent / target).resolve() for path, is_image, target in inside() if is_image}
    assert {path for path in IMAGES.iterdir() if path not in shown} == set()


def test_no_picture_weighs_more_than_it_tells() -> None:
    assert [short(path) for path in IMAGES.iterdir() if path.stat().st_size > 300_000] == []


def test_every_picture_says_what_it_shows() -> None:
    bare = [short(path) for path in documents() if "![](" in prose(path) or "![ ](" in prose(path)]
    assert bare == []
