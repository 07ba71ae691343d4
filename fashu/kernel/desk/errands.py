"""Errands with their rows: each act is checked by `flow.advance` and written with what follows.

The events are the truth; the errand's columns, the open tasks and the copies are written anew from
them in the same transaction, under a lock on the errand. Nothing here touches a case.
"""

from collections.abc import Callable

from django.db import transaction

from fashu.kernel import clock
from fashu.kernel.access import current_actor
from fashu.kernel.cases.handling import is_head
from fashu.kernel.cases.models import Case
from fashu.kernel.cases.roles import account_of, case_by_number
from fashu.kernel.desk import acts, flow
from fashu.kernel.desk.acts import Act, Leg, Mode, Verdict, Where
from fashu.kernel.desk.colleagues import insider, may_be_asked, name_of
from fashu.kernel.desk.delegation import stands_in_for
from fashu.kernel.desk.models import Copy, Errand, ErrandEvent, Kind, Purpose, Task
from fashu.kernel.desk.notices import tell
from fashu.kernel.holidays.official import official
from fashu.kernel.procedure.refusal import refuse

LONGEST_WORDS = 4000


@transaction.atomic
def start(
    number: str,
    title: str,
    legs: tuple[Leg, ...],
    *,
    purpose: Purpose = Purpose.SIGN,
    words: str = "",
    step: str = "",
    copies: tuple[int, ...] = (),
) -> Errand:
    """发起 an errand around a case, in its office. Raises Refused."""
    case = case_by_number(number)
    by = insider(case)
    if not title.strip():
        raise refuse("请填写事项名称")
    may_be_asked(case, {*(p for leg in legs for p in leg.persons), *copies})
    now = clock.now()
    errand = Errand(
        case=case,
        purpose=purpose,
        title=title.strip()[:100],
        words=_checked(words),
        step=step,
        initiator_id=by,
        opened_at=now,
        moved_at=now,
    )
    first = acts.Started(by, clock.today(), legs)
    state = flow.advance(None, first)
    errand.save(force_insert=True)
    _write(errand, first, state, words)
    if copies:
        _act(errand, acts.Copied(by, clock.today(), copies), "")
    return errand


def answer(errand_id: int, verdict: Verdict, words: str = "", *, place_of: int = 0) -> Errand:
    """同意 or 不同意; an objection gives its reason. `place_of`: whom one stands in for."""
    if verdict is Verdict.OBJECTED and not words.strip():
        raise refuse("不同意的，请写明理由")
    return _do(errand_id, lambda by: acts.Answered(by, clock.today(), verdict), words, place_of)


def hand_on(errand_id: int, to: int, words: str = "", *, place_of: int = 0) -> Errand:
    """转办 to a colleague. A head may do it for somebody who is away."""
    return _do(errand_id, lambda by: acts.HandedOn(by, clock.today(), to), words, place_of)


def send_back(
    errand_id: int,
    words: str,
    *,
    to: int | None = None,
    only: tuple[int, ...] = (),
    straight: bool = False,
    place_of: int = 0,
) -> Errand:
    """退回, with the reason."""
    if not words.strip():
        raise refuse("退回的，请写明理由")
    return _do(
        errand_id,
        lambda by: acts.Returned(by, clock.today(), to, only, straight),
        words,
        place_of,
    )


def add(
    errand_id: int,
    persons: tuple[int, ...],
    where: Where,
    *,
    mode: Mode = Mode.ALL,
    days: int | None = None,
    words: str = "",
    place_of: int = 0,
) -> Errand:
    """加签."""
    return _do(
        errand_id,
        lambda by: acts.Added(by, clock.today(), persons, where, mode, days),
        words,
        place_of,
    )


def remove(errand_id: int, place: int, person: int) -> Errand:
    """减签."""
    return _do(errand_id, lambda by: acts.Removed(by, clock.today(), place, person), "")


def withdraw(errand_id: int, *, place_of: int = 0) -> Errand:
    """撤回 one's last act, before anybody else has acted."""
    return _do(errand_id, lambda by: acts.Withdrawn(by, clock.today()), "", place_of)


def urge_task(errand_id: int, person: int, words: str = "") -> Errand:
    """催办 somebody who holds the errand, once a day."""
    return _do(errand_id, lambda by: acts.Urged(by, clock.today(), person), words)


def copy_errand(errand_id: int, persons: tuple[int, ...], words: str = "") -> Errand:
    """抄送 an errand."""
    return _do(errand_id, lambda by: acts.Copied(by, clock.today(), persons), words)


def end(errand_id: int, words: str = "", *, place_of: int = 0) -> Errand:
    """终止, by the initiator, or by a head in his place."""
    return _do(errand_id, lambda by: acts.Ended(by, clock.today()), words, place_of)


def errand_by_id(errand_id: int, *, lock: bool = False) -> Errand:
    """An errand that the actor can see. Raises Refused."""
    query = Errand.objects.select_related("case")
    if lock:
        query = query.select_for_update(of=("self",))
    errand = query.filter(pk=errand_id).first()
    if errand is None:
        raise refuse("没有找到这一事项", remedy="不属于您所在机关的事项不会显示")
    return errand


def standing(errand: Errand) -> flow.Errand:
    """How an errand stands, from its events."""
    return flow.fold(acts.act_from_json(e.kind, e.act) for e in errand.events.order_by("seq"))


def signed_together(case: Case, step: str) -> tuple[int, ...]:
    """The accounts that have agreed in the latest co-signing of a step, if it was agreed to.

    They are the persons for `together_with`, where the law asks for several.
    """
    latest = Errand.objects.filter(case=case, step=step).order_by("-id").first() if step else None
    if latest is None or latest.end != flow.End.AGREED:
        return ()
    members = (m for place in standing(latest).places for m in place.members)
    return tuple(dict.fromkeys(m.person for m in members if m.answer is Verdict.AGREED))


# -- One act ---------------------------------------------------------------------------------


@transaction.atomic
def _do(errand_id: int, make: Callable[[int], Act], words: str, place_of: int = 0) -> Errand:
    errand = errand_by_id(errand_id, lock=True)
    account = insider(errand.case)
    act = make(place_of or account)
    if place_of and place_of != account:
        _may_stand_in(errand.case, act)
    may_be_asked(errand.case, _named(act))
    return _act(errand, act, words)


def _act(errand: Errand, act: Act, words: str) -> Errand:
    state = flow.advance(standing(errand), act)
    return _write(errand, act, state, words)


def _write(errand: Errand, act: Act, state: flow.Errand, words: str) -> Errand:
    now = clock.now()
    ErrandEvent.objects.create(
        errand=errand,
        seq=errand.seq + 1,
        kind=acts.kind_of(act),
        by_id=act.by,
        by_name=name_of(act.by),
        hand_id=account_of(current_actor()),
        hand_name=current_actor().name,
        recorded_at=now,
        act=acts.act_to_json(act),
        words=_checked(words),
    )
    errand.seq += 1
    if errand.initiator_id != state.initiator or not errand.initiator_name:
        errand.initiator_id, errand.initiator_name = state.initiator, name_of(state.initiator)
    errand.moved_at, errand.end = now, state.end or ""
    errand.closed_at = now if state.end else None
    errand.save()
    before = set(Task.objects.filter(errand=errand).values_list("account_id", flat=True))
    _write_tasks(errand, state)
    _write_copies(errand, act)
    _tell(errand, act, state, before)
    return errand


def _tell(errand: Errand, act: Act, state: flow.Errand, before: set[int]) -> None:
    """Tell those to whom it has come, who were urged or copied, and the initiator of its end."""
    address, number = f"/workbench/errands/{errand.pk}/", errand.case.number
    holders = {task.person for task in flow.open_tasks(state)}
    told: list[tuple[set[int], Kind, str]] = [
        (holders - before, Kind.TASK, f"{errand.get_purpose_display()}：{errand.title}")
    ]
    if isinstance(act, acts.Urged):
        told.append(({act.person}, Kind.URGE, f"催办：{errand.title}"))
    if isinstance(act, acts.Copied):
        told.append((set(act.persons), Kind.COPY, f"抄送：{errand.title}"))
    if state.end is not None:
        told.append(({state.initiator}, Kind.END, f"{state.end.label}：{errand.title}"))
    for people, kind, words in told:
        tell(sorted(people), kind, words, address, number=number)


def _write_tasks(errand: Errand, state: flow.Errand) -> None:
    Task.objects.filter(errand=errand).delete()
    Task.objects.bulk_create(
        Task(
            errand=errand,
            case_id=errand.case_id,
            account_id=task.person,
            name=name_of(task.person),
            place=task.place,
            since=task.since,
            due_on=task.due_on,
        )
        for task in flow.open_tasks(state, official())
    )


def _write_copies(errand: Errand, act: Act) -> None:
    if isinstance(act, acts.Copied):
        rows = (
            Copy(
                case_id=errand.case_id,
                errand=errand,
                account_id=person,
                by_id=act.by,
                by_name=name_of(act.by),
                at=errand.moved_at,
            )
            for person in act.persons
        )
        Copy.objects.bulk_create(rows, ignore_conflicts=True)


def _may_stand_in(case: Case, act: Act) -> None:
    """A delegate does everything; a head hands on and ends for whoever is away."""
    by_head = isinstance(act, acts.HandedOn | acts.Ended) and is_head(current_actor(), case)
    if act.by not in stands_in_for() and not by_head:
        raise refuse("您没有受这位同事委托", remedy="请由本人办理，或者由本人委托您")


def _named(act: Act) -> tuple[int, ...]:
    """The persons that an act names anew, who must serve in the office."""
    match act:
        case acts.HandedOn():
            return (act.to,)
        case acts.Added() | acts.Copied():
            return act.persons
        case _:
            return ()


def _checked(words: str) -> str:
    stripped = words.strip()
    if len(stripped) > LONGEST_WORDS:
        raise refuse(f"意见最长{LONGEST_WORDS}字")
    return stripped
