"""A citizen's own papers: what has been served on her, to read and to keep."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from fashu.kernel.access import current_actor
from fashu.kernel.cases.models import Case, IssuedPaper
from fashu.kernel.cases.roles import roles_in
from fashu.kernel.documents.drafting import Status, document_of
from fashu.kernel.documents.sealing import file_name, sealed_file
from fashu.web.downloads import download
from fashu.web.public.doors import seen_case


@require_GET
@seen_case
def paper(request: HttpRequest, case: Case, paper_id: int) -> HttpResponse:
    """The sealed file of a paper that has reached one of one's roles."""
    issued = IssuedPaper.objects.filter(case=case, pk=paper_id).first()
    if issued is None or not roles_in(current_actor(), case) & issued.served.keys():
        raise Http404
    document = document_of(issued)
    if document is None or document.status != Status.SEALED or case.destroyed_at is not None:
        raise Http404
    return download(file_name(document), "application/pdf", sealed_file(document))
