"""Who was given which rights, and what administrators changed. Only `people.rights` writes here."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from fashu.kernel import clock
from fashu.kernel.access.actor import Kind
from fashu.kernel.access.reach import DataScope

SCOPES = [(scope.value, scope.title) for scope in DataScope]


class Role(models.Model):
    """What an officer can be granted: the roles of procedures that he then plays in his office.

    `plays`: role keys as procedures name them; none for a role that only lets cases be seen.
    `is_personal`: it wants something of the person himself (行政复议法第六条第二款: 法律职业资格;
    行政处罚法第四十二条第一款: 行政执法资格), so that it is not passed to a delegate.
    """

    key = models.SlugField("代码", max_length=64, primary_key=True)
    title = models.CharField("名称", max_length=40, unique=True)
    plays = ArrayField(models.CharField(max_length=64), verbose_name="程序中的角色", default=list)
    note = models.CharField("说明", max_length=200, blank=True)
    is_personal = models.BooleanField("限本人", default=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["key"]

    def __str__(self) -> str:
        return self.title


class RoleScope(models.Model):
    """The data scope of a role in one business, or (`business` empty) wherever none is named.

    A role without any line has 本部门及以下.
    """

    role = models.ForeignKey(Role, models.CASCADE, related_name="scopes")
    business = models.CharField("业务", max_length=64, blank=True)
    scope = models.PositiveSmallIntegerField("数据范围", choices=SCOPES)
    offices = models.ManyToManyField("people.Office", related_name="+", verbose_name="自定机构")

    class Meta:
        ordering: ClassVar[list[str]] = ["role", "business"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["role", "business"], name="role_scope_once"),
            models.CheckConstraint(
                condition=Q(scope__in=[scope.value for scope in DataScope]), name="role_scope_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role_id} {self.business} {self.scope}"


class GrantQuerySet(models.QuerySet["Grant"]):
    """Grants by validity."""

    def in_force(self) -> "GrantQuerySet":
        """Those that hold today."""
        today = clock.today()
        return self.filter(
            Q(until=None) | Q(until__gte=today), since__lte=today, withdrawn_at__isnull=True
        )


class Grant(models.Model):
    """An account has a role in an office, while it serves there, from `since` to `until`."""

    account = models.ForeignKey("people.Account", models.PROTECT, related_name="grants")
    office = models.ForeignKey("people.Office", models.PROTECT, related_name="+")
    role = models.ForeignKey(Role, models.PROTECT, related_name="grants")
    since = models.DateField("自")
    until = models.DateField("至", null=True, blank=True)
    basis = models.CharField("依据", max_length=200, blank=True)
    granted_by = models.ForeignKey("people.Account", models.PROTECT, related_name="+", null=True)
    granted_at = models.DateTimeField("授予时间")
    withdrawn_by = models.ForeignKey("people.Account", models.PROTECT, related_name="+", null=True)
    withdrawn_at = models.DateTimeField("收回时间", null=True)

    objects: ClassVar[models.Manager["Grant"]] = models.Manager.from_queryset(GrantQuerySet)()

    class Meta:
        ordering: ClassVar[list[str]] = ["-id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")), name="grant_ends_after_start"
            ),
            models.CheckConstraint(
                condition=Q(granted_by=None) | ~Q(granted_by=F("account")),
                name="grant_not_to_oneself",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account_id} {self.role_id}"


class Appointment(models.Model):
    """Making somebody one of the three administrators, or none: one asks, a second one decides."""

    DUTIES: ClassVar[dict[Kind, str]] = {
        Kind.SYSTEM_ADMIN: "系统管理员",
        Kind.SECURITY_ADMIN: "安全管理员",
        Kind.AUDIT_ADMIN: "审计管理员",
        Kind.OFFICER: "不再任管理员",
    }

    account = models.ForeignKey("people.Account", models.PROTECT, related_name="appointments")
    duty = models.CharField("职责", max_length=16)
    reason = models.CharField("理由", max_length=200)
    asked_by = models.ForeignKey("people.Account", models.PROTECT, related_name="+")
    asked_at = models.DateTimeField("申请时间")
    decided_by = models.ForeignKey("people.Account", models.PROTECT, related_name="+", null=True)
    decided_at = models.DateTimeField("复核时间", null=True)
    is_approved = models.BooleanField("同意", null=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["-id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("asked_by")),
                name="appointment_by_a_second_person",
            ),
            models.CheckConstraint(
                condition=~Q(account=F("asked_by"))
                & (Q(decided_by=None) | ~Q(account=F("decided_by"))),
                name="appointment_not_of_oneself",
            ),
            models.CheckConstraint(
                condition=Q(is_approved=None, decided_by=None, decided_at=None)
                | Q(
                    is_approved__isnull=False,
                    decided_by__isnull=False,
                    decided_at__isnull=False,
                ),
                name="appointment_decided_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(duty__in=["audit_admin", "officer", "security_admin", "system_admin"]),
                name="appointment_to_a_duty",
            ),
            models.UniqueConstraint(
                fields=["account"], condition=Q(is_approved=None), name="appointment_asked_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account_id} {self.duty}"

    @property
    def is_open(self) -> bool:
        """Whether it still waits for the second person."""
        return self.is_approved is None

    @property
    def title(self) -> str:
        """What the account becomes, in words."""
        return self.DUTIES[Kind(self.duty)]


class LogEntry(models.Model):
    """管理日志: what an administrator changed, or that somebody read this log.

    Append-only. The database itself numbers the rows and chains them by hash: `hash` is the
    SHA-256 of the row before and of everything in this one.
    """

    seq = models.PositiveBigIntegerField("序号", unique=True, editable=False, default=0)
    at = models.DateTimeField("时间")
    account = models.ForeignKey("people.Account", models.PROTECT, related_name="+", null=True)
    kind = models.CharField("身份", max_length=16)
    name = models.CharField("姓名", max_length=64)
    action = models.CharField("事项", max_length=32)
    subject = models.CharField("对象", max_length=200)
    before = models.JSONField("变更前", null=True)
    after = models.JSONField("变更后", null=True)
    prev = models.BinaryField("前一行散列", max_length=32, editable=False, default=bytes)
    hash = models.BinaryField("散列", max_length=32, editable=False, default=bytes)

    class Meta:
        ordering: ClassVar[list[str]] = ["-seq"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["action", "seq"], name="log_action"),
        ]

    def __str__(self) -> str:
        return f"{self.seq} {self.action} {self.subject}"
