"""A province's sign-on in a process and a database of its own: Fashu itself, asked by Fashu.

    FASHU_ISSUER=http://127.0.0.1:PORT … python provider.py PORT BACK PASSWORD

Says on its first line, as JSON, what the platform that asks has to know; then it serves. 张晓岚 is
one of the public, 顾薇 of an office and has a phone that computes one-time passwords.
"""

import json
import os
import sys
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "fashu.config.settings")
django.setup()

from fashu.config.wsgi import application  # noqa: E402 - Django first
from fashu.kernel import clock  # noqa: E402
from fashu.kernel.access import SYSTEM, Kind, acting_as  # noqa: E402
from fashu.kernel.credentials import passwords, sealing, totp  # noqa: E402
from fashu.kernel.credentials.origin import NOWHERE  # noqa: E402
from fashu.kernel.credentials.signon import clients  # noqa: E402
from fashu.kernel.credentials.signon.clients import Registration  # noqa: E402
from fashu.kernel.people.models import Account  # noqa: E402


class Server(ThreadingMixIn, WSGIServer):
    """A browser asks for several files at once."""

    daemon_threads = True


class Silent(WSGIRequestHandler):
    """Silence is enough."""

    def log_message(self, format: str, *arguments: object) -> None: ...


def person(username: str, name: str, kind: Kind, password: str) -> Account:
    with acting_as(SYSTEM):
        account = Account.objects.create_account(username, name=name, kind=kind)
    passwords.choose(account, password)
    return account


def phone_of(account: Account) -> str:
    """Take an app into use; the code that does so is an old one, so that the next is still good."""
    totp.prepare(account)
    secret = totp.secret_of(account)
    totp.confirm(account, totp.code_at(secret, int(clock.now().timestamp()) // 30 - 1), NOWHERE)
    return secret


def main(port: int, back: str, password: str) -> None:
    sealing.KEYS.ensure()
    person("zhangxiaolan", "张晓岚", Kind.CITIZEN, password)
    secret = phone_of(person("guwei", "顾薇", Kind.OFFICER, password))
    with acting_as(SYSTEM):
        client, key = clients.register(
            Registration(title="法枢", redirect_uris=(back,), asks_consent=False)
        )
    told = {"client_id": client.client_id, "secret": key, "totp": secret}
    with make_server("127.0.0.1", port, application, Server, Silent) as server:
        print(json.dumps(told), flush=True)  # noqa: T201 - whoever started us reads it
        server.serve_forever()


if __name__ == "__main__":
    main(int(sys.argv[1]), *sys.argv[2:])
