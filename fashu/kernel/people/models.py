"""Offices, their posts, accounts, and who serves where. Persons of a case are not here.

Offices change through `offices`, posts and postings through `posts`: they keep the history.
"""

from datetime import date
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Concat, StrIndex
from django.db.models.lookups import Exact
from pypinyin import Style, lazy_pinyin

from fashu.kernel import clock
from fashu.kernel.access import Kind

CODE = RegexValidator(r"^[0-9A-Z][0-9A-Za-z-]*$", "机构代码由数字和字母组成。")
DIVISION = RegexValidator(r"^\d{2,12}$", "行政区划代码由 2 至 12 位数字组成。")


class Level(models.TextChoices):
    """The five levels of the administration (部、省、市、县、所)."""

    MINISTRY = "ministry", "部级"
    PROVINCE = "province", "省级"
    CITY = "city", "市级"
    COUNTY = "county", "县级"
    STATION = "station", "乡镇街道"


class OfficeKind(models.TextChoices):
    """What sort of organ an office is."""

    JUSTICE = "justice", "司法行政机关"
    GOVERNMENT = "government", "人民政府"
    DEPARTMENT = "department", "政府部门"
    RECONSIDERATION = "reconsideration", "行政复议机构"
    CONGRESS = "congress", "人大常委会"
    SUPERVISION = "supervision", "监察机关"
    POLICE = "police", "公安机关"
    DETENTION = "detention", "看守所"
    STATE_SECURITY = "state_security", "国家安全机关"
    COURT = "court", "人民法院"
    PROCURATORATE = "procuratorate", "人民检察院"
    PRISON_AUTHORITY = "prison_authority", "监狱管理机关"
    PRISON = "prison", "监狱"
    REHABILITATION_AUTHORITY = "rehabilitation_authority", "戒毒管理机关"
    REHABILITATION = "rehabilitation", "强制隔离戒毒所"
    CORRECTION = "correction", "社区矫正机构"
    LEGAL_AID = "legal_aid", "法律援助机构"
    LEGAL_SERVICE = "legal_service", "公共法律服务中心"
    NOTARY = "notary", "公证机构"
    LAW_FIRM = "law_firm", "律师事务所"
    GRASSROOTS_SERVICE = "grassroots_service", "基层法律服务所"
    APPRAISAL = "appraisal", "司法鉴定机构"
    ARBITRATION = "arbitration", "仲裁机构"
    MEDIATION = "mediation", "人民调解委员会"
    ASSOCIATION = "association", "行业协会"
    NEIGHBOURHOOD = "neighbourhood", "基层群众性自治组织"


class OfficeQuerySet(models.QuerySet["Office"]):
    """Offices by validity."""

    def existing(self, day: date | None = None) -> "OfficeQuerySet":
        """Those that exist on a day, today unless one is named."""
        on = day or clock.today()
        return self.filter(Q(since=None) | Q(since__lte=on), Q(until=None) | Q(until__gte=on))


class Office(models.Model):
    """An organ or a part of one. Who exists and where is public; hence no row-level security.

    `code` stays for life: case numbers and papers carry it. `division_code` is the present one;
    what it was before stands in `OfficeChange`. `acts_through`: the office that handles cases in
    this organ's name, as a 司法局 does for the 人民政府 whose 行政复议机构 it is
    (行政复议法第四条). `until`: the last day; `successor`: who continues its powers from then on.
    """

    code = models.CharField("机构代码", max_length=32, unique=True, validators=[CODE])
    title = models.CharField("名称", max_length=100)
    initials = models.CharField("拼音首字母", max_length=100, editable=False, default="")
    level = models.CharField("层级", max_length=16, choices=Level)
    kind = models.CharField("类别", max_length=32, choices=OfficeKind)
    division_code = models.CharField("行政区划代码", max_length=12, validators=[DIVISION])
    credit_code = models.CharField("统一社会信用代码", max_length=18, blank=True)
    address = models.CharField("地址", max_length=200, blank=True)
    phone = models.CharField("电话", max_length=40, blank=True)
    parent = models.ForeignKey(
        "self", models.PROTECT, related_name="children", null=True, blank=True, verbose_name="上级"
    )
    acts_through = models.ForeignKey(
        "self", models.PROTECT, related_name="+", null=True, blank=True, verbose_name="办事机构"
    )
    since = models.DateField("设立", null=True, blank=True)
    until = models.DateField("撤销", null=True, blank=True)
    successor = models.ForeignKey(
        "self",
        models.PROTECT,
        related_name="predecessors",
        null=True,
        blank=True,
        verbose_name="承继机关",
    )
    parent_path = models.TextField("上级路径", editable=False, default="", db_collation="C")
    path = models.TextField("路径", unique=True, editable=False, db_collation="C")

    objects: ClassVar[models.Manager["Office"]] = models.Manager.from_queryset(OfficeQuerySet)()

    class Meta:
        ordering: ClassVar[list[str]] = ["path"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            # With the foreign key of (parent, parent_path) in the database: no circle, ever.
            models.CheckConstraint(
                condition=Q(path=Concat(F("parent_path"), F("code"), Value("/"))),
                name="office_path_follows",
            ),
            models.CheckConstraint(
                condition=Exact(
                    StrIndex(
                        Concat(Value("/"), F("parent_path")),
                        Concat(Value("/"), F("code"), Value("/")),
                    ),
                    0,
                ),
                name="office_in_no_circle",
                violation_error_message="机构不能隶属于自己或者自己的下级。",
            ),
            models.CheckConstraint(
                condition=Q(parent__isnull=False) | Q(parent_path=""),
                name="office_root_has_no_path",
            ),
            models.CheckConstraint(
                condition=Q(since=None) | Q(until=None) | Q(until__gte=F("since")),
                name="office_closes_after_opening",
            ),
            models.CheckConstraint(
                condition=Q(successor=None) | Q(until__isnull=False),
                name="office_successor_of_closed",
            ),
            models.UniqueConstraint(
                fields=["credit_code"], condition=~Q(credit_code=""), name="office_credit_code_once"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def handling(self) -> "Office":
        """The office whose officers handle cases filed with this organ."""
        return self.acts_through or self

    @property
    def is_open(self) -> bool:
        """Whether it exists today."""
        today = clock.today()
        return (self.since is None or self.since <= today) and (
            self.until is None or self.until >= today
        )

    @property
    def heir(self) -> "Office | None":
        """Who continues its powers today: itself while it exists, else the last successor."""
        found, passed = self, set[int]()
        while not found.is_open:
            passed.add(found.pk)
            if found.successor is None or found.successor.pk in passed:
                return None
            found = found.successor
        return found

    def save(self, *args: object, **kwargs: object) -> None:
        """The path follows from the parent: codes from the root down, each with a slash."""
        self.derive()
        super().save(*args, **kwargs)  # type: ignore[arg-type] # Django's own signature

    def derive(self) -> None:
        """Fill in what follows from the other columns."""
        self.parent_path = self.parent.path if self.parent else ""
        self.path = f"{self.parent_path}{self.code}/"
        self.initials = initials(self.title)


def initials(words: str) -> str:
    """The first letters of a name's pinyin, for searching: 清河县司法局 is qhxsfj."""
    return "".join(lazy_pinyin(words, style=Style.FIRST_LETTER))[:100].lower()


class OfficeChange(models.Model):
    """One fact of an office that changed on a day, and by which decision. Append-only.

    `field` is a column of the office, `before` and `after` its values as people write them
    (codes for other offices). `on` is the day it took effect, `recorded_at` when it was entered.
    """

    office = models.ForeignKey(Office, models.PROTECT, related_name="changes")
    field = models.CharField("事项", max_length=32)
    before = models.CharField("变更前", max_length=200, blank=True)
    after = models.CharField("变更后", max_length=200, blank=True)
    on = models.DateField("生效日期")
    basis = models.CharField("依据", max_length=200, blank=True)
    account = models.ForeignKey("people.Account", models.PROTECT, related_name="+", null=True)
    recorded_at = models.DateTimeField("登记时间")

    class Meta:
        ordering: ClassVar[list[str]] = ["-on", "-id"]

    def __str__(self) -> str:
        return f"{self.office_id} {self.field}"


class Post(models.Model):
    """A post of an office (岗位、职务): what it is called and which roles come with it."""

    office = models.ForeignKey(Office, models.PROTECT, related_name="posts")
    title = models.CharField("岗位", max_length=40)
    roles = ArrayField(models.CharField(max_length=64), verbose_name="角色", default=list)
    since = models.DateField("自", null=True, blank=True)
    until = models.DateField("至", null=True, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["office", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["office", "title"], name="post_once"),
        ]

    def __str__(self) -> str:
        return self.title


class AccountManager(BaseUserManager["Account"]):
    """Makes accounts with their password hashed."""

    def create_account(
        self, username: str, *, name: str, kind: Kind, password: str | None = None, phone: str = ""
    ) -> "Account":
        """A saved account; without a password nobody can sign in to it."""
        account = self.model(username=username, name=name, kind=kind, phone=phone)
        account.set_password(password)
        account.save(using=self._db)
        return account


class Account(AbstractBaseUser):
    """Somebody who can sign in."""

    KINDS: ClassVar[list[tuple[str, str]]] = [
        (Kind.CITIZEN.value, "公众"),
        (Kind.OFFICER.value, "工作人员"),
        (Kind.AUDITOR.value, "督察人员"),
        (Kind.SYSTEM_ADMIN.value, "系统管理员"),
        (Kind.SECURITY_ADMIN.value, "安全管理员"),
        (Kind.AUDIT_ADMIN.value, "审计管理员"),
        (Kind.SYSTEM.value, "系统"),
    ]

    username = models.CharField("账号", max_length=64, unique=True)
    name = models.CharField("姓名", max_length=64)
    kind = models.CharField("类型", max_length=16, choices=KINDS)
    phone = models.CharField("手机号码", max_length=20, blank=True)
    is_active = models.BooleanField("启用", default=True)
    failed_attempts = models.PositiveSmallIntegerField("连续失败次数", default=0)
    locked_until = models.DateTimeField("锁定至", null=True, blank=True)

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects: ClassVar[AccountManager] = AccountManager()

    class Meta:
        ordering: ClassVar[list[str]] = ["id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(kind__in=[kind.value for kind in Kind if kind is not Kind.VISITOR]),
                name="account_of_one_kind",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def masked_phone(self) -> str:
        """The number with its middle hidden: 139****0001."""
        return f"{self.phone[:3]}****{self.phone[-4:]}" if len(self.phone) >= 7 else ""


class PostingQuerySet(models.QuerySet["Posting"]):
    """Postings by validity."""

    def in_force(self) -> "PostingQuerySet":
        """Those that hold today; one held for somebody else, only while that one holds his."""
        today = clock.today()
        own = Q(until=None) | Q(until__gte=today), Q(since__lte=today)
        kept = Q(on_behalf_of__until=None) | Q(on_behalf_of__until__gte=today)
        principal = Q(on_behalf_of=None) | (Q(on_behalf_of__since__lte=today) & kept)
        return self.filter(*own, principal)


class PostingKind(models.TextChoices):
    """How somebody came to serve in an office."""

    REGULAR = "regular", "任职"
    CONCURRENT = "concurrent", "兼任"
    SECONDMENT = "secondment", "借调"
    TEMPORARY = "temporary", "挂职"
    DELEGATION = "delegation", "代理"


class Posting(models.Model):
    """An account serves in an office, in the given roles, from `since` to `until` inclusive.

    A secondment stands beside the main post, which stays. `on_behalf_of`: whose posting it is
    that this one acts for; only a delegation has one, and it always ends.
    """

    account = models.ForeignKey(Account, models.PROTECT, related_name="postings")
    office = models.ForeignKey(Office, models.PROTECT, related_name="postings")
    post = models.ForeignKey(
        Post, models.PROTECT, related_name="postings", null=True, blank=True, verbose_name="岗位"
    )
    kind = models.CharField("方式", max_length=16, choices=PostingKind, default=PostingKind.REGULAR)
    roles = ArrayField(models.CharField(max_length=64), verbose_name="角色", default=list)
    since = models.DateField("自")
    until = models.DateField("至", null=True, blank=True)
    on_behalf_of = models.ForeignKey(
        "self", models.PROTECT, related_name="delegations", null=True, blank=True
    )
    basis = models.CharField("依据", max_length=200, blank=True)

    objects: ClassVar[models.Manager["Posting"]] = models.Manager.from_queryset(PostingQuerySet)()

    class Meta:
        ordering: ClassVar[list[str]] = ["since", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")), name="posting_ends_after_start"
            ),
            models.CheckConstraint(
                condition=Q(kind="delegation", on_behalf_of__isnull=False, until__isnull=False)
                | (~Q(kind="delegation") & Q(on_behalf_of=None)),
                name="posting_delegation_ends",
            ),
            models.UniqueConstraint(
                fields=["account", "office", "post", "kind", "on_behalf_of", "since"],
                nulls_distinct=False,
                name="posting_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account} · {self.office}"


class Upload(models.Model):
    """A table that somebody chose to import and has not confirmed yet; nobody else sees it."""

    class Kind(models.TextChoices):
        """What the table lists."""

        OFFICES = "offices", "机构"
        OFFICERS = "officers", "人员"

    account = models.ForeignKey(Account, models.CASCADE, related_name="+")
    kind = models.CharField("内容", max_length=16, choices=Kind)
    name = models.CharField("文件名", max_length=200)
    content = models.BinaryField("文件")
    uploaded_at = models.DateTimeField("上传时间")

    def __str__(self) -> str:
        return self.name
