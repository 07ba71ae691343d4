"""Every address of the platform, and whose data it may show.

An address that is not in the table fails `test_access`: whoever adds one says what it shows.
"""

from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, get_resolver

from tests.security.address import Address, Shows
from tests.security.address import shows_case as _case
from tests.security.address import shows_draft as _draft
from tests.security.address import shows_list as _list
from tests.security.address import shows_nothing as _open
from tests.security.interface import INTERFACE

TABLE = {
    "": _open("/"),
    "signin/": _open("/signin/", "get", "post"),
    "signin/password/": _open("/signin/password/", "get", "post"),
    ".well-known/openid-configuration": _open("/.well-known/openid-configuration"),
    "signon/keys": _open("/signon/keys"),
    "signon/authorize": _open("/signon/authorize", "get", "post"),
    "signon/token": _open("/signon/token", "post"),
    "signon/userinfo": _open("/signon/userinfo", "get", "post"),
    "signon/revoke": _open("/signon/revoke", "post"),
    "administration/clients/": _open("/administration/clients/"),
    "administration/clients/new/": _open("/administration/clients/new/", "get", "post"),
    "administration/clients/<int:number>/secret/": _open(
        "/administration/clients/987654321/secret/", "post"
    ),
    "administration/clients/<int:number>/switch/": _open(
        "/administration/clients/987654321/switch/", "post"
    ),
    "signin/onward/": _open("/signin/onward/"),
    "signin/passkey/": _open("/signin/passkey/", "post"),
    "signin/passkey/question/": _open("/signin/passkey/question/", "post"),
    "signin/second/": _open("/signin/second/", "get", "post"),
    "signin/second/passkey/": _open("/signin/second/passkey/", "post"),
    "signin/enrol/": _open("/signin/enrol/", "get", "post"),
    "signin/enrol/passkey/": _open("/signin/enrol/passkey/", "post"),
    "signin/province/": _open("/signin/province/", "post"),
    "signin/province/back/": _open("/signin/province/back/?state=x&code=x"),
    "signin/again/province/": _open("/signin/again/province/", "post"),
    "signout/province/": _open("/signout/province/"),
    "account/province/": _open("/account/province/"),
    "account/province/link/": _open("/account/province/link/", "post"),
    "account/province/unlink/": _open("/account/province/unlink/", "post"),
    "signin/again/": _open("/signin/again/", "get", "post"),
    "signin/again/passkey/": _open("/signin/again/passkey/", "post"),
    "account/second/": _open("/account/second/"),
    "account/second/totp/": _open("/account/second/totp/", "get", "post"),
    "account/second/totp/picture.svg": _open("/account/second/totp/picture.svg"),
    "account/second/totp/remove/": _open("/account/second/totp/remove/", "post"),
    "account/second/recovery/": _open("/account/second/recovery/", "post"),
    "account/second/passkeys/": _open("/account/second/passkeys/"),
    "account/second/passkeys/keep/": _open("/account/second/passkeys/keep/", "post"),
    "account/second/passkeys/<int:number>/remove/": _open(
        "/account/second/passkeys/987654321/remove/", "post"
    ),
    "activate/": _open("/activate/", "get", "post"),
    "account/": _open("/account/"),
    "account/password/": _open("/account/password/", "get", "post"),
    "account/sessions/": _open("/account/sessions/"),
    "account/sessions/<int:number>/end/": _open("/account/sessions/987654321/end/", "post"),
    "account/signins/": _open("/account/signins/"),
    "administration/health/": _open("/administration/health/"),
    "administration/holidays/": _open("/administration/holidays/?year=2026"),
    "administration/holidays/enter/": _open("/administration/holidays/enter/", "get", "post"),
    "administration/holidays/template/": _open("/administration/holidays/template/"),
    "administration/holidays/<int:number>/": _open("/administration/holidays/987654321/"),
    "administration/holidays/<int:number>/decide/": _open(
        "/administration/holidays/987654321/decide/", "post"
    ),
    "administration/roles/": _open("/administration/roles/"),
    "administration/roles/define/": _open("/administration/roles/define/", "post"),
    "administration/roles/grants/<int:number>/withdraw/": _open(
        "/administration/roles/grants/987654321/withdraw/", "post"
    ),
    "administration/roles/<slug:key>/": _open("/administration/roles/office/"),
    "administration/roles/<slug:key>/scope/": _open("/administration/roles/office/scope/", "post"),
    "administration/roles/<slug:key>/grant/": _open("/administration/roles/office/grant/", "post"),
    "administration/roles/<slug:key>/strip/<int:number>/": _open(
        "/administration/roles/office/strip/987654321/", "post"
    ),
    "administration/administrators/": _open("/administration/administrators/"),
    "administration/administrators/ask/": _open("/administration/administrators/ask/", "post"),
    "administration/administrators/<int:number>/decide/": _open(
        "/administration/administrators/987654321/decide/", "post"
    ),
    "administration/administrators/<int:number>/unlock/": _open(
        "/administration/administrators/987654321/unlock/", "post"
    ),
    "administration/jobs/": _open("/administration/jobs/?state=failed"),
    "administration/jobs/<int:number>/retry/": _open(
        "/administration/jobs/987654321/retry/", "post"
    ),
    "administration/log/": _open("/administration/log/"),
    "api/": _open("/api/"),
    "administration/consumers/": _open("/administration/consumers/", "get", "post"),
    "administration/consumers/<str:code>/": _open(
        "/administration/consumers/court/", "get", "post"
    ),
    "administration/consumers/<str:code>/calls/": _open("/administration/consumers/court/calls/"),
    "administration/deliveries/": _open("/administration/deliveries/", "get", "post"),
    "administration/sessions/": _open("/administration/sessions/"),
    "administration/sessions/<int:number>/end/": _open(
        "/administration/sessions/987654321/end/", "post"
    ),
    "administration/offices/": _open("/administration/offices/?open=9901"),
    "administration/offices/new/": _open("/administration/offices/new/", "get", "post"),
    "administration/offices/<str:code>/": _open("/administration/offices/9901/"),
    "administration/offices/<str:code>/change/": _open(
        "/administration/offices/9901/change/", "get", "post"
    ),
    "administration/offices/<str:code>/move/": _open(
        "/administration/offices/9901/move/", "get", "post"
    ),
    "administration/offices/<str:code>/close/": _open(
        "/administration/offices/9901/close/", "get", "post"
    ),
    "administration/offices/<str:code>/reopen/": _open(
        "/administration/offices/9901/reopen/", "get", "post"
    ),
    "administration/officers/": _open("/administration/officers/"),
    "administration/officers/new/": _open("/administration/officers/new/", "get", "post"),
    "administration/officers/@<str:username>/": _open("/administration/officers/@lin/"),
    **{
        f"administration/officers/@<str:username>/{act}/": _open(
            f"/administration/officers/@lin/{act}/", "get", "post"
        )
        for act in ("facts", "appoint", "depute", "switch", "reset", "release", "grant")
    },
    "administration/officers/postings/<int:number>/end/": _open(
        "/administration/officers/postings/987654321/end/", "get", "post"
    ),
    "administration/officers/postings/<int:number>/entitle/": _open(
        "/administration/officers/postings/987654321/entitle/", "post"
    ),
    "administration/officers/postings/<int:number>/roles/": _open(
        "/administration/officers/postings/987654321/roles/", "get", "post"
    ),
    "administration/roles/@waiting/": _open("/administration/roles/@waiting/"),
    "administration/tables/<str:kind>/": _open("/administration/tables/officers/", "get", "post"),
    "administration/tables/<str:kind>/template/": _open("/administration/tables/offices/template/"),
    "administration/tables/<str:kind>/export/": _open("/administration/tables/officers/export/"),
    "administration/tables/<str:kind>/<int:number>/": _open("/administration/tables/offices/1/"),
    "administration/tables/<str:kind>/<int:number>/errors/": _open(
        "/administration/tables/offices/1/errors/"
    ),
    "administration/tables/<str:kind>/<int:number>/import/": _open(
        "/administration/tables/offices/1/import/", "post"
    ),
    "administration/signins/": _open("/administration/signins/"),
    "post/": _open("/post/", "post"),
    "healthz": _open("/healthz"),
    "readyz": _open("/readyz"),
    "services/<str:key>/": _open("/services/reconsideration/"),
    "services/<str:key>/<str:step>/": _open("/services/reconsideration/file/"),
    "search/": _open("/search/?q=村里强拆我家房子怎么办"),
    "booking/": _open("/booking/?office=9901"),
    "booking/<str:code>/": _open("/booking/B23456789ABC/"),
    "booking/<str:code>/calendar.ics": _open("/booking/B23456789ABC/calendar.ics"),
    "booking/<str:code>/cancel/": _open("/booking/B23456789ABC/cancel/", "post"),
    "booking/<str:office>/at/<str:time>/": _open("/booking/9901/at/2026-11-30T0900+0800/"),
    "comfort/": _open("/comfort/", "get", "post"),
    "satisfaction/": _open("/satisfaction/"),
    "feedback/": _open("/feedback/", "get", "post"),
    "progress/": _open("/progress/", "get", "post"),
    "deadline/": _open("/deadline/?term=own&amount=5&unit=day&start=2026-11-02&mode=itself"),
    "deadline/case/": _open("/deadline/case/", "get", "post"),
    "law/": _open("/law/?q=行政复议"),
    "law/<str:title>/": _open("/law/行政复议法/"),
    "law/<str:title>/changes/": _open("/law/行政复议法/changes/"),
    "questions/offices/": _open("/questions/offices/?name=office&_find_office=县"),
    **INTERFACE,
    "mine/": _list("/mine/"),
    "mine/copy/": _list("/mine/copy/"),
    "mine/reads/": _list("/mine/reads/"),
    "mine/<str:number>/": _case("/mine/{number}/"),
    "mine/<str:number>/receipt/": _case("/mine/{number}/receipt/"),
    "mine/<str:number>/do/<str:step>/": _case("/mine/{number}/do/withdraw/", "get", "post"),
    "mine/<str:number>/files/<str:sha256>/": _case("/mine/{number}/files/{sha256}/"),
    "mine/<str:number>/rate/": _case("/mine/{number}/rate/", "get", "post"),
    "drafts/<int:draft_id>/<int:number>/": _draft("/drafts/{draft}/1/", "get", "post"),
    "drafts/<int:draft_id>/check/": _draft("/drafts/{draft}/check/", "get", "post"),
    "drafts/<int:draft_id>/remove/": _draft("/drafts/{draft}/remove/", "get", "post"),
    "drafts/<int:draft_id>/files/<str:sha256>/": _draft("/drafts/{draft}/files/{sha256}/"),
    "workbench/persons/": _list("/workbench/persons/"),
    "workbench/persons/new/": _open("/workbench/persons/new/"),
    "workbench/persons/choose/": _open("/workbench/persons/choose/?name=x&id=x"),
    "workbench/persons/<int:person_id>/": _open("/workbench/persons/987654321/"),
    "workbench/persons/<int:person_id>/reveal/": _open(
        "/workbench/persons/987654321/reveal/", "post"
    ),
    **{
        f"workbench/{kind}/<int:number>/{act}/": _open(
            f"/workbench/{kind}/987654321/{act}/", "post"
        )
        for kind in ("persons", "organisations")
        for act in ("merge", "unmerge")
    },
    **{
        f"workbench/{kind}/": _list(f"/workbench/{kind}/")
        for kind in ("organisations", "places", "matters")
    },
    **{
        f"workbench/{kind}/new/": _open(f"/workbench/{kind}/new/", "get", "post")
        for kind in ("organisations", "places", "matters")
    },
    **{
        f"workbench/{kind}/<int:number>/": _open(f"/workbench/{kind}/987654321/")
        for kind in ("organisations", "places", "matters")
    },
    "workbench/organisations/choose/": _open(
        "/workbench/organisations/choose/?name=x&id=x&_find_x=示范"
    ),
    "workbench/places/choose/": _open("/workbench/places/choose/?_find_place=示范"),
    "workbench/subjects/choose/": _open("/workbench/subjects/choose/?_find_subject=示范"),
    "workbench/archives/": _list("/workbench/archives/?box=kept"),
    "workbench/archives/put/": _open("/workbench/archives/put/", "post"),
    "workbench/archives/<str:number>/": _case("/workbench/archives/{number}/?check&verify"),
    "workbench/archives/<str:number>/proof/": _case("/workbench/archives/{number}/proof/"),
    "workbench/archives/<str:number>/loans/": _case("/workbench/archives/{number}/loans/", "post"),
    "workbench/archives/<str:number>/loans/<int:loan_id>/": _case(
        "/workbench/archives/{number}/loans/987654321/", "post"
    ),
    "workbench/archives/<str:number>/appraisal/": _case(
        "/workbench/archives/{number}/appraisal/", "post"
    ),
    "workbench/archives/<str:number>/destruction/": _case(
        "/workbench/archives/{number}/destruction/", "post"
    ),
    "workbench/reads/": _list("/workbench/reads/"),
    "workbench/": _list("/workbench/"),
    "workbench/todo/": _list("/workbench/todo/"),
    "workbench/done/": _list("/workbench/done/"),
    "workbench/cases/": _list("/workbench/cases/"),
    "workbench/notices/": _list("/workbench/notices/"),
    "workbench/notices/read/": _open("/workbench/notices/read/", "post"),
    "workbench/notices/count/": _list("/workbench/notices/count/"),
    "workbench/notices/stream/": _open("/workbench/notices/stream/", "post"),
    "workbench/notices/preferences/": _open("/workbench/notices/preferences/", "get", "post"),
    "workbench/calendar/": _list("/workbench/calendar/"),
    "workbench/calendar/subscribe/": _open("/workbench/calendar/subscribe/", "post"),
    "calendar/<str:secret>.ics": _open("/calendar/nobodys-secret.ics"),
    "workbench/todo/errands/": _list("/workbench/todo/errands/"),
    "workbench/done/errands/": _list("/workbench/done/errands/"),
    "workbench/started/": _list("/workbench/started/"),
    "workbench/copies/": _list("/workbench/copies/"),
    "workbench/copies/<int:copy_id>/": _open("/workbench/copies/987654321/", "post"),
    "workbench/lists/<str:box>/export/": _list("/workbench/lists/cases/export/"),
    "workbench/lists/<str:box>/columns/": _open("/workbench/lists/cases/columns/", "post"),
    "workbench/lists/<str:box>/views/": _open("/workbench/lists/cases/views/", "post"),
    "workbench/views/<int:view_id>/drop/": _open("/workbench/views/987654321/drop/", "post"),
    "workbench/bulk/": _open("/workbench/bulk/", "post"),
    "workbench/deputies/": _open("/workbench/deputies/", "get", "post"),
    "workbench/deputies/<int:number>/recall/": _open(
        "/workbench/deputies/987654321/recall/", "post"
    ),
    "workbench/delegations/": _open("/workbench/delegations/", "get", "post"),
    "workbench/delegations/absences/": _open("/workbench/delegations/absences/", "get", "post"),
    "workbench/allotment/": _list("/workbench/allotment/", "get", "post"),
    "workbench/allotment/try/": _list("/workbench/allotment/try/"),
    "workbench/errands/<int:errand_id>/": _open("/workbench/errands/987654321/"),
    "workbench/errands/<int:errand_id>/<str:kind>/": _open(
        "/workbench/errands/987654321/answered/", "post"
    ),
    "workbench/cases/<str:number>/errands/new/": _case(
        "/workbench/cases/{number}/errands/new/", "get", "post"
    ),
    "workbench/cases/<str:number>/handling/<str:kind>/": _case(
        "/workbench/cases/{number}/handling/urge/", "post"
    ),
    "workbench/cases/<str:number>/avoidance/": _case(
        "/workbench/cases/{number}/avoidance/", "post"
    ),
    "workbench/cases/<str:number>/avoidance/<int:avoidance_id>/": _case(
        "/workbench/cases/{number}/avoidance/987654321/", "post"
    ),
    "mine/<str:number>/avoidance/": _case("/mine/{number}/avoidance/", "get", "post"),
    "workbench/new/": _open("/workbench/new/"),
    "workbench/new/<str:procedure>/<str:step>/": _open("/workbench/new/reconsideration/register/"),
    "workbench/bookings/": _open("/workbench/bookings/"),
    "workbench/bookings/publish/": _open("/workbench/bookings/publish/", "post"),
    "workbench/bookings/<str:code>/arrived/": _open(
        "/workbench/bookings/B23456789ABC/arrived/", "post"
    ),
    "workbench/ratings/": _open("/workbench/ratings/"),
    "workbench/ratings/<int:rating_id>/": _open("/workbench/ratings/987654321/"),
    "workbench/ratings/figures/": _open("/workbench/ratings/figures/"),
    "workbench/ratings/figures/rows/": _list("/workbench/ratings/figures/rows/"),
    "workbench/reports/": _open("/workbench/reports/", "get", "post"),
    "workbench/guides/": _open("/workbench/guides/"),
    "workbench/guides/<str:key>/": _open("/workbench/guides/reconsideration/"),
    "workbench/procedures/": _open("/workbench/procedures/"),
    "workbench/procedures/<str:key>/": _open("/workbench/procedures/reconsideration/"),
    "workbench/cases/<str:number>/": _case("/workbench/cases/{number}/"),
    "workbench/cases/<str:number>/steps/<str:step>/": _case(
        "/workbench/cases/{number}/steps/suspend/", "get", "post"
    ),
    "workbench/cases/<str:number>/serve/<str:paper>/": _case(
        "/workbench/cases/{number}/serve/acceptance/", "get", "post"
    ),
    "workbench/cases/<str:number>/papers/<int:paper_id>/": _case(
        "/workbench/cases/{number}/papers/{paper}/"
    ),
    "workbench/cases/<str:number>/papers/<int:paper_id>/do/": _case(
        "/workbench/cases/{number}/papers/{paper}/do/", "post"
    ),
    "workbench/cases/<str:number>/papers/<int:paper_id>/pages/<int:page>.png": _case(
        "/workbench/cases/{number}/papers/{paper}/pages/1.png"
    ),
    "workbench/cases/<str:number>/papers/<int:paper_id>/files/<str:kind>/": _case(
        "/workbench/cases/{number}/papers/{paper}/files/pdf/"
    ),
    "workbench/cases/<str:number>/papers/<int:paper_id>/receipts/<str:role>/": _case(
        "/workbench/cases/{number}/papers/{paper}/receipts/applicant/"
    ),
    "workbench/papers/": _list("/workbench/papers/"),
    "workbench/papers/print/": _open("/workbench/papers/print/", "post"),
    "workbench/papers/numbers/": _list("/workbench/papers/numbers/"),
    "workbench/papers/seals/": _list("/workbench/papers/seals/"),
    "workbench/papers/templates/": _open("/workbench/papers/templates/"),
    "workbench/papers/templates/<str:procedure>/<str:paper>/": _open(
        "/workbench/papers/templates/reconsideration/decision/"
    ),
    "workbench/papers/templates/<str:procedure>/<str:paper>/preview/": _open(
        "/workbench/papers/templates/reconsideration/decision/preview/"
    ),
    "mine/<str:number>/papers/<int:paper_id>/": _case("/mine/{number}/papers/{paper}/"),
    "verify/": _open("/verify/", "get", "post"),
    "workbench/cases/<str:number>/join/": _case("/workbench/cases/{number}/join/", "get", "post"),
    "workbench/cases/<str:number>/export/": _case("/workbench/cases/{number}/export/"),
    "workbench/cases/<str:number>/notes/": _case("/workbench/cases/{number}/notes/", "post"),
    "workbench/cases/<str:number>/files/": _case("/workbench/cases/{number}/files/", "post"),
    "workbench/cases/<str:number>/files/<str:sha256>/": _case(
        "/workbench/cases/{number}/files/{sha256}/"
    ),
    "administration/": _open("/administration/"),
    "supervision/statistics/": _list("/supervision/statistics/"),
    "supervision/statistics/sheet/": _list("/supervision/statistics/sheet/"),
    "supervision/statistics/rows/": _list("/supervision/statistics/rows/"),
    "supervision/periods/": _open("/supervision/periods/", "get", "post"),
    "supervision/periods/<int:report_id>/": _open("/supervision/periods/1/"),
    "supervision/alerts/": _list("/supervision/alerts/"),
    "supervision/alerts/<int:alert_id>/": _open("/supervision/alerts/987654/", "post"),
    "supervision/orders/": _list("/supervision/orders/"),
    "supervision/orders/new/": _open("/supervision/orders/new/", "get", "post"),
    "supervision/orders/<int:order_id>/": _open("/supervision/orders/987654/", "get", "post"),
    "supervision/draws/new/": _open("/supervision/draws/new/", "get", "post"),
    "supervision/draws/<int:draw_id>/": _open("/supervision/draws/987654/", "post"),
    "supervision/trace/": _list("/supervision/trace/"),
    "draws/": _open("/draws/"),
    "draws/<int:draw_id>/": _open("/draws/987654/"),
    "draws/<int:draw_id>/transcript.json": _open("/draws/987654/transcript.json"),
    "administration/codes/": _open("/administration/codes/"),
    "administration/codes/<str:key>/": _open("/administration/codes/level/"),
    "language/": _open("/language/", "post"),
    "signon/leave": _open("/signon/leave", "get", "post"),
    "signout/": _open("/signout/", "post"),
}
"""Pattern, as the resolver spells it -> what it shows. What signs out comes last."""


def patterns() -> set[str]:
    """Every pattern that the resolver knows."""
    return set(_walk(get_resolver().url_patterns, ""))


def _walk(found: list[URLPattern | URLResolver], above: str) -> Iterator[str]:
    for each in found:
        route = above + str(each.pattern)
        if isinstance(each, URLResolver):
            yield from _walk(each.url_patterns, route)
        else:
            yield route


def showing(shows: Shows) -> Iterator[Address]:
    """All addresses of one kind."""
    return (address for address in TABLE.values() if address.shows is shows)
