"""A province's sign-on that can be told to lie: real HTTP, on a port of this machine.

The honest one of the journeys is Fashu itself; this one is for the attacks.
"""

import json
from base64 import b64decode, urlsafe_b64encode
from dataclasses import dataclass, field
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from secrets import token_urlsafe
from threading import Thread
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from joserfc import jwt
from joserfc.jwk import RSAKey

from fashu.config.environment import Province
from fashu.kernel import clock

CLIENT_ID, SECRET = "fashu", "s3cret/+"
KEY = RSAKey.generate_key(2048, {"use": "sig", "alg": "RS256"}, auto_kid=True)
OTHER_KEY = RSAKey.generate_key(2048, {"use": "sig", "alg": "RS256"}, auto_kid=True)


@dataclass
class FakeProvince:
    """What it says beyond the truth: `claims` of the token, `description` of itself.

    A value of None leaves out what would be there.
    """

    server: ThreadingHTTPServer
    subject: str = "person-1"
    claims: dict[str, Any] = field(default_factory=dict)
    description: dict[str, Any] = field(default_factory=dict)
    key: RSAKey = field(default_factory=lambda: KEY)
    published: list[RSAKey] = field(default_factory=lambda: [KEY])
    token: str | None = None
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    @property
    def issuer(self) -> str:
        return f"http://127.0.0.1:{self.server.server_address[1]}"

    @property
    def setting(self) -> Province:
        return Province(self.issuer, CLIENT_ID, SECRET)

    def answer(self, address: str, **changes: str | None) -> dict[str, str]:
        """What a browser that was sent to `address` brings back, once the person has signed in."""
        asked = dict(parse_qsl(urlsplit(address).query))
        assert asked["response_type"] == "code"
        assert asked["client_id"] == CLIENT_ID
        code = token_urlsafe(8)
        self.codes[code] = asked
        told = {"code": code, "state": asked["state"], "iss": self.issuer} | changes
        return {name: value for name, value in told.items() if value is not None}

    def describe(self) -> dict[str, Any]:
        us = self.issuer
        told = {
            "issuer": us,
            "authorization_endpoint": f"{us}/authorize",
            "token_endpoint": f"{us}/token",
            "jwks_uri": f"{us}/keys",
            "end_session_endpoint": f"{us}/leave",
            "authorization_response_iss_parameter_supported": True,
        }
        return without_none(told | self.description)

    def exchange(self, sent: dict[str, str], header: str) -> tuple[int, dict[str, Any]]:
        basic = b64decode(header.removeprefix("Basic ")).decode() if header else ""
        posted = f"{sent.get('client_id')}:{sent.get('client_secret')}"
        if f"{CLIENT_ID}:s3cret%2F%2B" != basic and f"{CLIENT_ID}:{SECRET}" != posted:
            return 401, {"error": "invalid_client"}
        asked = self.codes.pop(sent["code"], None)
        made = urlsafe_b64encode(sha256(sent["code_verifier"].encode()).digest())
        if (
            asked is None
            or asked["redirect_uri"] != sent["redirect_uri"]
            or asked["code_challenge"] != made.rstrip(b"=").decode()
        ):
            return 400, {"error": "invalid_grant"}
        token = self.token or self.sign(asked["nonce"])
        return 200, {"access_token": "a", "token_type": "Bearer", "id_token": token}

    def sign(self, nonce: str) -> str:
        now = int(clock.now().timestamp())
        claims = {
            "iss": self.issuer,
            "aud": CLIENT_ID,
            "sub": self.subject,
            "iat": now,
            "exp": now + 300,
            "auth_time": now,
            "nonce": nonce,
        }
        header = {"alg": "RS256", "kid": self.key.kid}
        return jwt.encode(header, without_none(claims | self.claims), self.key)


def serve() -> FakeProvince:
    """Begin to answer; whoever asked for it shuts `server` down."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler)
    fake = FakeProvince(server)

    class Answers(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            fake.asked.append(self.path)
            if self.path == "/keys":
                self._say(200, {"keys": [key.as_dict(private=False) for key in fake.published]})
            elif self.path.startswith("/.well-known/"):
                self._say(200, fake.describe())
            else:
                self._say(404, {})

        def do_POST(self) -> None:
            fake.asked.append(self.path)
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            header = self.headers.get("Authorization", "")
            self._say(*fake.exchange(dict(parse_qsl(body)), header))

        def _say(self, status: int, told: dict[str, Any]) -> None:
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.end_headers()
            self.wfile.write(json.dumps(told).encode())

        def log_message(self, format: str, *arguments: Any) -> None:
            """Silence is enough."""

    server.RequestHandlerClass = Answers
    Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    return fake


def without_none(told: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in told.items() if value is not None}
