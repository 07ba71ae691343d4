"""Notices of days off as they were entered and confirmed, and the calendars receipts name."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q

from fashu.kernel.calendar import YearSchedule
from fashu.kernel.holidays.schedule import Holiday, schedule


class Notice(models.Model):
    """One notice of the State Council for one year: entered by one person, decided by another.

    Names stand beside the accounts, which row-level security hides from some readers. Of the
    confirmed notices of a year the latest is in force. `settled_at`: when every running term had
    been worked out by it.
    """

    year = models.PositiveSmallIntegerField("年度")
    number = models.CharField("文号", max_length=60)
    issued_on = models.DateField("印发日期")
    source_url = models.URLField("来源网址", max_length=300, blank=True)
    holidays = models.JSONField("放假安排")
    entered_by = models.ForeignKey("people.Account", models.PROTECT, related_name="+")
    entered_name = models.CharField("录入人", max_length=64)
    entered_at = models.DateTimeField("录入时间")
    decided_by = models.ForeignKey("people.Account", models.PROTECT, related_name="+", null=True)
    decided_name = models.CharField("复核人", max_length=64, blank=True)
    decided_at = models.DateTimeField("复核时间", null=True)
    is_confirmed = models.BooleanField("复核通过", null=True)
    remark = models.CharField("退回理由", max_length=200, blank=True)
    settled_at = models.DateTimeField("重算完成", null=True)
    settled = models.PositiveIntegerField("重算的案件", default=0)

    class Meta:
        ordering: ClassVar[list[str]] = ["-id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("entered_by")),
                name="holidays_by_a_second_person",
            ),
            models.CheckConstraint(
                condition=Q(is_confirmed=None, decided_by=None, decided_at=None)
                | Q(
                    is_confirmed__isnull=False,
                    decided_by__isnull=False,
                    decided_at__isnull=False,
                ),
                name="holidays_decided_by_somebody",
            ),
            models.UniqueConstraint(
                fields=["year"], condition=Q(is_confirmed=None), name="holidays_one_waits"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year} {self.number}"

    @property
    def source(self) -> str:
        """The notice as explanations name it."""
        day = self.issued_on
        return f"国务院办公厅{day.year}年{day.month}月{day.day}日通知（{self.number}）"

    @property
    def rows(self) -> tuple[Holiday, ...]:
        """What the notice says, holiday by holiday."""
        found: list[dict[str, Any]] = self.holidays
        return tuple(map(Holiday.from_json, found))

    @property
    def schedule(self) -> YearSchedule:
        """What the calendar needs of it."""
        return schedule(self.year, self.rows, self.source)


class KeptCalendar(models.Model):
    """A calendar as it was when a receipt first named it; kept by its version for ever."""

    version = models.CharField("版本", max_length=64, primary_key=True)
    description = models.JSONField("内容")
    kept_at = models.DateTimeField("记录时间")

    class Meta:
        ordering: ClassVar[list[str]] = ["kept_at"]

    def __str__(self) -> str:
        return self.version
