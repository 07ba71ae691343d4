"""好差评: one rating for each finished service, and what a bad one sets going.

Five grades, as GB/T 39735 has them. Nobody is rated by default: who does not answer is "not rated".
What the ratings add up to is `satisfaction`'s. No national text that we have read gives a number of
days; those here are of local rules, each named beside its number.
"""

from datetime import date, datetime, timedelta

from django.db import models

from fashu.kernel import clock
from fashu.kernel.access import Kind, current_actor
from fashu.kernel.calendar import Rollover, Span, deadline
from fashu.kernel.cases.models import Case, Participant
from fashu.kernel.hall.models import Rating
from fashu.kernel.hall.rules import ANSWER, CONTACT, OPEN_FOR
from fashu.kernel.holidays.official import official
from fashu.kernel.procedure.refusal import refuse

TAGS = (
    "办得快",
    "讲得清",
    "态度好",
    "网上好用",
    "办得慢",
    "讲不清",
    "态度差",
    "材料反复要",
    "网上难用",
)
MOST_WORDS = 1000


class Grade(models.IntegerChoices):
    """The five grades."""

    VERY_GOOD = 5, "非常满意"
    GOOD = 4, "满意"
    FAIR = 3, "基本满意"
    BAD = 2, "不满意"
    VERY_BAD = 1, "非常不满意"


WORST_GOOD = Grade.FAIR
"""From here up a service counts as good."""


def may_rate(case: Case) -> bool:
    """Whether the actor was served in this case, it is over, and he may still say."""
    account = current_actor().account_id
    if account is None or case.closed_on is None:
        return False
    last = case.closed_on + timedelta(OPEN_FOR.amount)
    took_part = Participant.objects.filter(case=case, account_id=account).exists()
    return clock.today() <= last and took_part and own(case) is None


def own(case: Case) -> Rating | None:
    """The actor's own rating of this case."""
    account = current_actor().account_id
    return Rating.objects.filter(case=case, account=account).first() if account else None


def rate(case: Case, grade: Grade, tags: list[str], words: str) -> Rating:
    """Rate a finished case once. A bad grade starts two clocks. Raises Refused."""
    actor = current_actor()
    if actor.kind is not Kind.CITIZEN or actor.account_id is None or not may_rate(case):
        raise refuse(
            "这件事现在不能评价",
            OPEN_FOR.cite,
            f"办结后{OPEN_FOR.amount}日内，由办事的人评价一次，以后不再更改",
        )
    above = case.office.parent or case.office
    rating = Rating(
        case=case,
        account_id=actor.account_id,
        office=case.office,
        supervisor_path=above.path,
        grade=grade,
        tags=[tag for tag in TAGS if tag in tags],
        words=words.strip()[:MOST_WORDS],
        rated_at=clock.now(),
    )
    if grade < WORST_GOOD:
        rating.contact_due_on = _due(CONTACT)
        rating.answer_due_on = _due(ANSWER)
    rating.save()
    return rating


def _due(span: Span) -> date:
    """The last day of a term in working days that starts today."""
    stays, calendar = Rollover.SILENT_STAYS, official()
    found = deadline(span, clock.today(), rollover=stays, calendar=calendar).due
    assert not isinstance(found, datetime)
    return found


def bad() -> "models.QuerySet[Rating]":
    """The bad ratings that the actor's office supervises, unanswered first."""
    found = (
        Rating.objects.filter(grade__lt=WORST_GOOD)
        .select_related("office")
        .prefetch_related("case")
    )
    return found.order_by(models.F("answered_at").asc(nulls_first=True), "answer_due_on", "pk")


def verify(rating: Rating, finding: str, *, holds: bool) -> None:
    """核实: what the supervisor found out, and whether the complaint holds. Raises Refused."""
    _check(rating, finding, rating.verified_at is None)
    rating.finding, rating.holds, rating.verified_at = finding, holds, clock.now()
    rating.save(update_fields=["finding", "holds", "verified_at"])


def mend(rating: Rating, remedy: str) -> None:
    """整改: what was changed. Only after 核实, and only where the complaint holds."""
    _check(rating, remedy, bool(rating.holds) and rating.mended_at is None)
    rating.remedy, rating.mended_at = remedy, clock.now()
    rating.save(update_fields=["remedy", "mended_at"])


def answer(rating: Rating, words: str) -> None:
    """反馈: what the person who rated is told. Only after 核实, and 整改 where it is due."""
    ready = rating.verified_at is not None and (not rating.holds or rating.mended_at is not None)
    _check(rating, words, ready and rating.answered_at is None)
    rating.answer, rating.answered_at = words, clock.now()
    rating.save(update_fields=["answer", "answered_at"])


def _check(rating: Rating, words: str, ready: bool) -> None:
    if current_actor().kind is not Kind.OFFICER:
        raise refuse("只有监督机关的工作人员可以处理差评")
    if rating.grade >= WORST_GOOD or not ready:
        raise refuse("这一步现在不能办", CONTACT.cite, "依次核实、整改、反馈；不属实的不用整改")
    if not words.strip():
        raise refuse("没有写明情况", remedy="请写明情况后再保存")
