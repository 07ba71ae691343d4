"""Reading a request of a subsystem. Who asks and where the answer goes is settled first: an
answer, even a refusal, is sent to a registered address only."""

from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit, urlunsplit

from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import HttpRequest

from fashu.kernel.credentials.models import Client
from fashu.kernel.credentials.signon import clients
from fashu.kernel.credentials.signon.grants import Asking

LONGEST = 255


class AskedWrongly(BadRequest):
    """Nobody knows who asks, so nobody is answered; the message is for the person."""


@dataclass(frozen=True, slots=True)
class Reply:
    """Where an answer goes, and what the subsystem wants back with it."""

    uri: str
    state: str
    issuer: str

    def with_(self, **values: str) -> str:
        """The address with an answer (and our name: RFC 9207)."""
        values |= {"iss": self.issuer} | ({"state": self.state} if self.state else {})
        parts = urlsplit(self.uri)
        query = "&".join(each for each in (parts.query, urlencode(values)) if each)
        return urlunsplit(parts._replace(query=query))


class AskedInVain(Exception):
    """The subsystem is told why it gets no answer."""

    def __init__(self, reply: Reply, code: str, words: str = "") -> None:
        super().__init__(words or code)
        told = {"error": code} | ({"error_description": words} if words else {})
        self.address = reply.with_(**told)


def issuer_of(request: HttpRequest) -> str:
    """Our name as a provider: the operator's word, or the host that was asked."""
    return settings.ISSUER or f"{request.scheme}://{request.get_host()}"


def client_and_reply(request: HttpRequest) -> tuple[Client, Reply]:
    """Who asks, and where it wants its answer; raises AskedWrongly."""
    client = clients.find(request.GET.get("client_id", ""))
    if client is None:
        raise AskedWrongly("这个系统没有登记，或者已经停用。请联系该系统的管理员。")
    uri = request.GET.get("redirect_uri", "")
    if uri not in client.redirect_uris:
        raise AskedWrongly(f"“{client.title}”给出的回调地址没有登记。请联系该系统的管理员。")
    return client, Reply(uri, request.GET.get("state", "")[:LONGEST], issuer_of(request))


def asking_of(request: HttpRequest, client: Client, reply: Reply) -> Asking:
    """What is asked, if it is asked as it should be; raises AskedInVain."""
    asked = request.GET
    if any(len(asked.getlist(name)) > 1 for name in asked):
        raise AskedInVain(reply, "invalid_request", "a parameter comes twice")
    if "request" in asked or "request_uri" in asked:
        raise AskedInVain(reply, "request_not_supported")
    if asked.get("response_type") != "code":
        raise AskedInVain(reply, "unsupported_response_type")
    if asked.get("response_mode", "query") != "query":
        raise AskedInVain(reply, "invalid_request", "response_mode has to be query")
    scopes = tuple(dict.fromkeys(asked.get("scope", "").split()))
    if "openid" not in scopes:
        raise AskedInVain(reply, "invalid_scope", "scope has to contain openid")
    challenge = asked.get("code_challenge", "")
    if asked.get("code_challenge_method") != "S256" or len(challenge) != 43:
        raise AskedInVain(reply, "invalid_request", "PKCE with S256 is required")
    return Asking(
        client=client,
        redirect_uri=reply.uri,
        scopes=tuple(scope for scope in scopes if scope in client.scopes),
        challenge=challenge,
        nonce=asked.get("nonce", "")[:LONGEST],
        issuer=reply.issuer,
    )
