"""人、组织、地、事: entered once, chosen everywhere. Only this package writes them.

A person or an organisation is what cases, papers and documents have in common. Whoever sees a case
in which one takes part, or entered him, sees him; nobody else.
"""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from fashu.kernel.procedure.identity import TITLES, Document


class Subject(models.Model):
    """What persons and organisations share. `entered_by` is the path of the office, if any.

    `merged_into`: the entry that stands for this one since both were found to be the same.
    """

    # Byte order, so that a beginning is a range: no policy has to be asked for rows outside it.
    name = models.CharField("姓名或名称", max_length=100, db_collation="C", db_index=True)
    initials = models.CharField("拼音首字母", max_length=100, db_collation="C", db_index=True)
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="merged", verbose_name="已并入"
    )
    account = models.ForeignKey("people.Account", models.PROTECT, related_name="+")
    office_path = models.TextField("登记机关", db_collation="C", null=True, blank=True)
    entered_at = models.DateTimeField("登记时间")

    class Meta:
        abstract = True
        ordering: ClassVar[list[str]] = ["-id"]

    def __str__(self) -> str:
        return self.name


class Person(Subject):
    """人. `own_account`: the account of the person himself, once he has filed in his own name."""

    born_on = models.DateField("出生日期", null=True, blank=True)
    is_male = models.BooleanField("男", null=True, blank=True)
    phone = models.CharField("电话", max_length=40, blank=True)
    own_account = models.ForeignKey(
        "people.Account", models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta(Subject.Meta):
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["office_path"], name="person_office"),
            models.Index(fields=["own_account"], name="person_own_account"),
        ]


class Organisation(Subject):
    """组织, by its 统一社会信用代码 where it has one."""

    credit_code = models.CharField(
        "统一社会信用代码", max_length=18, blank=True, db_collation="C", db_index=True
    )

    class Meta(Subject.Meta):
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["office_path"], name="organisation_office"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["credit_code", "office_path"],
                condition=~Q(credit_code=""),
                name="organisation_once_an_office",
            ),
        ]


class Place(Subject):
    """地: an address with its division and, where known, its coordinates (WGS 84)."""

    division_code = models.CharField("行政区划代码", max_length=12)
    latitude = models.FloatField("纬度", null=True, blank=True)
    longitude = models.FloatField("经度", null=True, blank=True)


class Matter(Subject):
    """事: what happened or is at issue, by itself and apart from any one case."""

    happened_on = models.DateField("发生日期", null=True, blank=True)
    place = models.ForeignKey(Place, models.PROTECT, null=True, blank=True)


class IdentityDocument(models.Model):
    """A number, sealed. `ref` is its keyed digest, the only thing that events know of it.

    Whoever has typed the whole number has a row of his own: a digest alone proves nothing.
    """

    ref = models.CharField("索引", max_length=32)
    document = models.CharField(
        "证件类型", max_length=16, choices=[(d.value, TITLES[d]) for d in Document]
    )
    masked = models.CharField("号码", max_length=40)
    sealed = models.BinaryField("密文")
    key_id = models.CharField("密钥", max_length=16, db_index=True)
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="documents"
    )
    account = models.ForeignKey("people.Account", models.PROTECT, related_name="+")
    office_path = models.TextField("登记机关", db_collation="C", null=True, blank=True)
    entered_at = models.DateTimeField("登记时间")

    class Meta:
        ordering: ClassVar[list[str]] = ["id"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["office_path"], name="document_office"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["ref", "account"], name="document_once_each"),
        ]

    def __str__(self) -> str:
        return f"{Document(self.document).label} {self.masked}"


class Part(models.Model):
    """A person or an organisation in a case, in one role. `case` is the case's own number."""

    case_id = models.BigIntegerField("案件")
    role = models.CharField("角色", max_length=64)
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="parts")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="parts"
    )
    document = models.ForeignKey(
        IdentityDocument, models.PROTECT, null=True, blank=True, related_name="parts"
    )
    name = models.CharField("当时登记的姓名或名称", max_length=100)
    since = models.DateField("自")

    class Meta:
        ordering: ClassVar[list[str]] = ["id"]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["case_id"], name="part_case")]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["case_id", "role", "person"],
                condition=Q(person__isnull=False),
                name="part_person_once",
            ),
            models.UniqueConstraint(
                fields=["case_id", "role", "organisation"],
                condition=Q(organisation__isnull=False),
                name="part_organisation_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.role} {self.name}"


class Merging(models.Model):
    """Two entries found to be one subject. Nothing moves, so that taking it back is exact."""

    reason = models.CharField("理由", max_length=200)
    account = models.ForeignKey("people.Account", models.PROTECT, related_name="+")
    office_path = models.TextField("机关路径", db_collation="C", null=True)
    at = models.DateTimeField("时间")
    undone_at = models.DateTimeField("撤销时间", null=True, blank=True)

    class Meta:
        abstract = True
        ordering: ClassVar[list[str]] = ["-id"]


class Merge(Merging):
    """Two entries of one person."""

    kept = models.ForeignKey(Person, models.PROTECT, related_name="+")
    gone = models.ForeignKey(Person, models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.gone_id} → {self.kept_id}"


class OrganisationMerge(Merging):
    """Two entries of one organisation."""

    kept = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    gone = models.ForeignKey(Organisation, models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.gone_id} → {self.kept_id}"
