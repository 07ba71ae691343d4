"""The kinds of decision and the grounds of each, as the statute lists them (第63至71条)."""

from dataclasses import dataclass

from fashu.businesses.government.reconsideration.norms import LAW, REGULATION_2026
from fashu.kernel.law.citation import Citation
from fashu.kernel.procedure import Option

MAINTAIN, VARY, ANNUL, ANNUL_IN_PART = "maintain", "vary", "annul", "annul_in_part"
ILLEGAL, INVALID, PERFORM = "confirm_illegal", "confirm_invalid", "perform"
REJECT, AGREEMENT = "reject_request", "agreement"

OUTCOMES = (
    Option(VARY, "变更", LAW.art(63)),
    Option(ANNUL, "撤销", LAW.art(64)),
    Option(ANNUL_IN_PART, "部分撤销", LAW.art(64)),
    Option(ILLEGAL, "确认违法", LAW.art(65)),
    Option(PERFORM, "责令履行", LAW.art(66)),
    Option(INVALID, "确认无效", LAW.art(67)),
    Option(MAINTAIN, "维持", LAW.art(68)),
    Option(REJECT, "驳回行政复议请求", LAW.art(69)),
    Option(AGREEMENT, "责令承担行政协议责任", LAW.art(71)),
)

FACTS, BASIS, PROCEDURE, CONTENT, POWER = "facts", "basis", "procedure", "content", "power"
SOUND = (FACTS, BASIS, PROCEDURE, CONTENT, POWER)
FINDINGS = (
    Option(FACTS, "认定事实清楚，证据确凿", LAW.art(68)),
    Option(BASIS, "适用依据正确", LAW.art(68)),
    Option(PROCEDURE, "程序合法", LAW.art(68)),
    Option(CONTENT, "内容适当", LAW.art(68)),
    Option(POWER, "没有超越职权或者滥用职权", LAW.art(64, 1, 4)),
)


@dataclass(frozen=True, slots=True)
class Ground:
    """One ground: which decisions it carries, which findings must hold, one of which must not.

    `asked`: the request without which it is not open. `kind`: the kind of act it presupposes.
    """

    key: str
    title: str
    cite: Citation
    outcomes: tuple[str, ...]
    holding: tuple[str, ...] = ()
    failing: tuple[str, ...] = ()
    asked: str = ""
    kind: str = ""

    @property
    def option(self) -> Option:
        """The ground as an answer of the form."""
        return Option(self.key, self.title, self.cite)


_ANNULLING = (ANNUL, ANNUL_IN_PART)

GROUNDS_2024 = (
    Ground("vary_content", "内容不适当", LAW.art(63, 1, 1), (VARY,), (FACTS, BASIS, PROCEDURE),
           (CONTENT,)),
    Ground("vary_basis", "未正确适用依据", LAW.art(63, 1, 2), (VARY,), (FACTS, PROCEDURE),
           (BASIS,)),
    Ground("vary_facts", "事实不清、证据不足，经复议机关查清", LAW.art(63, 1, 3), (VARY,), (),
           (FACTS,)),
    Ground("annul_facts", "主要事实不清、证据不足", LAW.art(64, 1, 1), _ANNULLING, (), (FACTS,)),
    Ground("annul_procedure", "违反法定程序", LAW.art(64, 1, 2), _ANNULLING, (), (PROCEDURE,)),
    Ground("annul_basis", "适用的依据不合法", LAW.art(64, 1, 3), _ANNULLING, (), (BASIS,)),
    Ground("annul_power", "超越职权或者滥用职权", LAW.art(64, 1, 4), _ANNULLING, (), (POWER,)),
    Ground("illegal_harm", "应予撤销，但撤销会造成重大损害", LAW.art(65, 1, 1), (ILLEGAL,), (),
           (FACTS, BASIS, PROCEDURE, POWER)),
    Ground("illegal_minor", "程序轻微违法，对申请人权利不产生实际影响", LAW.art(65, 1, 2),
           (ILLEGAL,), (FACTS, BASIS, POWER), (PROCEDURE,)),
    Ground("illegal_nothing_left", "违法但不具有可撤销内容", LAW.art(65, 2, 1), (ILLEGAL,), (),
           SOUND),
    Ground("illegal_changed", "被申请人改变原违法行为，申请人仍要求撤销或者确认违法",
           LAW.art(65, 2, 2), (ILLEGAL,), (), SOUND),
    Ground("illegal_too_late", "不履行或者拖延履行职责，责令履行没有意义", LAW.art(65, 2, 3),
           (ILLEGAL,)),
    Ground("perform", "被申请人不履行法定职责", LAW.art(66), (PERFORM,)),
    Ground("invalid_subject", "实施主体不具有行政主体资格", LAW.art(67), (INVALID,),
           asked=INVALID),
    Ground("invalid_basis", "没有依据等重大且明显违法", LAW.art(67), (INVALID,), asked=INVALID),
    Ground("maintain", "事实清楚、证据确凿、依据正确、程序合法、内容适当", LAW.art(68),
           (MAINTAIN,), SOUND),
    Ground("reject_no_duty", "被申请人没有相应法定职责", LAW.art(69), (REJECT,)),
    Ground("reject_done", "被申请人在受理前已经履行法定职责", LAW.art(69), (REJECT,)),
    Ground("no_answer", "被申请人不答复、不提交证据，视为没有证据、依据", LAW.art(70),
           (*_ANNULLING, ILLEGAL, INVALID, PERFORM)),
    Ground("agreement_breach", "不依法订立、履行或者违法变更、解除行政协议", LAW.art(71, 1),
           (AGREEMENT,), kind="agreement"),
    Ground("agreement_compensate", "变更、解除合法，但未依法给予合理补偿", LAW.art(71, 2),
           (AGREEMENT,), kind="agreement"),
)  # fmt: skip

GROUNDS_2026 = (
    *GROUNDS_2024,
    Ground("invalid_impossible", "内容客观上不可能实施", REGULATION_2026.art(60, item=3),
           (INVALID,), asked=INVALID),
    Ground("invalid_obvious", "其他重大且明显违法的情形", REGULATION_2026.art(60, item=4),
           (INVALID,), asked=INVALID),
    Ground("reject_not_invalid", "不属于无效情形，经释明拒绝变更请求",
           REGULATION_2026.art(61, 1, 1), (REJECT,), asked=INVALID),
    Ground("reject_impossible", "因不可抗力等正当事由客观上无法履行",
           REGULATION_2026.art(61, 1, 2), (REJECT,)),
    Ground("reject_worse", "依法应予变更，但变更对申请人更为不利",
           REGULATION_2026.art(61, 1, 3), (REJECT,)),
    Ground("agreement_act", "变更、解除行政协议的行为违法", REGULATION_2026.art(62, item=3),
           (*_ANNULLING, ILLEGAL), kind="agreement"),
    Ground("agreement_end", "撤销、解除行政协议", REGULATION_2026.art(62, item=4), (AGREEMENT,),
           kind="agreement"),
)  # fmt: skip
