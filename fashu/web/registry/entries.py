"""What the pages of persons, organisations, places and matters share: finding one by its number,
and saying of two entries that they are one.
"""

from typing import Any, TypeVar

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from fashu.kernel.procedure import Refused
from fashu.kernel.procedure.refusal import refuse
from fashu.kernel.registry import subjects
from fashu.kernel.registry.models import Organisation, Person, Subject
from fashu.web.access import staff_only
from fashu.web.workbench.reads import number_of

S = TypeVar("S", bound=Subject)

PER_PAGE = 20
MERGED: dict[str, type[Any]] = {"person": Person, "organisation": Organisation}
"""The name of a page -> whose entries can be merged there."""


def seen(model: type[S], number: int) -> S:
    """The entry of this number, if it is within sight. Raises Http404."""
    found = model._default_manager.filter(pk=number_of(str(number))).first()
    if found is None:
        raise Http404("没有找到这条登记；不属于您的案件和机关的登记不会显示")
    return found


@require_POST
@staff_only
def merge(request: HttpRequest, number: int, kind: str) -> HttpResponseBase:
    """Let this entry stand for another of the same person or organisation."""
    kept, other = seen(MERGED[kind], number), number_of(request.POST.get("other", "").strip())
    try:
        if not other:
            raise refuse("请填写要并入的登记的编号")
        gone = seen(MERGED[kind], other)
        subjects.merge(kept, gone, request.POST.get("reason", ""))
        messages.success(request, f"已将“{gone.name}”并入，可以随时撤销")
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect(f"registry:{kind}", kept.pk)


@require_POST
@staff_only
def unmerge(request: HttpRequest, number: int, kind: str) -> HttpResponseBase:
    """Take a merge back."""
    kept, wanted = seen(MERGED[kind], number), number_of(request.POST.get("merge", ""))
    found = subjects.merges_into(kept).filter(pk=wanted).first()
    if found is not None:
        subjects.unmerge(found)
        messages.success(request, "已撤销合并")
    return redirect(f"registry:{kind}", kept.pk)
