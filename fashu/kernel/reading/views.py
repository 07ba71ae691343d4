"""The kinds of view, and what each is for in words that the person concerned understands. Pure."""

from enum import StrEnum

from fashu.kernel.access import Actor, Kind
from fashu.kernel.law.citation import Citation, Law

BASIS: Citation = Law("个人信息保护法").art(34)
"""国家机关为履行法定职责处理个人信息，应当依照法律、行政法规规定的权限、程序进行."""


class View(StrEnum):
    """How personal data was looked at."""

    CASE = "case"
    FORM = "form"
    PAPER = "paper"
    FILE = "file"
    LIST = "list"
    SEARCH = "search"
    EXPORT = "export"
    STATISTICS = "statistics"
    PERSON = "person"
    ORGANISATION = "organisation"
    REVEAL = "reveal"
    API = "api"
    LOG = "log"

    @property
    def label(self) -> str:
        """What it is called on pages."""
        return TITLES[self]


TITLES = {
    View.CASE: "打开案卷",
    View.FORM: "填写办案表单",
    View.PAPER: "阅读文书",
    View.FILE: "打开或者下载附件",
    View.LIST: "查看案件列表",
    View.SEARCH: "按条件检索",
    View.EXPORT: "导出",
    View.STATISTICS: "从统计数字查看明细",
    View.PERSON: "查看人员档案",
    View.ORGANISATION: "查看组织档案",
    View.REVEAL: "查看完整证件号码",
    View.API: "其他系统通过接口读取",
    View.LOG: "查看查阅记录",
}


def purpose_of(actor: Actor, view: View, office_path: str | None) -> str:
    """Why he reads, where the page does not say: from his part in the case at `office_path`."""
    if actor.kind is Kind.AUDITOR:
        return "审计监督"
    if view is View.LOG:
        return "检查个人信息查阅情况"
    if office_path is None:
        return "安排和办理本机关的案件"
    if office_path == actor.office_path:
        return "办理本机关承办的案件"
    if office_path in actor.scope:
        return "监督下级机关办理案件"
    return "以被通知参加的机关身份办理案件"
