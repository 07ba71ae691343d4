"""第二章 行政复议申请: filing, the ways it reaches the organ, and the period for it."""

from fashu.businesses.government.reconsideration import papers
from fashu.businesses.government.reconsideration.facts import act, dates
from fashu.businesses.government.reconsideration.facts import application as facts
from fashu.businesses.government.reconsideration.norms import (
    LAW,
    REGULATION_2007,
    long,
    short,
    term,
)
from fashu.businesses.government.reconsideration.parties import (
    APPLICANT,
    APPLYING,
    AUTHORITY,
    OFFICE,
    RESPONDENT,
    RESPONDENTS_SIDE,
)
from fashu.businesses.government.reconsideration.rules import filing as rules
from fashu.businesses.government.reconsideration.stages import (
    CORRECTION,
    FORWARDING,
    RECEIVED,
    SELF_CORRECTED,
)
from fashu.kernel.calendar import years
from fashu.kernel.procedure import (
    Doubt,
    ExcludedPeriod,
    Issue,
    Lapse,
    Limit,
    Nature,
    Step,
    Term,
    entered,
    from_fact,
    long_text,
)

_BINDS = ((AUTHORITY, act.AUTHORITY_OFFICE),)

# -- 第22条  书面申请、口头申请 ----------------------------------------------------------------

FILE = Step(
    key="file",
    title="申请行政复议",
    cite=LAW.art(22, 1),
    by=APPLYING,
    to=RECEIVED,
    asks=facts.APPLICATION,
    checks=rules.OF_APPLICATION,
    issues=(papers.APPLICATION,),
    binds=_BINDS,
    help="通过互联网提交的，材料到达本系统之日就是机关收到申请之日。",
)
REGISTER = Step(
    key="register",
    title="登记行政复议申请",
    cite=LAW.art(22, 2),
    by=(OFFICE,),
    to=RECEIVED,
    asks=(facts.INTAKE, *facts.APPLICATION),
    checks=rules.OF_APPLICATION,
    issues=(
        Issue(papers.APPLICATION, facts.CHANNEL, ("in_person", "post")),
        Issue(papers.ORAL_RECORD, facts.CHANNEL, ("oral",)),
    ),
    binds=_BINDS,
    help=(
        "登记当面、邮寄和口头申请。日期填收到申请之日，不是登记之日；"
        "口头申请当场记录并由申请人签名。"
    ),
)

# -- 第32条  通过作出处罚决定的机关提交 ---------------------------------------------------------

FILE_THROUGH_ORGAN = Step(
    key="file_through_organ",
    title="通过作出处罚决定的机关提交申请",
    cite=LAW.art(32, 1),
    by=(*APPLYING, RESPONDENT),
    to=FORWARDING,
    asks=(act.RESPONDENT_OFFICE, *facts.APPLICATION),
    checks=(*rules.OF_APPLICATION, rules.only_on_the_spot_or_by_device),
    issues=(papers.APPLICATION,),
    binds=(*_BINDS, (RESPONDENT, act.RESPONDENT_OFFICE)),
    help="只适用于当场作出的处罚和依据电子监控设备记录作出的处罚。",
)
FORWARD = Step(
    key="forward",
    title="转送行政复议申请",
    cite=LAW.art(32, 2),
    by=RESPONDENTS_SIDE,
    at=(FORWARDING,),
    to=RECEIVED,
    help="认为需要维持处罚决定的，自收到申请之日起五日内转送行政复议机关。",
)
CORRECTED_HOW = long_text("corrected_how", "怎样纠正（撤销、变更的内容和日期）")
SELF_CORRECT = Step(
    key="self_correct",
    title="自行纠正行政处罚决定",
    cite=LAW.art(32, 2),
    by=RESPONDENTS_SIDE,
    at=(FORWARDING,),
    to=SELF_CORRECTED,
    asks=(CORRECTED_HOW,),
    issues=(papers.SELF_CORRECTION,),
    help="申请人仍坚持对原处罚决定申请复议的，告知其向有管辖权的行政复议机关申请。",
)

FORWARDING_TERM = term(
    key="forwarding",
    title="转送期限",
    cite=LAW.art(32, 2),
    span=short(5),
    owed_by=RESPONDENT,
    opens=(entered(FORWARDING),),
    met_by=(FORWARD, SELF_CORRECT),
    while_at=(FORWARDING,),
    lapse=Lapse("未按期转送；申请人可以直接向行政复议机关申请", LAW.art(32, 2)),
)

OPENING = (FILE, REGISTER, FILE_THROUGH_ORGAN)

# -- 第20条、第21条  申请期限 -------------------------------------------------------------------

OBSTACLE = tuple(
    ExcludedPeriod(
        step,
        dates.OBSTACLE_FROM,
        dates.OBSTACLE_UNTIL,
        "因不可抗力或者其他正当理由耽误，自障碍消除之日起继续计算",
        LAW.art(20, 2),
    )
    for step in OPENING
)
_TOO_LATE = Lapse("申请期限届满；没有正当理由的，决定不予受理", LAW.art(30, 2))


FILING = term(
    key="filing",
    title="申请期限",
    cite=LAW.art(20, 1),
    span=long(60),
    nature=Nature.RIGHT,
    owed_by=APPLICANT,
    opens=(from_fact(dates.KNOWN_ON, *OPENING).when(dates.RIGHTS_TOLD, "told"),),
    met_by=OPENING,
    judged_by=facts.POSTED_ON,
    excluded=OBSTACLE,
    lapse=_TOO_LATE,
)
FILING_LATER_TOLD = term(
    key="filing_later_told",
    title="申请期限（事后知道权利、机关和期限）",
    cite=LAW.art(20, 3),
    span=long(60),
    nature=Nature.RIGHT,
    owed_by=APPLICANT,
    opens=(from_fact(dates.TOLD_ON, *OPENING).when(dates.RIGHTS_TOLD, "later"),),
    met_by=OPENING,
    judged_by=facts.POSTED_ON,
    excluded=OBSTACLE,
    limit=Limit(years(1), dates.KNOWN_ON, LAW.art(20, 3)),
    lapse=_TOO_LATE,
)
FILING_NEVER_TOLD = term(
    key="filing_never_told",
    title="申请期限（未告知权利、机关和期限）",
    cite=LAW.art(20, 3),
    span=years(1),
    nature=Nature.RIGHT,
    owed_by=APPLICANT,
    opens=(from_fact(dates.KNOWN_ON, *OPENING).when(dates.RIGHTS_TOLD, "never"),),
    met_by=OPENING,
    judged_by=facts.POSTED_ON,
    excluded=OBSTACLE,
    lapse=_TOO_LATE,
)
FILING_DUTY_FIXED = term(
    key="filing_duty_fixed",
    title="申请期限（有履行期限的）",
    cite=REGULATION_2007.art(16, 1, 1),
    span=long(60),
    nature=Nature.RIGHT,
    owed_by=APPLICANT,
    opens=(from_fact(dates.DUTY_DUE_ON, *OPENING),),
    met_by=OPENING,
    judged_by=facts.POSTED_ON,
    excluded=OBSTACLE,
    lapse=_TOO_LATE,
)
FILING_DUTY = term(
    key="filing_duty",
    title="申请期限（没有履行期限的）",
    cite=REGULATION_2007.art(16, 1, 2),
    span=long(60 + 60),  # 自行政机关收到申请满60日起计算, then the sixty days of 20(1)
    nature=Nature.RIGHT,
    owed_by=APPLICANT,
    opens=(from_fact(dates.REQUESTED_ON, *OPENING).when(dates.DUTY_PERIOD, "none"),),
    met_by=OPENING,
    judged_by=facts.POSTED_ON,
    excluded=OBSTACLE,
    lapse=_TOO_LATE,
)
FILING_URGENT = term(
    key="filing_urgent",
    title="申请期限（紧急情况下请求保护）",
    cite=REGULATION_2007.art(16, 2),
    span=long(60),
    nature=Nature.RIGHT,
    owed_by=APPLICANT,
    opens=(from_fact(dates.REQUESTED_ON, *OPENING).when(dates.DUTY_PERIOD, "urgent"),),
    met_by=OPENING,
    judged_by=facts.POSTED_ON,
    excluded=OBSTACLE,
    lapse=_TOO_LATE,
    doubts=(
        Doubt(
            "紧急情况下不受履行期限的限制，申请期限从何日起算？",
            "自机关收到请求之日起六十日",
            "自知道机关不履行之日起六十日",
        ),
    ),
)
FILING_LONGEST = term(
    key="filing_longest",
    title="最长保护期限",
    cite=LAW.art(21),
    span=years(5),
    nature=Nature.RIGHT,
    owed_by=APPLICANT,
    opens=(from_fact(dates.ACT_ON, *OPENING).when(dates.REAL_ESTATE, False),),
    met_by=OPENING,
    judged_by=facts.POSTED_ON,
    lapse=Lapse("自行政行为作出之日起超过五年，不予受理", LAW.art(21)),
)
FILING_LONGEST_LAND = term(
    key="filing_longest_land",
    title="最长保护期限（不动产）",
    cite=LAW.art(21),
    span=years(20),
    nature=Nature.RIGHT,
    owed_by=APPLICANT,
    opens=(from_fact(dates.ACT_ON, *OPENING).when(dates.REAL_ESTATE, True),),
    met_by=OPENING,
    judged_by=facts.POSTED_ON,
    lapse=Lapse("因不动产提出的申请自行政行为作出之日起超过二十年，不予受理", LAW.art(21)),
)

DUTY_WAIT = Term(
    key="duty_wait",
    title="机关收到申请满六十日",
    cite=REGULATION_2007.art(16, 1, 2),
    span=long(60),
    nature=Nature.WAITING,
    owed_by=RESPONDENT,
    opens=(from_fact(dates.REQUESTED_ON, *OPENING).when(dates.DUTY_PERIOD, "none"),),
    while_at=(FORWARDING, RECEIVED, CORRECTION),
    lapse=Lapse("满六十日仍未履行的，可以申请行政复议", REGULATION_2007.art(16, 1, 2)),
)

FILING_TERMS = (
    FILING,
    FILING_LATER_TOLD,
    FILING_NEVER_TOLD,
    FILING_DUTY_FIXED,
    FILING_DUTY,
    FILING_URGENT,
    FILING_LONGEST,
    FILING_LONGEST_LAND,
)

APPLICATION = (*OPENING, *FILING_TERMS, DUTY_WAIT, FORWARD, SELF_CORRECT, FORWARDING_TERM)
