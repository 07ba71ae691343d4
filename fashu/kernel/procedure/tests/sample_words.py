"""The roles, stages, papers, facts and rules of the sample procedure."""

from fashu.kernel.law.citation import Law
from fashu.kernel.procedure import (
    CaseView,
    Option,
    Paper,
    Refusal,
    Role,
    Stage,
    choice,
    choices,
    day,
    files,
    flag,
    long_text,
    moment,
    money,
    number,
    office,
    text,
)

LAW = Law("示范许可法")

# -- Roles, stages, papers ----------------------------------------

APPLICANT = Role("applicant", "申请人")
OFFICE = Role("office", "许可机关", organ=True)
EXPERT = Role("expert", "评审机构", organ=True)

RECEIVED = Stage("received", "待审查", OFFICE)
WAITING = Stage("waiting", "待补正", APPLICANT)
EXAMINED = Stage("examined", "审查中", OFFICE)
SUSPENDED = Stage("suspended", "已中止", OFFICE)
DECIDED = Stage("decided", "待生效", OFFICE)
EFFECTIVE = Stage("effective", "待履行", APPLICANT)
REFUSED = Stage("refused", "不予受理", final=True)
ABANDONED = Stage("abandoned", "视为放弃", final=True)
CLOSED = Stage("closed", "已办结", final=True)

CORRECTION_NOTICE = Paper(
    key="correction_notice", title="补正通知书", cite=LAW.art(5, 1), to=(APPLICANT,)
)
HEARING_NOTICE = Paper(
    key="hearing_notice", title="听证通知书", cite=LAW.art(8), to=(APPLICANT, EXPERT)
)
LICENCE = Paper(
    key="licence", title="许可决定书", cite=LAW.art(10, 1), to=(APPLICANT,), also=(EXPERT,)
)
DENIAL = Paper(key="denial", title="不予许可决定书", cite=LAW.art(10, 2), to=(APPLICANT,))
FILE_NOTE = Paper(key="file_note", title="审查笔录", cite=LAW.art(6, 2))

# -- Facts ----------------------------------------

NAME = text("name", "申请人姓名", personal=True)
KNEW_ON = day("knew_on", "知道公告的日期")
PUBLISHED_ON = day("published_on", "公告日期", required=False)
HINDERED_FROM = day("hindered_from", "不可抗力开始日", required=False)
HINDERED_TO = day("hindered_to", "不可抗力结束日", required=False)
CLASS = choice("class", "许可类别", Option("plain", "一般"), Option("grave", "重大", LAW.art(3, 2)))
SITES = choices(
    "sites", "设置地点", Option("road", "道路"), Option("river", "河道"), required=False
)
URGENT = flag("urgent", "是否加急")
URGENT_WHY = text("urgent_why", "加急理由").when("urgent", True)
VALUE = money("value", "工程造价", most=1_000_000_00)
DRAWINGS = files("drawings", "图纸", required=False)
STORY = long_text("story", "事实和理由", required=False)
CHOSEN_OFFICE = office("chosen_office", "许可机关")
CORRECTION_DAYS = number("correction_days", "补正期限（工作日）", least=1, most=30)
HEARING_ON = day("hearing_on", "听证日期")
VISIT_FIRST = day("visit_first", "勘验开始日")
VISIT_END = day("visit_end", "勘验结束日")
EXTRA_DAYS = number("extra_days", "延长天数", least=1)
GRANTED = choice("granted", "决定", Option("yes", "准予许可"), Option("no", "不予许可"))
PERFORM_BY = day("perform_by", "履行截止日").when("granted", "yes")
THING = text("thing", "登记保存的物品")
POSTED_ON = day("posted_on", "交邮日期", required=False)
REPORTED_AT = moment("reported_at", "报告时间", required=False)

# -- Rules ----------------------------------------

CEILING_FEN = 500_000_00


def affordable(case: CaseView) -> Refusal | None:
    """示范许可法第三条第三款

    「造价超过五十万元的，不得按一般类别申请。」
    """
    value = case.number(VALUE.key)
    if value is not None and value > CEILING_FEN and case.fact(CLASS.key) == "plain":
        return Refusal("造价超过五十万元，不得按一般类别申请", LAW.art(3, 3), "请改选“重大”")
    return None


def drawings_at_hand(case: CaseView) -> Refusal | None:
    """示范许可法第六条第一款"""
    if case.fact(CLASS.key) == "grave" and not case.items(DRAWINGS.key):
        return Refusal("重大许可应当附图纸", LAW.art(6, 1), "请先补充图纸")
    return None
