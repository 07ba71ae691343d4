"""Identities at another's sign-on that stand for an account here."""

from typing import ClassVar

from django.db import models

from fashu.kernel.people.models import Account


class LinkedIdentity(models.Model):
    """Whom the province's sign-on (省统一身份认证) knows by a subject holds this account here.

    Of the subject a keyed digest is kept: some providers use an identity number as one.
    """

    account = models.ForeignKey(Account, models.CASCADE, related_name="+")
    issuer = models.CharField("签发者", max_length=200)
    subject_digest = models.CharField("标识散列", max_length=64)
    linked_at = models.DateTimeField("关联时间")
    used_at = models.DateTimeField("最近使用", null=True, blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint("issuer", "subject_digest", name="linked_identity_once"),
            models.UniqueConstraint("account", "issuer", name="linked_account_once"),
        ]

    def __str__(self) -> str:
        return f"{self.account_id} at {self.issuer}"
