"""What is kept of how people prove who they are. Secrets are hashed or sealed, never plain."""

from fashu.kernel.credentials.models.accounts import ActivationCode, FormerPassword, Standing
from fashu.kernel.credentials.models.factors import Passkey, RecoveryCode, Totp
from fashu.kernel.credentials.models.linked import LinkedIdentity
from fashu.kernel.credentials.models.provider import Client, Consent, Grant, SigningKey, Token
from fashu.kernel.credentials.models.visits import Ending, Means, Outcome, Session, SignIn

__all__ = [
    "ActivationCode",
    "Client",
    "Consent",
    "Ending",
    "FormerPassword",
    "Grant",
    "LinkedIdentity",
    "Means",
    "Outcome",
    "Passkey",
    "RecoveryCode",
    "Session",
    "SignIn",
    "SigningKey",
    "Standing",
    "Token",
    "Totp",
]
