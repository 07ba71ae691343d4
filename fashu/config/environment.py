"""The settings an operator may give, all as environment variables named FASHU_*.

This is the whole list. A name that is not on it stops the start: a mistyped setting must not
be one silently ignored.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

REPOSITORY = Path(__file__).resolve().parents[2]

KNOWN = {
    "FASHU_DATABASE_URL": "PostgreSQL of the web and the worker (role fashu_app); "
    "without it the embedded server in var/postgres is used",
    "FASHU_DATABASE_OWNER_URL": "the same database as role fashu_owner, for migrations",
    "FASHU_DATABASE_RECORD_URL": "the same database as role fashu_record, for the sequencer",
    "FASHU_DATABASE_ERASER_URL": "the same database as role fashu_eraser, for lawful erasure",
    "FASHU_DATABASE_ADMIN_URL": "a superuser's URL, needed once by `fashu setup`",
    "FASHU_TEST_DATABASE_URL": "a superuser's URL of the server that the tests may use",
    "FASHU_VAR": "directory for everything written at run time (default: var)",
    "FASHU_FILES": "directory of the attachments (default: var/files)",
    "FASHU_RECORD_DIR": "directory of the published log (default: record in FASHU_VAR)",
    "FASHU_KEY_DIR": "directory of the log's keys (default: keys in FASHU_VAR)",
    "FASHU_SEAL_CIPHER": "how identity numbers are sealed: aes-256-gcm (default) or sm4-gcm",
    "FASHU_WITNESS_DIR": "directory of the witness on this machine (default: witness in FASHU_VAR)",
    "FASHU_MAIL_URL": "smtp://user:password@host:port/sender@example.gov.cn (smtps: with TLS); "
    "without it e-mails lie as files in outbox/mail of FASHU_VAR",
    "FASHU_SECRET_KEY": "key of sessions and forms (default: kept in var/secret.key)",
    "FASHU_HOSTS": "host names served, separated by commas (default: this machine only)",
    "FASHU_PORT": "port of the web server (default: 8000)",
    "FASHU_URL": "address at which the public reaches this installation, printed on papers "
    "(default: port 8000 of this machine)",
    "FASHU_HTTPS": "1 when a proxy in front speaks HTTPS: cookies become secure",
    "FASHU_DEBUG": "1 for developers: error pages with a trace",
    "FASHU_DEMO": "1 shows the demo accounts on the sign-in page",
    "FASHU_ISSUER": "our name as a sign-on for others, an https address (default: the host)",
    "FASHU_PROVINCE_ISSUER": "sign-on of the province (OpenID Connect) that people may sign in "
    "with, an https address; together with the next two (default: none)",
    "FASHU_PROVINCE_CLIENT_ID": "what the province's sign-on calls this installation",
    "FASHU_PROVINCE_SECRET": "the secret that it gave this installation",
    "FASHU_PROVINCE_TITLE": "what people call it (default: 省统一身份认证)",
    "FASHU_PROVINCE_ACR": "values of its acr, separated by spaces, that stand for two means of "
    "proof, one of them cryptographic (default: none)",
    "FASHU_SECOND_FACTOR": "required (default): officers prove themselves by two means; or offered",
    "FASHU_PASSWORD_DAYS": "days until officers choose a new password (default: 90; 0: never)",
    "FASHU_IDLE_MINUTES": "minutes without work that end an officer's session (default: 30)",
    "FASHU_PUBLIC_IDLE_MINUTES": "minutes that end a citizen's session (default: 60)",
    "FASHU_SESSION_HOURS": "hours after which every session ends (default: 8)",
    "FASHU_SESSIONS_AT_ONCE": "sessions an account may have open at once (default: 5)",
    "FASHU_WEBHOOK_NETWORKS": "networks that are not public and may still receive webhooks, "
    "separated by commas, e.g. 10.20.0.0/16 (default: none)",
    "FASHU_SHARED": "directory of the reference data that some tests read",
}
"""Every variable with what it is for; `docs/reference/settings.md` is generated from this."""


def refuse_unknown(environ: Mapping[str, str]) -> None:
    """Raise ImproperlyConfigured naming every FASHU_* variable that means nothing."""
    unknown = sorted(name for name in environ if name.startswith("FASHU_") and name not in KNOWN)
    if unknown:
        raise ImproperlyConfigured(
            f"不认识的设置 {'、'.join(unknown)}。可用的设置是：{'、'.join(KNOWN)}。"
        )


def text(name: str, default: str = "") -> str:
    """The value of one known variable."""
    return os.environ.get(_known(name), default)


def flag(name: str) -> bool:
    """True for 1, False for 0, empty or absent; anything else raises ImproperlyConfigured."""
    value = text(name, "0")
    if value not in ("", "0", "1"):
        raise ImproperlyConfigured(f"设置 {name} 只能是 0 或者 1，现在是 {value!r}。")
    return value == "1"


def choice(name: str, allowed: tuple[str, ...]) -> str:
    """One of a few words, the first by default; anything else raises ImproperlyConfigured."""
    value = text(name) or allowed[0]
    if value not in allowed:
        raise ImproperlyConfigured(f"设置 {name} 只能是 {'、'.join(allowed)}，现在是 {value!r}。")
    return value


def number(name: str, default: int) -> int:
    """A whole number; anything else raises ImproperlyConfigured."""
    value = text(name) or str(default)
    if not value.isdecimal():
        raise ImproperlyConfigured(f"设置 {name} 应当是整数，现在是 {value!r}。")
    return int(value)


def folder(name: str, default: Path) -> Path:
    """An absolute directory path; it need not exist yet."""
    return Path(text(name) or default).resolve()


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail server; without a host there is none."""

    host: str = ""
    port: int = 25
    tls: bool = False
    user: str = ""
    password: str = ""
    sender: str = "fashu@localhost"


def mail(name: str) -> Mail:
    """A mail server given as an address; anything unreadable raises ImproperlyConfigured."""
    value = text(name)
    if not value:
        return Mail()
    parts = urlsplit(value)
    if parts.scheme not in ("smtp", "smtps") or not parts.hostname:
        raise ImproperlyConfigured(f"设置 {name} 应当形如 smtp://主机:端口/发件地址。")
    tls = parts.scheme == "smtps"
    return Mail(
        parts.hostname,
        parts.port or (587 if tls else 25),
        tls,
        unquote(parts.username or ""),
        unquote(parts.password or ""),
        parts.path.lstrip("/") or Mail().sender,
    )


@dataclass(frozen=True, slots=True)
class Province:
    """Another's sign-on that people may prove themselves with; without an issuer there is none."""

    issuer: str = ""
    client_id: str = ""
    secret: str = field(default="", repr=False)
    title: str = "省统一身份认证"
    twofold_acr: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.issuer)


def province() -> Province:
    """The province's sign-on; raises ImproperlyConfigured where only half of it is given."""
    needed = ("FASHU_PROVINCE_ISSUER", "FASHU_PROVINCE_CLIENT_ID", "FASHU_PROVINCE_SECRET")
    issuer, client_id, secret = map(text, needed)
    optional = text("FASHU_PROVINCE_TITLE"), text("FASHU_PROVINCE_ACR")
    if not any((issuer, client_id, secret, *optional)):
        return Province()
    missing = [name for name in needed if not text(name)]
    if missing:
        raise ImproperlyConfigured(f"省统一身份认证的设置不完整，还缺 {'、'.join(missing)}。")
    parts = urlsplit(issuer)
    is_here = parts.hostname in ("localhost", "127.0.0.1", "::1")
    if (
        not parts.hostname
        or parts.query
        or not (parts.scheme == "https" or (parts.scheme == "http" and is_here))
    ):
        raise ImproperlyConfigured(
            "设置 FASHU_PROVINCE_ISSUER 应当是 https 地址，不带参数（本机测试可以用 http），"
            f"现在是 {issuer!r}。"
        )
    title = optional[0] or Province().title
    return Province(issuer, client_id, secret, title, tuple(optional[1].split()))


def _known(name: str) -> str:
    if name not in KNOWN:
        raise KeyError(f"{name} is not declared in {__name__}.KNOWN")
    return name
