"""Who read whose data (`entries.note` is the only writer), and what is to be destroyed."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.functions import RandomUUID
from django.contrib.postgres.indexes import GinIndex
from django.db import models

from fashu.kernel.reading.views import View


class Entry(models.Model):
    """Who read, in which post, whose data, why, and how much."""

    at = models.DateTimeField("时间")
    account = models.ForeignKey("people.Account", models.PROTECT, related_name="+")
    name = models.CharField("姓名", max_length=64)
    office_path = models.TextField("机关路径", db_collation="C")
    office_title = models.CharField("机关", max_length=100)
    roles = ArrayField(models.CharField(max_length=64), verbose_name="岗位")
    view = models.CharField("方式", max_length=16, choices=[(v.value, v.label) for v in View])
    purpose = models.CharField("目的", max_length=200)
    basis = models.CharField("依据", max_length=200)
    cases = ArrayField(models.BigIntegerField(), verbose_name="案件")
    persons = ArrayField(models.BigIntegerField(), verbose_name="人员")
    count = models.PositiveIntegerField("条数")
    request = models.CharField("请求号", max_length=64)
    # Without it nobody can guess what a digest in the log stands for: see `record.rolls`.
    salt = models.UUIDField("盐", db_default=RandomUUID(), editable=False)

    class Meta:
        ordering: ClassVar[list[str]] = ["-id"]
        indexes: ClassVar[list[models.Index]] = [
            GinIndex(fields=["cases"], name="entry_cases"),
            GinIndex(fields=["persons"], name="entry_persons"),
            models.Index(fields=["account", "-id"], name="entry_account"),
            models.Index(fields=["office_path", "-id"], name="entry_office"),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.view} {self.at}"

    @property
    def view_title(self) -> str:
        """The kind of view in words."""
        return View(self.view).label


class Disposal(models.Model):
    """销毁清册: one case on the list, who put it there, and the two who approved.

    `counts`: how much there was of what, and is no more.
    """

    case = models.OneToOneField("cases.Case", models.PROTECT, related_name="disposal")
    office_path = models.TextField("机关路径", db_collation="C")
    reason = models.CharField("理由", max_length=200)
    proposed_by = models.ForeignKey("people.Account", models.PROTECT, related_name="+")
    proposed_name = models.CharField("列入人", max_length=64, blank=True)
    proposed_at = models.DateTimeField("列入时间")
    first_by = models.ForeignKey(
        "people.Account", models.PROTECT, related_name="+", null=True, blank=True
    )
    first_name = models.CharField("第一批准人", max_length=64, blank=True)
    first_at = models.DateTimeField("第一次批准", null=True, blank=True)
    second_by = models.ForeignKey(
        "people.Account", models.PROTECT, related_name="+", null=True, blank=True
    )
    second_name = models.CharField("第二批准人", max_length=64, blank=True)
    second_at = models.DateTimeField("第二次批准", null=True, blank=True)
    event_seq = models.PositiveIntegerField("销毁事件", null=True, blank=True)
    counts = models.JSONField("销毁的数量", default=dict, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["-id"]

    def __str__(self) -> str:
        return f"{self.case_id} {self.reason}"
