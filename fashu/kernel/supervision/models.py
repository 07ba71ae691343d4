"""What supervision keeps: closed periods, alerts, orders of a higher office, draws."""

from typing import ClassVar

from django.db import models
from django.db.models import Q


class Report(models.Model):
    """The figures of a closed period (结账), as they were known at one moment. Never changed.

    `figures`: group -> indicator -> [number as shown, digest of its rows]; "*" is the whole.
    """

    office = models.ForeignKey("people.Office", models.PROTECT, verbose_name="机关")
    office_path = models.TextField("机关路径", db_collation="C")
    first = models.DateField("自")
    last = models.DateField("至")
    known_at = models.DateTimeField("统计时点")
    account = models.ForeignKey("people.Account", models.PROTECT)
    closed_by = models.CharField("结账人", max_length=64)
    figures = models.JSONField("数据")

    class Meta:
        ordering: ClassVar[list[str]] = ["-last", "-id"]

    def __str__(self) -> str:
        return f"{self.office_path} {self.first}–{self.last}"


class Alert(models.Model):
    """预警: what a rule has found in a case, until it is looked into. One open one per subject.

    `subject` tells apart several findings of one rule in one case; `evidence` is what the rule saw.
    """

    class Level(models.TextChoices):
        """How pressing it is."""

        YELLOW = "yellow", "黄色"
        RED = "red", "红色"

    class Verdict(models.TextChoices):
        """What looking into it found; the share of the confirmed judges the rule."""

        CONFIRMED = "confirmed", "属实"
        REFUTED = "refuted", "不属实"
        GONE = "gone", "已自行消除"

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="+")
    office_path = models.TextField("机关路径", db_collation="C")
    rule = models.CharField("规则", max_length=32)
    rule_version = models.PositiveSmallIntegerField("规则版本")
    subject = models.CharField("对象", max_length=80, blank=True)
    level = models.CharField("级别", max_length=8, choices=Level)
    evidence = models.JSONField("依据")
    raised_at = models.DateTimeField("预警时间")
    verdict = models.CharField("核查结果", max_length=12, choices=Verdict, blank=True)
    measure = models.TextField("处置", blank=True)
    settled_at = models.DateTimeField("反馈时间", null=True)
    settled_by = models.ForeignKey("people.Account", models.PROTECT, null=True, related_name="+")
    settled_name = models.CharField("反馈人", max_length=64, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["-raised_at", "-id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["case", "rule", "subject"],
                condition=Q(settled_at=None),
                name="alert_once_while_open",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rule} {self.case_id}"


class Order(models.Model):
    """督办: a higher office asks the handling office about one case, and has it answered."""

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="+")
    office_path = models.TextField("承办机关路径", db_collation="C")
    by_office = models.ForeignKey("people.Office", models.PROTECT, verbose_name="督办机关")
    number = models.CharField("督办文号", max_length=60, unique=True)
    reply_by = models.DateField("要求回复日期")
    state = models.CharField("状态", max_length=12)

    class Meta:
        ordering: ClassVar[list[str]] = ["reply_by", "id"]

    def __str__(self) -> str:
        return self.number


class OrderEntry(models.Model):
    """One word said in an order: issued, replied, sent back, ended, withdrawn. Never changed."""

    order = models.ForeignKey(Order, models.PROTECT, related_name="entries")
    act = models.CharField("事项", max_length=12)
    text = models.TextField("内容", max_length=4000)
    account = models.ForeignKey("people.Account", models.PROTECT)
    said_by = models.CharField("何人", max_length=200)
    at = models.DateTimeField("时间")

    class Meta:
        ordering: ClassVar[list[str]] = ["id"]

    def __str__(self) -> str:
        return f"{self.order_id} {self.act}"


class Draw(models.Model):
    """抽查: a list, a commitment, and what a witness's words drew from it. Public: numbers only.

    The secret lies in its own table, which nobody reads before the witness has spoken.
    """

    office = models.ForeignKey("people.Office", models.PROTECT, verbose_name="机关")
    title = models.CharField("名称", max_length=100)
    population = models.JSONField("名单")
    size = models.PositiveIntegerField("抽取件数")
    commitment = models.CharField("承诺", max_length=64)
    announced_at = models.DateTimeField("公布时间")
    announced_by = models.ForeignKey("people.Account", models.PROTECT, related_name="+")
    witness = models.CharField("见证人", max_length=100, blank=True)
    witness_words = models.CharField("见证人的话", max_length=200, blank=True)
    secret = models.CharField("密数", max_length=64, blank=True)
    drawn = models.JSONField("抽中", null=True)
    drawn_at = models.DateTimeField("抽取时间", null=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["-id"]

    def __str__(self) -> str:
        return self.title


class DrawSecret(models.Model):
    """The secret half of a draw that has been announced."""

    draw = models.OneToOneField(Draw, models.PROTECT, primary_key=True)
    office_path = models.TextField("机关路径", db_collation="C")
    secret = models.BinaryField("密数", max_length=32)

    def __str__(self) -> str:
        return f"secret of {self.draw_id}"
