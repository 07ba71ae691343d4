"""What every template knows. Asks the database nothing, so that error pages can use it too.

`unread` alone asks, when a template calls it; only the workbench's own pages do.
"""

from django.http import HttpRequest
from django.utils import translation

from fashu.kernel.access import VISITOR, NobodyActsError, current_actor
from fashu.kernel.desk.notices import unread
from fashu.web import comfort
from fashu.web.language import wanted
from fashu.web.menu import STAFF, public_menu, section, workbench_menu


def shared(request: HttpRequest) -> dict[str, object]:
    """The actor, the two menus and which of their entries is the present page."""
    try:
        actor = current_actor()
    except NobodyActsError:  # an error page outside every request's transaction
        actor = VISITOR
    match = request.resolver_match
    public, work = public_menu(actor.kind), workbench_menu(actor.kind)
    entries = (*public, *(item for group in work for item in group.items))
    return {
        "actor": actor,
        "is_signed_in": actor.account_id is not None,
        "is_staff": actor.kind in STAFF,
        "public_menu": public,
        "workbench_menu": work,
        "language": translation.get_language(),
        "wants_english": wanted(request) == "en",
        "only_chinese": wanted(request) == "en" and translation.get_language() != "en",
        "comfort": comfort.read(request.COOKIES.get(comfort.COOKIE, "")),
        "unread": unread,
        "here": match.view_name if match else "",
        "section": section(entries, request.path),
    }
