"""Reading what was sent: JSON that a database can keep, and what is wrong with it in words."""

import json
from typing import Any

from django.http import HttpRequest
from ninja.errors import ValidationError
from ninja.parser import Parser

from fashu.web.api.problems import At, ProblemError

_WORDS = {
    "missing": "缺少这一项",
    "extra_forbidden": "没有这一项",
    "string_too_long": "太长",
    "string_too_short": "太短",
    "too_long": "太多",
    "too_short": "太少",
    "string_pattern_mismatch": "写法不对",
    "enum": "不在可选的值之内",
    "literal_error": "不在可选的值之内",
    "greater_than_equal": "太小",
    "greater_than": "太小",
    "less_than_equal": "太大",
    "less_than": "太大",
}
_TYPES = {
    "int": "应为整数",
    "bool": "应为 true 或者 false",
    "string": "应为文字",
    "date": "应为日期，例如 2026-07-01",
    "datetime": "应为带时区的时间",
    "timezone": "应为带时区的时间",
    "dict": "应为对象",
    "model": "应为对象",
    "list": "应为数组",
}


class PlainParser(Parser):
    """JSON without what JSON does not know (NaN) and what no column keeps (NUL, half a pair)."""

    def parse_body(self, request: HttpRequest) -> Any:
        """The body as data. Raises ProblemError."""
        if request.content_type != "application/json":
            detail = f"请求的内容应为 JSON，收到的是“{(request.content_type or '')[:60]}”"
            raise ProblemError("media-type", detail)
        try:
            data = json.loads(request.body, parse_constant=_no_constant)
            _keepable(data)
        except (ValueError, RecursionError):
            raise ProblemError("unreadable", "请求的正文不是可以使用的 JSON") from None
        return data


def _no_constant(name: str) -> object:
    raise ValueError(name)


def _keepable(data: object) -> None:
    """Raise ValueError for text that cannot be written down."""
    match data:
        case str():
            data.encode()
            if "\x00" in data:
                raise ValueError("NUL")
        case list():
            for each in data:
                _keepable(each)
        case dict():
            for key, each in data.items():
                _keepable(key)
                _keepable(each)


def of_validation(error: ValidationError) -> ProblemError:
    """What is wrong with which part of the input."""
    at = [At(_pointer(each["loc"]), _said(each)) for each in error.errors]
    return ProblemError("unusable", "输入不符合接口的约定", errors=at)


def _pointer(place: tuple[str | int, ...]) -> str:
    """The way to the input, without the words for where it came from and what it is called."""
    inner = place[2:] if place[0] in ("body", "form", "file") and len(place) > 2 else place[1:]
    return "".join(f"/{str(part).replace('~', '~0').replace('/', '~1')}" for part in inner)


def _said(error: dict[str, Any]) -> str:
    kind = str(error["type"])
    if kind in _WORDS:
        return _WORDS[kind]
    known = (words for name, words in _TYPES.items() if kind.startswith(f"{name}_"))
    return next(known, "不能使用")
