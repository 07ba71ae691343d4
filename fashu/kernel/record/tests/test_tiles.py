"""Tiles: their paths, their growth and the proofs read off them."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fashu.kernel.record import merkle, tiles
from fashu.kernel.record.hashing import SHA256, SM3
from fashu.kernel.record.store import FolderLog, WebLog, reader
from fashu.kernel.record.tests.test_merkle import naive_root

MANY = [SHA256.leaf(str(i).encode()) for i in range(70_000)]
EMPTY = tiles.Tree(SHA256)


def tiles_in(size: int) -> Iterator[tuple[int, int, int]]:
    """Every (level, index, width) of a tree of `size` entries."""
    level = 0
    while count := size >> tiles.HEIGHT * level:
        for index in range(-(-count // tiles.WIDTH)):
            yield level, index, tiles.tile_width(level, index, size)
        level += 1


@pytest.mark.parametrize(
    ("level", "index", "width", "path"),
    [
        (0, 0, 256, "0/000"),
        (0, 67, 256, "0/067"),
        (0, 1067, 256, "0/x001/067"),
        (2, 1234067, 256, "2/x001/x234/067"),
        (0, 273, 112, "0/273.p/112"),
        (63, 0, 1, "63/000.p/1"),
    ],
)
def test_paths_are_those_of_the_specification(
    level: int, index: int, width: int, path: str
) -> None:
    assert tiles.tile_path(level, index, width) == path


def test_a_tree_of_70000_has_the_tiles_of_the_specifications_example() -> None:
    """tlog-tiles, "Partial Tiles": 273 full and one of 112, one full and one of 17, one of 1."""
    found = list(tiles_in(70_000))
    full = [(level, index) for level, index, width in found if width == 256]
    assert full == [(0, index) for index in range(273)] + [(1, 0)]
    assert [tile for tile in found if tile[2] < 256] == [(0, 273, 112), (1, 1, 17), (2, 0, 1)]


def test_a_tree_of_256_has_a_full_tile_and_a_partial_one_above() -> None:
    assert list(tiles_in(256)) == [(0, 0, 256), (1, 0, 1)]


def test_growing_at_once_gives_exactly_the_tiles_of_the_size() -> None:
    tree, written = EMPTY.append(MANY)
    assert tree.root() == merkle.root_of(MANY, SHA256)
    assert {(t.level, t.index, len(t.hashes)) for t in written} == set(tiles_in(70_000))


@given(st.lists(st.integers(0, 300), max_size=8))
@settings(max_examples=60, deadline=None)
def test_growing_in_batches_gives_the_same_tree_as_growing_at_once(batches: list[int]) -> None:
    tree, files = EMPTY, dict[str, bytes]()
    for count in batches:
        tree, written = tree.append(MANY[tree.size : tree.size + count])
        files.update({tile.path: tile.data for tile in written})
    assert tree == EMPTY.append(MANY[: sum(batches)])[0]
    assert tree.root() == merkle.root_of(MANY[: sum(batches)], SHA256)
    assert tiles.load_tree(files.get, tree.size, SHA256) == tree
    for level, index, width in tiles_in(tree.size):
        assert len(tiles.read_tile(files.get, level, index, width)) == width


@pytest.mark.parametrize("size", [1, 2, 255, 256, 257, 511, 512, 65_535, 65_536, 65_537, 70_000])
def test_proofs_read_off_tiles_verify(size: int) -> None:
    files = {tile.path: tile.data for tile in EMPTY.append(MANY[:size])[1]}
    nodes = tiles.nodes_from_tiles(files.get, size, SHA256)
    root = merkle.root_of(MANY[:size], SHA256)
    for index in {0, size // 3, size // 2, size - 1}:
        proof = merkle.inclusion_proof(index, size, nodes, SHA256)
        assert merkle.verify_inclusion(
            SHA256, leaf=MANY[index], index=index, size=size, proof=proof, root=root
        )
    for old in {1, size // 3, size // 2, size}:
        proof = merkle.consistency_proof(old, size, nodes, SHA256)
        assert merkle.verify_consistency(
            SHA256,
            old=old,
            new=size,
            proof=proof,
            old_root=merkle.root_of(MANY[:old], SHA256),
            new_root=root,
        )


def test_the_second_tree_has_the_same_shape_with_the_other_hash() -> None:
    leaves = [SM3.leaf(str(i).encode()) for i in range(600)]
    tree, written = tiles.Tree(SM3).append(leaves)
    assert tree.root() == naive_root(leaves, SM3)
    assert {(t.level, t.index, len(t.hashes)) for t in written} == set(tiles_in(600))


def test_a_full_tile_serves_for_a_partial_one_that_is_gone(tmp_path: Path) -> None:
    log = FolderLog(tmp_path)
    tree, written = EMPTY.append(MANY[:200])
    for tile in written + tree.append(MANY[200:256])[1]:
        log.write_tile("tile", tile)
    assert log.read("tile/0/000.p/200") is None
    assert tiles.load_tree(reader(log, "tile"), 200, SHA256) == tree


@pytest.mark.parametrize("data", [None, b"", b"x" * 31, b"x" * 33, b"x" * 96])
def test_a_missing_or_cut_tile_is_named(data: bytes | None) -> None:
    with pytest.raises(tiles.TileError, match="第 0 层第 0 块"):
        tiles.load_tree(lambda path: data, 2, SHA256)


def test_a_log_address_must_be_of_the_web() -> None:
    with pytest.raises(ValueError, match="http"):
        WebLog("file:///etc/passwd")
