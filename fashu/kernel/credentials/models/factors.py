"""What an account has besides its password."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from fashu.kernel.people.models import Account


class Totp(models.Model):
    """The secret that an app on the owner's phone computes one-time passwords from (RFC 6238).

    `last_step` is the half-minute whose password was used last: none is taken twice.
    """

    account = models.OneToOneField(Account, models.CASCADE, primary_key=True, related_name="+")
    sealed = models.TextField("密封的密钥")
    confirmed_at = models.DateTimeField("启用时间", null=True, blank=True)
    last_step = models.BigIntegerField("最近使用的时段", default=0)

    def __str__(self) -> str:
        return f"one-time passwords of {self.account_id}"


class RecoveryCode(models.Model):
    """A code in place of a one-time password, for the day the phone is lost."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="+")
    digest = models.CharField("散列", max_length=64, unique=True)
    used_at = models.DateTimeField("使用时间", null=True, blank=True)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["account"], condition=Q(used_at=None), name="recovery_code_left"),
        ]

    def __str__(self) -> str:
        return f"recovery code of {self.account_id}"


class Passkey(models.Model):
    """The public half of a key pair that a device of the owner holds (WebAuthn).

    `suspended_at`: the device's counter went back, so that there may be a copy of it.
    """

    account = models.ForeignKey(Account, models.CASCADE, related_name="+")
    credential_id = models.BinaryField("凭证标识", unique=True)
    public_key = models.BinaryField("公钥")
    sign_count = models.BigIntegerField("计数器")
    name = models.CharField("名称", max_length=40)
    transports = ArrayField(models.CharField(max_length=16), verbose_name="传输方式", default=list)
    is_backed_up = models.BooleanField("已同步", default=False)
    made_at = models.DateTimeField("添加时间")
    used_at = models.DateTimeField("最近使用", null=True, blank=True)
    suspended_at = models.DateTimeField("停用时间", null=True, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["made_at", "id"]

    def __str__(self) -> str:
        return self.name
