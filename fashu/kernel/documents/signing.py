"""The signature on a PDF (PAdES) whose picture is the seal, and what is left of it in a copy."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path
from tempfile import mkdtemp
from typing import ParamSpec, TypeVar

from pyhanko.keys import load_cert_from_pemder
from pyhanko.pdf_utils.content import ImportedPdfPage
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import fields, signers
from pyhanko.sign.diff_analysis import SuspiciousModification
from pyhanko.sign.general import SigningError
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko.stamp import StaticStampStyle
from pyhanko_certvalidator import ValidationContext

from fashu.kernel.documents.seals import AUTHORITY, files_of
from fashu.kernel.documents.typesetting import Place, seal_picture

P = ParamSpec("P")
T = TypeVar("T")

DIAMETER = 42
"""Millimetres across: 国发〔1999〕25号 gives 4.2 cm to offices and 4.5 cm to governments below
the province; one size here until seals say theirs."""

POINTS = 72 / 25.4
FIELD = "Seal"
LIFT = 3
"""Millimetres by which the seal lies higher than what it covers: 署名和日期居印章中心偏下."""


@dataclass(frozen=True, slots=True)
class Signed:
    """What a signature in a file says. `covers_all`: nothing was added after it was made."""

    by: str
    intact: bool
    trusted: bool
    covers_all: bool


def sign(pdf: bytes, place: Place, seal: str, title: str, reason: str, office: str) -> bytes:
    """The paper with its signature; no change is allowed after it. `seal`: name of its key."""
    files, authority = files_of(seal), files_of(AUTHORITY)
    signer = signers.SimpleSigner.load(  # type: ignore[no-untyped-call] # pyHanko leaves it untyped
        str(files.key), str(files.certificate), ca_chain_files=(str(authority.certificate),)
    )
    if signer is None:
        raise SigningError(f"no key in {files.key}")
    writer = IncrementalPdfFileWriter(BytesIO(pdf))
    box = _box(place, float(writer.root["/Pages"]["/Kids"][place.page]["/MediaBox"][3]))
    spec = fields.SigFieldSpec(FIELD, on_page=place.page, box=box)
    meta = signers.PdfSignatureMetadata(
        field_name=FIELD,
        md_algorithm="sha256",
        subfilter=fields.SigSeedSubFilter.PADES,
        certify=True,
        docmdp_permissions=fields.MDPPerm.NO_CHANGES,
        reason=reason,
        location=office,
        name=title,
    )
    picture = ImportedPdfPage(str(_picture(title)))  # type: ignore[no-untyped-call] # likewise
    style = StaticStampStyle(border_width=0, background=picture, background_opacity=0.85)
    pdf_signer = signers.PdfSigner(meta, signer, stamp_style=style, new_field_spec=spec)
    out = BytesIO()
    _aside(pdf_signer.sign_pdf, writer, output=out)
    return out.getvalue()


def read_signature(content: bytes) -> Signed | None:
    """The signature in a PDF, None where there is none or the file cannot be read."""
    try:
        embedded = PdfFileReader(BytesIO(content)).embedded_signatures
        if not embedded:
            return None
        authority = str(files_of(AUTHORITY).certificate)
        roots = [load_cert_from_pemder(authority)]  # type: ignore[no-untyped-call] # likewise
        context = ValidationContext(trust_roots=roots, allow_fetching=False)
        status = _aside(validate_pdf_signature, embedded[0], context)
        covers = status.coverage is SignatureCoverageLevel.ENTIRE_FILE and not isinstance(
            status.diff_result, SuspiciousModification
        )
        by = status.signing_cert.subject.native.get("common_name", "")
        return Signed(by, status.intact and status.valid, status.trusted, covers)
    except (PdfError, SignatureValidationError, ValueError, KeyError, OSError, TypeError):
        return None


@cache
def _picture(title: str) -> Path:
    """The picture of a seal as a file, once per process, as pyHanko reads files only."""
    path = Path(mkdtemp(prefix="fashu-seal-")) / "seal.pdf"
    path.write_bytes(seal_picture(title, DIAMETER))
    return path


def _box(place: Place, height: float) -> tuple[int, int, int, int]:
    """The square of the seal in points from the lower left corner."""
    x, y = place.x * POINTS, height - (place.y - LIFT) * POINTS
    half = DIAMETER / 2 * POINTS
    return round(x - half), round(y - half), round(x + half), round(y + half)


def _aside(work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Do pyHanko's work in a thread of its own.

    It starts an event loop, and a thread in which one is running already (a browser's, an
    asynchronous server's) cannot start another.
    """
    with ThreadPoolExecutor(max_workers=1) as thread:
        return thread.submit(work, *args, **kwargs).result()
