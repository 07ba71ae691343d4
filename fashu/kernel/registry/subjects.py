"""What persons, organisations, places and matters have in common: their names, how one is entered
and found, and one of them entered twice.
"""

from typing import Any, TypeVar, cast

from django.db.models import Q, QuerySet
from pypinyin import Style, lazy_pinyin

from fashu.kernel import clock
from fashu.kernel.access import Actor, Kind, current_actor
from fashu.kernel.procedure.refusal import refuse
from fashu.kernel.registry.models import (
    Merge,
    Merging,
    Organisation,
    OrganisationMerge,
    Person,
    Subject,
)

S = TypeVar("S", bound=Subject)
P = TypeVar("P", Person, Organisation)

LONGEST_NAME = 100
LAST = "\U0010ffff"
"""Sorts after every name, so that a beginning is a range."""


def initials(name: str) -> str:
    """The first letters in pinyin, lower case: 张晓岚 → zxl. Latin letters and digits stay."""
    letters = lazy_pinyin(name, style=Style.FIRST_LETTER, errors="default")
    return "".join(letters).lower()[:LONGEST_NAME]


def standing(model: type[S]) -> QuerySet[S]:
    """The entries within sight that have not been merged into another."""
    return model._default_manager.filter(merged_into=None).order_by("name", "id")


def beginning(found: QuerySet[S], words: str, also: Q | None = None) -> QuerySet[S]:
    """Those whose name, or the pinyin initials of whose name, begins with the words, or that fit
    `also`; without words all, the latest first.

    A beginning is a range of an index; a word within a name is not looked for, because it would
    ask the policy about every entry there is.
    """
    word = words.strip()
    if not word:
        return found.order_by("-id")
    lower = word.lower()
    match = Q(name__gte=word, name__lt=word + LAST)
    match |= Q(initials__gte=lower, initials__lt=lower + LAST)
    return found.filter(match | also if also is not None else match)


def named(text: str, title: str) -> str:
    """A name as it is kept. Raises Refused for none, or one that is too long."""
    name = text.replace("\x00", "").strip()
    if not name or len(name) > LONGEST_NAME:
        raise refuse(f"请填写{title}，不超过{LONGEST_NAME}字")
    return name


def create(model: type[S], name: str, **more: Any) -> S:
    """Enter something in the present actor's name and that of his office. Raises Refused."""
    actor = _writer()
    return model._default_manager.create(
        name=name.strip(),
        initials=initials(name.strip()),
        account_id=actor.account_id or 0,
        office_path=actor.office_path or None,
        entered_at=clock.now(),
        **more,
    )


def _writer() -> Actor:
    """Who writes in the register. Raises Refused for an inspector (督察), who reads and acts on
    nothing."""
    actor = current_actor()
    if actor.kind is Kind.AUDITOR:
        raise refuse("督察人员只查看，不登记", remedy="请由承办机关的工作人员登记")
    return actor


# -- One subject entered twice ---------------------------------------------------------------------

MERGES: dict[type[Subject], type[Any]] = {Person: Merge, Organisation: OrganisationMerge}
"""Where it is written down that two entries are one."""


def together(one: P) -> list[P]:
    """The subject and every entry merged into it, as far as the present actor sees them."""
    found, level = [one], [one.pk]
    while level:
        below = type(one)._default_manager.filter(merged_into_id__in=level).order_by("id")
        found += below
        level = [each.pk for each in below]
    return found


def standing_for(one: P) -> P:
    """The entry that stands for this one now."""
    seen = {one.pk}
    while one.merged_into_id is not None and one.merged_into_id not in seen:
        above = type(one)._default_manager.filter(pk=one.merged_into_id).first()
        if above is None:
            return one
        seen.add(above.pk)
        one = above
    return one


def merge(kept: P, gone: P, reason: str) -> Merging:
    """Let one entry stand for another. Nothing moves: parts, numbers and readings stay where they
    are and are shown together, so that taking it back is exact. Raises Refused.
    """
    actor = _writer()
    if kept.pk == gone.pk or standing_for(kept).pk == gone.pk:
        raise refuse("不能把一条登记并入它自己")
    if kept.merged_into_id or gone.merged_into_id:
        raise refuse("其中一条已经并入另一条", remedy="请对合并后的登记操作")
    if _differ(kept, gone):
        raise refuse("两条登记的统一社会信用代码不同，不是同一个组织")
    if not reason.strip():
        raise refuse("请写明认定为同一个的理由")
    gone.merged_into = kept
    gone.save(update_fields=["merged_into"])
    done: Merging = MERGES[type(kept)]._default_manager.create(
        kept=kept,
        gone=gone,
        reason=reason.strip()[:200],
        account_id=actor.account_id or 0,
        office_path=actor.office_path or None,
        at=clock.now(),
    )
    return done


def _differ(kept: Person | Organisation, gone: Person | Organisation) -> bool:
    """Whether two organisations have a code each, and not the same: a code is never changed."""
    codes = {getattr(each, "credit_code", "") for each in (kept, gone)} - {""}
    return len(codes) > 1


def merges_into(kept: Person | Organisation) -> QuerySet[Any]:
    """What was merged into an entry and not taken back, the latest first."""
    rows = MERGES[type(kept)]._default_manager.filter(kept=kept, undone_at=None)
    return cast(QuerySet[Any], rows.select_related("gone"))


def unmerge(done: Merge | OrganisationMerge) -> Person | Organisation:
    """Take a merge back: both stand for themselves again, exactly as before."""
    _writer()
    if done.undone_at is not None:
        raise refuse("这次合并已经撤销")
    gone = done.gone
    gone.merged_into = None
    gone.save(update_fields=["merged_into"])
    done.undone_at = clock.now()
    done.save(update_fields=["undone_at"])
    return gone
