"""What every acting operation has: one transaction, and a key that makes it act once."""

import hashlib
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse

from fashu.kernel.access import current_actor
from fashu.kernel.exchange import replies
from fashu.web.api.callers import SAFE, refuse_other_sites
from fashu.web.api.problems import ProblemError, response_to

KEY = "Idempotency-Key"
KEPT_HEADERS = ("Content-Type", "ETag", "Location")

Run = Callable[..., HttpResponse]


def once(run: Run) -> Run:
    """Carry a request out once, and answer it alike however often it comes.

    An answer that changed nothing is not kept: the same key may be tried again.
    """

    @wraps(run)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        account = current_actor().account_id
        if account is None or request.method in SAFE:
            return run(request, *args, **kwargs)
        try:
            refuse_other_sites(request)
            if request.method != "POST":
                return _whole(run, request, *args, **kwargs)
            return _once(run, request, account, *args, **kwargs)
        except ProblemError as problem:
            return response_to(problem)

    return guarded


def _once(run: Run, request: HttpRequest, account: int, *args: Any, **kwargs: Any) -> HttpResponse:
    key, digest = _key(request), _digest(request)
    try:
        kept = replies.former(account, key, digest)
    except replies.KeyUsedOtherwiseError:
        detail = "同一请求号（Idempotency-Key）提交了不同的内容"
        raise ProblemError("key-used", detail) from None
    if kept is not None:
        answer = HttpResponse(bytes(kept.body), status=kept.status, headers=kept.headers)
        answer.headers["Idempotency-Replayed"] = "true"
        return answer
    answer = _whole(run, request, *args, **kwargs)
    if answer.status_code < 300:
        headers = {name: answer[name] for name in KEPT_HEADERS if name in answer}
        replies.keep(key, digest, answer.status_code, headers, answer.content)
    return answer


def _whole(run: Run, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
    """Whatever an operation has begun is taken back where it fails."""
    with transaction.atomic():
        answer = run(request, *args, **kwargs)
        if answer.status_code >= 400:
            transaction.set_rollback(True)
    return answer


def _key(request: HttpRequest) -> str:
    key = request.headers.get(KEY, "")
    if not 0 < len(key) <= replies.LONGEST_KEY or not key.isprintable() or not key.isascii():
        detail = f"缺少请求号：请求头 {KEY} 应为 1 至 {replies.LONGEST_KEY} 个可见的 ASCII 字符"
        remedy = "每件请求用一个新的请求号（例如 UUID）；重发同一件请求时用原来的请求号。"
        raise ProblemError("unreadable", detail, remedy=remedy)
    return key


def _digest(request: HttpRequest) -> str:
    """What the request asks for; a form has another boundary each time it is sent."""
    found = hashlib.sha256(f"{request.method} {request.get_full_path()}\n".encode())
    if request.content_type == "multipart/form-data":
        for name, files in sorted(request.FILES.lists()):
            for file in files:
                content = hashlib.sha256(file.read()).hexdigest()
                found.update(f"{name} {file.name} {content}\n".encode())
                file.seek(0)
        found.update(repr(sorted(request.POST.lists())).encode())
    else:
        found.update(request.body)
    return found.hexdigest()
