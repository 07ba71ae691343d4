"""What the public hall keeps. Who may see which row is decided by the migrations."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q


class Slot(models.Model):
    """One counter of an office, open to one person at one time. Published, holds no person."""

    office = models.ForeignKey("people.Office", models.PROTECT, related_name="+")
    starts_at = models.DateTimeField("开始")
    ends_at = models.DateTimeField("结束")
    counter = models.PositiveSmallIntegerField("窗口")

    class Meta:
        ordering: ClassVar[list[str]] = ["starts_at", "counter"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["office", "starts_at", "counter"], name="slot_once"),
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="slot_ends_after_start"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.office} {self.starts_at:%Y-%m-%d %H:%M} {self.counter}"


class Booking(models.Model):
    """Somebody's place at a counter. `starts_at` and `office_path` repeat the slot's.

    `name` is who will come: the counter does not see the accounts of citizens.
    """

    slot = models.ForeignKey(Slot, models.PROTECT, related_name="bookings")
    account = models.ForeignKey("people.Account", models.PROTECT, related_name="+")
    code = models.CharField("预约码", max_length=16, unique=True)
    name = models.CharField("姓名", max_length=64)
    matter = models.CharField("要办的事", max_length=200)
    starts_at = models.DateTimeField("开始")
    office_path = models.TextField("机关路径", db_collation="C")
    booked_at = models.DateTimeField("预约时间")
    reminded_at = models.DateTimeField("提醒时间", null=True)
    arrived_at = models.DateTimeField("到场时间", null=True)
    cancelled_at = models.DateTimeField("取消时间", null=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["starts_at", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            # Two people never hold one place, however many ask at once.
            models.UniqueConstraint(
                fields=["slot"], condition=Q(cancelled_at=None), name="one_person_a_place"
            ),
            models.UniqueConstraint(
                fields=["account", "starts_at"],
                condition=Q(cancelled_at=None),
                name="nobody_in_two_places",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["office_path", "starts_at"], name="booking_office_day"),
            models.Index(
                fields=["starts_at"],
                condition=Q(cancelled_at=None, reminded_at=None),
                name="booking_to_remind",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.starts_at:%Y-%m-%d %H:%M}"


class Rating(models.Model):
    """What the person served thinks of one finished case, and what became of a bad grade.

    `supervisor_path` is the office above the one that was rated: only it and those over it see
    the row, so that whoever handled the case never learns who rated it how.
    """

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="+")
    account = models.ForeignKey("people.Account", models.PROTECT, related_name="+")
    office = models.ForeignKey("people.Office", models.PROTECT, related_name="+")
    supervisor_path = models.TextField("监督机关路径", db_collation="C")
    grade = models.PositiveSmallIntegerField("等级")
    tags = ArrayField(models.CharField(max_length=32), verbose_name="标签", default=list)
    words = models.CharField("意见", max_length=1000, blank=True)
    rated_at = models.DateTimeField("评价时间")
    contact_due_on = models.DateField("联系核实期限", null=True)
    answer_due_on = models.DateField("整改反馈期限", null=True)
    verified_at = models.DateTimeField("核实时间", null=True)
    finding = models.CharField("核实情况", max_length=2000, blank=True)
    holds = models.BooleanField("属实", null=True)
    mended_at = models.DateTimeField("整改时间", null=True)
    remedy = models.CharField("整改措施", max_length=2000, blank=True)
    answered_at = models.DateTimeField("反馈时间", null=True)
    answer = models.CharField("反馈内容", max_length=2000, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["-rated_at", "-id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["case", "account"], name="one_rating_a_service"),
            models.CheckConstraint(condition=Q(grade__range=(1, 5)), name="five_grades"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["supervisor_path", "answered_at"], name="rating_supervisor"),
        ]

    def __str__(self) -> str:
        return f"{self.case_id}: {self.grade}"


class Feedback(models.Model):
    """A suggestion, a complaint or a fault that somebody reported; the code leads to the answer."""

    code = models.CharField("查询码", max_length=16, unique=True)
    kind = models.CharField("类别", max_length=16)
    words = models.CharField("内容", max_length=2000)
    page = models.CharField("页面", max_length=200, blank=True)
    account = models.ForeignKey("people.Account", models.PROTECT, related_name="+", null=True)
    office_path = models.TextField("机关路径", db_collation="C")
    sent_at = models.DateTimeField("提交时间")
    answer = models.CharField("答复", max_length=2000, blank=True)
    answered_at = models.DateTimeField("答复时间", null=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["-sent_at", "-id"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["office_path"], name="feedback_office"),
        ]

    def __str__(self) -> str:
        return self.code


class GuideNote(models.Model):
    """What an office adds to the guide of a business; a later version replaces an earlier one."""

    business = models.CharField("业务", max_length=64)
    office = models.ForeignKey("people.Office", models.PROTECT, related_name="+")
    version = models.PositiveIntegerField("版本")
    words = models.TextField("内容", max_length=4000, blank=True)
    account = models.ForeignKey("people.Account", models.PROTECT, related_name="+")
    written_at = models.DateTimeField("发布时间")

    class Meta:
        ordering: ClassVar[list[str]] = ["business", "office", "-version"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["business", "office", "version"], name="guide_note_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.business} {self.office_id} {self.version}"
