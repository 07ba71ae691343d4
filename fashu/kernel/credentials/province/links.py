"""Which account an identity of the province stands for: linked by its holder, used, let go."""

from django.conf import settings
from django.db import IntegrityError, transaction

from fashu.kernel import clock
from fashu.kernel.access import ADMINISTRATORS, SYSTEM, acting_as
from fashu.kernel.credentials import journal, sealing
from fashu.kernel.credentials.models import LinkedIdentity, Means, Outcome
from fashu.kernel.credentials.origin import Origin, oneself
from fashu.kernel.credentials.province.refusal import ProvinceRefusedError
from fashu.kernel.credentials.province.token import Proof
from fashu.kernel.credentials.standing import standing_of
from fashu.kernel.people.models import Account

ADMINISTERS = "管理员只用法枢自己的方式登录，不依赖其他系统。请用账号、密码和第二因素登录。"
DISABLED = "这个身份关联的账号已经停用。请联系本单位系统管理员。"


class UnlinkedError(ProvinceRefusedError):
    """The identity is good, and no account here belongs to it."""


def own_link(account: Account) -> LinkedIdentity | None:
    """The identity that the account is linked with, if it is."""
    with acting_as(oneself(account)):
        issuer = settings.PROVINCE.issuer
        return LinkedIdentity.objects.filter(account=account, issuer=issuer).first()


def hindrance(account: Account) -> str:
    """Why an account cannot be linked; empty where it can."""
    if account.kind in ADMINISTRATORS:
        return ADMINISTERS
    return "这是演示账号，不能关联。" if standing_of(account).is_demonstration else ""


def link(account: Account, proof: Proof, origin: Origin) -> None:
    """Let this identity stand for the account from now on; raises ProvinceRefusedError."""
    words = hindrance(account) or _misfit(account, proof)
    if words:
        raise ProvinceRefusedError(words)
    try:
        with acting_as(oneself(account)), transaction.atomic():
            LinkedIdentity.objects.create(
                account=account,
                issuer=settings.PROVINCE.issuer,
                subject_digest=_digest(proof.subject),
                linked_at=clock.now(),
            )
    except IntegrityError as error:
        if "linked_account_once" in str(error):
            raise ProvinceRefusedError("您的账号已经关联。要换一个身份，请先解除关联。") from None
        raise ProvinceRefusedError(
            "这个身份已经关联了另一个账号。请先在那个账号里解除关联；"
            "不是您本人关联的，请联系本单位系统管理员。"
        ) from None
    _note(account, Outcome.CHANGED, origin, f"关联{settings.PROVINCE.title}")


def unlink(account: Account, origin: Origin) -> bool:
    """Let the identity go; whether there was one."""
    found = own_link(account)
    if found is None:
        return False
    with acting_as(oneself(account)):
        found.delete()
    _note(account, Outcome.CHANGED, origin, f"解除关联{settings.PROVINCE.title}")
    return True


def account_of(proof: Proof, origin: Origin) -> Account:
    """Whose identity it is. Raises UnlinkedError, or ProvinceRefusedError for who may not enter."""
    with acting_as(SYSTEM):
        links = LinkedIdentity.objects.select_related("account")
        found = links.filter(
            issuer=settings.PROVINCE.issuer, subject_digest=_digest(proof.subject)
        ).first()
        if found is not None:
            LinkedIdentity.objects.filter(pk=found.pk).update(used_at=clock.now())
    if found is None:
        _note(None, Outcome.UNLINKED, origin, who=proof.subject)
        raise UnlinkedError("这个身份还没有关联法枢账号。")
    account = found.account
    if not account.is_active:
        _note(account, Outcome.INACTIVE, origin)
        raise ProvinceRefusedError(DISABLED)
    if account.kind in ADMINISTRATORS:
        _note(account, Outcome.UNLINKED, origin, "管理员不用此方式登录")
        raise ProvinceRefusedError(ADMINISTERS)
    return account


def require_same(account: Account, proof: Proof, origin: Origin) -> None:
    """The identity must be this very account's; raises ProvinceRefusedError."""
    kept = own_link(account)
    if kept is None or kept.subject_digest != _digest(proof.subject):
        _note(account, Outcome.WRONG, origin, "另一个人的身份")
        raise ProvinceRefusedError("这是另一个人的身份，没有采用。请用您自己的身份验证。")


def _misfit(account: Account, proof: Proof) -> str:
    """A name that the provider shows whole has to be the account's: a browser may still be signed
    in as somebody else over there."""
    told = proof.name.strip()
    if not told or "*" in told or told == account.name:
        return ""
    return (
        "省统一身份认证里的姓名与您的账号不一致，没有关联。"
        "请先在那里退出别人的账号；姓名有变更的，请联系本单位系统管理员。"
    )


def _digest(subject: str) -> str:
    return sealing.KEYS.digest(f"subject at {settings.PROVINCE.issuer}:{subject}")


def _note(
    account: Account | None, outcome: Outcome, origin: Origin, detail: str = "", who: str = ""
) -> None:
    journal.note(account, Means.PROVINCE, outcome, origin, detail=detail, who=who)
