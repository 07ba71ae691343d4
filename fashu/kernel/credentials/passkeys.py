"""Passkeys (通行密钥, WebAuthn): made, used with or without a name, and removed."""

import json
from dataclasses import dataclass

from webauthn import (
    base64url_to_bytes,
    generate_authentication_options,
    generate_registration_options,
    options_to_json,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.authentication.verify_authentication_response import VerifiedAuthentication
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from fashu.kernel import clock
from fashu.kernel.access import SYSTEM, acting_as
from fashu.kernel.credentials import journal
from fashu.kernel.credentials.models import Means, Outcome, Passkey
from fashu.kernel.credentials.origin import Origin, oneself
from fashu.kernel.credentials.standing import standing_of
from fashu.kernel.people.models import Account

NAME = "法枢"
MOST = 10
REFUSED = "这个通行密钥没有通过验证。请重试，或者换一种方式登录。"
COPIED = "这个通行密钥的计数器倒退了，可能被人复制，已经停用。请换一种方式登录，再重新添加。"


class PasskeyRefusedError(Exception):
    """The passkey is not accepted; the message is for the person at the screen."""


@dataclass(frozen=True, slots=True)
class Site:
    """What a passkey is bound to: a name (fashu.example) and a place (https://fashu.example)."""

    name: str
    place: str


@dataclass(frozen=True, slots=True)
class Asked:
    """A question for the browser, and the challenge that its answer must hold."""

    options: str
    challenge: bytes


def ask_to_make(account: Account, site: Site) -> Asked:
    """Ask a device for a new key pair."""
    options = generate_registration_options(
        rp_id=site.name,
        rp_name=NAME,
        user_name=account.username,
        user_id=standing_of(account).handle.bytes,
        user_display_name=account.name,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED,
            user_verification=UserVerificationRequirement.REQUIRED,
        ),
        exclude_credentials=_descriptors(account),
    )
    return Asked(options_to_json(options), options.challenge)


def add(
    account: Account, answer: str, challenge: bytes, site: Site, *, name: str, origin: Origin
) -> Passkey:
    """Keep the public half of a new key pair; raises PasskeyRefusedError."""
    if len(own(account)) >= MOST:
        raise PasskeyRefusedError(f"最多添加 {MOST} 个通行密钥。请先移除不用的。")
    try:
        made = verify_registration_response(
            credential=answer,
            expected_challenge=challenge,
            expected_rp_id=site.name,
            expected_origin=site.place,
            require_user_verification=True,
        )
        transports = json.loads(answer).get("response", {}).get("transports", [])
    except (WebAuthnException, ValueError, TypeError, KeyError, AttributeError) as error:
        raise PasskeyRefusedError("没有添加成功。请重试。") from error
    with acting_as(SYSTEM):
        if Passkey.objects.filter(credential_id=made.credential_id).exists():
            raise PasskeyRefusedError("这个通行密钥已经添加过。")
    with acting_as(oneself(account)):
        passkey = Passkey.objects.create(
            account=account,
            credential_id=made.credential_id,
            public_key=made.credential_public_key,
            sign_count=made.sign_count,
            name=name.strip()[:40] or "通行密钥",
            transports=[str(each)[:16] for each in transports[:8]],
            is_backed_up=made.credential_backed_up,
            made_at=clock.now(),
        )
    detail = f"添加通行密钥“{passkey.name}”"
    journal.note(account, Means.PASSKEY, Outcome.CHANGED, origin, detail=detail)
    return passkey


def ask_to_use(site: Site, account: Account | None = None) -> Asked:
    """Ask a device to sign: for this account, or for whichever it holds a key of."""
    options = generate_authentication_options(
        rp_id=site.name,
        allow_credentials=_descriptors(account) if account else [],
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    return Asked(options_to_json(options), options.challenge)


def check(
    answer: str, challenge: bytes, site: Site, origin: Origin, account: Account | None = None
) -> Account:
    """Whose passkey has signed; raises PasskeyRefusedError. `account`: whose it has to be."""
    passkey = _find(answer)
    if passkey is None or passkey.suspended_at or (account and passkey.account != account):
        journal.note(account, Means.PASSKEY, Outcome.UNKNOWN, origin, who="passkey")
        raise PasskeyRefusedError(REFUSED)
    owner = passkey.account
    refusal = _use(passkey, answer, challenge, site, origin)
    if refusal is None and not owner.is_active:
        journal.note(owner, Means.PASSKEY, Outcome.INACTIVE, origin)
        refusal = REFUSED
    if refusal is not None:
        raise PasskeyRefusedError(refusal)
    return owner


def own(account: Account) -> list[Passkey]:
    """The passkeys of an account."""
    with acting_as(oneself(account)):
        return list(Passkey.objects.filter(account=account))


def remove(account: Account, number: int, origin: Origin) -> bool:
    """Forget one of the account's passkeys; whether there was one."""
    with acting_as(oneself(account)):
        found = Passkey.objects.filter(account=account, pk=number).first()
        if found is None:
            return False
        found.delete()
    detail = f"移除通行密钥“{found.name}”"
    journal.note(account, Means.PASSKEY, Outcome.CHANGED, origin, detail=detail)
    return True


def _find(answer: str) -> Passkey | None:
    try:
        credential_id = base64url_to_bytes(str(json.loads(answer)["rawId"]))
    except (ValueError, TypeError, KeyError):
        return None
    with acting_as(SYSTEM):
        found = Passkey.objects.select_for_update(of=("self",)).select_related("account")
        return found.filter(credential_id=credential_id).first()


def _use(passkey: Passkey, answer: str, challenge: bytes, site: Site, origin: Origin) -> str | None:
    """Why the signature does not count; None where it does.

    The counter is compared by ourselves and last: only whoever holds the key, or a copy of it,
    can make it go back.
    """
    owner = passkey.account
    try:
        used = _verify(passkey, answer, challenge, site)
    except (WebAuthnException, ValueError, TypeError, KeyError):
        journal.note(owner, Means.PASSKEY, Outcome.WRONG, origin)
        return REFUSED
    went_back = passkey.sign_count > 0 and used.new_sign_count <= passkey.sign_count
    now = clock.now()
    changes: dict[str, object] = (
        {"suspended_at": now} if went_back else {"sign_count": used.new_sign_count, "used_at": now}
    )
    with acting_as(oneself(owner)):
        Passkey.objects.filter(pk=passkey.pk).update(**changes)
    if went_back:
        detail = f"通行密钥“{passkey.name}”的计数器倒退，已停用"
        journal.note(owner, Means.PASSKEY, Outcome.REPLAYED, origin, detail=detail)
        return COPIED
    return None


def _verify(passkey: Passkey, answer: str, challenge: bytes, site: Site) -> VerifiedAuthentication:
    return verify_authentication_response(
        credential=answer,
        expected_challenge=challenge,
        expected_rp_id=site.name,
        expected_origin=site.place,
        credential_public_key=bytes(passkey.public_key),
        credential_current_sign_count=0,
        require_user_verification=True,
    )


def _descriptors(account: Account) -> list[PublicKeyCredentialDescriptor]:
    return [
        PublicKeyCredentialDescriptor(id=bytes(passkey.credential_id))
        for passkey in own(account)
        if passkey.suspended_at is None
    ]
