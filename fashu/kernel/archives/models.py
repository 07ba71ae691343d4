"""What is kept of archived cases: the volume with its inventory, and who borrowed it.

A list for destruction is `reading.Disposal`. Written by the modules of this folder alone.
"""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q


class Volume(models.Model):
    """案卷: one archived case, numbered, with its inventory (卷内目录) as it was that day.

    `items`: what lies in it, in order; empty once it was destroyed. `digest`: of the items, which
    outlives them. `years`: how long it is kept, None for ever; `cite`: by which norm.
    """

    case = models.OneToOneField("cases.Case", models.PROTECT, related_name="volume")
    office_path = models.TextField("保管机关路径", db_collation="C")
    number = models.CharField("档号", max_length=60, unique=True)
    years = models.PositiveSmallIntegerField("保管期限（年）", null=True, blank=True)
    cite = models.CharField("期限的依据", max_length=200)
    items = models.JSONField("卷内目录")
    count = models.PositiveIntegerField("件数")
    pages = models.PositiveIntegerField("页数")
    digest = models.CharField("目录的SHA-256", max_length=64)
    archived_by = models.ForeignKey("people.Account", models.PROTECT, related_name="+")
    archived_name = models.CharField("归档人", max_length=64)
    archived_at = models.DateTimeField("归档时间")

    class Meta:
        ordering: ClassVar[list[str]] = ["-id"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["office_path", "-id"], name="volume_office"),
        ]

    def __str__(self) -> str:
        return self.number


class Loan(models.Model):
    """借阅: somebody outside the keeping office reads a volume until a day, with its consent.

    Registered by the keeping office on his letter of introduction, granted by one of its heads.
    The case is visible to him while it holds: see `fashu_borrowed_cases`.
    """

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="loans")
    office_path = models.TextField("保管机关路径", db_collation="C")
    account = models.ForeignKey("people.Account", models.PROTECT, related_name="+")
    name = models.CharField("借阅人", max_length=64)
    office_title = models.CharField("借阅单位", max_length=100)
    purpose = models.CharField("借阅目的", max_length=200)
    letter = models.CharField("介绍信或者批准文件", max_length=200)
    until = models.DateField("借阅至")
    asked_by = models.ForeignKey("people.Account", models.PROTECT, related_name="+")
    asked_name = models.CharField("登记人", max_length=64)
    asked_at = models.DateTimeField("登记时间")
    is_granted = models.BooleanField("批准", null=True)
    decided_by = models.ForeignKey("people.Account", models.PROTECT, related_name="+", null=True)
    decided_name = models.CharField("批准人", max_length=64, blank=True)
    decided_at = models.DateTimeField("批准时间", null=True)
    returned_at = models.DateTimeField("归还时间", null=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["-id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("asked_by")),
                name="loan_granted_by_a_second_person",
            ),
            models.UniqueConstraint(
                fields=["case", "account"],
                condition=Q(returned_at=None) & (Q(is_granted=None) | Q(is_granted=True)),
                name="one_loan_at_a_time",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["account"], condition=Q(is_granted=True), name="loan_account"),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} → {self.name}"
