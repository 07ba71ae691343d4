"""The description names each shape once: two of one name would overwrite each other in silence."""

from collections.abc import Iterator
from typing import Any

from ninja import Schema

from fashu.web.api import api

HOUSE = "fashu.web.api."


def shapes(above: type[Schema] = Schema) -> Iterator[type[Schema]]:
    """Every shape of the interface."""
    for shape in above.__subclasses__():
        if shape.__module__.startswith(HOUSE):
            yield shape
        yield from shapes(shape)


def test_no_two_shapes_or_choices_share_a_name() -> None:
    found: dict[str, dict[str, Any]] = {}
    twice = set()
    for shape in shapes():
        whole = shape.model_json_schema()
        named = {**whole.pop("$defs", {}), shape.__name__: whole}
        for name, described in named.items():
            if found.setdefault(name, described) != described:
                twice.add(name)
    assert twice == set()
    assert len(found) > 100


def test_what_is_described_is_what_each_shape_says() -> None:
    described = api.get_openapi_schema()["components"]["schemas"]
    known = {shape.__name__: set(shape.model_fields) for shape in shapes()}
    for name, shape in described.items():
        if name in known:
            assert set(shape.get("properties", {})) == known[name], name
