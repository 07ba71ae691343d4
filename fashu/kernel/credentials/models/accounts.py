"""What is known of an account's password besides its hash, which stands on the account."""

from typing import ClassVar
from uuid import uuid4

from django.db import models
from django.db.models import Q

from fashu.kernel.people.models import Account


class Standing(models.Model):
    """How an account's credentials stand. Without one, the password counts as initial.

    `handle` is what a passkey knows the account by: random, so that it says nothing.
    `is_demonstration`: everybody knows the password and may try it; it neither grows old nor
    wants a second factor. Only the invented people of a demonstration are marked so.
    """

    account = models.OneToOneField(
        Account, models.CASCADE, primary_key=True, related_name="standing"
    )
    handle = models.UUIDField("通行密钥标识", unique=True, default=uuid4, editable=False)
    password_set_at = models.DateTimeField("密码设置时间", null=True, blank=True)
    is_initial = models.BooleanField("初始密码", default=True)
    is_demonstration = models.BooleanField("演示账号", default=False)

    def __str__(self) -> str:
        return f"standing of {self.account_id}"


class FormerPassword(models.Model):
    """The hash of a password that an account has had."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="+")
    encoded = models.CharField("散列", max_length=256)
    replaced_at = models.DateTimeField("更换时间")

    class Meta:
        ordering: ClassVar[list[str]] = ["-replaced_at", "-id"]

    def __str__(self) -> str:
        return f"former password of {self.account_id}"


class ActivationCode(models.Model):
    """A code that lets somebody choose the first password of an account, once."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="+")
    digest = models.CharField("散列", max_length=64, unique=True)
    made_at = models.DateTimeField("生成时间")
    expires_at = models.DateTimeField("有效期至")
    redeemed_at = models.DateTimeField("使用时间", null=True, blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                "account", condition=Q(redeemed_at=None), name="activation_code_one_open"
            ),
        ]

    def __str__(self) -> str:
        return f"activation code of {self.account_id}"
