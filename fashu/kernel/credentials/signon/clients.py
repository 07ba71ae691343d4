"""The subsystems that may ask: registered by the system administrator, known by a secret."""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from secrets import token_hex, token_urlsafe
from urllib.parse import urlsplit

from django.utils.crypto import constant_time_compare

from fashu.kernel import clock
from fashu.kernel.access import SYSTEM, acting_as, current_actor, log
from fashu.kernel.credentials.models import Client

SCOPES: Mapping[str, str] = {
    "openid": "确认您的身份",
    "profile": "您的姓名和账号",
    "office": "您所在的单位",
    "roles": "您在单位担任的角色",
    "offline_access": "在您登录期间继续更新以上信息",
}
"""Scope -> what it tells, in the words of the consent page."""


class ClientRefusedError(Exception):
    """A registration cannot stand; the message is for the administrator."""


@dataclass(frozen=True, slots=True)
class Registration:
    """What an administrator enters about a subsystem."""

    title: str
    redirect_uris: tuple[str, ...]
    logout_uris: tuple[str, ...] = ()
    backchannel_uri: str = ""
    scopes: tuple[str, ...] = ("openid", "profile")
    is_pairwise: bool = True
    asks_consent: bool = True


def register(entered: Registration) -> tuple[Client, str]:
    """A new client and its secret, which is shown once; raises ClientRefusedError."""
    _check(entered)
    secret, by = token_urlsafe(32), current_actor().name
    with acting_as(SYSTEM):
        client = Client.objects.create(
            client_id=f"fs-{token_hex(8)}",
            secret_digest=digest(secret),
            title=entered.title,
            redirect_uris=list(entered.redirect_uris),
            logout_uris=list(entered.logout_uris),
            backchannel_uri=entered.backchannel_uri,
            scopes=list(entered.scopes),
            is_pairwise=entered.is_pairwise,
            asks_consent=entered.asks_consent,
            made_at=clock.now(),
            made_by=by,
        )
    told = {"回调地址": list(entered.redirect_uris), "可以取得的信息": list(entered.scopes)}
    log.write("client", _subject(client), None, told)
    return client, secret


def renew_secret(client: Client) -> str:
    """A new secret; the old one no longer works."""
    secret = token_urlsafe(32)
    with acting_as(SYSTEM):
        Client.objects.filter(pk=client.pk).update(secret_digest=digest(secret))
    log.write("client", _subject(client), None, {"密钥": "更换"})
    return secret


def switch(client: Client, *, on: bool) -> None:
    """Let a subsystem in, or keep it out from now on."""
    with acting_as(SYSTEM):
        Client.objects.filter(pk=client.pk).update(is_active=on)
    words = ("停用", "启用") if on else ("启用", "停用")
    log.write("client", _subject(client), {"状态": words[0]}, {"状态": words[1]})


def _subject(client: Client) -> str:
    return f"系统 {client.client_id} {client.title}"


def all_clients() -> list[Client]:
    """Every registered subsystem."""
    with acting_as(SYSTEM):
        return list(Client.objects.all())


def find(client_id: str) -> Client | None:
    """A subsystem that may ask."""
    with acting_as(SYSTEM):
        return Client.objects.filter(client_id=client_id, is_active=True).first()


def authenticate(client_id: str, secret: str) -> Client | None:
    """The subsystem that knows this secret."""
    client = find(client_id)
    kept = client.secret_digest if client else digest("")
    return client if constant_time_compare(kept, digest(secret)) else None


def digest(secret: str) -> str:
    """Of what was drawn with 256 random bits, a plain digest is enough."""
    return sha256(secret.encode()).hexdigest()


def _check(entered: Registration) -> None:
    if not entered.title or not entered.redirect_uris:
        raise ClientRefusedError("请填写系统名称和至少一个回调地址。")
    if "openid" not in entered.scopes or not set(entered.scopes) <= set(SCOPES):
        raise ClientRefusedError("可以取得的信息必须包含 openid，且只能从列表中选择。")
    back = (entered.backchannel_uri,) if entered.backchannel_uri else ()
    for uri in (*entered.redirect_uris, *entered.logout_uris, *back):
        if not _is_safe(uri):
            raise ClientRefusedError(
                f"地址 {uri} 不能使用：应当是完整的 https 地址，不带片段（本机测试可以用 http）。"
            )


def _is_safe(uri: str) -> bool:
    """HTTPS, or this very machine; never a fragment, a user or a wildcard."""
    try:
        parts = urlsplit(uri)
        host = parts.hostname or ""
    except ValueError:
        return False
    local = host in ("localhost", "127.0.0.1", "::1")
    plain = not parts.fragment and "#" not in uri and "@" not in parts.netloc and "*" not in uri
    is_ours = parts.scheme == "https" or (parts.scheme == "http" and local)
    return bool(host) and is_ours and plain and uri.isascii() and " " not in uri
