"""Files of a case: limited, recognised by content, kept under their hash."""

import hashlib
import zipfile
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path, PurePath

import filetype
from django.conf import settings

from fashu.kernel import clock
from fashu.kernel.access import current_actor
from fashu.kernel.cases.models import Attachment, Case
from fashu.kernel.cases.roles import account_of, not_archived, roles_in
from fashu.kernel.procedure.refusal import refuse
from fashu.kernel.record.files import write_atomically

LARGEST = 20 * 1024 * 1024
"""The size of one file, in bytes."""

MOST = 100
"""How many files one case may hold."""

KINDS = {
    "application/pdf": (".pdf",),
    "image/png": (".png",),
    "image/jpeg": (".jpg", ".jpeg"),
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": (".docx",),
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": (".xlsx",),
    "application/ofd": (".ofd",),
    "text/plain": (".txt",),
}
"""What may be uploaded: the media type found in the bytes, and the endings that fit it."""


@dataclass(frozen=True, slots=True)
class Upload:
    """A checked file."""

    name: str
    media_type: str
    content: bytes

    @property
    def sha256(self) -> str:
        """The name under which it is kept."""
        return hashlib.sha256(self.content).hexdigest()


def check_upload(name: str, content: bytes) -> Upload:
    """The file with its type as found in its bytes. Raises Refused, in words."""
    short = PurePath(name.replace("\\", "/")).name.replace("\x00", "")[-120:] or "附件"
    if not content:
        raise refuse(f"“{short}”是空文件", remedy="请检查后重新上传")
    if len(content) > LARGEST:
        raise refuse(f"“{short}”超过{LARGEST // 1024 // 1024}MB", remedy="请压缩或分开上传")
    found = _media_type(content)
    if found not in KINDS:
        raise refuse(f"不接受“{short}”这种文件", remedy="可上传PDF、OFD、图片、Word、Excel和文本")
    if not short.lower().endswith(KINDS[found]):
        raise refuse(f"“{short}”的内容与扩展名不符", remedy=f"内容是{KINDS[found][0][1:].upper()}")
    return Upload(short, found, content)


def _media_type(content: bytes) -> str:
    guessed = filetype.guess_mime(content) or ""
    if guessed == "application/zip" or content.startswith(b"PK\x03\x04"):
        return _zip_type(content)
    return guessed or ("text/plain" if _is_text(content) else "")


def _zip_type(content: bytes) -> str:
    """Word, Excel and OFD are zips; a macro (vbaProject) makes them unacceptable."""
    try:
        names = set(zipfile.ZipFile(BytesIO(content)).namelist())
    except zipfile.BadZipFile:
        return ""
    if any(name.endswith("vbaProject.bin") for name in names):
        return "application/vnd.ms-office.macro"
    word, excel, ofd = list(KINDS)[3:6]
    marks = {"word/document.xml": word, "xl/workbook.xml": excel, "OFD.xml": ofd}
    return next((kind for mark, kind in marks.items() if mark in names), "")


def _is_text(content: bytes) -> bool:
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return not any(ord(letter) < 32 and letter not in "\t\r\n" for letter in text)


def keep(upload: Upload) -> None:
    """Write the bytes under their hash, once."""
    path = path_of(upload.sha256)
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(path, upload.content)


def path_of(sha256: str) -> Path:
    """Where a file's bytes lie. Raises ValueError on anything but a SHA-256 in hexadecimal."""
    if len(sha256) != 64 or set(sha256) - set("0123456789abcdef"):
        raise ValueError(sha256)
    return Path(settings.FASHU_FILES) / sha256[:2] / sha256


def open_attachment(case: Case, sha256: str) -> tuple[Attachment, bytes]:
    """A file of a case that the present actor can see. Raises Refused where it is not there."""
    found = Attachment.objects.filter(case=case, sha256=sha256).first()
    if found is None:
        raise refuse("本案没有这个附件", remedy="请回到案件页核对")
    return found, path_of(sha256).read_bytes()


def attach(case: Case, upload: Upload) -> Attachment:
    """Add a checked file to a case in which the present actor has a role. Raises Refused.

    Seeing a case is not enough: auditors and offices above look on.
    """
    actor = current_actor()
    not_archived(case)
    if not roles_in(actor, case):
        raise refuse("附件由当事人和办案机关提交，您在本案中没有角色")
    if Attachment.objects.filter(case=case).count() >= MOST:
        raise refuse(f"本案附件已达{MOST}个", remedy="请合并后上传")
    keep(upload)
    attachment, _ = Attachment.objects.get_or_create(
        case=case,
        sha256=upload.sha256,
        defaults={
            "name": upload.name,
            "media_type": upload.media_type,
            "size": len(upload.content),
            "account_id": account_of(actor),
            "added_at": clock.now(),
        },
    )
    return attachment
