"""Where the log lies: a folder that any static server can publish, or such a server.

    checkpoint              the newest signed checkpoint
    keys                    the log's public keys, for convenience; trust them from elsewhere
    tile/L/N                hash tiles of the SHA-256 tree
    tile-sm3/L/N            hash tiles of the SM3 tree
    witness/KEYID           checkpoints as the witnesses cosigned them

Entry bundles (`tile/entries`) are not published: entries name cases and officers, and a proof
needs only their hashes.
"""

import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

from fashu.kernel.record.files import write_atomically
from fashu.kernel.record.hashing import SHA256, SM3
from fashu.kernel.record.tiles import WIDTH, Read, Tile, tile_path

CHECKPOINT = "checkpoint"
KEYS = "keys"
WITNESS = "witness"
TREES = {"tile": SHA256, "tile-sm3": SM3}
"""Folder of tiles -> hash function of that tree."""

MAX_FETCH_BYTES = 1_000_000
"""More than any file of a log may have; a server that sends more is not believed."""


class Log(Protocol):
    """A published log, as a witness or a checker sees it."""

    def read(self, path: str) -> bytes | None:
        """The content of a file, or None if there is none."""


@dataclass(frozen=True, slots=True)
class FolderLog:
    """A log in a folder, writable by its sequencer."""

    root: Path

    def read(self, path: str) -> bytes | None:
        """The content of a file, or None if there is none."""
        try:
            return (self.root / path).read_bytes()
        except (FileNotFoundError, NotADirectoryError):
            return None

    def write(self, path: str, data: bytes) -> None:
        """Put a file, whole and durable."""
        write_atomically(self.root / path, data)

    def write_tile(self, tree: str, tile: Tile) -> None:
        """Put a tile; a full one makes its partial predecessors useless, and they go."""
        self.write(f"{tree}/{tile.path}", tile.data)
        if tile.is_full:
            self.forget_partial(f"{tree}/{tile_path(tile.level, tile.index, WIDTH)}")

    def forget_partial(self, full_path: str) -> None:
        """Drop the partial tiles that came before a full one. tlog-tiles allows it."""
        shutil.rmtree(self.root / f"{full_path}.p", ignore_errors=True)

    def names(self, folder: str) -> list[str]:
        """The files directly in a folder, sorted; none if there is no such folder."""
        place = self.root / folder
        if not place.is_dir():
            return []
        return sorted(
            f"{folder}/{path.name}"
            for path in place.iterdir()
            if path.is_file() and not path.name.startswith(".")
        )


@dataclass(frozen=True, slots=True)
class WebLog:
    """A log behind a static web server."""

    url: str
    timeout: float = 30.0

    def __post_init__(self) -> None:
        if urlsplit(self.url).scheme not in ("http", "https"):
            raise ValueError(f"日志地址应以 http:// 或 https:// 开头：{self.url}")

    def read(self, path: str) -> bytes | None:
        """The content of a file, or None if there is none. Raises `OSError` on no answer."""
        request = Request(f"{self.url.rstrip('/')}/{path}", headers={"User-Agent": "fashu"})  # noqa: S310 - the scheme is checked above
        try:
            with urlopen(request, timeout=self.timeout) as answer:  # noqa: S310 - as above
                data: bytes = answer.read(MAX_FETCH_BYTES + 1)
        except HTTPError as error:
            if error.code in (404, 410):
                return None
            raise
        if len(data) > MAX_FETCH_BYTES:
            raise OSError(f"日志文件过大：{path}")
        return data


def open_log(place: str) -> FolderLog | WebLog:
    """A log by its folder or its address."""
    return WebLog(place) if "://" in place else FolderLog(Path(place))


def reader(log: Log, tree: str) -> Read:
    """Reads the tiles of one of the two trees."""
    return lambda path: log.read(f"{tree}/{path}")
