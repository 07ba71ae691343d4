"""The tree cut into tiles (https://c2sp.org/tlog-tiles): growing them and reading proofs off them.

A tile at level L is a row of up to 256 hashes, each over 256**L entries. Only the last tile
of a level can be partial. `Tree` keeps exactly those last rows: all that is needed to append
and to know the root, so growing the log never reads what is already in it.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import lru_cache

from fashu.kernel.record import merkle
from fashu.kernel.record.hashing import HASH_BYTES, TreeHash

HEIGHT = 8
WIDTH = 1 << HEIGHT
"""Hashes in a full tile."""

Read = Callable[[str], bytes | None]
"""Gives the content of a file of the log by its path, or None if there is no such file."""


@dataclass(frozen=True, slots=True)
class Tile:
    """A row of hashes with its place in the tree."""

    level: int
    index: int
    hashes: tuple[bytes, ...]

    @property
    def path(self) -> str:
        """Its path below the folder of the tree."""
        return tile_path(self.level, self.index, len(self.hashes))

    @property
    def data(self) -> bytes:
        """Its content: the hashes, one after the other."""
        return b"".join(self.hashes)

    @property
    def is_full(self) -> bool:
        """Whether nothing can be added to it."""
        return len(self.hashes) == WIDTH


def tile_path(level: int, index: int, width: int = WIDTH) -> str:
    """The path of a tile: 1234067 becomes x001/x234/067, a partial one ends in .p/WIDTH."""
    digits = f"{index:03d}"
    digits = digits.zfill(-(-len(digits) // 3) * 3)
    groups = [digits[i : i + 3] for i in range(0, len(digits), 3)]
    path = "/".join([str(level), *("x" + group for group in groups[:-1]), groups[-1]])
    return path if width == WIDTH else f"{path}.p/{width}"


def tile_width(level: int, index: int, size: int) -> int:
    """How many hashes the tile holds in a tree of `size` entries; 0 if it does not exist."""
    return max(0, min(WIDTH, (size >> HEIGHT * level) - index * WIDTH))


@dataclass(frozen=True, slots=True)
class Tree:
    """The right edge of a tree: for each level, the hashes not yet closed into a full tile."""

    hash_: TreeHash
    size: int = 0
    rows: tuple[tuple[bytes, ...], ...] = ()

    def root(self) -> bytes:
        """The Merkle root over all entries."""
        peaks: list[tuple[int, bytes]] = []
        for level in reversed(range(len(self.rows))):
            for digest in self.rows[level]:
                merkle.push(peaks, level * HEIGHT, digest, self.hash_)
        return merkle.fold(peaks, self.hash_)

    def append(self, leaves: Iterable[bytes]) -> tuple["Tree", list[Tile]]:
        """The tree with these leaf hashes after its own, and every tile that is new or wider."""
        growth = _Growth(self)
        for leaf in leaves:
            growth.add(0, leaf)
        return growth.tree(), growth.tiles()


@dataclass(slots=True)
class _Growth:
    """One appending under way."""

    start: Tree
    rows: list[list[bytes]] = field(init=False)
    counts: list[int] = field(init=False)
    full: list[Tile] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.rows = [list(row) for row in self.start.rows]
        self.counts = [self.start.size >> HEIGHT * level for level in range(len(self.rows))]

    def add(self, level: int, digest: bytes) -> None:
        if level == len(self.rows):
            self.rows.append([])
            self.counts.append(0)
        self.rows[level].append(digest)
        self.counts[level] += 1
        if len(self.rows[level]) == WIDTH:
            self._close(level)

    def _close(self, level: int) -> None:
        row = self.rows[level]
        self.full.append(Tile(level, self.counts[level] // WIDTH - 1, tuple(row)))
        self.rows[level] = []
        self.add(level + 1, merkle.root_of(row, self.start.hash_))

    def tree(self) -> Tree:
        size = self.counts[0] if self.counts else 0
        return Tree(self.start.hash_, size, tuple(map(tuple, self.rows)))

    def tiles(self) -> list[Tile]:
        before = self.start.rows
        partial = [
            Tile(level, self.counts[level] // WIDTH, tuple(row))
            for level, row in enumerate(self.rows)
            if row and (level >= len(before) or tuple(row) != before[level])
        ]
        return self.full + partial


class TileError(ValueError):
    """A tile that must be there is missing or has the wrong length."""


def read_tile(read: Read, level: int, index: int, width: int) -> tuple[bytes, ...]:
    """The first `width` hashes of a tile; the full tile serves where the partial one is gone.

    Raises `TileError` if neither is there or the length is wrong.
    """
    for stored in dict.fromkeys((width, WIDTH)):
        data = read(tile_path(level, index, stored))
        if data is None:
            continue
        if len(data) != stored * HASH_BYTES:
            break
        return tuple(data[i : i + HASH_BYTES] for i in range(0, width * HASH_BYTES, HASH_BYTES))
    raise TileError(f"日志缺少第 {level} 层第 {index} 块（宽 {width}），或者长度不对")


def load_tree(read: Read, size: int, hash_: TreeHash) -> Tree:
    """The right edge of a stored tree. Raises `TileError`; the caller compares the root."""
    rows = []
    level = 0
    while count := size >> HEIGHT * level:
        width = count % WIDTH
        rows.append(read_tile(read, level, count // WIDTH, width) if width else ())
        level += 1
    return Tree(hash_, size, tuple(rows))


def nodes_from_tiles(read: Read, size: int, hash_: TreeHash) -> merkle.Nodes:
    """The nodes of a tree of `size` entries, read off its tiles; each tile is read once.

    What comes from a tile is not trusted: a proof made of it still has to verify.
    """

    @lru_cache(maxsize=256)
    def tile(level: int, index: int) -> tuple[bytes, ...]:
        return read_tile(read, level, index, tile_width(level, index, size))

    def node(level: int, index: int) -> bytes:
        row, height = divmod(level, HEIGHT)
        first = index << height
        hashes = tile(row, first // WIDTH)
        start = first % WIDTH
        return merkle.root_of(hashes[start : start + (1 << height)], hash_)

    return node
