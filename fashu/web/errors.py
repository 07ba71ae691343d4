"""Pages for what went wrong: what happened, and what to do next."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

LARGEST_BODY = 128 * 1024 * 1024
"""The longest request of somebody signed in, in bytes: a handful of the largest files."""

EXPLANATIONS = {
    400: ("请求无法识别", "地址或者提交的内容不完整。请返回上一页重新操作。"),
    403: ("您没有打开此页面的权限", "如果您认为应当有权限，请联系本单位的管理员。"),
    404: ("没有找到此页面", "地址可能有误，或者您无权查看该案件。请核对后重试，或者返回首页。"),
    413: ("提交的内容太大", f"一次最多提交 {LARGEST_BODY >> 20} MB。请分几次上传。"),
    500: ("系统出现错误", "您的操作没有保存，错误已记录。请稍后重试；仍有问题请联系管理员。"),
}
CSRF = "页面停留过久或者浏览器禁用了 Cookie，提交没有生效。请刷新页面后重新提交。"


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400."""
    return _page(request, 400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403; the words of a PermissionDenied are meant for the reader."""
    words = str(exception) if isinstance(exception, PermissionDenied) else ""
    return _page(request, 403, words)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404: the same whether a case does not exist or may not be seen."""
    return _page(request, 404)


def too_large(request: HttpRequest) -> HttpResponse:
    """413, before any of it is read."""
    return _page(request, 413)


def server_error(request: HttpRequest) -> HttpResponse:
    """500."""
    return _page(request, 500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form without its token."""
    return _page(request, 403, CSRF)


def _page(request: HttpRequest, status: int, words: str = "") -> HttpResponse:
    title, advice = EXPLANATIONS[status]
    context = {"status": status, "title": title, "words": words, "advice": advice}
    # What was sent may be what should not be seen; the way back is the page without it.
    context["back_to"] = request.path
    return render(request, "web/error.html", context, status=status)
