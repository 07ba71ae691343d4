"""What the menus show. A page that should be found adds its line here."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse

from fashu.kernel.access import ADMINISTRATORS, Kind

STAFF = frozenset({Kind.OFFICER, Kind.AUDITOR})
SYSTEM_ADMIN = frozenset({Kind.SYSTEM_ADMIN})
REGISTER = STAFF | {Kind.SYSTEM_ADMIN, Kind.SECURITY_ADMIN}
KEEPERS = frozenset({Kind.SYSTEM_ADMIN, Kind.SECURITY_ADMIN})
SECURITY = frozenset({Kind.SECURITY_ADMIN})
AUDIT = frozenset({Kind.AUDIT_ADMIN})


@dataclass(frozen=True, slots=True)
class Item:
    """One entry: its words, the name of its address, its icon, and who is shown it.

    `is_plain` ones are shown in the elder mode, which offers fewer choices.
    """

    title: str
    url_name: str
    icon: str = "chevron-right"
    kinds: frozenset[Kind] = frozenset(Kind)
    is_plain: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """A titled part of the workbench's tree."""

    title: str
    items: tuple[Item, ...]


PUBLIC = (
    Item("首页", "public:home", "home", is_plain=True),
    Item("找办法", "public:search", "search", is_plain=True),
    Item("我的案件", "public:mine", "list-details", is_plain=True),
    Item("查进度", "public:progress", "search", is_plain=True),
    Item("预约窗口", "public:booking", "calendar-event"),
    Item("核验文书", "papers:verify", "shield-check"),
    Item("算期限", "public:deadline", "calendar-time"),
    Item("查法规", "public:laws", "book-2"),
)

WORKBENCH = (
    Group(
        "办案",
        (
            Item("工作台", "workbench:home", "home", kinds=STAFF),
            Item("待办", "workbench:todo", "inbox", kinds=STAFF),
            Item("已办", "workbench:done", "checklist", kinds=STAFF),
            Item("我发起", "workbench:started", "send", kinds=STAFF),
            Item("抄送", "workbench:copies", "mail", kinds=STAFF),
            Item("期限日历", "workbench:calendar", "calendar-event", kinds=STAFF),
            Item("案件", "workbench:cases", "list-details", kinds=STAFF),
            Item("人员", "registry:persons", "users-group", kinds=STAFF),
            Item("组织", "registry:organisations", "building", kinds=STAFF),
            Item("地点", "registry:places", "map-pin", kinds=STAFF),
            Item("事项", "registry:matters", "notes", kinds=STAFF),
            Item("文书", "papers:desk", "file-text", kinds=STAFF),
            Item("档案", "archives:index", "folder", kinds=STAFF),
            Item("登记案件", "workbench:new", "plus", kinds=frozenset({Kind.OFFICER})),
            Item("委托", "workbench:delegations", "users", kinds=frozenset({Kind.OFFICER})),
            Item("代理", "workbench:deputies", "user-check", kinds=frozenset({Kind.OFFICER})),
            Item("自动分办", "workbench:allotment", "route", kinds=frozenset({Kind.OFFICER})),
        ),
    ),
    Group(
        "监督",
        (
            Item("查阅记录", "registry:reads", "eye", kinds=STAFF),
            Item("统计", "supervision:statistics", "chart-bar", kinds=STAFF),
            Item("预警", "supervision:alerts", "bell", kinds=STAFF),
            Item("督办", "supervision:orders", "flag", kinds=STAFF),
            Item("抽查", "supervision:draws", "ticket", kinds=STAFF),
            Item("留痕检索", "supervision:trace", "history", kinds=STAFF),
            Item("程序", "workbench:procedures", "hierarchy-2", kinds=STAFF),
        ),
    ),
    Group(
        "管理",
        (
            Item("管理首页", "administration:home", "settings", kinds=ADMINISTRATORS),
            Item("字典", "administration:codes", "book-2", kinds=SYSTEM_ADMIN),
            Item("放假安排", "administration:holidays", "calendar-event", kinds=KEEPERS),
            Item("机构", "administration:offices", "sitemap", kinds=REGISTER),
            Item("人员", "administration:officers", "users", kinds=REGISTER),
            Item("角色与数据范围", "administration:roles", "shield-lock", kinds=SECURITY),
            Item("管理员与锁定", "administration:administrators", "user-shield", kinds=SECURITY),
            Item("管理日志", "administration:log", "file-text", kinds=AUDIT),
            Item("单点登录", "administration:clients", "link", kinds=SYSTEM_ADMIN),
            Item("应用", "exchange:consumers", "webhook", kinds=ADMINISTRATORS),
            Item("运行状况", "administration:health", "shield-check", kinds=SYSTEM_ADMIN),
            Item("作业", "administration:jobs", "checklist", kinds=SYSTEM_ADMIN),
            Item("消息投递", "exchange:deliveries", "send", kinds=SYSTEM_ADMIN),
            Item("在线用户", "administration:sessions", "users", kinds=SECURITY),
            Item("登录日志", "administration:signins", "history", kinds=AUDIT),
        ),
    ),
    Group(
        "大厅",
        (
            Item("预约", "workbench:bookings", "calendar-event", kinds=STAFF),
            Item("差评处理", "workbench:ratings", "mood-sad", kinds=STAFF),
            Item("意见反馈", "workbench:reports", "message-2", kinds=STAFF),
            Item("办事指南", "workbench:guides", "file-text", kinds=STAFF),
        ),
    ),
)


def public_menu(kind: Kind) -> list[Item]:
    """The entries of the public header."""
    return [item for item in PUBLIC if kind in item.kinds]


def workbench_menu(kind: Kind) -> list[Group]:
    """The tree of the workbench, without groups that would be empty."""
    shown = (
        Group(group.title, tuple(item for item in group.items if kind in item.kinds))
        for group in WORKBENCH
    )
    return [group for group in shown if group.items]


def section(items: Iterable[Item], path: str) -> str:
    """The `url_name` of the entry that an address lies below, the deepest; empty for none.

    Nothing lies below the front page.
    """
    above = [(reverse(item.url_name), item.url_name) for item in items]
    return max(((a, n) for a, n in above if a != "/" and path.startswith(a)), default=("", ""))[1]
