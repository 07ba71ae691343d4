"""送达: on which day a paper counts as served, by the way it was delivered."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from fashu.kernel.calendar import norms
from fashu.kernel.calendar.moments import day_of
from fashu.kernel.calendar.values import Move
from fashu.kernel.law.citation import Citation

_PUBLIC_NOTICE = timedelta(days=30)


class Service(StrEnum):
    """A way of service (送达方式)."""

    DIRECT = "direct"
    LEFT = "left"
    ELECTRONIC = "electronic"
    POST = "post"
    ENTRUSTED = "entrusted"
    PUBLIC = "public"

    @property
    def title(self) -> str:  # type: ignore[override]  # nobody title-cases a key
        """The Chinese name."""
        return _RULES[self].title

    @property
    def cite(self) -> Citation:
        """The rule of civil procedure, which 复议、处罚 and 强制 borrow."""
        return _RULES[self].cite


@dataclass(frozen=True, slots=True)
class _Rule:
    title: str
    date_from: str
    cite: Citation


_RULES = {
    Service.DIRECT: _Rule("直接送达", "以签收日期", norms.RECEIPT_DIRECT),
    Service.LEFT: _Rule("留置送达", "以留置并记录的日期", norms.RECEIPT_LEFT),
    Service.ELECTRONIC: _Rule("电子送达", "以到达特定系统的日期", norms.RECEIPT_ELECTRONIC),
    Service.POST: _Rule("邮寄送达", "以回执上注明的收件日期", norms.RECEIPT_POST),
    Service.ENTRUSTED: _Rule("委托（转交）送达", "以送达回证上的签收日期", norms.RECEIPT_ENTRUSTED),
    Service.PUBLIC: _Rule("公告送达", "发出公告，经过三十日，以", norms.RECEIPT_PUBLIC),
}


def served_on(mode: Service, on: date, *, cite: Citation | None = None) -> tuple[date, Move]:
    """The day of service and the move that explains it.

    `on` is the day of receipt (signature, arrival, leaving), never of posting; for a public
    notice it is the day the notice went out, from which thirty days must pass.
    `cite` replaces the rule of civil procedure where a special law has its own.
    """
    day, rule = day_of(on), _RULES[mode]
    served = day + _PUBLIC_NOTICE if mode is Service.PUBLIC else day
    issued = f"{day}" if mode is Service.PUBLIC else ""
    reason = f"{rule.title}：{issued}{rule.date_from}{served}为送达日期"
    return served, Move("service", day, served, (served - day).days, reason, cite or rule.cite)


def interruption(before: date, restarts: date, reason: str, cite: Citation | None) -> Move:
    """中断: the move that says why counting starts anew; a `preface` of the new term."""
    words = f"{reason}，期限中断，自{restarts}起重新计算"
    return Move("start", before, restarts, (restarts - before).days, words, cite)
