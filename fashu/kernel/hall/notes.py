"""What offices add to a guide: places, hours, what to bring; every version is kept."""

from fashu.kernel import clock
from fashu.kernel.access import Kind, current_actor
from fashu.kernel.hall.models import GuideNote
from fashu.kernel.procedure.refusal import refuse

MOST = 4000


def present(business: str) -> list[GuideNote]:
    """The latest words of each office on a business, the highest office first."""
    found = GuideNote.objects.filter(business=business).select_related("office")
    latest = found.order_by("office__path", "-version").distinct("office__path")
    return [note for note in latest if note.words]


def history(business: str) -> list[GuideNote]:
    """Every version that the actor's office wrote, the latest first."""
    office = current_actor().office_id
    if office is None:
        return []
    mine = GuideNote.objects.filter(business=business, office=office)
    return list(mine.select_related("account").order_by("-version"))


def write(business: str, words: str) -> GuideNote:
    """A new version in the name of the actor's office; empty words take it back."""
    actor = current_actor()
    if actor.kind is not Kind.OFFICER or actor.office_id is None or actor.account_id is None:
        raise refuse("只有机关的工作人员可以补充办事指南")
    before = history(business)
    latest = before[0] if before else None
    if words.strip() == (latest.words if latest else ""):
        raise refuse("内容没有变化")
    return GuideNote.objects.create(
        business=business,
        office_id=actor.office_id,
        version=latest.version + 1 if latest else 1,
        words=words.strip()[:MOST],
        account_id=actor.account_id,
        written_at=clock.now(),
    )
