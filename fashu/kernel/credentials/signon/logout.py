"""Telling the subsystems that somebody has left (Back-Channel Logout)."""

from secrets import token_hex

import httpx
from django.db import transaction

from fashu.kernel import clock
from fashu.kernel.access import SYSTEM, acting_as
from fashu.kernel.credentials.models import Grant, Session
from fashu.kernel.credentials.signon import keys
from fashu.kernel.credentials.signon.grants import revoke, session_name

EVENT = "http://schemas.openid.net/event/backchannel-logout"
SECONDS = 5.0
LIFE_SECONDS = 120


def end_grants(session: Session) -> list[int]:
    """Take back what came of a session that has ended; the grants whose subsystem wants to know."""
    with acting_as(SYSTEM):
        found = list(
            Grant.objects.select_related("client").filter(session=session, revoked_at=None)
        )
        for grant in found:
            revoke(grant)
    return [grant.pk for grant in found if grant.client.backchannel_uri and grant.code_used_at]


def tell(grant_id: int) -> None:
    """Send the logout token; raises httpx.HTTPError where the subsystem does not take it."""
    with acting_as(SYSTEM), transaction.atomic():
        grant = Grant.objects.select_related("client").get(pk=grant_id)
        address, token = grant.client.backchannel_uri, _token(grant)
    answer = httpx.post(address, data={"logout_token": token}, timeout=SECONDS)
    answer.raise_for_status()


def _token(grant: Grant) -> str:
    now = int(clock.now().timestamp())
    claims = {
        "iss": grant.issuer,
        "aud": grant.client.client_id,
        "sub": grant.subject,
        "sid": session_name(grant),
        "iat": now,
        "exp": now + LIFE_SECONDS,
        "jti": token_hex(16),
        "events": {EVENT: {}},
    }
    return keys.sign(claims, "logout+jwt")
