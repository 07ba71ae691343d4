"""One volume: what lies in it, who borrows it, what becomes of it, and what remains afterwards."""

from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from fashu.kernel import api, clock, reading
from fashu.kernel.access import current_actor
from fashu.kernel.archives import disposal, inventory, loans, volumes
from fashu.kernel.archives.models import Loan, Volume
from fashu.kernel.cases.archiving import KEPT_AS_LONG_AS_NEEDED, retention_of
from fashu.kernel.cases.catalogue import business_of, family_of
from fashu.kernel.cases.evidence import export_case
from fashu.kernel.cases.models import Case, Event
from fashu.kernel.cases.queries import outcome_title, proof_of, stage_title
from fashu.kernel.procedure import Refused
from fashu.kernel.procedure.refusal import refuse
from fashu.kernel.reading.models import Disposal
from fashu.kernel.record.note import NoteError
from fashu.kernel.record.proofs import NotLoggedError
from fashu.kernel.record.tiles import TileError
from fashu.kernel.record.verify import Report, registered, verify_bundle
from fashu.web.access import staff_only
from fashu.web.downloads import download
from fashu.web.workbench import sight
from fashu.web.workbench.dossier import seen

UNPROVED = (NotLoggedError, NoteError, TileError)
"""What export raises while an event still waits for the log."""

USUAL_DAYS = 15
"""For how long a loan is proposed."""


@require_safe
@staff_only
def show(request: HttpRequest, number: str) -> HttpResponse:
    """The volume; of a case not yet put away what would lie in it."""
    case = seen(number)
    kept = Volume.objects.filter(case=case).first()
    listed = Disposal.objects.filter(case=case).first()
    checks = volumes.check(kept) if kept and "check" in request.GET else ()
    context = {
        "case": case,
        "volume": kept,
        "items": _items(case, kept),
        "faults": {each.item.n: each.fault or "相符" for each in checks},
        "is_checked": bool(checks),
        "term": volumes.term_of(business_of(case.procedure)),
        "retention": retention_of(case),
        "disposal": listed,
        "outcome": outcome_title(case) or stage_title(case),
        "report": _report(case) if "verify" in request.GET and sight.reads_all(case) else None,
        "breadcrumb": [("档案", "../"), (number, request.path)],
    }
    return render(request, "archives/volume.html", context | _may(case, listed) | _proof(case))


def _items(case: Case, kept: Volume | None) -> list[tuple[inventory.Item, str]]:
    """Each item with where it can be opened, for whoever may read it."""
    if kept is not None:
        items = volumes.items_of(kept)
    elif sight.reads_all(case) and case.closed_on and not case.destroyed_at:
        items = inventory.inventory_of(case)
    else:
        items = ()
    procedure = family_of(case.procedure).version(case.version)
    papers, files = sight.papers_read(case, procedure), set(sight.files_read(case))
    shown = {file.pk for file in files}
    return [(item, _kind(item, papers, shown)) for item in items]


def _kind(item: inventory.Item, papers: set[int], files: set[int]) -> str:
    if item.kind is inventory.Kind.PAPER:
        return "paper" if item.ref in papers else ""
    return "file" if item.kind is inventory.Kind.FILE and item.ref in files else ""


def _may(case: Case, listed: Disposal | None) -> dict[str, object]:
    """What the reader can do here."""
    actor = current_actor()
    inside = api.is_inside(actor, case)
    here = actor.office_path == case.office_path
    leads = here and bool(actor.roles & disposal.APPROVERS)
    signed = (listed.proposed_by_id, listed.first_by_id) if listed else ()
    whole = sight.reads_all(case)
    return {
        "reads_all": whole,
        "inside": inside,
        "leads": leads,
        "may_approve": leads and listed is not None and actor.account_id not in signed,
        "may_strike": listed is not None and (leads or listed.proposed_by_id == actor.account_id),
        "loans": Loan.objects.filter(case=case) if whole else (),
        "own_loan": loans.held(case),
        "today": clock.today().isoformat(),
        "usual": date.fromordinal(clock.today().toordinal() + USUAL_DAYS).isoformat(),
        "use": loans.USE,
        "appraise": volumes.APPRAISE,
        "hand_in": volumes.HAND_IN,
        "basis": KEPT_AS_LONG_AS_NEEDED,
    }


def _proof(case: Case) -> dict[str, object]:
    """The event that destroyed the case, and how far the log secures it."""
    if case.destroyed_at is None:
        return {}
    last = Event.objects.filter(case=case, kind="destroyed").first()
    leaf = bytes(last.leaf_hash).hex() if last else ""
    return {"event": last, "leaf": leaf, "proof": proof_of(case)}


def _report(case: Case) -> Report | None:
    """What `fashu verify` says of the case as it is now; None while the log has it not yet."""
    try:
        return verify_bundle(export_case(case), reexecute=registered())
    except UNPROVED:
        return None


@require_safe
@staff_only
def proof(request: HttpRequest, number: str) -> HttpResponseBase:
    """The case with its proofs, as `fashu verify` takes it; of a destroyed one what remains."""
    case = seen(number, reading.View.EXPORT)
    try:
        if not sight.reads_all(case):
            raise refuse("证明由保管案卷的机关及其上级导出", volumes.STANDARDS)
        content = export_case(case)
    except Refused as refusal:
        messages.error(request, str(refusal))
    except UNPROVED as error:
        messages.error(request, str(error))
    else:
        return download(f"{case.number}.zip", "application/zip", content)
    return redirect("archives:volume", number)


@require_POST
@staff_only
def lend(request: HttpRequest, number: str) -> HttpResponseBase:
    """Register a loan."""
    seen(number)
    post = request.POST
    try:
        made = loans.ask(
            number,
            post.get("username", ""),
            post.get("purpose", ""),
            post.get("letter", ""),
            _day(post.get("until", "")),
        )
        messages.success(request, f"已登记{made.office_title}{made.name}的借阅，等待负责人批准")
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("archives:volume", number)


@require_POST
@staff_only
def loan(request: HttpRequest, number: str, loan_id: int) -> HttpResponseBase:
    """Grant, refuse or return a loan of this case."""
    case, do = seen(number), request.POST.get("do", "")
    found = Loan.objects.filter(case=case, pk=loan_id).first()
    try:
        if found is None:
            raise refuse("没有找到这项借阅", remedy="请刷新页面后核对")
        if do == "return":
            loans.give_back(found.pk)
        else:
            loans.decide(found.pk, granted=do == "grant")
        messages.success(request, LOANED.get(do, "不同意借阅"))
    except Refused as refusal:
        messages.error(request, str(refusal))
    return _onward(number)


LOANED = {"return": "已登记归还", "grant": "已批准借阅"}


@require_POST
@staff_only
def appraise(request: HttpRequest, number: str) -> HttpResponseBase:
    """鉴定: keep on until a day, or put on the list for destruction."""
    case, post = seen(number), request.POST
    try:
        if post.get("do") == "keep":
            until = disposal.keep_on(case, _day(post.get("until", ""))).retained_until
            messages.success(request, f"继续保存至{until}")
        else:
            disposal.propose(case, post.get("reason", ""))
            messages.success(request, "已列入销毁清册，由两位负责人分别批准")
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("archives:volume", number)


@require_POST
@staff_only
def destruction(request: HttpRequest, number: str) -> HttpResponseBase:
    """Approve the destruction, or take the case from the list."""
    case = seen(number)
    listed = Disposal.objects.filter(case=case).first()
    try:
        if listed is None:
            raise refuse("本案不在销毁清册中")
        if request.POST.get("do") == "strike":
            disposal.strike(listed)
            messages.success(request, "已从销毁清册中移出")
        else:
            row = disposal.approve(listed)
            gone = row.second_by_id is not None
            messages.success(
                request, "已销毁，证明见下" if gone else "已批准，还要另一位负责人批准"
            )
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("archives:volume", number)


def _onward(number: str) -> HttpResponseBase:
    """Back to the volume; to the list for whoever sees it no more."""
    if Case.objects.filter(number=number).exists():
        return redirect("archives:volume", number)
    return redirect("archives:index")


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise refuse("请填写完整的日期，例如2036-12-31") from None
