"""Who may open a page at all. What he then sees of cases is the database's decision."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, resolve_url
from django.utils.http import urlencode

from fashu.kernel.access import ADMINISTRATORS, Kind, current_actor
from fashu.kernel.people.models import Account
from fashu.web.menu import REGISTER, STAFF

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def signed_in(view: View[P]) -> View[P]:
    """Visitors are sent to sign in and come back."""
    return _only(frozenset(Kind) - {Kind.VISITOR}, view)


def staff_only(view: View[P]) -> View[P]:
    """For officers and auditors; a citizen gets 403."""
    return _only(STAFF, view)


def administrators_only(*kinds: Kind) -> Callable[[View[P]], View[P]]:
    """For the named ones of the three administrators (三员), or for each of them; others get 403.

    `@administrators_only(Kind.SYSTEM_ADMIN)`: offices and accounts; `SECURITY_ADMIN`: roles,
    scopes, locks; `AUDIT_ADMIN`: the logs. The database holds them to the same.
    """
    allowed = frozenset(kinds) or ADMINISTRATORS
    if not allowed <= ADMINISTRATORS:
        raise ValueError(f"{sorted(allowed - ADMINISTRATORS)} are no administrators")
    titles = "、".join(title for kind, title in Account.KINDS if kind in allowed)
    return lambda view: _only(allowed, view, f"此页面仅供{titles}使用。")


def register_readers(view: View[P]) -> View[P]:
    """For staff, and for the administrators who keep offices and accounts or grant rights."""
    return _only(REGISTER, view)


def _only(
    kinds: frozenset[Kind], view: View[P], refusal: str = "此页面仅供工作人员使用。"
) -> View[P]:
    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        kind = current_actor().kind
        if kind is Kind.VISITOR:
            target = urlencode({"next": request.get_full_path()})
            return redirect(f"{resolve_url('web:sign_in')}?{target}")
        if kind not in kinds:
            raise PermissionDenied(refusal)
        return view(request, *args, **kwargs)

    return guarded
