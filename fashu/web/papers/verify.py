"""公开核验: anybody with a paper in his hand, by its code or by its file."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from fashu.kernel.documents.checking import LARGEST, Answer, by_code, by_file

LOOKS = {
    "genuine": ("真实有效", "ok", "shield-check"),
    "altered": ("与登记的不一致", "late", "alert-triangle"),
    "revoked": ("已被撤销", "late", "alert-triangle"),
    "superseded": ("已被替换", "soon", "info-circle"),
    "unknown": ("没有登记", "soon", "info-circle"),
}
"""Verdict -> its words, the colour of its chip, its icon."""


@require_http_methods(["GET", "HEAD", "POST"])
def verify(request: HttpRequest) -> HttpResponse:
    """A form, and the answer to what was asked. What is uploaded is not kept."""
    given = request.GET.get("code", "").strip()
    answer, error = None, ""
    file = request.FILES.get("file")
    if request.method == "POST" and file is None:
        error = "请选择要核验的PDF文件"
    elif file is not None and (file.size or 0) > LARGEST:
        error = f"文件超过{LARGEST >> 20}MB，不是本平台的文书"
    elif file is not None:
        answer = by_file(file.read())
    elif given:
        answer = by_code(given[:40])
    context = {"given": given, "answer": answer, "error": error, "look": _look(answer)}
    return render(request, "papers/verify.html", context)


def _look(answer: Answer | None) -> tuple[str, str, str] | None:
    return LOOKS[answer.verdict.value] if answer else None
