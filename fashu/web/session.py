"""Who a browser session speaks for, and how far a browser has come that wants in.

A session holds the numbers of the account and of its row in `credentials`, and a digest of the
password hash: changing the password, disabling the account or ending the row ends the session at
the next request. Until every question is answered the browser only stands by: it is a visitor's.
"""

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest, HttpResponseBase
from django.middleware.csrf import rotate_token
from django.utils.crypto import constant_time_compare

from fashu.kernel import clock
from fashu.kernel.access import VISITOR, Actor, Held, acting_as, current_actor
from fashu.kernel.credentials import browsers, sessions
from fashu.kernel.credentials.models import Ending, Means, Session
from fashu.kernel.credentials.origin import NOWHERE, Origin
from fashu.kernel.credentials.passkeys import Asked as Challenge
from fashu.kernel.credentials.passkeys import Site
from fashu.kernel.credentials.province.asking import Asked
from fashu.kernel.people.models import Account

ACCOUNT, PROOF, SESSION = "account", "proof", "session"
POSTING = "posting"
PENDING, CHALLENGE, PROVINCE = "pending", "challenge", "province"
PATIENCE = timedelta(minutes=10)
"""How long a browser may stand by between the password and the end of the sign-in."""

BROWSER_COOKIE = "browser"


@dataclass(frozen=True, slots=True)
class Pending:
    """Somebody has proved something and is asked for more. `proved_at`: when he did so last."""

    account: int
    proof: str
    means: str
    second: str
    at: float
    target: str
    proved_at: float = 0.0


def origin_of(request: HttpRequest) -> Origin:
    """Where a request comes from. Behind our own proxy, the last address it named."""
    address = str(request.META.get("REMOTE_ADDR", ""))
    if settings.HTTPS:
        named = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
        address = named or address
    agent = request.headers.get("User-Agent", "")
    return Origin(address, agent, request.COOKIES.get(BROWSER_COOKIE, ""))


def site_of(request: HttpRequest) -> Site:
    """What a passkey of this site is bound to."""
    return Site(request.get_host().partition(":")[0], f"{request.scheme}://{request.get_host()}")


def stand_by(
    request: HttpRequest,
    account: Account,
    means: Means,
    target: str,
    *,
    second: str = "",
    proved_at: datetime | None = None,
) -> Pending:
    """Begin a sign-in in a fresh session: a number known before is worth nothing after.

    `proved_at` is when the proof was given, where that was not here and now.
    """
    proof, now = account.get_session_auth_hash(), clock.now().timestamp()
    at = proved_at.timestamp() if proved_at else now
    pending = Pending(account.pk, proof, means, second, now, target, at)
    request.session.flush()
    keep(request, pending)
    return pending


def keep(request: HttpRequest, pending: Pending) -> None:
    """Write down how far somebody has come."""
    request.session.cycle_key()
    request.session[PENDING] = asdict(pending)


def pending_of(request: HttpRequest) -> Pending | None:
    """How far the browser has come; None where it is not on its way in, or took too long."""
    found = request.session.get(PENDING)
    if found is None:
        return None
    pending = Pending(**found)
    if clock.now().timestamp() - pending.at > PATIENCE.total_seconds():
        request.session.flush()
        return None
    return pending


def account_of(pending: Pending) -> Account | None:
    """Whose sign-in it is; None where the account has changed since."""
    actor = Actor(kind=VISITOR.kind, name="", account_id=pending.account)
    with acting_as(actor):
        account = Account.objects.filter(pk=pending.account, is_active=True).first()
    if account and constant_time_compare(pending.proof, account.get_session_auth_hash()):
        return account
    return None


def sign_in(request: HttpRequest, account: Account, pending: Pending) -> None:
    """Start a session in the name of an account that has proved everything it had to."""
    second = Means(pending.second) if pending.second else None
    proved_at = datetime.fromtimestamp(pending.proved_at, tz=clock.BEIJING)
    request.session.flush()
    origin, means = origin_of(request), Means(pending.means)
    enter(request.session, account, origin, means, second, proved_at=proved_at)
    rotate_token(request)


def enter(
    store: SessionBase,
    account: Account,
    origin: Origin = NOWHERE,
    means: Means = Means.PASSWORD,
    second: Means | None = None,
    *,
    proved_at: datetime | None = None,
) -> None:
    """Write a signed-in account into a fresh session."""
    store[SESSION] = sessions.begin(account, origin, means, second, proved_at=proved_at).pk
    bind(store, account)


def bind(store: SessionBase, account: Account) -> None:
    """Tie the session to the account's present password."""
    store[ACCOUNT], store[PROOF] = account.pk, account.get_session_auth_hash()


def remember_browser(request: HttpRequest, response: HttpResponseBase, account: Account) -> None:
    """Whoever has come in through this browser is not kept out by the guesses of others."""
    response.set_cookie(
        BROWSER_COOKIE,
        browsers.remember(request.COOKIES.get(BROWSER_COOKIE, ""), account),
        max_age=browsers.KEPT,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def keep_challenge(request: HttpRequest, asked: Challenge) -> str:
    """Remember what a device is asked to sign; the question, for the browser."""
    request.session[CHALLENGE] = asked.challenge.hex()
    return asked.options


def take_challenge(request: HttpRequest) -> bytes:
    """What the device was asked to sign. A challenge serves once."""
    return bytes.fromhex(request.session.pop(CHALLENGE, ""))


def keep_asked(request: HttpRequest, asked: Asked) -> None:
    """Remember what the province's sign-on is asked."""
    request.session[PROVINCE] = asdict(asked)


def take_asked(request: HttpRequest) -> Asked | None:
    """What it was asked. A question serves once."""
    found = request.session.pop(PROVINCE, None)
    return Asked(**found) if found else None


def choose_post(request: HttpRequest, posting_id: int) -> Held | None:
    """Act in another of one's own posts from the next request on; None where it is not one.

    In whose name somebody acted at what time stands in the sign-in log.
    """
    actor = current_actor()
    held = next((h for h in actor.posts if h.posting_id == posting_id), None)
    present = present_session(request)
    if held is not None and present is not None and held.posting_id != actor.posting_id:
        former = next((h.label for h in actor.posts if h.posting_id == actor.posting_id), "")
        words = f"{former} → {held.label}"
        sessions.switched(present, own_account(), words, origin_of(request))
        request.session[POSTING] = held.posting_id
    return held


def sign_out(request: HttpRequest) -> None:
    """End the session and forget everything in it."""
    present = present_session(request)
    if present is not None:
        sessions.end(present, Ending.LEFT, origin_of(request))
    request.session.flush()


def present_session(request: HttpRequest) -> Session | None:
    """The row of the session that this request belongs to."""
    if SESSION not in request.session or current_actor().account_id is None:
        return None
    return Session.objects.filter(pk=request.session[SESSION]).first()


def own_account() -> Account:
    """The account that acts in this request; there must be one."""
    return Account.objects.get(pk=current_actor().account_id or 0)


def session_actor(request: HttpRequest) -> Actor:
    """The actor of this session; a visitor where there is none or it no longer holds."""
    session = request.session
    if ACCOUNT not in session:
        return VISITOR
    number = session.get(SESSION, 0)
    actor = sessions.resume(session[ACCOUNT], number, session[PROOF], session.get(POSTING))
    if actor is None:
        session.flush()
        return VISITOR
    if not _waits_for_news(request):
        sessions.touch(number, session[ACCOUNT])
    return actor


def _waits_for_news(request: HttpRequest) -> bool:
    """A page that only listens shows that a page is open, not that somebody is at work."""
    return request.headers.get("Accept") == "text/event-stream"
