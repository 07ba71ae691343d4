"""Other subsystems that ask us who somebody is (OpenID Connect), and what they were told."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from fashu.kernel.credentials.models.visits import Session
from fashu.kernel.people.models import Account


class SigningKey(models.Model):
    """A key that ID tokens are signed with. The newest signs; a retired one is still published."""

    kid = models.CharField("标识", max_length=64, unique=True)
    sealed = models.TextField("密封的私钥")
    public = models.JSONField("公钥")
    made_at = models.DateTimeField("生成时间")
    retired_at = models.DateTimeField("停用时间", null=True, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["-made_at", "-id"]

    def __str__(self) -> str:
        return self.kid


class Client(models.Model):
    """A subsystem whose users sign in with us. Its secret is kept as a digest."""

    client_id = models.CharField("客户端标识", max_length=40, unique=True)
    secret_digest = models.CharField("密钥散列", max_length=64)
    title = models.CharField("系统名称", max_length=60)
    redirect_uris = ArrayField(models.CharField(max_length=400), verbose_name="回调地址")
    logout_uris = ArrayField(
        models.CharField(max_length=400), verbose_name="退出后地址", default=list, blank=True
    )
    backchannel_uri = models.CharField("退出通知地址", max_length=400, blank=True)
    scopes = ArrayField(models.CharField(max_length=20), verbose_name="可以取得的信息")
    is_pairwise = models.BooleanField("使用专用标识", default=True)
    asks_consent = models.BooleanField("每人首次登录时征求同意", default=True)
    is_active = models.BooleanField("启用", default=True)
    made_at = models.DateTimeField("登记时间")
    made_by = models.CharField("登记人", max_length=64)

    class Meta:
        ordering: ClassVar[list[str]] = ["title", "id"]

    def __str__(self) -> str:
        return self.title


class Consent(models.Model):
    """Somebody has agreed that a subsystem learns these things about him."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="+")
    client = models.ForeignKey(Client, models.CASCADE, related_name="+")
    scopes = ArrayField(models.CharField(max_length=20), verbose_name="同意提供的信息")
    given_at = models.DateTimeField("同意时间")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint("account", "client", name="consent_once"),
        ]

    def __str__(self) -> str:
        return f"{self.account_id} → {self.client_id}"


class Grant(models.Model):
    """One sign-on to a subsystem. It ends with the session it came from."""

    client = models.ForeignKey(Client, models.CASCADE, related_name="+")
    account = models.ForeignKey(Account, models.CASCADE, related_name="+")
    session = models.ForeignKey(Session, models.CASCADE, related_name="+")
    issuer = models.CharField("签发者", max_length=200)
    subject = models.CharField("标识", max_length=64)
    scopes = ArrayField(models.CharField(max_length=20), verbose_name="范围")
    redirect_uri = models.CharField("回调地址", max_length=400)
    nonce = models.CharField(max_length=255, blank=True)
    challenge = models.CharField(max_length=128)
    proved_at = models.DateTimeField("验证身份的时间")
    made_at = models.DateTimeField("时间")
    code_digest = models.CharField(max_length=64, unique=True)
    code_used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField("收回时间", null=True, blank=True)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["session"], condition=Q(revoked_at=None), name="grant_open_by_session"
            ),
        ]

    def __str__(self) -> str:
        return f"grant {self.pk}"


class Token(models.Model):
    """An access or a refresh token of a grant, as a digest. A refresh token serves once."""

    grant = models.ForeignKey(Grant, models.CASCADE, related_name="+")
    is_refresh = models.BooleanField()
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"token {self.pk}"
