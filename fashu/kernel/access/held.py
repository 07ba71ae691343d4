"""What somebody may do and see in one of his posts, today: his roles and how far they reach."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from fashu.kernel.access.models import Grant, Role, RoleScope
from fashu.kernel.access.reach import EVERY_BUSINESS, DataScope, Part, Reach, part_of, plain, united
from fashu.kernel.access.scope import Scope


@dataclass(frozen=True, slots=True)
class Rights:
    """The roles that somebody plays in procedures, and the cases that he sees."""

    plays: frozenset[str]
    reach: Reach


def rights_at(
    account_id: int | None, office_id: int, office_path: str, with_post: Iterable[str]
) -> Rights:
    """The roles that come with a post and those granted in its office, taken together.

    Without an account only the former: a delegate has what he was given by name (`passable`).

    Whoever has no role has nothing: serving somewhere is no right to read. Read anew for every
    request, so that a change acts on the next one.
    """
    keys = set(with_post)
    if account_id is not None:
        granted = Grant.objects.in_force().filter(account_id=account_id, office_id=office_id)
        keys.update(granted.values_list("role_id", flat=True))
    roles = {role.key: role for role in _roles(keys)}
    plays = {played for key in keys for played in (roles[key].plays if key in roles else [key])}
    reaches = (_reach(roles.get(key), office_path) for key in keys)
    return Rights(frozenset(plays), united(reaches))


def played_in(
    office_path: str, with_posts: Mapping[int, Collection[str]]
) -> dict[int, frozenset[str]]:
    """Account -> the roles that it plays in an office: by its posts there, and by what it was
    granted there. For many at once what `rights_at` says of one, without the reach."""
    keys = {account: set(roles) for account, roles in with_posts.items()}
    granted = Grant.objects.in_force().filter(office__path=office_path, account__in=keys)
    for account, role in granted.values_list("account_id", "role_id"):
        keys[account].add(role)
    plays = dict(Role.objects.values_list("key", "plays"))
    return {
        account: frozenset(played for key in held for played in plays.get(key, [key]))
        for account, held in keys.items()
    }


def passable(account_id: int, office_id: int, with_post: Iterable[str]) -> frozenset[str]:
    """The roles that somebody can let a delegate have: those that come with his post and those
    granted to him in its office, but for what wants something of the person himself.

    Who acts in another's place (代行职权, 代理职务) has powers of the office; a qualification stays
    with the person (`Role.is_personal`).
    """
    granted = Grant.objects.in_force().filter(account_id=account_id, office_id=office_id)
    keys = frozenset(with_post) | frozenset(granted.values_list("role_id", flat=True))
    personal = Role.objects.filter(key__in=keys, is_personal=True).values_list("key", flat=True)
    return keys - frozenset(personal)


def reach_of(role: Role, office_path: str) -> Reach:
    """What one role lets whoever serves in an office see."""
    return _reach(role, office_path)


def _roles(keys: Iterable[str]) -> Iterable[Role]:
    return Role.objects.filter(key__in=list(keys)).prefetch_related("scopes__offices")


def _reach(role: Role | None, office_path: str) -> Reach:
    lines = list(role.scopes.all()) if role is not None else []
    usual = plain(Scope.below(office_path)).part(EVERY_BUSINESS)
    table = {line.business or EVERY_BUSINESS: _part(line, office_path) for line in lines}
    return Reach.of({EVERY_BUSINESS: usual, **table})


def _part(line: RoleScope, office_path: str) -> Part:
    custom = [office.path for office in line.offices.all()]
    return part_of(DataScope(line.scope), office_path, custom)
