"""公开核验: whether a paper is ours, unaltered and in force. Says nothing about its case."""

import hashlib
import re
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from io import BytesIO

from django.db import connection
from pypdf import PdfReader
from pypdf.errors import PyPdfError

from fashu.kernel.documents.drafting import ALPHABET, CODE_LENGTH
from fashu.kernel.documents.signing import Signed, read_signature
from fashu.kernel.record.models import Checkpoint, Entry

LARGEST = 2 * 1024 * 1024
"""The largest file that strangers may send, in bytes; a long paper has a tenth of that."""

CODE = re.compile(rf"[{ALPHABET}]{{4}}(?:-[{ALPHABET}]{{4}}){{3}}")


class Verdict(StrEnum):
    """What is to be said of a paper."""

    GENUINE = "genuine"
    ALTERED = "altered"
    REVOKED = "revoked"
    SUPERSEDED = "superseded"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Known:
    """What a stranger may learn of a sealed paper."""

    status: str
    office: str
    title: str
    number: str
    dated: str
    sha256: str
    seal: str
    sealed_at: datetime
    event_id: int | None
    replaced: bool


@dataclass(frozen=True, slots=True)
class Answer:
    """The verdict in words, the paper if it is known, and where the record holds it."""

    verdict: Verdict
    text: str
    known: Known | None = None
    place: int | None = None
    log_size: int | None = None


def by_code(given: str) -> Answer:
    """The paper of a 核验码: what it is, so that the paper in one's hand can be compared."""
    code = "".join(letter for letter in given.upper() if letter not in "- \u3000\t")
    known = _known(code, "") if len(code) == CODE_LENGTH else None
    if known is None:
        return Answer(
            Verdict.UNKNOWN, "没有这个核验码。请核对文书上的16位核验码；编造的文书没有登记。"
        )
    return _standing(known, "核验码登记在册。请核对手中文书的机关、名称、文号和日期与下列一致。")


def by_file(content: bytes) -> Answer:
    """The paper in a file, byte by byte."""
    known = _known("", hashlib.sha256(content).hexdigest())
    if known is not None:
        return _standing(known, "文件与用印时完全一致，没有改动。")
    signed, code = read_signature(content), _code_in(content)
    named = _known(code, "") if code else None
    if signed is not None and named is not None:
        return _here(Answer(Verdict.ALTERED, _altered(signed), named))
    if named is not None:
        words = "文件与登记的文书不一致：没有印章的电子签名，可能是另存、打印后扫描或者伪造的。"
        return _here(Answer(Verdict.ALTERED, words, named))
    if signed is not None and signed.trusted:
        return Answer(Verdict.ALTERED, _altered(signed))
    return Answer(Verdict.UNKNOWN, "没有登记过这个文件，也没有在其中找到本平台的核验码。")


def _altered(signed: Signed) -> str:
    if not signed.intact:
        return "文件在用印以后被改动，印章的电子签名已经失效。"
    if not signed.covers_all:
        return "电子签名本身完好，但是签名以后文件又被追加了内容，追加的部分不受印章保护。"
    return "电子签名完好，但是文件与登记的不一致。"


def _standing(known: Known, words: str) -> Answer:
    if known.status == "superseded" or (known.status == "revoked" and known.replaced):
        words = "这份文书是真实的，但是已经被更正后的文书替换，不再有效。请以新的文书为准。"
        return _here(Answer(Verdict.SUPERSEDED, words, known))
    if known.status == "revoked":
        words = "这份文书是真实的，但是已经被制发机关撤销，不再有效。"
        return _here(Answer(Verdict.REVOKED, words, known))
    return _here(Answer(Verdict.GENUINE, words, known))


def _here(answer: Answer) -> Answer:
    """With the place of its seal in the public log, where it has arrived."""
    event = answer.known.event_id if answer.known else None
    entry = Entry.objects.filter(event_id=event).first() if event else None
    newest = Checkpoint.objects.order_by("-size").first()
    if entry is None or newest is None:
        return answer
    return Answer(answer.verdict, answer.text, answer.known, entry.leaf_index, newest.size)


def _known(code: str, sha256: str) -> Known | None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM fashu_paper_check(%s, %s)", [code, sha256])
        row = cursor.fetchone()
    return Known(*row) if row else None


def _code_in(content: bytes) -> str:
    """The 核验码 that a PDF prints, if it can be read."""
    try:
        pages = PdfReader(BytesIO(content)).pages
        text = pages[0].extract_text() if pages else ""
    except (PyPdfError, ValueError, KeyError, TypeError, IndexError, AttributeError, OSError):
        return ""
    found = CODE.search("".join(text.split()))
    return found.group().replace("-", "") if found else ""
