"""Who is signed in, and who tried to be."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from fashu.kernel.people.models import Account


class Means(models.TextChoices):
    """By what means somebody proved who he is."""

    PASSWORD = "password", "密码"
    TOTP = "totp", "动态口令"
    RECOVERY = "recovery", "恢复码"
    PASSKEY = "passkey", "通行密钥"
    ACTIVATION = "activation", "激活码"
    PROVINCE = "province", "省统一身份认证"
    SIGN_ON = "sign_on", "单点登录"


class Outcome(models.TextChoices):
    """What came of it."""

    SIGNED_IN = "signed_in", "登录成功"
    PROVED = "proved", "再次验证成功"
    WRONG = "wrong", "密码或者凭证不正确"
    UNKNOWN = "unknown", "账号不存在"
    UNLINKED = "unlinked", "身份没有关联账号"
    INACTIVE = "inactive", "账号已停用"
    LOCKED = "locked", "账号锁定中"
    REPLAYED = "replayed", "凭证已用过"
    CHANGED = "changed", "修改凭证"
    GRANTED = "granted", "授权其他系统"
    SWITCHED = "switched", "换岗位"
    ENDED = "ended", "结束会话"


class Ending(models.TextChoices):
    """Why a session ended."""

    LEFT = "left", "本人退出"
    IDLE = "idle", "长时间没有操作"
    TOO_LONG = "too_long", "超过最长时间"
    FORCED = "forced", "管理员强制下线"
    DISMISSED = "dismissed", "本人在另一处结束"
    SURPLUS = "surplus", "同时登录过多，由新的登录替换"
    CHANGED = "changed", "凭证已修改"


class Session(models.Model):
    """One browser that is signed in, from the sign-in to the end."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="+")
    started_at = models.DateTimeField("登录时间")
    seen_at = models.DateTimeField("最近操作")
    proved_at = models.DateTimeField("最近验证身份")
    means = models.CharField("登录方式", max_length=16, choices=Means)
    second = models.CharField("第二因素", max_length=16, choices=Means, blank=True)
    address = models.CharField("网络地址", max_length=45)
    agent = models.CharField("浏览器", max_length=200)
    ended_at = models.DateTimeField("结束时间", null=True, blank=True)
    ending = models.CharField("结束原因", max_length=16, choices=Ending, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["-seen_at", "-id"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["account"], condition=Q(ended_at=None), name="session_open_by_account"
            ),
            models.Index(
                fields=["seen_at"], condition=Q(ended_at=None), name="session_open_by_time"
            ),
        ]

    def __str__(self) -> str:
        return f"session {self.pk} of {self.account_id}"


class SignIn(models.Model):
    """One line of the sign-in log (登录日志). Written once, never changed.

    `who` is the name at the time, so that the log reads the same when accounts change. Of a name
    that does not exist only a keyed digest is kept: people type passwords where names belong.
    `network` is what attempts are counted by; `browser` is a browser known from before.
    """

    at = models.DateTimeField("时间")
    account = models.ForeignKey(Account, models.PROTECT, related_name="+", null=True)
    who = models.CharField("账号", max_length=140)
    means = models.CharField("方式", max_length=16, choices=Means)
    outcome = models.CharField("结果", max_length=16, choices=Outcome)
    detail = models.CharField("说明", max_length=200, blank=True)
    session_id = models.BigIntegerField("会话", null=True)
    address = models.CharField("网络地址", max_length=45)
    network = models.CharField("网段", max_length=45)
    agent = models.CharField("浏览器", max_length=200)
    browser = models.CharField("浏览器标识", max_length=64, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["-at", "-id"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["account", "-at"], name="signin_by_account"),
            models.Index(fields=["network", "-at"], name="signin_by_network"),
            models.Index(fields=["-at"], name="signin_by_time"),
        ]

    def __str__(self) -> str:
        return f"{self.at} {self.who} {self.outcome}"
