"""The vendored files are the ones that the lock file pins."""

import json

import pytest

from fashu.web import vendor

LOCK = vendor.HERE.parents[1] / "package-lock.json"


def test_no_vendored_file_was_edited() -> None:
    assert vendor.SUMS.read_text() == vendor.checksums()


def test_the_versions_are_those_of_the_lock_file() -> None:
    versions = json.loads((vendor.VENDOR / "versions.json").read_text())
    packages = json.loads(LOCK.read_text())["packages"]
    assert versions == {name: packages[f"node_modules/{name}"]["version"] for name in versions}


@pytest.mark.skipif(not vendor.MODULES.is_dir(), reason="node_modules is absent: run `npm ci`")
def test_the_files_are_what_npm_delivers() -> None:
    for name, content in vendor.contents(vendor.MODULES).items():
        assert (vendor.VENDOR / name).read_bytes() == content, name


def test_the_sprite_holds_every_icon() -> None:
    sprite = (vendor.VENDOR / "icons.svg").read_text()
    assert [name for name in vendor.ICONS if f'id="{name}"' not in sprite] == []
