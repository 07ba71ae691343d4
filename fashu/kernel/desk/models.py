"""What is kept of the work inside an office: who handles a case, and errands among colleagues.

`ErrandEvent` and `Handling` are what happened and are never changed; `Errand` and `Task` follow
from them and are written with them in one transaction, by `errands` alone.

Names stand with the rows: whoever reads a row need not see the account (`name`, `by_name`).
"""

from datetime import time
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from fashu.kernel.desk import acts
from fashu.kernel.desk.allotment import Way
from fashu.kernel.desk.flow import End


class Purpose(models.TextChoices):
    """What colleagues are asked for."""

    SIGN = "sign", "审批会签"
    ADVISE = "advise", "征求意见"
    DO = "do", "交办"


class How(models.TextChoices):
    """How somebody came to handle a case, or ceased to."""

    CLAIM = "claim", "认领"
    ASSIGN = "assign", "指派"
    TURN = "turn", "轮流分办"
    LOAD = "load", "按负载分办"
    RULE = "rule", "规则分办"
    HAND_ON = "hand_on", "转办"
    RELEASE = "release", "退回机关"


class Errand(models.Model):
    """内部事项: colleagues are asked something about a case. The fold of its events.

    `step`: the step of the procedure whose co-signing it is, if any.
    """

    ENDS: ClassVar[list[tuple[str, str]]] = [(end.value, end.label) for end in End]

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="errands")
    purpose = models.CharField("类别", max_length=8, choices=Purpose)
    title = models.CharField("事项", max_length=100)
    words = models.TextField("说明", max_length=4000, blank=True)
    step = models.CharField("步骤", max_length=64, blank=True)
    initiator = models.ForeignKey("people.Account", models.PROTECT, related_name="+")
    initiator_name = models.CharField("发起人", max_length=64, blank=True)
    opened_at = models.DateTimeField("发起时间")
    moved_at = models.DateTimeField("最近变动")
    closed_at = models.DateTimeField("结束时间", null=True, blank=True)
    end = models.CharField("结果", max_length=8, choices=ENDS, blank=True)
    seq = models.PositiveIntegerField("事件数", default=0)

    class Meta:
        ordering: ClassVar[list[str]] = ["-id"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["initiator", "-moved_at"], name="errand_initiator"),
        ]

    def __str__(self) -> str:
        return self.title


class ErrandEvent(models.Model):
    """One act on an errand. `by`: in whose place; `hand`: who did it, a delegate perhaps."""

    KINDS: ClassVar[list[tuple[str, str]]] = list(acts.LABELS.items())

    errand = models.ForeignKey(Errand, models.PROTECT, related_name="events")
    seq = models.PositiveIntegerField("序号")
    kind = models.CharField("种类", max_length=16, choices=KINDS)
    by = models.ForeignKey("people.Account", models.PROTECT, related_name="+")
    hand = models.ForeignKey("people.Account", models.PROTECT, related_name="+")
    by_name = models.CharField("办理人", max_length=64, blank=True)
    hand_name = models.CharField("经手人", max_length=64, blank=True)
    recorded_at = models.DateTimeField("时间")
    act = models.JSONField("内容")
    words = models.TextField("意见", max_length=4000, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["errand_id", "seq"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["errand", "seq"], name="errand_event_once"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["hand", "-id"], name="errand_event_hand"),
        ]

    def __str__(self) -> str:
        return f"{self.errand_id}/{self.seq} {self.kind}"


class Task(models.Model):
    """Somebody has to act on an errand now."""

    errand = models.ForeignKey(Errand, models.PROTECT, related_name="tasks")
    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="+")
    account = models.ForeignKey("people.Account", models.PROTECT, related_name="+")
    name = models.CharField("办理人", max_length=64, blank=True)
    place = models.PositiveIntegerField("环节")
    since = models.DateField("到达日期")
    due_on = models.DateField("内部时限", null=True, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["due_on", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["errand", "account"], name="task_once"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["account", "due_on"], name="task_account"),
        ]

    def __str__(self) -> str:
        return f"{self.account} · {self.errand}"


class Copy(models.Model):
    """抄送: somebody is told of a case, or of an errand of it. Nothing is asked of him."""

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="copies")
    errand = models.ForeignKey(Errand, models.PROTECT, related_name="copied", null=True, blank=True)
    account = models.ForeignKey("people.Account", models.PROTECT, related_name="+")
    by = models.ForeignKey("people.Account", models.PROTECT, related_name="+")
    by_name = models.CharField("抄送人", max_length=64, blank=True)
    words = models.CharField("附言", max_length=200, blank=True)
    at = models.DateTimeField("时间")
    read_at = models.DateTimeField("阅读时间", null=True, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["-id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["errand", "account"], condition=Q(errand__isnull=False), name="copy_once"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["account", "-id"], name="copy_account"),
        ]

    def __str__(self) -> str:
        return f"{self.account} · {self.case}"


class Handling(models.Model):
    """A change of who handles a case. `account`: None where it went back to the office."""

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="handlings")
    account = models.ForeignKey("people.Account", models.PROTECT, null=True, related_name="+")
    name = models.CharField("承办人", max_length=64, blank=True)
    by = models.ForeignKey("people.Account", models.PROTECT, null=True, related_name="+")
    by_name = models.CharField("办理人", max_length=64, blank=True)
    how = models.CharField("方式", max_length=8, choices=How)
    words = models.CharField("理由", max_length=200, blank=True)
    at = models.DateTimeField("时间")

    class Meta:
        ordering: ClassVar[list[str]] = ["id"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["account", "-id"], name="handling_account"),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.how}"


class Urge(models.Model):
    """催办 of whoever handles a case; of an errand it is one of its events."""

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="urges")
    account = models.ForeignKey("people.Account", models.PROTECT, related_name="+")
    name = models.CharField("承办人", max_length=64, blank=True)
    by = models.ForeignKey("people.Account", models.PROTECT, related_name="+")
    by_name = models.CharField("催办人", max_length=64, blank=True)
    words = models.CharField("附言", max_length=200, blank=True)
    on = models.DateField("日期")
    at = models.DateTimeField("时间")

    class Meta:
        ordering: ClassVar[list[str]] = ["-id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["case", "account", "on"], name="urge_once_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.on}"


class Delegation(models.Model):
    """委托: a colleague acts in somebody's place from `since` to `until`, unless ended before."""

    account = models.ForeignKey("people.Account", models.PROTECT, related_name="+")
    to = models.ForeignKey("people.Account", models.PROTECT, related_name="+")
    since = models.DateField("自")
    until = models.DateField("至")
    reason = models.CharField("事由", max_length=100, blank=True)
    made_at = models.DateTimeField("时间")
    ended_at = models.DateTimeField("收回时间", null=True, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["-id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(until__gte=F("since")), name="delegation_ends_after_start"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account} → {self.to}"


class Absence(models.Model):
    """不在岗: somebody is on leave or out, so that no new case is given to him by the rules."""

    class Kind(models.TextChoices):
        """Why he is away; no more is asked."""

        LEAVE = "leave", "休假"
        TRIP = "trip", "出差"
        COURSE = "course", "学习培训"

    account = models.ForeignKey("people.Account", models.PROTECT, related_name="+")
    name = models.CharField("姓名", max_length=64)
    office_path = models.TextField("机关路径", db_collation="C")
    kind = models.CharField("原因", max_length=8, choices=Kind)
    since = models.DateField("自")
    until = models.DateField("至")
    made_by = models.ForeignKey("people.Account", models.PROTECT, related_name="+")
    made_at = models.DateTimeField("登记时间")
    ended_at = models.DateTimeField("撤回时间", null=True, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["-id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(until__gte=F("since")), name="absence_ends_after_start"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["account", "until"], name="absence_account"),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.since}–{self.until}"


class AllotmentRule(models.Model):
    """分办规则 of an office. Never changed: another version replaces it, this one ends.

    `business` and `region` are empty for all, `people` (accounts) for everybody who may handle.
    """

    office = models.ForeignKey("people.Office", models.PROTECT, related_name="+")
    office_path = models.TextField("机关路径", db_collation="C")
    business = models.CharField("业务", max_length=64, blank=True)
    region = models.CharField("地区", max_length=12, blank=True)
    people = ArrayField(models.BigIntegerField(), verbose_name="人员", default=list)
    names = ArrayField(models.CharField(max_length=64), verbose_name="姓名", default=list)
    way = models.CharField("方式", max_length=8, choices=[(w.value, w.label) for w in Way])
    title = models.CharField("名称", max_length=100)
    set_by = models.ForeignKey("people.Account", models.PROTECT, related_name="+")
    set_name = models.CharField("设定人", max_length=64)
    set_at = models.DateTimeField("设定时间")
    ended_at = models.DateTimeField("停用时间", null=True, blank=True)
    ended_name = models.CharField("停用人", max_length=64, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["office", "business", "region"],
                condition=Q(ended_at=None),
                name="allotment_rule_once",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class AllotmentSwitch(models.Model):
    """Turning the rules of an office on or off; the latest row holds, without one they are off."""

    office = models.ForeignKey("people.Office", models.PROTECT, related_name="+")
    office_path = models.TextField("机关路径", db_collation="C")
    is_on = models.BooleanField("启用")
    by = models.ForeignKey("people.Account", models.PROTECT, related_name="+")
    by_name = models.CharField("办理人", max_length=64)
    at = models.DateTimeField("时间")

    class Meta:
        ordering: ClassVar[list[str]] = ["-id"]

    def __str__(self) -> str:
        return f"{self.office_path} {self.is_on}"


class Allotment(models.Model):
    """Why the rules gave a case to somebody: everything that was weighed, as it was then.

    `handling_id` is the row of `Handling`; no foreign key can point to what is append-only.
    """

    handling_id = models.BigIntegerField("承办变动", unique=True)
    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="+")
    words = models.TextField("理由")
    weighed = models.JSONField("权衡")

    def __str__(self) -> str:
        return self.words


class SavedView(models.Model):
    """A list of cases narrowed and sorted, kept under a name; `shared` with the whole office."""

    account = models.ForeignKey("people.Account", models.CASCADE, related_name="+")
    office_path = models.TextField("机关路径", db_collation="C", null=True)
    box = models.CharField("列表", max_length=8)
    title = models.CharField("名称", max_length=40)
    query = models.CharField("条件", max_length=1000)
    shared = models.BooleanField("本机关共用", default=False)

    class Meta:
        ordering: ClassVar[list[str]] = ["title", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["account", "box", "title"], name="saved_view_once"),
        ]

    def __str__(self) -> str:
        return self.title


class ColumnChoice(models.Model):
    """Which columns somebody sees in a list, in which order."""

    account = models.ForeignKey("people.Account", models.CASCADE, related_name="+")
    box = models.CharField("列表", max_length=8)
    columns = ArrayField(models.CharField(max_length=16), verbose_name="列")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["account", "box"], name="column_choice_once"),
        ]

    def __str__(self) -> str:
        return f"{self.account} {self.box}"


class Kind(models.TextChoices):
    """What one is told of."""

    TASK = "task", "待办事项"
    ASSIGN = "assign", "案件指派"
    URGE = "urge", "催办"
    COPY = "copy", "抄送"
    END = "end", "事项结束"
    EVENT = "event", "案件进展"
    DIGEST = "digest", "每日期限"
    BOOKING = "booking", "预约提醒"


class Notice(models.Model):
    """消息: one person is told of one thing. `address`: the page it leads to.

    `posted_at`: when it was looked at for letters (e-mail, SMS) by the worker.
    """

    account = models.ForeignKey("people.Account", models.PROTECT, related_name="+")
    kind = models.CharField("种类", max_length=8, choices=Kind)
    words = models.CharField("内容", max_length=200)
    number = models.CharField("案号", max_length=40, blank=True)
    address = models.CharField("地址", max_length=200)
    made_at = models.DateTimeField("时间")
    read_at = models.DateTimeField("阅读时间", null=True, blank=True)
    posted_at = models.DateTimeField("转发时间", null=True, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["-id"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["account", "-id"], name="notice_account"),
            models.Index(
                fields=["account"], condition=Q(read_at__isnull=True), name="notice_unread"
            ),
            models.Index(fields=["id"], condition=Q(posted_at__isnull=True), name="notice_to_post"),
        ]

    def __str__(self) -> str:
        return self.words


class Preference(models.Model):
    """How somebody wants to be told outside these pages. `channels`: kind -> mail and sms."""

    account = models.OneToOneField(
        "people.Account", models.CASCADE, primary_key=True, related_name="+"
    )
    email = models.EmailField("电子邮件", blank=True)
    channels = models.JSONField("渠道", default=dict)
    quiet_from = models.TimeField("免打扰自", default=time(21))
    quiet_until = models.TimeField("免打扰至", default=time(8))

    def __str__(self) -> str:
        return f"preference of {self.account_id}"


class Letter(models.Model):
    """One message to one address outside: what was sent, or why it was not yet."""

    CHANNELS: ClassVar[list[tuple[str, str]]] = [("mail", "电子邮件"), ("sms", "短信")]

    account = models.ForeignKey("people.Account", models.PROTECT, related_name="+")
    notice = models.ForeignKey(Notice, models.PROTECT, related_name="letters")
    channel = models.CharField("渠道", max_length=8, choices=CHANNELS)
    to = models.CharField("收件地址", max_length=254)
    text = models.CharField("内容", max_length=200)
    due_at = models.DateTimeField("不早于")
    tries = models.PositiveSmallIntegerField("已试", default=0)
    sent_at = models.DateTimeField("发出时间", null=True, blank=True)
    error = models.CharField("错误", max_length=200, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["-id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["notice", "channel"], name="letter_once"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["due_at"], condition=Q(sent_at__isnull=True), name="letter_due"),
        ]

    def __str__(self) -> str:
        return f"{self.channel} {self.to}"


class ToldUpTo(models.Model):
    """How far the log of events has been read for notices to handlers; one row."""

    leaf_index = models.PositiveBigIntegerField("叶序号")

    def __str__(self) -> str:
        return str(self.leaf_index)


class FeedKey(models.Model):
    """日历订阅: the digest of a secret that opens one person's deadlines; it can be revoked."""

    account = models.ForeignKey("people.Account", models.CASCADE, related_name="+")
    digest = models.CharField("摘要", max_length=64, unique=True)
    made_at = models.DateTimeField("时间")
    revoked_at = models.DateTimeField("停用时间", null=True, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["-id"]

    def __str__(self) -> str:
        return f"feed of {self.account_id}"
