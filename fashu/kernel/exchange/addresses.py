"""Where a message may be sent: never into our own network (server-side request forgery).

A name is resolved once for each message, every address it has is judged, and the connection goes
to the very address that was judged: a name that means something else a moment later
(DNS rebinding) gains nothing. Redirections are not followed.
"""

import socket
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from urllib.parse import urlsplit, urlunsplit

from django.conf import settings

from fashu.kernel.procedure.refusal import refuse

Address = IPv4Address | IPv6Address


class ForbiddenError(Exception):
    """The address may not be reached; the message says why."""


@dataclass(frozen=True, slots=True)
class Target:
    """A judged address: what to connect to, and under which name."""

    url: str
    host: str
    name: str


def check(url: str) -> str:
    """The URL as it is kept. Raises Refused for one that no message may go to, by its form."""
    try:
        parts = urlsplit(url.strip())
        _ = parts.port
    except ValueError:
        raise refuse("接收地址写得不对", remedy="例如 https://example.gov.cn/events") from None
    if parts.scheme not in ("https", "http") or not parts.hostname or len(url) > 500:
        raise refuse("接收地址应以 https:// 开头", remedy="例如 https://example.gov.cn/events")
    if parts.username is not None or parts.fragment or not url.isprintable():
        raise refuse("接收地址不得含有用户名、密码和片段")
    return urlunsplit(parts)


def judge(url: str) -> Target:
    """Where to connect for a URL. Raises ForbiddenError, or OSError where the name is unknown."""
    parts = urlsplit(url)
    host, secure = parts.hostname or "", parts.scheme == "https"
    port = parts.port or (443 if secure else 80)
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    addresses = [ip_address(str(info[4][0]).partition("%")[0]) for info in found]
    for address in addresses:
        _may(address, secure)
    chosen = addresses[0]
    literal = f"[{chosen}]" if isinstance(chosen, IPv6Address) else str(chosen)
    pinned = urlunsplit((parts.scheme, f"{literal}:{port}", parts.path or "/", parts.query, ""))
    return Target(pinned, parts.netloc, host)


def _may(address: Address, secure: bool) -> None:
    plain = getattr(address, "ipv4_mapped", None) or address
    if any(plain in ip_network(network) for network in settings.FASHU_WEBHOOK_NETWORKS):
        return
    if not plain.is_global or plain.is_multicast:
        raise ForbiddenError(f"地址 {plain} 不在公共网络，也不在允许的网段内")
    if not secure:
        raise ForbiddenError("公共网络上的接收地址应使用 https")
