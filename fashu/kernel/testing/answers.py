"""Random but valid answers to the questions of a step, for tests and for the synthetic province."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from random import Random

from stdnum.cn import ric

from fashu.kernel.clock import BEIJING
from fashu.kernel.procedure.facts import Fact, Json, Kind, flatten
from fashu.kernel.procedure.steps import Step


def random_answers(
    step: Step, today: date, random: Random, fixed: Mapping[str, Json] | None = None
) -> dict[str, Json]:
    """Answers that the step's questions accept; `fixed` ones are taken as they are.

    Optional questions are answered half of the time. Dates lie within two months of today.
    Rules of the procedure may still refuse them.
    """
    answers: dict[str, Json] = {}
    for fact in flatten(step.asks):
        if not fact.asked(answers):
            continue
        if fixed and fact.key in fixed:
            answers[fact.key] = fixed[fact.key]
        elif fact.required or random.random() < 0.5:
            answers[fact.key] = random_answer(fact, today, random)
    return answers


def random_answer(fact: Fact, today: date, random: Random) -> Json:
    """One answer of the question's kind."""
    match fact.kind:
        case Kind.TEXT | Kind.LONG_TEXT:
            return "".join(random.choices("甲乙丙丁戊己庚辛", k=random.randint(1, 6)))
        case Kind.DAY:
            return _day(fact, today, random).isoformat()
        case Kind.MOMENT:
            return datetime.combine(_day(fact, today, random), time(10), BEIJING).isoformat()
        case Kind.NUMBER | Kind.MONEY:
            least = fact.least or 0
            return random.randint(least, min(fact.most or least + 60, least + 60))
        case Kind.FLAG:
            return random.random() < 0.5
        case Kind.CHOICE:
            return random.choice(fact.options).key
        case Kind.CHOICES:
            count = random.randint(1, len(fact.options))
            return [option.key for option in random.sample(fact.options, count)]
        case Kind.FILES:
            return [f"{random.getrandbits(256):064x}"]
        case Kind.IDENTITY:
            return random_identity(random)
        case Kind.CREDIT_CODE:
            return "91110000600037341L"
        case Kind.OFFICE:
            return "990101"


def random_identity(random: Random) -> str:
    """A number of 示范省, which is nobody's."""
    first = f"990101{random.randint(1950, 2005)}0101{random.randint(0, 999):03d}"
    return first + ric.calc_check_digit(first + "0")


def _day(fact: Fact, today: date, random: Random) -> date:
    return today + timedelta(days=random.randint(-60, 0 if fact.past else 60))
