"""The tables of the library. Public texts, no personal data; only the importer writes them.

A Source is one file and what was read out of it. An Edition is derived from the sources that
carry it (a code may be printed in several files) and from the register of known editions. A
Statute joins the editions of one title. Provisions belong to the source they were read from.
"""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models

from fashu.kernel.law.editions import said
from fashu.kernel.law.history import Basis
from fashu.kernel.law.provision import Kind
from fashu.kernel.law.provision import Provision as Part
from fashu.kernel.law.statute import Form
from fashu.kernel.library.reading import Outcome


class Level(models.IntegerChoices):
    """Rank of a statute; search prefers the higher."""

    CONSTITUTION = 0, "宪法"
    LAW = 1, "法律"
    REGULATION = 2, "行政法规"
    INTERPRETATION = 3, "司法解释"
    RULE = 4, "部门规章"
    LOCAL = 5, "地方性法规"
    OTHER = 6, "其他"


class Statute(models.Model):
    """One law under one title, through all its editions."""

    key = models.TextField("标题键", unique=True)
    title = models.TextField("标题")
    level = models.SmallIntegerField("位阶", choices=Level)
    category = models.TextField("类别", blank=True)

    def __str__(self) -> str:
        return f"《{self.title}》"


class Edition(models.Model):
    """One version of a statute. `in_force_until` is its last day in force."""

    statute = models.ForeignKey(Statute, models.CASCADE, related_name="editions")
    form = models.TextField("文件形式", choices=[(form.value, form.value) for form in Form])
    promulgated = models.DateField("公布日期", null=True)
    in_force_from = models.DateField("施行日期", null=True)
    in_force_until = models.DateField("失效前最后一日", null=True)
    basis = models.TextField("施行日期依据", choices=[(b.value, b.value) for b in Basis])
    ended_by = models.TextField("代替者", blank=True)
    doubt = models.TextField("疑点", blank=True)
    instrument = models.TextField("文号", blank=True)
    header = models.TextField("题注", blank=True)
    articles = models.IntegerField("条数", null=True)
    has_text = models.BooleanField("有正文", default=True)
    digest = models.TextField("源文件 SHA-256", blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("statute", "in_force_from", "promulgated"),
                name="edition_once",
                nulls_distinct=False,
            ),
        )

    def __str__(self) -> str:
        return f"{self.statute}（{said(self.in_force_from)}起施行）"


class Source(models.Model):
    """One file, with what it says about itself. `reader` is the version that read it.

    Only an adopted source has an edition and provisions; `duplicates` says of another which
    file was adopted in its stead. The other fields are those of `reading.Facts`.
    """

    path = models.TextField("路径", unique=True)
    digest = models.CharField("SHA-256", max_length=64)
    reader = models.IntegerField("读取程序版本")
    outcome = models.TextField("结果", choices=[(o.value, o.value) for o in Outcome])
    reason = models.TextField("原因", blank=True)
    duplicates = models.TextField("重复", blank=True)
    edition = models.ForeignKey(Edition, models.SET_NULL, null=True, related_name="sources")
    title = models.TextField("标题", blank=True)
    part = models.TextField("分编", blank=True)
    form = models.TextField("文件形式", blank=True)
    category = models.TextField("类别", blank=True)
    instrument = models.TextField("文号", blank=True)
    header = models.TextField("题注", blank=True)
    promulgated = models.DateField("公布日期", null=True)
    in_force_from = models.DateField("施行日期", null=True)
    basis = models.TextField("施行日期依据", blank=True)
    reported_repealed = models.BooleanField("来源标注失效", default=False)
    repeals = ArrayField(models.TextField(), default=list, verbose_name="废止")
    mended = ArrayField(models.TextField(), default=list, verbose_name="修补")
    missing = ArrayField(models.TextField(), default=list, verbose_name="缺失")
    first_article = models.IntegerField("首条", default=0)
    articles = models.IntegerField("条文树的条数", default=0)
    counted = models.IntegerField("独立计数的条数", default=0)
    dropped = models.IntegerField("未入树的句数", default=0)
    body = models.CharField("正文 SHA-256", max_length=64, blank=True)

    def __str__(self) -> str:
        return self.path


class Provision(models.Model):
    """A division, an article or a clause. 款、项 and 目 are read out of `text` when asked for."""

    # The constraint below already indexes the source.
    source = models.ForeignKey(Source, models.CASCADE, related_name="provisions", db_index=False)
    ordinal = models.IntegerField("次序")
    depth = models.SmallIntegerField("层级")
    kind = models.TextField("种类", choices=[(kind.value, kind.value) for kind in Kind])
    number = models.IntegerField("序号")
    inserted = models.IntegerField("之几")
    annexed = models.BooleanField("在附件中")
    path = models.TextField("所在编章节", blank=True)
    text = models.TextField("正文")
    vector = SearchVectorField("检索向量", null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("source", "ordinal"), name="provision_in_order"),
        )
        indexes = (GinIndex(fields=("vector",), name="provision_words"),)

    def __str__(self) -> str:
        return self.part.name or self.kind

    @property
    def part(self) -> Part:
        """The pure value of this row, without its children."""
        return Part(Kind(self.kind), self.number, self.inserted, self.text)
