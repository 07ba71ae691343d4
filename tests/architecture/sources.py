"""The files that the architecture tests read."""

import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
GENERATED = ("fashu/web/static/vendor/", "requirements.lock", "package-lock.json")


@cache
def tracked() -> tuple[Path, ...]:
    """Every file that is or would be committed, without generated and vendored ones."""
    listing = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    names = [name for name in listing.splitlines() if not name.startswith(GENERATED)]
    return tuple(ROOT / name for name in names if (ROOT / name).is_file())


def with_suffix(*suffixes: str) -> list[Path]:
    """The tracked files of these kinds."""
    return [path for path in tracked() if path.suffix in suffixes]


def short(path: Path) -> str:
    """The path as one would type it."""
    return str(path.relative_to(ROOT))
