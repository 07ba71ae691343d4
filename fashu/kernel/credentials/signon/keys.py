"""The keys that ID tokens and logout tokens are signed with, and their rotation."""

from datetime import timedelta
from typing import Any

from django.db import connection
from joserfc import jwt
from joserfc.jwk import KeySet, RSAKey

from fashu.kernel import clock
from fashu.kernel.access import SYSTEM, acting_as
from fashu.kernel.credentials import sealing
from fashu.kernel.credentials.models import SigningKey

ALGORITHM, BITS = "RS256", 3072
PUBLISHED = timedelta(days=1)
"""How long a retired key stays published; what it signed has expired long before."""


def sign(claims: dict[str, Any], kind: str = "JWT") -> str:
    """The claims signed with the newest key."""
    with acting_as(SYSTEM):
        kept = SigningKey.objects.filter(retired_at=None).first() or _make()
    header = {"alg": ALGORITHM, "kid": kept.kid, "typ": kind}
    return jwt.encode(header, claims, _private(kept), algorithms=[ALGORITHM])


def published() -> dict[str, Any]:
    """The JSON Web Key Set."""
    with acting_as(SYSTEM):
        if not SigningKey.objects.filter(retired_at=None).exists():
            _make()
        gone = clock.now() - PUBLISHED
        kept = SigningKey.objects.exclude(retired_at__lt=gone)
        return {"keys": [key.public for key in kept]}


def verify(token: str) -> dict[str, Any]:
    """The claims of a token that we signed, however old; raises joserfc's JoseError."""
    keys = KeySet([RSAKey.import_key(each) for each in published()["keys"]])
    return dict(jwt.decode(token, keys, algorithms=[ALGORITHM]).claims)


def rotate() -> str:
    """A new key signs from now on; the name of it."""
    with acting_as(SYSTEM):
        SigningKey.objects.filter(retired_at=None).update(retired_at=clock.now())
        gone = clock.now() - PUBLISHED
        SigningKey.objects.filter(retired_at__lt=gone).delete()
        return _make().kid


def reseal() -> int:
    """Seal every private key anew with the newest sealing key; how many."""
    with acting_as(SYSTEM):
        old = [key for key in SigningKey.objects.all() if not sealing.is_current(key.sealed)]
        for key in old:
            key.sealed = sealing.seal(sealing.unseal(key.sealed, key.kid), key.kid)
            key.save(update_fields=["sealed"])
    return len(old)


def _make() -> SigningKey:
    """A key; the first one is made when it is needed, and by one process only."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('fashu.signing_key'))")
    found = SigningKey.objects.filter(retired_at=None).first()
    if found is not None:
        return found
    key = RSAKey.generate_key(BITS, {"use": "sig", "alg": ALGORITHM}, auto_kid=True)
    kid = str(key.kid)
    return SigningKey.objects.create(
        kid=kid,
        sealed=sealing.seal(key.as_pem(private=True), kid),
        public=key.as_dict(private=False),
        made_at=clock.now(),
    )


def _private(kept: SigningKey) -> RSAKey:
    return RSAKey.import_key(sealing.unseal(kept.sealed, kept.kid), {"kid": kept.kid})
