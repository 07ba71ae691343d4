"""What is kept of the exchange with other systems."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.core.validators import RegexValidator
from django.db import models

from fashu.kernel import clock

CODE = RegexValidator(r"^[a-z][a-z0-9-]{2,39}$", "应用代码由小写字母、数字和短横组成，3 至 40 个。")


class Reply(models.Model):
    """What a request of the interface was answered: the same request again gets the same answer.

    Kept for a while only; who acts twice after that is stopped by the request key of the case.
    """

    account = models.ForeignKey("people.Account", models.PROTECT)
    key = models.CharField("请求号", max_length=64)
    digest = models.CharField("内容摘要", max_length=64)
    status = models.PositiveSmallIntegerField("状态")
    headers = models.JSONField("头部")
    body = models.BinaryField("正文")
    at = models.DateTimeField("时间")

    class Meta:
        ordering: ClassVar[list[str]] = ["id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["account", "key"], name="reply_once"),
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["at"], name="reply_at")]

    def __str__(self) -> str:
        return self.key


class Consumer(models.Model):
    """An application of another organ, or of a system of our own, that calls the interface.

    It acts through an account with a post, like an officer: rights come from the post, and the
    database shows it what that post may see. `scopes` and `fields` only narrow this. `fields`
    lists, by operation, the fields that leave; what is not listed stays.
    """

    code = models.CharField("应用代码", max_length=40, unique=True, validators=[CODE])
    title = models.CharField("名称", max_length=100)
    office = models.ForeignKey("people.Office", models.PROTECT, related_name="+")
    account = models.OneToOneField("people.Account", models.PROTECT, related_name="+")
    contact = models.CharField("联系人和电话", max_length=100)
    scopes = ArrayField(models.CharField(max_length=80), verbose_name="授权范围", default=list)
    fields = models.JSONField("字段", default=dict)
    per_minute = models.PositiveIntegerField("每分钟次数", default=60)
    per_day = models.PositiveIntegerField("每日次数", default=10_000)
    is_active = models.BooleanField("启用", default=True)
    registered_at = models.DateTimeField("登记时间")

    class Meta:
        ordering: ClassVar[list[str]] = ["code"]

    def __str__(self) -> str:
        return self.title


class ConsumerKey(models.Model):
    """A key of a consumer. Only its beginning and its hash are kept."""

    consumer = models.ForeignKey(Consumer, models.PROTECT, related_name="keys")
    prefix = models.CharField("前缀", max_length=16)
    digest = models.CharField("散列", max_length=64, unique=True)
    created_at = models.DateTimeField("签发时间")
    expires_at = models.DateTimeField("失效时间")
    revoked_at = models.DateTimeField("吊销时间", null=True, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["-id"]

    def __str__(self) -> str:
        return self.prefix

    @property
    def state(self) -> str:
        """How it stands today, in words."""
        if self.revoked_at is not None:
            return "已吊销"
        return "有效" if self.expires_at > clock.now() else "已过期"


class Token(models.Model):
    """An access token (OAuth 2), short-lived, for some of the scopes of its consumer."""

    # By its digest, so that the database can tell whether the key that is presented is this one.
    key = models.ForeignKey(ConsumerKey, models.CASCADE, to_field="digest", related_name="tokens")
    digest = models.CharField("散列", max_length=64, unique=True)
    scopes = ArrayField(models.CharField(max_length=80), verbose_name="授权范围")
    expires_at = models.DateTimeField("失效时间")

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["expires_at"], name="token_expires"),
        ]

    def __str__(self) -> str:
        return self.digest[:8]


class Usage(models.Model):
    """How often a consumer has called within a window of time."""

    consumer = models.ForeignKey(Consumer, models.CASCADE, related_name="+")
    window = models.CharField("时段", max_length=8)
    starts = models.DateTimeField("起")
    count = models.PositiveIntegerField("次数")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["consumer", "window", "starts"], name="usage_once"),
        ]

    def __str__(self) -> str:
        return f"{self.window} {self.count}"


class Call(models.Model):
    """One call of a consumer, as it was answered. Append-only."""

    consumer = models.ForeignKey(Consumer, models.PROTECT, related_name="calls")
    account = models.ForeignKey("people.Account", models.PROTECT, related_name="+")
    key = models.CharField("密钥前缀", max_length=16)
    method = models.CharField("方法", max_length=8)
    path = models.CharField("路径模板", max_length=120)
    case_number = models.CharField("案号", max_length=40, blank=True)
    status = models.PositiveSmallIntegerField("状态")
    count = models.PositiveIntegerField("条数")
    millis = models.PositiveIntegerField("毫秒")
    address = models.CharField("来源地址", max_length=45, blank=True)
    request = models.CharField("请求编号", max_length=64, blank=True)
    at = models.DateTimeField("时间")

    class Meta:
        ordering: ClassVar[list[str]] = ["-id"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["consumer", "-id"], name="call_consumer"),
        ]

    def __str__(self) -> str:
        return f"{self.method} {self.path} {self.status}"


class Subscription(models.Model):
    """Where a consumer wants to be told what happens in the cases it sees.

    `position` is the place in the log up to which it was told. `busy_until` is the lease of the
    worker that is sending for it now: one at a time, so that events arrive in their order.
    """

    consumer = models.ForeignKey(Consumer, models.PROTECT, related_name="subscriptions")
    url = models.CharField("接收地址", max_length=500)
    kinds = ArrayField(models.CharField(max_length=16), verbose_name="事件种类", default=list)
    is_active = models.BooleanField("启用", default=True)
    position = models.BigIntegerField("日志位置")
    busy_until = models.DateTimeField("占用至", null=True, blank=True)
    created_at = models.DateTimeField("登记时间")

    class Meta:
        ordering: ClassVar[list[str]] = ["id"]

    def __str__(self) -> str:
        return self.url


class Secret(models.Model):
    """What letters are signed with, sealed. Two hold while one is rotated."""

    subscription = models.ForeignKey(Subscription, models.CASCADE, related_name="secrets")
    sealed = models.TextField("密封的签名密钥")
    created_at = models.DateTimeField("签发时间")
    expires_at = models.DateTimeField("失效时间", null=True, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["-id"]

    def __str__(self) -> str:
        return str(self.pk)


class State(models.TextChoices):
    """How a delivery stands."""

    WAITING = "waiting", "待发送"
    DELIVERED = "delivered", "已送达"
    DEAD = "dead", "死信"


class Delivery(models.Model):
    """One event for one subscription, until it has arrived or was given up."""

    subscription = models.ForeignKey(Subscription, models.CASCADE, related_name="deliveries")
    leaf_index = models.BigIntegerField("日志序号")
    event = models.CharField("事件编号", max_length=80)
    body = models.TextField("内容")
    state = models.CharField("状态", max_length=10, choices=State, default=State.WAITING)
    tries = models.PositiveSmallIntegerField("次数", default=0)
    due_at = models.DateTimeField("下次发送")
    last_status = models.PositiveSmallIntegerField("最近答复", null=True)
    last_error = models.CharField("最近错误", max_length=200, blank=True)
    created_at = models.DateTimeField("产生时间")
    ended_at = models.DateTimeField("结束时间", null=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["-id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["subscription", "leaf_index"], name="delivery_once"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["subscription", "leaf_index"],
                condition=models.Q(state="waiting"),
                name="delivery_waiting",
            ),
        ]

    def __str__(self) -> str:
        return self.event
