"""Errors as RFC 9457 problem+json: what happened, under which norm, and what to do next."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse

from fashu.kernel.procedure import Refused
from fashu.kernel.procedure.describe import canonical
from fashu.web import errors

MEDIA_TYPE = "application/problem+json"
PLACE = "/api/#problem-"
"""Where a type of problem is explained, on the public page of the interface."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A type of problem: its status, its title, and what a caller does about it."""

    slug: str
    status: int
    title: str
    advice: str


KINDS = {
    kind.slug: kind
    for kind in (
        Kind("unreadable", 400, "请求无法识别", "请核对地址、请求头和 JSON 的写法。"),
        Kind("sign-in", 401, "需要登录或者密钥", "请出示有效的密钥、访问令牌或者登录会话。"),
        Kind("forbidden", 403, "没有权限", "请核对本应用的授权范围，或者联系管理员。"),
        Kind("not-found", 404, "没有找到", "请核对编号；无权查看的内容同样按没有找到答复。"),
        Kind("method", 405, "不支持这种方法", "响应头 Allow 列出可用的方法。"),
        Kind("refused", 409, "依法不能办理", "请按 remedy 处理后，换一个请求号再办。"),
        Kind("changed", 412, "案件已有变动", "请重新取得案件，核对后带上新的版本号再办。"),
        Kind("too-large", 413, "提交的内容太大", "请分几次提交。"),
        Kind("media-type", 415, "不接受这种内容", "请按接口文档设置 Content-Type。"),
        Kind("unusable", 422, "输入不能使用", "errors 逐项指出位置（JSON 指针）和原因。"),
        Kind("key-used", 422, "请求号已经用于别的内容", "每件新的请求使用一个新的请求号。"),
        Kind("quota", 429, "超过配额", "请在 Retry-After 所列的秒数之后再试。"),
        Kind("failed", 500, "系统出现错误", "没有任何内容被保存，可以用同一请求号重试。"),
    )
}
"""Every type of problem by its name."""

_BY_STATUS = {kind.status: kind for kind in reversed(KINDS.values())}


@dataclass(frozen=True, slots=True)
class At:
    """One thing that is wrong with the input: where, as a JSON pointer, and what."""

    pointer: str
    detail: str


class ProblemError(Exception):
    """What an operation raises for its caller to read."""

    def __init__(
        self,
        slug: str,
        detail: str,
        *,
        norm: str = "",
        remedy: str = "",
        errors: Iterable[At] = (),
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(detail)
        self.kind, self.detail, self.norm, self.remedy = KINDS[slug], detail, norm, remedy
        self.errors, self.headers = tuple(errors), dict(headers or {})


def response_to(problem: ProblemError) -> HttpResponse:
    """The answer that tells of a problem."""
    kind = problem.kind
    data: dict[str, Any] = {
        "type": f"{PLACE}{kind.slug}",
        "title": kind.title,
        "status": kind.status,
        "detail": problem.detail,
        "norm": problem.norm,
        "remedy": problem.remedy or kind.advice,
        "errors": [{"pointer": at.pointer, "detail": at.detail} for at in problem.errors],
    }
    answer = HttpResponse(canonical(data), content_type=MEDIA_TYPE, status=kind.status)
    for name, value in problem.headers.items():
        answer.headers[name] = value
    return answer


def of_refusal(refused: Refused) -> ProblemError:
    """A refusal of the law, or of an answer that is at fault."""
    refusal = refused.refusal
    at = [At(f"/facts/{key}", words) for key, words in refused.errors.items()]
    norm = str(refusal.cite) if refusal.cite else ""
    slug = "unusable" if at else "refused"
    return ProblemError(slug, refusal.reason, norm=norm, remedy=refusal.remedy, errors=at)


def of_status(status: int, detail: str = "") -> ProblemError:
    """The problem of a status that came from elsewhere than an operation."""
    kind = _BY_STATUS.get(status) or KINDS["failed" if status >= 500 else "unreadable"]
    words = errors.EXPLANATIONS.get(status, (kind.title, ""))[0]
    return ProblemError(kind.slug, detail or words)
