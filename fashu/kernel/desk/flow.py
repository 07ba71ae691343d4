"""Passing work among colleagues, as a pure fold of acts: `advance(errand, act)`.

An errand (内部事项) is a consultation around a case: it has a way of places, each with the persons
who are asked there, and it is always at exactly one of them, or back with its initiator (place 0),
or over. **Who has to act is not stored but follows from that** (`open_tasks`), so that no task can
be lost, whichever way an errand is sent back, added to or withdrawn:

- over: nobody;
- at place 0: the initiator;
- at a place: everybody of it who has not answered.

A place of 会签 is finished when all have answered, one of 或签 when one agrees (or all have
objected); 依次 is a row of places with one person each. An objection ends the errand once its place
is finished. Nothing here knows of statutory terms: internal passing never moves them.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from fashu.kernel.calendar import CHINA, Calendar
from fashu.kernel.desk.acts import (
    Act,
    Added,
    Answered,
    Copied,
    Ended,
    HandedOn,
    Leg,
    Mode,
    Removed,
    Returned,
    Started,
    Urged,
    Verdict,
    Where,
    Withdrawn,
)
from fashu.kernel.procedure.refusal import refuse

INITIATOR = 0
"""The number of the place that is the initiator's own."""

MOST_PERSONS = 50
LONGEST_DAYS = 60
"""How many persons one place holds, and the longest internal limit in working days."""


class End(StrEnum):
    """How an errand was over."""

    AGREED = "agreed"
    OBJECTED = "objected"
    ENDED = "ended"

    @property
    def label(self) -> str:
        """In Chinese."""
        return {"agreed": "同意", "objected": "不同意", "ended": "已终止"}[self.value]


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody who is asked at a place, who asked him, and what he has answered."""

    person: int
    asked_by: int
    answer: Verdict | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """A part of the way. `n` is its number for good, whatever is put before it.

    `entered_on`: when it was last reached; its internal limit counts from there.
    """

    n: int
    mode: Mode
    members: tuple[Member, ...]
    days: int | None = None
    entered_on: date | None = None

    @property
    def waiting(self) -> tuple[int, ...]:
        """Those who have not answered."""
        return tuple(m.person for m in self.members if m.answer is None)

    @property
    def is_finished(self) -> bool:
        """Whether it needs no further answer."""
        agreed = any(m.answer is Verdict.AGREED for m in self.members)
        return not self.waiting or (self.mode is Mode.ANY and agreed)

    @property
    def is_against(self) -> bool:
        """Whether a finished place came out against it."""
        answers = [m.answer for m in self.members]
        if self.mode is Mode.ANY:
            return bool(answers) and Verdict.AGREED not in answers
        return Verdict.OBJECTED in answers

    def due_on(self, calendar: Calendar) -> date | None:
        """The last day of the internal limit (内部时限), in working days after the entry."""
        if self.days is None or self.entered_on is None:
            return None
        return calendar.open_day(calendar.open_through(self.entered_on) + self.days - 1)


@dataclass(frozen=True, slots=True)
class Errand:
    """Where an errand stands. `back` maps a place to the one that wants it back straight.

    `before`: the last act's author and the errand as it was, while nobody else has acted.
    """

    initiator: int
    places: tuple[Place, ...]
    at: int
    since: date
    next_n: int
    back: tuple[tuple[int, int], ...] = ()
    urged: tuple[tuple[int, date], ...] = ()
    copies: tuple[int, ...] = ()
    end: End | None = None
    before: "tuple[int, Errand] | None" = None

    @property
    def place(self) -> Place | None:
        """The place it is at; None with the initiator."""
        return next((p for p in self.places if p.n == self.at), None)

    @property
    def persons(self) -> frozenset[int]:
        """Everybody who is or was asked to act on it as it stands, and who asked."""
        members = {m.person for place in self.places for m in place.members}
        return frozenset(members | {self.initiator})


@dataclass(frozen=True, slots=True)
class OpenTask:
    """Somebody has to act: at this place, since then, and by which day."""

    person: int
    place: int
    since: date
    due_on: date | None


def open_tasks(errand: Errand, calendar: Calendar = CHINA) -> tuple[OpenTask, ...]:
    """Who has to act now: never nobody, unless the errand is over."""
    if errand.end is not None:
        return ()
    place = errand.place
    if place is None:
        return (OpenTask(errand.initiator, INITIATOR, errand.since, None),)
    due_on = place.due_on(calendar)
    return tuple(OpenTask(p, place.n, errand.since, due_on) for p in place.waiting)


def fold(acts: Iterable[Act]) -> Errand:
    """The errand after all its acts, of which the first starts it. Raises Refused, ValueError."""
    errand: Errand | None = None
    for act in acts:
        errand = advance(errand, act)
    if errand is None:
        raise ValueError("an errand begins with an act")
    return errand


def advance(errand: Errand | None, act: Act) -> Errand:
    """The errand after one act. Raises Refused, in words, and then nothing has happened."""
    if isinstance(act, Started):
        if errand is not None:
            raise refuse("这一事项已经发起")
        return _start(act)
    if errand is None:
        raise refuse("这一事项还没有发起")
    if errand.end is not None and not isinstance(act, Copied):
        raise refuse(f"这一事项已经结束（{errand.end.label}）", remedy="需要继续的，请重新发起")
    match act:
        case Urged():
            return _urge(errand, act)
        case Copied():
            return _copy(errand, act)
        case Withdrawn():
            return _withdraw(errand, act)
        case Ended():
            return _end(errand, act)
        case Removed():
            return _remove(errand, act)
        case Answered():
            after = _answer(errand, act)
        case HandedOn():
            after = _hand_on(errand, act)
        case Returned():
            after = _send_back(errand, act)
        case Added():
            return _add(errand, act)
    return _may_take_back(after, act.by, errand)


# -- The acts --------------------------------------------------------------------------------


def _start(act: Started) -> Errand:
    if not act.legs:
        raise refuse("没有选择办理人", remedy="请至少选择一名同事")
    errand = Errand(act.by, (), INITIATOR, act.on, 1)
    for leg in act.legs:
        errand = _insert(errand, len(errand.places), leg, act.by)
    return _may_take_back(_go_on(errand, act.on), act.by, errand)


def _answer(errand: Errand, act: Answered) -> Errand:
    _must_hold(errand, act.by)
    place = errand.place
    if place is None:
        if act.verdict is not Verdict.AGREED:
            raise refuse("事项退回给您修改，由您再次提交或者终止")
        return _go_on(errand, act.on)
    answered = _answering(place, {act.by: act.verdict})
    return _settle(_with(errand, answered), act.on)


def _hand_on(errand: Errand, act: HandedOn) -> Errand:
    _must_hold(errand, act.by)
    place = errand.place
    if act.to == act.by:
        raise refuse("不能转办给本人")
    if place is None:
        if act.to in {m.person for p in errand.places for m in p.members}:
            raise refuse("这位同事是本事项的办理人，不能同时作为发起人")
        return replace(errand, initiator=act.to)
    _must_be_new(errand, place, (act.to,))
    members = tuple(Member(act.to, act.by) if m.person == act.by else m for m in place.members)
    return _with(errand, replace(place, members=members))


def _send_back(errand: Errand, act: Returned) -> Errand:
    _must_hold(errand, act.by)
    place = errand.place
    if place is None:
        raise refuse("事项在您手中，没有可以退回的人", remedy="不再办理的，请终止")
    target = _former(errand, place, act.to)
    if act.only:
        _may_ask_only(errand, target, act.only)
    moved = _cleared(errand, target, place, act)
    moved = replace(moved, back=tuple(b for b in moved.back if b[0] != target))
    if act.straight:
        moved = replace(moved, back=(*moved.back, (target, place.n)))
    return _enter(moved, target, act.on)


def _add(errand: Errand, act: Added) -> Errand:
    _must_hold(errand, act.by)
    place = errand.place
    if place is None and act.where is not Where.AFTER:
        raise refuse("事项在发起人手中，只能后加签")
    if place is not None and act.where is Where.WITH:
        _must_be_new(errand, place, act.persons)
        new = tuple(Member(person, act.by) for person in dict.fromkeys(act.persons))
        _check_number(len(place.members) + len(new))
        return _acted(_with(errand, replace(place, members=(*place.members, *new))))
    if act.mode is Mode.IN_TURN:
        raise refuse("加签请选择会签或者或签", remedy="需要依次的，请逐个加签")
    here = errand.places.index(place) if place else -1
    leg = Leg(act.mode, act.persons, act.days)
    added = errand.next_n
    if act.where is Where.BEFORE:
        grown = _insert(errand, here, leg, act.by)
        return _acted(_enter(grown, added, act.on))
    grown = _insert(errand, here + 1, leg, act.by)
    # Whoever wants it back straight gets it after those who were added, not instead of them.
    back = tuple((added, wants) if at == errand.at else (at, wants) for at, wants in grown.back)
    return _acted(replace(grown, back=back))


def _remove(errand: Errand, act: Removed) -> Errand:
    place = next((p for p in errand.places if p.n == act.place), None)
    member = next((m for m in place.members if m.person == act.person), None) if place else None
    if place is None or member is None:
        raise refuse("这位同事不在办理人之中")
    if act.by not in (errand.initiator, member.asked_by):
        raise refuse("减签由发起人或者加签的人办理")
    if member.answer is not None:
        raise refuse("这位同事已经办理，不能减签")
    rest = tuple(m for m in place.members if m is not member)
    if not rest and len(errand.places) == 1:
        raise refuse("这是最后一名办理人，不能减签", remedy="不再办理的，请终止")
    smaller = _with(errand, replace(place, members=rest)) if rest else _without(errand, place)
    return _acted(_settle(smaller, act.on))


def _withdraw(errand: Errand, act: Withdrawn) -> Errand:
    if errand.before is None or errand.before[0] != act.by:
        raise refuse("已经有人办理，或者上一步不是您办理的，不能撤回", remedy="可以请对方退回")
    former = errand.before[1]
    # What has been told stays told.
    return replace(former, urged=errand.urged, copies=errand.copies)


def _urge(errand: Errand, act: Urged) -> Errand:
    if act.person not in {task.person for task in open_tasks(errand)}:
        raise refuse("这位同事没有待办的任务")
    if act.person == act.by:
        raise refuse("不能催办本人")
    if (act.person, act.on) in errand.urged:
        raise refuse("今天已经催办过这位同事", remedy="每人每天催办一次，请明天再催")
    return replace(errand, urged=(*errand.urged, (act.person, act.on)))


def _copy(errand: Errand, act: Copied) -> Errand:
    if not act.persons:
        raise refuse("没有选择抄送的同事")
    new = dict.fromkeys((*errand.copies, *act.persons))
    return replace(errand, copies=tuple(new))


def _end(errand: Errand, act: Ended) -> Errand:
    if act.by != errand.initiator:
        raise refuse("终止由发起人办理", remedy="您可以退回给发起人")
    return replace(errand, end=End.ENDED, since=act.on, before=None)


# -- Moving along the way ----------------------------------------------------------------------


def _settle(errand: Errand, on: date) -> Errand:
    """Go on if the present place is finished (or gone); end if it came out against."""
    place = errand.place
    if place is None or not place.is_finished:
        return errand
    if place.is_against:
        return replace(errand, end=End.OBJECTED, since=on)
    return _go_on(errand, on)


def _go_on(errand: Errand, on: date) -> Errand:
    """To the next place that still needs somebody; over when there is none."""
    following = _next(errand)
    if following is None:
        return replace(errand, end=End.AGREED, since=on)
    kept = replace(errand, back=tuple(b for b in errand.back if b[0] != errand.at))
    return _settle(_enter(kept, following, on), on)


def _next(errand: Errand) -> int | None:
    straight = dict(errand.back).get(errand.at)
    if straight is not None:
        return straight
    following = errand.places[_index(errand, errand.at) + 1 :]
    return following[0].n if following else None


def _enter(errand: Errand, n: int, on: date) -> Errand:
    places = tuple(replace(p, entered_on=on) if p.n == n else p for p in errand.places)
    return replace(errand, places=places, at=n, since=on)


def _former(errand: Errand, place: Place, to: int | None) -> int:
    here = errand.places.index(place)
    earlier = [INITIATOR, *(p.n for p in errand.places[:here])]
    if to is None:
        return earlier[-1]
    if to not in earlier:
        raise refuse("只能退回给已经办理过的人", remedy="请从前面的办理人中选择")
    return to


def _cleared(errand: Errand, target: int, place: Place, act: Returned) -> Errand:
    """What has to be answered anew: from the target on, or only there and by who returns it.

    The text may change, so answers to the old one are void. Who wants it back straight asks
    for a correction only: answers given between stand.
    """
    first, last = _index(errand, target), errand.places.index(place)
    places = []
    for i, p in enumerate(errand.places):
        if p.n == target:
            p = _answering(p, dict.fromkeys(act.only or _of(p)))
        elif first < i <= last and not act.straight:
            p = _answering(p, dict.fromkeys(_of(p)))
        places.append(p)
    return replace(errand, places=tuple(places))


def _of(place: Place) -> tuple[int, ...]:
    return tuple(m.person for m in place.members)


def _index(errand: Errand, n: int) -> int:
    """Where a place stands on the way; -1 for the initiator, who is before all."""
    return next((i for i, p in enumerate(errand.places) if p.n == n), -1)


def _answering(place: Place, answers: dict[int, Verdict] | dict[int, None]) -> Place:
    members = tuple(
        replace(m, answer=answers[m.person]) if m.person in answers else m for m in place.members
    )
    return replace(place, members=members)


def _with(errand: Errand, place: Place) -> Errand:
    places = tuple(place if p.n == place.n else p for p in errand.places)
    return replace(errand, places=places)


def _without(errand: Errand, place: Place) -> Errand:
    """Take an empty place out of the way; an errand that is there goes on from the one before."""
    here = errand.places.index(place)
    former = errand.places[here - 1].n if here else INITIATOR
    # Who wanted it back from here gets it from the place before; whoever is gone wants nothing.
    moved = ((former if at == place.n else at, wants) for at, wants in errand.back)
    back = tuple((at, wants) for at, wants in moved if place.n not in (at, wants))
    rest = replace(errand, places=tuple(p for p in errand.places if p is not place), back=back)
    if errand.at != place.n:
        return rest
    return _go_on(replace(rest, at=former), errand.since)


def _insert(errand: Errand, index: int, leg: Leg, by: int) -> Errand:
    persons = tuple(dict.fromkeys(leg.persons))
    if not persons:
        raise refuse("没有选择办理人", remedy="请至少选择一名同事")
    if errand.initiator in persons:
        raise refuse("发起人不能同时是办理人", remedy="需要发起人修改的，请退回")
    _check_number(len(persons))
    if leg.days is not None and not 1 <= leg.days <= LONGEST_DAYS:
        raise refuse(f"内部时限应为1至{LONGEST_DAYS}个工作日")
    rows = [(p,) for p in persons] if leg.mode is Mode.IN_TURN else [persons]
    mode = Mode.ALL if leg.mode is Mode.IN_TURN else leg.mode
    new = tuple(
        Place(errand.next_n + i, mode, tuple(Member(p, by) for p in row), leg.days)
        for i, row in enumerate(rows)
    )
    places = (*errand.places[:index], *new, *errand.places[index:])
    return replace(errand, places=places, next_n=errand.next_n + len(new))


# -- Who may -----------------------------------------------------------------------------------


def _must_hold(errand: Errand, person: int) -> None:
    if person not in {task.person for task in open_tasks(errand)}:
        raise refuse("这一事项现在不由您办理", remedy="请刷新页面，看看现在在谁手中")


def _must_be_new(errand: Errand, place: Place, persons: tuple[int, ...]) -> None:
    if not persons:
        raise refuse("没有选择办理人", remedy="请至少选择一名同事")
    if errand.initiator in persons:
        raise refuse("发起人不能同时是办理人", remedy="需要发起人修改的，请退回")
    if set(persons) & set(_of(place)):
        raise refuse("这位同事已经是这一环节的办理人")


def _may_ask_only(errand: Errand, target: int, persons: tuple[int, ...]) -> None:
    place = next((p for p in errand.places if p.n == target), None)
    if place is None or place.mode is not Mode.ALL or not set(persons) <= set(_of(place)):
        raise refuse("只有退回到会签时才能指定其中的人", remedy="请选择会签的办理人")


def _check_number(count: int) -> None:
    if count > MOST_PERSONS:
        raise refuse(f"一个环节最多{MOST_PERSONS}人")


def _may_take_back(after: Errand, by: int, before: Errand) -> Errand:
    """What was over is over; else the author may withdraw until somebody acts."""
    if after.end is not None:
        return replace(after, before=None)
    return replace(after, before=(by, replace(before, before=None)))


def _acted(errand: Errand) -> Errand:
    return replace(errand, before=None)
