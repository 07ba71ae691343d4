"""Compiles django.po to django.mo, which gettext reads; `python -m fashu.web.translations`.

The tools of GNU gettext are not on every machine, so both files are in the repository and a test
holds them together. The format: https://www.gnu.org/software/gettext/manual/html_node/MO-Files.html
"""

import ast
import re
import struct
from pathlib import Path

FOLDER = Path(__file__).parent / "locale" / "en" / "LC_MESSAGES"
PO, MO = FOLDER / "django.po", FOLDER / "django.mo"

ENTRY = re.compile(
    r'^msgid ((?:"(?:[^"\\]|\\.)*"\s*)+)^msgstr ((?:"(?:[^"\\]|\\.)*"\s*)+)', re.MULTILINE
)
MAGIC = 0x950412DE


def entries(text: str) -> dict[str, str]:
    """Every message of a .po file with its translation; the empty one is the header."""
    return {_joined(key): _joined(value) for key, value in ENTRY.findall(text)}


def compiled(messages: dict[str, str]) -> bytes:
    """The .mo file: a header, a table of keys, a table of values, and the words."""
    pairs = sorted((k.encode(), v.encode()) for k, v in messages.items() if v)
    start = 7 * 4 + 16 * len(pairs)
    keys, words = _table([key for key, _ in pairs], start)
    values, more = _table([value for _, value in pairs], start + len(words))
    header = struct.pack("<7I", MAGIC, 0, len(pairs), 28, 28 + 8 * len(pairs), 0, 0)
    return header + keys + values + words + more


def _table(words: list[bytes], start: int) -> tuple[bytes, bytes]:
    table, body = b"", b""
    for word in words:
        table += struct.pack("<2I", len(word), start + len(body))
        body += word + b"\0"
    return table, body


def _joined(quoted: str) -> str:
    return "".join(ast.literal_eval(part) for part in re.findall(r'"(?:[^"\\]|\\.)*"', quoted))


if __name__ == "__main__":
    MO.write_bytes(compiled(entries(PO.read_text())))
