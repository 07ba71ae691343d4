"""Seals (印章): a key and a certificate of the demonstration authority, and the picture.

Keys lie in `FASHU_KEY_DIR/seals`, readable by their owner only; the database holds the
certificate. They are elliptic (P-256 with SHA-256), as PAdES and every PDF reader know them. A
seal under GB/T 38540 needs SM2 with SM3, a certificate of a licensed authority and a device that
keeps the key; PDF readers abroad do not know it. That is an exchange of this module.
"""

import os
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from django.conf import settings
from django.db import transaction

from fashu.kernel import clock
from fashu.kernel.documents.models import Seal
from fashu.kernel.documents.typefaces import refuse_unprintable
from fashu.kernel.people.models import Account, Office
from fashu.kernel.procedure.refusal import refuse

AUTHORITY = "authority"
AUTHORITY_TITLE = "示范电子印章机构（仅供演示）"
AUTHORITY_YEARS, SEAL_YEARS = 20, 5


@dataclass(frozen=True, slots=True)
class Files:
    """Where the key and the certificate of a seal, or of the authority, lie."""

    key: Path
    certificate: Path


def key_of(seal: Seal) -> str:
    """The name of a seal's key: the serial number of its certificate.

    Not the number of its row: a database that was put back to an earlier day gives numbers again,
    and would ask a new seal to sign with the key of an old one.
    """
    return f"{x509.load_pem_x509_certificate(seal.certificate.encode()).serial_number:x}"


def files_of(name: str) -> Files:
    """The files of a key by its name."""
    folder = Path(settings.FASHU_KEY_DIR) / "seals"
    return Files(folder / f"{name}.key", folder / f"{name}.crt")


def make_authority() -> Files:
    """The demonstration authority: made once, kept for ever."""
    files = files_of(AUTHORITY)
    if not files.key.exists():
        key = ec.generate_private_key(ec.SECP256R1())
        name = _name(AUTHORITY_TITLE, AUTHORITY_TITLE)
        builder = _builder(name, name, key.public_key(), AUTHORITY_YEARS)
        builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=0), True)
        builder = builder.add_extension(_usage(signs_certificates=True), True)
        _write(files, key, builder.sign(key, hashes.SHA256()))
    return files


@transaction.atomic
def make(office: Office, keeper: Account, title: str = "") -> Seal:
    """制发: a new seal of an office in the hands of its keeper. Raises Refused for a second one."""
    title = title or office.title
    refuse_unprintable([title])
    if Seal.objects.filter(office=office, ended_at=None).exists():
        raise refuse(f"{office.title}已有在用的印章", remedy="请先停用原来的印章")
    return Seal.objects.create(
        office=office,
        office_path=office.handling.path,
        title=title,
        keeper=keeper,
        keeper_name=keeper.name,
        certificate=_certify(office.title, title),
        made_at=clock.now(),
    )


def end(seal: Seal, reason: str) -> None:
    """停用: the seal signs no more; what it has sealed stands. Raises Refused without a reason."""
    if not reason.strip():
        raise refuse("停用印章应当写明理由")
    seal.ended_at, seal.ended_because = clock.now(), reason.strip()[:200]
    seal.save(update_fields=["ended_at", "ended_because"])


def _certify(office: str, title: str) -> str:
    authority = make_authority()
    issuer = x509.load_pem_x509_certificate(authority.certificate.read_bytes())
    signer = serialization.load_pem_private_key(authority.key.read_bytes(), None)
    assert isinstance(signer, ec.EllipticCurvePrivateKey)
    key = ec.generate_private_key(ec.SECP256R1())
    builder = _builder(_name(office, title), issuer.subject, key.public_key(), SEAL_YEARS)
    builder = builder.add_extension(x509.BasicConstraints(ca=False, path_length=None), True)
    builder = builder.add_extension(_usage(signs_certificates=False), True)
    made = builder.sign(signer, hashes.SHA256())
    _write(files_of(f"{made.serial_number:x}"), key, made)
    return made.public_bytes(serialization.Encoding.PEM).decode()


def _builder(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePublicKey, years: int
) -> x509.CertificateBuilder:
    now: datetime = clock.now()
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=366 * years))
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), False)
    )


def _usage(*, signs_certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs_certificates,
        content_commitment=not signs_certificates,
        key_cert_sign=signs_certificates,
        crl_sign=signs_certificates,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )


def _name(organisation: str, title: str) -> x509.Name:
    parts = ((NameOID.COUNTRY_NAME, "CN"), (NameOID.ORGANIZATION_NAME, organisation[:64]))
    attributes = [x509.NameAttribute(oid, text) for oid, text in parts]
    return x509.Name([*attributes, x509.NameAttribute(NameOID.COMMON_NAME, title[:64])])


def _write(files: Files, key: ec.EllipticCurvePrivateKey, made: x509.Certificate) -> None:
    """The key is readable by its owner only from the first byte; none is ever replaced."""
    files.key.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle = os.open(files.key, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(
            key.private_bytes(
                serialization.Encoding.PEM,
                serialization.PrivateFormat.PKCS8,
                serialization.NoEncryption(),
            )
        )
    files.certificate.write_bytes(made.public_bytes(serialization.Encoding.PEM))
