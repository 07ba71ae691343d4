"""The one ZIP form of an exported case, and refusing every other.

Files lie in the archive uncompressed, in a fixed order, with fixed times and attributes. What
is read is packed again and compared: so no bit of an archive can differ unnoticed, nothing
can hide in it, and a crafted archive (a bomb, a path outside, a name twice) is no such form.
"""

import io
import zipfile
from collections.abc import Mapping

MAX_BYTES = 256 * 1024 * 1024
"""A case of ten thousand events stays far below."""

_EPOCH = (1980, 1, 1, 0, 0, 0)
_REGULAR_FILE = 0o100644 << 16
_UNIX = 3


class ArchiveError(ValueError):
    """The bytes are not an archive that this platform writes; the words say why."""


def pack(files: Mapping[str, bytes]) -> bytes:
    """The archive with these files, in this order; the same files always give the same bytes."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for name, data in files.items():
            info = zipfile.ZipInfo(name, _EPOCH)
            info.external_attr = _REGULAR_FILE
            info.create_system = _UNIX
            archive.writestr(info, data)
    return buffer.getvalue()


def unpack(data: bytes, *forms: tuple[str, ...]) -> dict[str, bytes]:
    """The files of an archive that holds exactly those of one of `forms`. Raises `ArchiveError`.

    Sizes are checked before anything is read, and nothing is ever decompressed or written.
    """
    if len(data) > MAX_BYTES:
        raise ArchiveError(f"文件超过 {MAX_BYTES // 1024 // 1024} MB，拒绝读取")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _refuse_strangers(archive.infolist(), forms, len(data))
            files = {name: archive.read(name) for name in archive.namelist()}
    except (zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError, ValueError) as error:
        if isinstance(error, ArchiveError):
            raise
        raise ArchiveError("不是完整的 ZIP 文件，或者其中的内容被改动过（校验和不符）") from error
    if pack(files) != data:
        raise ArchiveError("ZIP 的结构与法枢导出的形式不同：被改动过，或者藏有别的内容")
    return files


def _refuse_strangers(
    found: list[zipfile.ZipInfo], forms: tuple[tuple[str, ...], ...], size: int
) -> None:
    if tuple(info.filename for info in found) not in forms:
        raise ArchiveError(f"ZIP 中的文件应当依次是：{'、'.join(forms[0])}")
    if any(info.compress_type != zipfile.ZIP_STORED for info in found):
        raise ArchiveError("ZIP 中的文件应当不压缩存放")
    if sum(info.file_size for info in found) > size:
        raise ArchiveError("ZIP 中标明的大小超过文件本身")
