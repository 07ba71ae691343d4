"""What is kept of papers beyond the case: words, numbers, files, seals, receipts.

`cases_issuedpaper` says that a step issued a paper; what is here says what it looks like. They
are linked by case, paper and n. Written only by the modules of this folder.

Names stand with the rows of registers: whoever reads one need not see the account.
"""

from typing import ClassVar

from django.db import models
from django.db.models import Q


class Template(models.Model):
    """The words of a paper as an office has them, in versions; without one, the built-in body.

    The nearest office up the tree from the handling one counts.
    """

    class Status(models.TextChoices):
        """How a version stands."""

        DRAFT = "draft", "草稿"
        PUBLISHED = "published", "使用中"
        RETIRED = "retired", "已停用"

    procedure = models.CharField("程序", max_length=64)
    paper = models.CharField("文书", max_length=64)
    office = models.ForeignKey("people.Office", models.PROTECT, verbose_name="机关")
    office_path = models.TextField("机关路径", db_collation="C")
    version = models.PositiveIntegerField("版本")
    words = models.TextField("内容", max_length=20_000)
    status = models.CharField("状态", max_length=16, choices=Status, default=Status.DRAFT)
    drafted_by = models.ForeignKey("people.Account", models.PROTECT, related_name="+")
    drafted_name = models.CharField("起草人", max_length=64, blank=True)
    drafted_at = models.DateTimeField("起草时间")
    published_by = models.ForeignKey(
        "people.Account", models.PROTECT, related_name="+", null=True, blank=True
    )
    published_name = models.CharField("发布人", max_length=64, blank=True)
    published_at = models.DateTimeField("发布时间", null=True, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["procedure", "paper", "office_path", "-version"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["procedure", "paper", "office", "version"], name="template_version_once"
            ),
            models.UniqueConstraint(
                fields=["procedure", "paper", "office"],
                condition=Q(status="published"),
                name="template_published_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.office_id} {self.paper} 第{self.version}版"


class Series(models.Model):
    """The last number of an office's series in a year; `mark` is the office's 机关代字."""

    office = models.ForeignKey("people.Office", models.PROTECT)
    office_path = models.TextField("承办机关路径", db_collation="C")
    name = models.CharField("字", max_length=16)
    year = models.PositiveSmallIntegerField("年")
    last = models.PositiveIntegerField("末号")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["office", "name", "year"], name="series_once"),
        ]

    def __str__(self) -> str:
        return f"{self.office_id} {self.name} {self.year}"


class Mark(models.Model):
    """机关代字: 明政 for 明德市人民政府. No two offices share one."""

    office = models.OneToOneField("people.Office", models.PROTECT, primary_key=True)
    text = models.CharField("机关代字", max_length=12, unique=True)

    def __str__(self) -> str:
        return self.text


class Number(models.Model):
    """One 文号. A number once given stays in the register, also where it was withdrawn."""

    class Status(models.TextChoices):
        """What became of it."""

        RESERVED = "reserved", "预留"
        USED = "used", "已用"
        VOID = "void", "作废"

    office = models.ForeignKey("people.Office", models.PROTECT, verbose_name="机关")
    office_path = models.TextField("承办机关路径", db_collation="C")
    series = models.CharField("字", max_length=16)
    year = models.PositiveSmallIntegerField("年")
    n = models.PositiveIntegerField("号")
    text = models.CharField("文号", max_length=60)
    status = models.CharField("状态", max_length=16, choices=Status)
    note = models.CharField("用途或者作废理由", max_length=200, blank=True)
    account = models.ForeignKey("people.Account", models.PROTECT, related_name="+")
    name = models.CharField("登记人", max_length=64, blank=True)
    at = models.DateTimeField("时间")

    class Meta:
        ordering: ClassVar[list[str]] = ["office_path", "series", "-year", "-n"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["office", "series", "year", "n"], name="number_once"),
        ]

    def __str__(self) -> str:
        return self.text


class Seal(models.Model):
    """印章: whose it is, who keeps it, and the certificate behind it. The key lies in a file."""

    office = models.ForeignKey("people.Office", models.PROTECT, verbose_name="机关")
    office_path = models.TextField("承办机关路径", db_collation="C")
    title = models.CharField("印文", max_length=60)
    keeper = models.ForeignKey(
        "people.Account", models.PROTECT, related_name="+", verbose_name="保管人"
    )
    keeper_name = models.CharField("保管人姓名", max_length=64, blank=True)
    certificate = models.TextField("证书")
    made_at = models.DateTimeField("制发时间")
    ended_at = models.DateTimeField("停用时间", null=True, blank=True)
    ended_because = models.CharField("停用原因", max_length=200, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["office_path", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["office"], condition=Q(ended_at=None), name="one_seal_in_use"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Document(models.Model):
    """One paper as it is written, approved, numbered and sealed."""

    class Status(models.TextChoices):
        """How far it has come."""

        DRAFT = "draft", "草稿"
        APPROVED = "approved", "已批准"
        SEALED = "sealed", "已用印"
        REVOKED = "revoked", "已撤销"
        SUPERSEDED = "superseded", "已被替换"

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="documents")
    office_path = models.TextField("承办机关路径", db_collation="C")
    paper = models.CharField("文书", max_length=64)
    n = models.PositiveIntegerField("次")
    title = models.CharField("名称", max_length=100)
    office = models.ForeignKey("people.Office", models.PROTECT, verbose_name="署名机关")
    template = models.ForeignKey(Template, models.PROTECT, null=True, blank=True)
    layout = models.CharField("版式", max_length=32)
    content = models.JSONField("内容")
    status = models.CharField("状态", max_length=16, choices=Status, default=Status.DRAFT)
    code = models.CharField("核验码", max_length=16, unique=True)
    number = models.OneToOneField(
        Number, models.PROTECT, null=True, blank=True, related_name="document"
    )
    seal = models.ForeignKey(Seal, models.PROTECT, null=True, blank=True)
    drafted_by = models.ForeignKey("people.Account", models.PROTECT, related_name="+")
    drafted_at = models.DateTimeField("起草时间")
    approved_by = models.ForeignKey(
        "people.Account", models.PROTECT, related_name="+", null=True, blank=True
    )
    approved_name = models.CharField("批准人", max_length=64, blank=True)
    approved_at = models.DateTimeField("批准时间", null=True, blank=True)
    sealed_at = models.DateTimeField("用印时间", null=True, blank=True)
    sha256 = models.CharField("文件SHA-256", max_length=64, blank=True)
    event_id = models.BigIntegerField("用印事件", null=True, blank=True)
    ended_because = models.CharField("撤销理由", max_length=200, blank=True)
    ended_at = models.DateTimeField("撤销时间", null=True, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["case_id", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["case", "paper", "n"],
                condition=Q(status__in=["draft", "approved", "sealed"]),
                name="one_paper_in_force",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["sha256"], condition=~Q(sha256=""), name="document_hash"),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.title}"


class SealUse(models.Model):
    """用印台账: a line for each use of a seal. Nobody changes or deletes one."""

    seal = models.ForeignKey(Seal, models.PROTECT, related_name="uses")
    document = models.ForeignKey(Document, models.PROTECT, related_name="+")
    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="+")
    office_path = models.TextField("承办机关路径", db_collation="C")
    title = models.CharField("文书", max_length=100)
    number = models.CharField("文号", max_length=60)
    sha256 = models.CharField("文件SHA-256", max_length=64)
    approved_by = models.ForeignKey("people.Account", models.PROTECT, related_name="+")
    approved_name = models.CharField("批准人", max_length=64, blank=True)
    applied_by = models.ForeignKey("people.Account", models.PROTECT, related_name="+")
    applied_name = models.CharField("用印人", max_length=64, blank=True)
    at = models.DateTimeField("时间")

    class Meta:
        ordering: ClassVar[list[str]] = ["-id"]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"


class Receipt(models.Model):
    """送达回证: how a paper reached one recipient, with the proof that was handed in."""

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="+")
    office_path = models.TextField("承办机关路径", db_collation="C")
    document = models.ForeignKey(Document, models.PROTECT, related_name="receipts", null=True)
    paper = models.CharField("文书", max_length=64)
    n = models.PositiveIntegerField("次")
    role = models.CharField("受送达人", max_length=64)
    mode = models.CharField("送达方式", max_length=16)
    on = models.DateField("签收日期")
    place = models.CharField("送达地点", max_length=200, blank=True)
    signed_by = models.CharField("签收人", max_length=100, blank=True)
    relation = models.CharField("代收人与受送达人的关系", max_length=60, blank=True)
    reason = models.CharField("留置、公告等的原因", max_length=200, blank=True)
    witnesses = models.CharField("见证人", max_length=100, blank=True)
    proof = models.CharField("回证文件", max_length=64, blank=True)
    account = models.ForeignKey("people.Account", models.PROTECT, related_name="+")
    at = models.DateTimeField("登记时间")

    class Meta:
        ordering: ClassVar[list[str]] = ["id"]

    def __str__(self) -> str:
        return f"{self.case_id} {self.paper} {self.role}"
