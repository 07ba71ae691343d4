"""Takes the front-end files we serve out of node_modules; `make vendor` runs it.

Only a move to another version needs npm: the results are in the repository, with a checksum
each, so that Python and a package index are enough to run and test Fashu.
"""

import hashlib
import json
import re
import shutil
from pathlib import Path

HERE = Path(__file__).parent
VENDOR = HERE / "static" / "vendor"
MODULES = HERE.parents[1] / "node_modules"
SUMS = VENDOR / "SHA256SUMS"

ICONS = """
    accessible activity address-book adjustments alarm alert-triangle arrow-back-up
    arrow-forward-up arrow-left arrow-right bell book-2 bookmark briefcase building calendar-event
    calendar-plus calendar-time calendar-x certificate chart-bar chart-dots check checklist
    chevron-left chevron-right circle-check circle-x clipboard-list clock coins columns contrast-2
    copy copy-check database device-mobile dots download edit external-link eye eye-off
    file-certificate file-plus file-spreadsheet file-text files filter fingerprint flag folder
    forms gauge gavel heart-handshake help-circle hierarchy-2 history home hourglass id inbox
    info-circle key language link list-check list-details lock login-2 logout mail map map-pin
    menu-2 message-2 message-circle mood-sad mood-smile notes paperclip phone player-pause plus
    printer qrcode refresh report robot route rubber-stamp scale scan search send server settings
    shield-check shield-lock shield-x sitemap star sun-moon switch-horizontal table text-size
    thumb-up ticket trash upload user user-check user-plus user-shield users users-group volume
    volume-off webhook world writing writing-sign x
""".split()  # noqa: SIM905 - a list would take fifty lines
"""The icons of Tabler that may be used as {% icon "name" %}; add a name, run `make vendor`."""


def main() -> None:
    """Write every vendored file anew."""
    shutil.rmtree(VENDOR, ignore_errors=True)
    VENDOR.mkdir(parents=True)
    for name, content in sorted(contents(MODULES).items()):
        (VENDOR / name).write_bytes(content)
    SUMS.write_text(checksums())


def contents(modules: Path) -> dict[str, bytes]:
    """File name -> content, from an installed node_modules."""
    return {
        "tabler.min.css": _style(modules / "@tabler/core/dist/css/tabler.min.css"),
        "icons.svg": _sprite(modules / "@tabler/icons").encode(),
        "LICENSE": (modules / "@tabler/icons/LICENSE").read_bytes(),
        "versions.json": _versions(modules).encode(),
    }


def checksums() -> str:
    """One line per vendored file, as sha256sum prints it."""
    files = sorted(path for path in VENDOR.iterdir() if path != SUMS)
    return "".join(f"{hashlib.sha256(f.read_bytes()).hexdigest()}  {f.name}\n" for f in files)


def _style(path: Path) -> bytes:
    """Without the pointer to its source map, which we do not serve."""
    return path.read_bytes().partition(b"/*# sourceMappingURL")[0]


def _sprite(package: Path) -> str:
    symbols = (_symbol(package / "icons" / "outline" / f"{name}.svg") for name in ICONS)
    return f'<svg xmlns="http://www.w3.org/2000/svg">\n{"".join(symbols)}</svg>\n'


def _symbol(path: Path) -> str:
    shapes = re.findall(r"<path (?!stroke=)[^>]*/>", path.read_text())
    return f'<symbol id="{path.stem}" viewBox="0 0 24 24">{"".join(shapes)}</symbol>\n'


def _versions(modules: Path) -> str:
    names = ("@tabler/core", "@tabler/icons")
    found = {n: json.loads((modules / n / "package.json").read_text())["version"] for n in names}
    return json.dumps(found, indent=2) + "\n"


if __name__ == "__main__":
    main()
