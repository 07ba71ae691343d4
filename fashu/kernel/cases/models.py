"""What is kept of a case. `Event` is what happened; every other row of a case follows from it.

Only `actions` writes here. Events are append-only in the database; their payloads (facts,
personal data) can be erased by one role alone, without breaking any proof.
"""

from typing import ClassVar

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Q


class Case(models.Model):
    """One case: the fold of its events, with the columns that lists and policies need."""

    number = models.CharField("案号", max_length=40, unique=True)
    code = models.CharField("查询码", max_length=16, unique=True)
    procedure = models.CharField("程序", max_length=64)
    version = models.CharField("程序版本", max_length=32)
    stage = models.CharField("阶段", max_length=64)
    outcome = models.CharField("结果", max_length=64, blank=True)
    title = models.CharField("标题", max_length=200)
    office = models.ForeignKey("people.Office", models.PROTECT, verbose_name="承办机关")
    office_path = models.TextField("机关路径", db_collation="C")
    handler = models.ForeignKey(
        "people.Account", models.PROTECT, related_name="+", null=True, verbose_name="承办人"
    )
    opened_on = models.DateField("收到日期")
    moved_on = models.DateField("最近变动")
    closed_on = models.DateField("办结日期", null=True, blank=True)
    archived_at = models.DateTimeField("归档时间", null=True, blank=True)
    retained_until = models.DateField("重新划定的保管期限", null=True, blank=True)
    destroyed_at = models.DateTimeField("销毁时间", null=True, blank=True)
    due_at = models.DateTimeField("最近期限", null=True, blank=True)
    seq = models.PositiveIntegerField("事件数")
    head = models.BinaryField("末事件散列", max_length=32)
    state = models.JSONField("状态")

    class Meta:
        ordering: ClassVar[list[str]] = ["-id"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["office_path", "procedure", "stage"]),
            models.Index(
                fields=["office_path", "due_at"], condition=Q(closed_on=None), name="case_open_due"
            ),
            models.Index(
                fields=["handler", "due_at"],
                condition=Q(closed_on=None, handler__isnull=False),
                name="case_handler_due",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"


class Participant(models.Model):
    """Somebody with a part in the case: an account, or an organ by its office."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="participants")
    role = models.CharField("角色", max_length=64)
    name = models.CharField("姓名或名称", max_length=100)
    account = models.ForeignKey("people.Account", models.PROTECT, null=True, blank=True)
    office_path = models.TextField("机关路径", db_collation="C", null=True, blank=True)
    since = models.DateField("自")

    class Meta:
        ordering: ClassVar[list[str]] = ["id"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["account"], condition=Q(account__isnull=False), name="participant_account"
            ),
            models.Index(
                fields=["office_path"],
                condition=Q(office_path__isnull=False),
                name="participant_office",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Spelling(models.Model):
    """The title and the participants' names of a case in letters, for searching by pinyin."""

    case = models.OneToOneField(Case, models.PROTECT, primary_key=True, related_name="spelling")
    letters = SearchVectorField("拼音")

    class Meta:
        indexes: ClassVar[list[models.Index]] = [GinIndex(fields=["letters"], name="spelling_gin")]

    def __str__(self) -> str:
        return f"spelling of {self.case_id}"


class Event(models.Model):
    """One event as it was taken. `envelope` is the canonical bytes that the record hashes.

    `stage`, `closes` and `office_path` say where it led, whether it ended the case, and which
    office handled the case then: what statistics count, as it was known at `recorded_at`.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="events")
    seq = models.PositiveIntegerField("序号")
    kind = models.CharField("种类", max_length=16)
    key = models.CharField("事项", max_length=64)
    by = models.CharField("角色", max_length=64, blank=True)
    account = models.ForeignKey("people.Account", models.PROTECT, null=True, blank=True)
    on = models.DateField("日期")
    recorded_at = models.DateTimeField("记录时间")
    stage = models.CharField("此后阶段", max_length=64)
    closes = models.BooleanField("办结")
    office_path = models.TextField("机关路径", db_collation="C")
    envelope = models.BinaryField("信封")
    leaf_hash = models.BinaryField("叶散列", max_length=32)

    class Meta:
        ordering: ClassVar[list[str]] = ["case_id", "seq"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["case", "seq"], name="event_once"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["on", "kind", "key"], name="event_on_kind"),
            models.Index(fields=["on"], condition=Q(seq=1), name="event_opens"),
            models.Index(fields=["on"], condition=Q(closes=True), name="event_closes"),
        ]

    def __str__(self) -> str:
        return f"{self.case_id}/{self.seq} {self.kind} {self.key}"


class Payload(models.Model):
    """What an event said (facts, trace), with the salt of its commitment. Erasable."""

    # No foreign key in the database: checking one locks the event, which nobody may.
    event = models.OneToOneField(
        Event, models.PROTECT, primary_key=True, related_name="payload", db_constraint=False
    )
    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    salt = models.BinaryField("盐", max_length=16)
    payload = models.BinaryField("内容")

    def __str__(self) -> str:
        return f"payload of {self.event_id}"


class RunningTerm(models.Model):
    """A clock that somebody has to act on: open, or overdue and unmet.

    `lapses_at`: the moment from which an open one has run out, if that is certain.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="terms")
    term = models.CharField("期限", max_length=64)
    n = models.PositiveIntegerField("次")
    title = models.CharField("名称", max_length=100)
    owed_by = models.CharField("义务角色", max_length=64)
    starts = models.DateTimeField("起算")
    due_at = models.DateTimeField("届满", null=True, blank=True)
    lapses_at = models.DateTimeField("届满后", null=True, blank=True)
    provisional = models.BooleanField("暂定")
    paused = models.BooleanField("中止")
    overdue = models.BooleanField("已逾期")

    class Meta:
        ordering: ClassVar[list[str]] = ["due_at", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["case", "term", "n"], name="running_term_once"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["lapses_at"], condition=Q(lapses_at__isnull=False), name="term_lapses"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.title}"


class IssuedPaper(models.Model):
    """A paper that a step issued, and whom it has reached."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="papers")
    paper = models.CharField("文书", max_length=64)
    n = models.PositiveIntegerField("次")
    title = models.CharField("名称", max_length=100)
    step = models.CharField("步骤", max_length=64)
    issued_on = models.DateField("制作日期")
    served = models.JSONField("送达")
    is_served = models.BooleanField("已送达")

    class Meta:
        ordering: ClassVar[list[str]] = ["case_id", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["case", "paper", "n"], name="issued_paper_once"),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.title}"


class Attachment(models.Model):
    """A file of the case. Its bytes lie in file storage under their SHA-256."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="attachments")
    sha256 = models.CharField("SHA-256", max_length=64)
    name = models.CharField("文件名", max_length=200)
    media_type = models.CharField("类型", max_length=100)
    size = models.PositiveBigIntegerField("字节")
    account = models.ForeignKey("people.Account", models.PROTECT)
    added_at = models.DateTimeField("上传时间")

    class Meta:
        ordering: ClassVar[list[str]] = ["id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["case", "sha256"], name="attachment_once"),
        ]

    def __str__(self) -> str:
        return self.name


class Note(models.Model):
    """A remark of an officer on the case; not an event, changes nothing."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="notes")
    account = models.ForeignKey("people.Account", models.PROTECT)
    text = models.TextField("备注", max_length=4000)
    written_at = models.DateTimeField("时间")

    class Meta:
        ordering: ClassVar[list[str]] = ["id"]

    def __str__(self) -> str:
        return self.text[:40]


class Ground(models.TextChoices):
    """Why an officer must avoid a case: 《公务员法》第七十六条, item by item."""

    INTEREST = "interest", "涉及本人利害关系"
    RELATIVE = "relative", "涉及亲属的利害关系"
    OTHER = "other", "其他可能影响公正执行公务的"


class Raised(models.TextChoices):
    """On whose word it is asked: 《公务员法》第七十七条."""

    ONESELF = "oneself", "本人申请"
    PARTY = "party", "利害关系人申请"
    ORGAN = "organ", "机关直接决定"


class Avoidance(models.Model):
    """回避: an officer kept away from one case, on his own word, a party's, or the organ's.

    `shuts_out`: whether row-level security hides the case from him. His own word does so at
    once; a party's application does not before it is decided (行政处罚法第四十三条第三款).
    The three names are kept with the row: not everybody who reads it sees the accounts.
    `answer`: why it was decided so, which the one who asked may read.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="avoidances")
    account = models.ForeignKey("people.Account", models.PROTECT, related_name="avoidances")
    name = models.CharField("工作人员", max_length=64)
    ground = models.CharField("情形", max_length=16, choices=Ground)
    reason = models.CharField("理由", max_length=500)
    raised = models.CharField("提出", max_length=16, choices=Raised)
    raised_by = models.ForeignKey("people.Account", models.PROTECT, related_name="+")
    raised_name = models.CharField("提出人", max_length=64)
    raised_at = models.DateTimeField("提出时间")
    decided_by = models.ForeignKey("people.Account", models.PROTECT, related_name="+", null=True)
    decided_name = models.CharField("决定人", max_length=64, blank=True)
    decided_at = models.DateTimeField("决定时间", null=True)
    answer = models.CharField("决定的理由", max_length=500, blank=True)
    is_upheld = models.BooleanField("应当回避", null=True)
    shuts_out = models.BooleanField("不得办理和查看")

    class Meta:
        ordering: ClassVar[list[str]] = ["id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("account")),
                name="avoidance_not_decided_by_oneself",
            ),
            models.CheckConstraint(
                condition=Q(is_upheld__isnull=False, shuts_out=F("is_upheld"))
                | Q(is_upheld=None, decided_by=None),
                name="avoidance_as_decided",
            ),
            models.UniqueConstraint(
                fields=["case", "account"], condition=Q(is_upheld=None), name="avoidance_asked_once"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["account"], condition=Q(shuts_out=True), name="avoidance_shuts_out"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.account_id}"


class Draft(models.Model):
    """Answers not yet submitted, kept for their author alone."""

    account = models.ForeignKey("people.Account", models.CASCADE)
    procedure = models.CharField("程序", max_length=64)
    step = models.CharField("步骤", max_length=64)
    case = models.ForeignKey(Case, models.CASCADE, null=True, blank=True)
    answers = models.JSONField("答案")
    saved_at = models.DateTimeField("保存时间")

    class Meta:
        ordering: ClassVar[list[str]] = ["-saved_at"]

    def __str__(self) -> str:
        return f"{self.procedure} {self.step}"


class DraftFile(models.Model):
    """A file uploaded into a draft, until the case exists."""

    draft = models.ForeignKey(Draft, models.CASCADE, related_name="files")
    account = models.ForeignKey("people.Account", models.CASCADE)
    sha256 = models.CharField("SHA-256", max_length=64)
    name = models.CharField("文件名", max_length=200)
    media_type = models.CharField("类型", max_length=100)
    size = models.PositiveBigIntegerField("字节")

    class Meta:
        ordering: ClassVar[list[str]] = ["id"]

    def __str__(self) -> str:
        return self.name


class Request(models.Model):
    """The key of a request that was carried out: the same key again does nothing again."""

    account = models.ForeignKey("people.Account", models.PROTECT)
    key = models.CharField("请求号", max_length=64)
    case = models.ForeignKey(Case, models.PROTECT)
    seq = models.PositiveIntegerField("事件序号")
    digest = models.CharField("内容摘要", max_length=64)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["account", "key"], name="request_once"),
        ]

    def __str__(self) -> str:
        return self.key


class Definition(models.Model):
    """A procedure as it was described when an event first named it; kept by its digest for ever."""

    digest = models.CharField("摘要", max_length=64, primary_key=True)
    procedure = models.CharField("程序", max_length=64)
    version = models.CharField("版本", max_length=32)
    description = models.JSONField("定义")

    def __str__(self) -> str:
        return f"{self.procedure} {self.version}"


class Counter(models.Model):
    """The next number of a series. Numbers of a rolled-back opening are not used up."""

    series = models.CharField("编号系列", max_length=64, primary_key=True)
    last = models.PositiveBigIntegerField("末号")

    def __str__(self) -> str:
        return self.series
