"""Another subsystem, in a process of its own and with another implementation of OpenID Connect.

    python relying_party.py PORT ISSUER CLIENT_ID CLIENT_SECRET

/start begins a sign-on, /callback ends it and says who it was, /again renews the tokens, /leave
signs out with us, /told takes our notices of logout, and /who says who is signed in.
"""

import json
import sys
import traceback
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from idpyoidc.client.defaults import DEFAULT_OIDC_SERVICES
from idpyoidc.client.oauth2.stand_alone_client import backchannel_logout
from idpyoidc.client.rp_handler import RPHandler

PORT, ISSUER, CLIENT_ID, SECRET = int(sys.argv[1]), *sys.argv[2:5]
BASE = f"http://localhost:{PORT}"
PKCE = {
    "function": "idpyoidc.client.oauth2.add_on.pkce.add_support",
    "kwargs": {"code_challenge_length": 64, "code_challenge_method": "S256"},
}
CONFIG = {
    "client_id": CLIENT_ID,
    "client_secret": SECRET,
    "client_type": "oidc",
    "issuer": ISSUER,
    "redirect_uris": [f"{BASE}/callback"],
    "post_logout_redirect_uris": [f"{BASE}/left"],
    "response_types_supported": ["code"],
    "scopes_supported": ["openid", "profile", "office", "roles", "offline_access"],
    "token_endpoint_auth_methods_supported": ["client_secret_basic"],
    "client_authn_methods": ["bearer_header", "client_secret_basic", "client_secret_post"],
    "services": {
        **DEFAULT_OIDC_SERVICES,
        "end_session": {"class": "idpyoidc.client.oidc.end_session.EndSession"},
    },
    "add_ons": {"pkce": PKCE},
}
SCOPE = ["openid", "profile", "office", "roles", "offline_access"]

party = RPHandler(base_url=BASE, client_configs={ISSUER: CONFIG})
present: dict[str, Any] = {}


class Answers(BaseHTTPRequestHandler):
    """One answer for each address."""

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        query = dict(parse_qsl(parts.query))
        try:
            getattr(self, f"on_{parts.path.strip('/')}")(query)
        except Exception:
            self._say({"error": traceback.format_exc()})

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        client = party.issuer2rp[ISSUER]
        state = backchannel_logout(client, body)
        if state == present.get("state"):
            present.clear()
        self._say({"told": True})

    def on_start(self, query: dict[str, str]) -> None:
        begun = party.begin(ISSUER, req_args={"scope": SCOPE, **query})
        self._lead(begun["url"] if isinstance(begun, dict) else begun)

    def on_callback(self, query: dict[str, str]) -> None:
        done = party.finalize(ISSUER, query)
        if "error" in done:
            self._say({"error": str(done["error"])})
            return
        present.clear()
        claims = done["id_token"].to_dict()
        present.update(state=done["state"], userinfo=done["userinfo"].to_dict(), id_token=claims)
        self._say(present)

    def on_again(self, query: dict[str, str]) -> None:
        answer = party.refresh_access_token(present["state"])
        self._say({"renewed": "access_token" in answer})

    def on_who(self, query: dict[str, str]) -> None:
        self._say(present)

    def on_leave(self, query: dict[str, str]) -> None:
        self._lead(party.logout(present["state"], post_logout_redirect_uri=f"{BASE}/left")["url"])

    def on_left(self, query: dict[str, str]) -> None:
        self._say({"left": True})

    def _say(self, what: dict[str, Any]) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(json.dumps(what).encode())

    def _lead(self, address: str) -> None:
        self.send_response(302)
        self.send_header("Location", address)
        self.end_headers()

    def log_message(self, format: str, *arguments: Any) -> None:
        """Silence is enough."""


if __name__ == "__main__":
    HTTPServer(("127.0.0.1", PORT), Answers).serve_forever()
