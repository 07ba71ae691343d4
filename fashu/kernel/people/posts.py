"""Appointing, seconding, delegating and relieving. The only writer of posts and postings.

Each act stands in the administration log.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import OuterRef, Q, QuerySet, Subquery

from fashu.kernel import clock
from fashu.kernel.access import Kind, current_actor, log
from fashu.kernel.people.actors import DELEGABLE, delegable
from fashu.kernel.people.administration import granter, keeper
from fashu.kernel.people.models import Account, Office, Post, Posting, PostingKind
from fashu.kernel.procedure.refusal import refuse


@dataclass(frozen=True, slots=True)
class Span:
    """From a first to a last day, both included; without a last day until further notice."""

    since: date
    until: date | None = None


@transaction.atomic
def establish(office: Office, title: str, since: date | None = None) -> Post:
    """A post of an office, or the one it has already. No roles come with a new one."""
    keeper()
    post, is_new = Post.objects.get_or_create(office=office, title=title, defaults={"since": since})
    if is_new:
        log.write("post", f"{office.title} {title}", None, {"岗位": title, "角色": []})
    return post


@transaction.atomic
def entitle(post: Post, roles: Iterable[str]) -> int:
    """Give a post its roles, and with it whoever serves in it; how many those are.

    What a delegate was given stays as it is: it counts only as far as the principal has it.
    """
    granter()
    before, post.roles = {"角色": post.roles}, sorted(set(roles))
    post.save(update_fields=["roles"])
    log.write("post", f"{post.office.title} {post}", before, {"角色": post.roles})
    return Posting.objects.filter(post=post, on_behalf_of=None).update(roles=post.roles)


@transaction.atomic
def entitle_all(title: str, roles: Iterable[str]) -> int:
    """Give every post of this title its roles, and with it whoever serves in one; how many."""
    granter()
    given = sorted(set(roles))
    Post.objects.filter(title=title).update(roles=given)
    log.write("post", f"所有机构的 {title}", None, {"角色": given})
    return Posting.objects.filter(post__title=title, on_behalf_of=None).update(roles=given)


def ungranted() -> QuerySet[Posting]:
    """The postings in force that have no roles yet although their post has some."""
    waiting = Posting.objects.in_force().filter(roles=[], on_behalf_of=None, post__isnull=False)
    return waiting.exclude(post__roles=[])


@transaction.atomic
def grant(postings: QuerySet[Posting]) -> int:
    """Give postings the roles of their posts; how many. The security administrator's part."""
    granter()
    named = postings.filter(post__isnull=False, on_behalf_of=None)
    given = list(named.select_related("account", "office", "post"))
    own_post = Post.objects.filter(pk=OuterRef("post")).values("roles")[:1]
    done = Posting.objects.filter(pk__in=[each.pk for each in given]).update(
        roles=Subquery(own_post)
    )
    for each in given:
        roles = each.post.roles if each.post else []
        before, after = {"随岗角色": each.roles}, {"随岗角色": roles}
        log.write("grant", _whose(each), before, {"机构": each.office.title, **after})
    return done


@transaction.atomic
def appoint(
    account: Account,
    office: Office,
    span: Span,
    *,
    post: Post | None = None,
    roles: Iterable[str] = (),
    kind: PostingKind = PostingKind.REGULAR,
    basis: str = "",
) -> Posting:
    """Let somebody serve in an office. Raises Refused.

    A secondment leaves the main post as it is; without one there is nothing to be seconded from.
    A system administrator names no roles: `grant` gives them. Only the platform itself does both.
    """
    keeper()
    _check_span(span)
    _check_open(office, kind)
    if account.kind not in (Kind.OFFICER, Kind.AUDITOR):
        raise refuse(f"{account}不是工作人员，不能任职", remedy="管理员与办案人员互相分立")
    if post is not None and post.office_id != office.pk:
        raise refuse(f"岗位{post}不属于{office}", remedy="请选择该机构的岗位")
    if kind is PostingKind.SECONDMENT and not _has_main_post(account, span):
        raise refuse(f"{account}没有任职，不能借调", remedy="请先登记其任职")
    if _held_then(account, span).filter(office=office, post=post, kind=kind).exists():
        raise refuse(f"{account}在这段时间已有这一任职", remedy="需要改期限的，请先结束原来的任职")
    posting = Posting.objects.create(
        account=account,
        office=office,
        post=post,
        kind=kind,
        roles=sorted(set(roles)),
        since=span.since,
        until=span.until,
        basis=basis,
    )
    log.write("appoint", _whose(posting), None, _facts(posting))
    return posting


@transaction.atomic
def delegate(
    principal: Posting, account: Account, span: Span, *, roles: Iterable[str] = (), basis: str = ""
) -> Posting:
    """Let somebody act in another's post between two days. Raises Refused.

    Without `roles` it is the post's own roles; one that was granted to him has to be named, and one
    that wants something of the person is not delegated at all. It counts only while the principal
    holds the post, and only for roles he has himself; what was delegated is not delegated again. It
    is the principal's own act: nobody gives away what another has.
    """
    asked = frozenset(roles) or frozenset(principal.roles) & delegable(principal)
    if principal.account_id != _myself():
        raise refuse("只能委托他人代理自己的职务", remedy="请由本人登录后办理")
    if not asked:
        remedy = "需要他人办理的，请安全管理员把角色授予其本人"
        raise refuse("您的角色都限本人行使，不能代理", remedy=remedy)
    if not asked <= delegable(principal):
        raise refuse("代理的权限超出了被代理人可以代理的权限", remedy=DELEGABLE)
    return _depute(principal, account, span, asked, basis)


@transaction.atomic
def depute(principal: Posting, account: Account, span: Span, *, basis: str) -> Posting:
    """Enter that somebody was appointed to act in another's post (代理职务). Raises Refused.

    For when the one whose post it is cannot do so himself. It brings no roles: the security
    administrator gives them (`rights.entrust`).
    """
    keeper()
    if not basis.strip():
        raise refuse("请填写指定代理的依据", remedy="例如任免机关的文号")
    return _depute(principal, account, span, frozenset(), basis.strip())


def _depute(
    principal: Posting, account: Account, span: Span, roles: frozenset[str], basis: str
) -> Posting:
    _check_span(span)
    if span.until is None:
        raise refuse("代理必须有截止日期", remedy="请填写截止日期")
    if principal.on_behalf_of_id is not None:
        raise refuse("代理的职务不能再转委托他人", remedy="请由本人重新指定代理人")
    if principal.account_id == account.pk:
        raise refuse("不能由本人代理本人", remedy="请选择其他工作人员")
    if account.kind not in (Kind.OFFICER, Kind.AUDITOR) or not account.is_active:
        raise refuse(f"{account}不能代理职务", remedy="请选择在用的工作人员账号")
    if _held_then(account, span).filter(on_behalf_of=principal).exists():
        raise refuse(
            f"{account}在这段时间已经代理这一职务", remedy="需要改期限的，请先结束原来的代理"
        )
    posting = Posting.objects.create(
        account=account,
        office_id=principal.office_id,
        post_id=principal.post_id,
        kind=PostingKind.DELEGATION,
        roles=sorted(roles),
        since=span.since,
        until=span.until,
        on_behalf_of=principal,
        basis=basis,
    )
    log.write("delegate", _whose(posting), None, _facts(posting))
    return posting


@transaction.atomic
def relieve(posting: Posting, last_day: date) -> None:
    """Let a posting end with a day. What was delegated from it then counts no more either.

    The principal ends a delegation himself or the administrator does. Raises Refused.
    """
    if posting.on_behalf_of is None or posting.on_behalf_of.account_id != _myself():
        keeper()
    if last_day < posting.since:
        raise refuse("截止日期早于起始日期", remedy="请核对日期")
    before = _facts(posting)
    posting.until = last_day
    posting.save(update_fields=["until"])
    log.write("relieve", _whose(posting), before, {"至": last_day.isoformat()})


@transaction.atomic
def recall(posting: Posting) -> None:
    """Take one's own delegation back: from the next request on it confers nothing. Raises Refused.

    One that has begun ended yesterday; one that has not stays as a line without a right.
    """
    principal = posting.on_behalf_of
    if principal is None or principal.account_id != _myself():
        raise refuse("只能收回自己的委托", remedy="指定的代理，由系统管理员结束")
    before = _facts(posting)
    posting.roles = []
    posting.until = max(posting.since, clock.today() - timedelta(days=1))
    posting.save(update_fields=["roles", "until"])
    log.write("relieve", _whose(posting), before, {"至": posting.until.isoformat(), "角色": []})


def _myself() -> int | None:
    return current_actor().account_id


def _check_span(span: Span) -> None:
    if span.until is not None and span.until < span.since:
        raise refuse("截止日期早于起始日期", remedy="请核对日期")


def _held_then(account: Account, span: Span) -> QuerySet[Posting]:
    """The postings of an account that share a day with a span."""
    held = Posting.objects.filter(account=account)
    held = held.filter(Q(until=None) | Q(until__gte=span.since))
    return held.filter(since__lte=span.until) if span.until else held


def _has_main_post(account: Account, span: Span) -> bool:
    """Whether somebody has a post of his own on the day a secondment begins."""
    held = Posting.objects.filter(account=account, kind=PostingKind.REGULAR)
    return held.filter(Q(until=None) | Q(until__gte=span.since), since__lte=span.since).exists()


def _check_open(office: Office, kind: PostingKind) -> None:
    """Into a closed office people are only lent, to wind up what is left."""
    if not office.is_open and kind is not PostingKind.SECONDMENT:
        heir = f"，其职权由{office.successor}承继" if office.successor else ""
        raise refuse(
            f"{office}已撤销{heir}", remedy="请任命到承继机关；处理遗留案件的，请以借调方式登记"
        )


def _whose(posting: Posting) -> str:
    return f"账号 {posting.account.username} {posting.account.name}"


def _facts(posting: Posting) -> dict[str, Any]:
    principal = posting.on_behalf_of
    return {
        "机构": posting.office.title,
        "岗位": str(posting.post or ""),
        "方式": PostingKind(posting.kind).label,
        "代理": principal.account.name if principal else "",
        "角色": list(posting.roles),
        "自": posting.since.isoformat(),
        "至": posting.until.isoformat() if posting.until else "",
        "依据": posting.basis,
    }
