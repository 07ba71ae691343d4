"""From an account to the actor it is today, in one of the posts it holds."""

from fashu.kernel.access import ADMINISTRATORS, SYSTEM, Actor, Held, Kind, acting_as
from fashu.kernel.access.held import passable, rights_at
from fashu.kernel.people.models import Account, Posting, PostingKind


def actor_for(account: Account, posting_id: int | None = None) -> Actor:
    """The account in the post asked for, if it holds it today.

    Otherwise in its own post, of several in the longest held: a secondment or a delegation is
    entered by choice. Whoever has no post acts for himself and sees no office; so does an
    administrator.
    """
    oneself = Actor(kind=Kind(account.kind), name=account.name, account_id=account.pk)
    if oneself.kind in ADMINISTRATORS:
        return oneself
    with acting_as(oneself):
        held = held_by(account)
        posts = tuple(Held(posting.pk, label(posting)) for posting in held)
        posting = next((p for p in held if p.pk == posting_id), held[0] if held else None)
        return _acting(oneself, posting, posts) if posting else oneself


def held_by(account: Account) -> list[Posting]:
    """The postings of an account that hold today: its own by age, then those held for others."""
    postings = Posting.objects.in_force().filter(account=account)
    named = postings.select_related("office", "post", "on_behalf_of__account")
    return sorted(named, key=lambda posting: _ORDER[posting.kind])


_ORDER: dict[str, int] = {
    PostingKind.REGULAR: 0,
    PostingKind.CONCURRENT: 1,
    PostingKind.SECONDMENT: 1,
    PostingKind.TEMPORARY: 1,
    PostingKind.DELEGATION: 2,
}


def label(posting: Posting) -> str:
    """What a post is called where somebody chooses one: 清河县司法局 科员（借调）."""
    title = f"{posting.office.title} {posting.post or ''}".strip()
    if posting.on_behalf_of is not None:
        return f"{title}（代理{posting.on_behalf_of.account.name}）"
    if posting.kind == PostingKind.REGULAR:
        return title
    return f"{title}（{PostingKind(posting.kind).label}）"


DELEGABLE = "请只选择被代理人现有的角色；限本人的角色不能代理"
"""What is said to whoever asks for more."""


def delegable(principal: Posting) -> frozenset[str]:
    """The roles that a delegate can have of whoever holds this posting."""
    with acting_as(SYSTEM):  # what was granted to him, his delegate does not see
        return passable(principal.account_id, principal.office_id, principal.roles)


def _acting(oneself: Actor, posting: Posting, posts: tuple[Held, ...]) -> Actor:
    """A delegate has the roles that he was given and that the principal still has, no others."""
    principal, roles = posting.on_behalf_of, frozenset(posting.roles)
    kept = roles & delegable(principal) if principal else roles
    granted_to = None if principal else oneself.account_id
    rights = rights_at(granted_to, posting.office_id, posting.office.path, kept)
    return Actor(
        kind=oneself.kind,
        name=oneself.name,
        account_id=oneself.account_id,
        office_id=posting.office_id,
        office_path=posting.office.path,
        office_title=posting.office.title,
        roles=rights.plays,
        granted=rights.reach,
        posting_id=posting.pk,
        on_behalf_of=principal.account_id if principal else None,
        on_behalf_of_name=principal.account.name if principal else "",
        posts=posts,
    )
