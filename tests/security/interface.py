"""The addresses of the interface, for the table of all addresses."""

from fashu.web.api.shown import PARTS
from tests.security.address import shows_case as _case
from tests.security.address import shows_draft as _draft
from tests.security.address import shows_list as _list
from tests.security.address import shows_nothing as _open

ERRAND_ACTS = (
    "answer",
    "handing-on",
    "return",
    "additions",
    "removals",
    "withdrawal",
    "urges",
    "copies",
    "end",
)

PAPER_PARTS = {
    "document": ("get", "post"),
    "document/changes": ("post",),
    "document/approval": ("post",),
    "document/seal": ("post",),
    "document/revocation": ("post",),
    "document/pdf": ("get",),
    "document/ofd": ("get",),
    "document/docx": ("get",),
    "receipts": ("get",),
}
"""Below a paper of a case in the interface -> how it is asked."""

INTERFACE = {
    "api/v1/": _open("/api/v1/"),
    "api/v1/openapi.json": _open("/api/v1/openapi.json"),
    "api/v1/whatif": _open("/api/v1/whatif", "post"),
    "api/v1/procedures": _open("/api/v1/procedures"),
    "api/v1/procedures/<key>": _open("/api/v1/procedures/reconsideration"),
    "api/v1/procedures/<key>/steps/<step>": _open("/api/v1/procedures/reconsideration/steps/file"),
    "api/v1/deadline": _open("/api/v1/deadline?start=2026-11-02&amount=5"),
    "api/v1/law/statutes": _open("/api/v1/law/statutes?q=行政复议"),
    "api/v1/law/search": _open("/api/v1/law/search?q=行政复议"),
    "api/v1/law/citations": _open("/api/v1/law/citations?text=《行政复议法》第三十条"),
    "api/v1/law/statutes/<title>": _open("/api/v1/law/statutes/行政复议法"),
    "api/v1/law/statutes/<title>/articles/<int:article>": _open(
        "/api/v1/law/statutes/行政复议法/articles/30"
    ),
    "api/v1/offices": _open("/api/v1/offices?q=县"),
    "api/v1/offices/<code>": _open("/api/v1/offices/9901"),
    "api/v1/me": _open("/api/v1/me"),
    "api/v1/oauth/token": _open("/api/v1/oauth/token", "post"),
    "api/v1/cases": _list("/api/v1/cases", "get", "post"),
    "api/v1/cases/<number>": _case("/api/v1/cases/{number}?expand=" + ",".join(PARTS)),
    **{
        f"api/v1/cases/<number>/{part}": _case(f"/api/v1/cases/{{number}}/{part}") for part in PARTS
    },
    **{
        f"api/v1/cases/<number>/{part}": _case(f"/api/v1/cases/{{number}}/{part}", "get", "post")
        for part in ("participants", "notes", "attachments")
    },
    "api/v1/cases/<number>/papers/<int:paper>": _case("/api/v1/cases/{number}/papers/{paper}"),
    "api/v1/cases/<number>/papers/<paper>/services": _case(
        "/api/v1/cases/{number}/papers/acceptance/services", "post"
    ),
    **{
        f"api/v1/cases/<number>/papers/<int:paper>/{part}": _case(
            f"/api/v1/cases/{{number}}/papers/{{paper}}/{part}", *methods
        )
        for part, methods in PAPER_PARTS.items()
    },
    "api/v1/cases/<number>/papers/<int:paper>/receipts/<role>": _case(
        "/api/v1/cases/{number}/papers/{paper}/receipts/applicant"
    ),
    "api/v1/papers": _list("/api/v1/papers?state=sealed"),
    "api/v1/papers/print": _open("/api/v1/papers/print?document=987654321"),
    "api/v1/papers/numbers": _list("/api/v1/papers/numbers", "get", "post"),
    "api/v1/papers/numbers/<int:number>/void": _open(
        "/api/v1/papers/numbers/987654321/void", "post"
    ),
    "api/v1/papers/seals": _list("/api/v1/papers/seals"),
    "api/v1/papers/seals/uses": _list("/api/v1/papers/seals/uses"),
    "api/v1/cases/<number>/attachments/<sha256>": _case(
        "/api/v1/cases/{number}/attachments/{sha256}"
    ),
    "api/v1/cases/<number>/export": _case("/api/v1/cases/{number}/export"),
    "api/v1/cases/<number>/steps/<step>": _case("/api/v1/cases/{number}/steps/suspend", "post"),
    "api/v1/drafts": _open("/api/v1/drafts", "get", "post"),
    "api/v1/drafts/<int:draft>": _draft("/api/v1/drafts/{draft}"),
    "api/v1/drafts/<int:draft>/files": _draft("/api/v1/drafts/{draft}/files", "post"),
    "api/v1/drafts/<int:draft>/submission": _draft("/api/v1/drafts/{draft}/submission", "post"),
    "api/v1/errands": _list("/api/v1/errands?box=all"),
    "api/v1/errands/<int:errand>": _open("/api/v1/errands/987654321"),
    **{
        f"api/v1/errands/<int:errand>/{act}": _open(f"/api/v1/errands/987654321/{act}", "post")
        for act in ERRAND_ACTS
    },
    "api/v1/supervision/statistics": _list("/api/v1/supervision/statistics"),
    "api/v1/supervision/statistics/rows": _list("/api/v1/supervision/statistics/rows"),
    "api/v1/supervision/alerts": _list("/api/v1/supervision/alerts"),
    "api/v1/supervision/alerts/rules": _open("/api/v1/supervision/alerts/rules"),
    "api/v1/supervision/alerts/<int:alert>/verdict": _open(
        "/api/v1/supervision/alerts/987654321/verdict", "post"
    ),
    "api/v1/supervision/orders": _list("/api/v1/supervision/orders", "get", "post"),
    "api/v1/supervision/orders/<int:order>": _open("/api/v1/supervision/orders/987654321"),
    "api/v1/supervision/orders/<int:order>/entries": _open(
        "/api/v1/supervision/orders/987654321/entries", "post"
    ),
    "api/v1/supervision/draws": _open("/api/v1/supervision/draws", "post"),
    "api/v1/supervision/draws/<int:draw>/drawing": _open(
        "/api/v1/supervision/draws/987654321/drawing", "post"
    ),
    "api/v1/draws": _open("/api/v1/draws"),
    "api/v1/draws/<int:draw>": _open("/api/v1/draws/987654321"),
    "api/v1/draws/<int:draw>/transcript": _open("/api/v1/draws/987654321/transcript"),
    "api/v1/notices": _list("/api/v1/notices"),
    "api/v1/notices/reading": _open("/api/v1/notices/reading", "post"),
    "api/v1/notices/<int:notice>/reading": _open("/api/v1/notices/987654321/reading", "post"),
    "api/v1/delegations": _open("/api/v1/delegations", "get", "post"),
    "api/v1/delegations/<int:delegation>/end": _open("/api/v1/delegations/987654321/end", "post"),
    "api/v1/absences": _open("/api/v1/absences", "get", "post"),
    "api/v1/absences/<int:absence>/end": _open("/api/v1/absences/987654321/end", "post"),
    "api/v1/bookings": _open("/api/v1/bookings", "get", "post"),
    "api/v1/bookings/offices": _open("/api/v1/bookings/offices"),
    "api/v1/bookings/times": _open("/api/v1/bookings/times?office=9901"),
    "api/v1/bookings/expected": _open("/api/v1/bookings/expected"),
    "api/v1/bookings/<code>/cancellation": _open(
        "/api/v1/bookings/B23456789ABC/cancellation", "post"
    ),
    "api/v1/bookings/<code>/arrival": _open("/api/v1/bookings/B23456789ABC/arrival", "post"),
    "api/v1/ratings": _open("/api/v1/ratings"),
    "api/v1/ratings/<int:given>": _open("/api/v1/ratings/987654321"),
    "api/v1/ratings/<int:given>/steps": _open("/api/v1/ratings/987654321/steps", "post"),
    "api/v1/cases/<number>/rating": _case("/api/v1/cases/{number}/rating", "get", "post"),
    "api/v1/copies": _list("/api/v1/copies"),
    "api/v1/cases/<number>/colleagues": _case("/api/v1/cases/{number}/colleagues"),
    **{
        f"api/v1/cases/<number>/{part}": _case(f"/api/v1/cases/{{number}}/{part}", "get", "post")
        for part in ("errands", "handling", "avoidances")
    },
    **{
        f"api/v1/cases/<number>/{part}": _case(f"/api/v1/cases/{{number}}/{part}", "post")
        for part in ("urges", "copies")
    },
    "api/v1/cases/<number>/avoidances/<int:avoidance>/decision": _case(
        "/api/v1/cases/{number}/avoidances/987654321/decision", "post"
    ),
}
"""Every address below api/v1/."""
