"""What stands before a view: one's own draft, or a case one may see. Otherwise a page of words."""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render

from fashu.kernel import reading
from fashu.kernel.api import Refused, case_by_number, draft_by_id, former_case
from fashu.web.access import signed_in
from fashu.web.questions import filling_of

View = Callable[..., HttpResponseBase]


def own_draft(view: View) -> View:
    """Hands the view a Filling for `draft_id`, if it is one's own.

    A draft that has been sent leads to its case.
    """

    @wraps(view)
    def guarded(request: HttpRequest, draft_id: int, **rest: object) -> HttpResponseBase:
        try:
            filling = filling_of(draft_by_id(draft_id))
        except Refused as refused:
            case = former_case(f"draft-{draft_id}")
            return redirect("public:case", case.number) if case else not_found(request, refused)
        return view(request, filling, **rest)

    return signed_in(guarded)


def seen_case(view: View) -> View:
    """Hands the view the case of `number`, if the database shows it to whoever asks."""

    @wraps(view)
    def guarded(request: HttpRequest, number: str, **rest: object) -> HttpResponseBase:
        try:
            case = case_by_number(number)
        except Refused as refused:
            return not_found(request, refused)
        reading.note(reading.View.CASE, case=case)
        return view(request, case, **rest)

    return signed_in(guarded)


def not_found(request: HttpRequest, refused: Refused) -> HttpResponse:
    """What is not there, or not for this reader, with the words of the refusal."""
    context = {"status": 404, "title": refused.refusal.reason, "advice": refused.refusal.remedy}
    return render(request, "web/error.html", context, status=404)
