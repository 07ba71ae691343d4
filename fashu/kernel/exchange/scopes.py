"""What a consumer has been allowed to ask for: names such as cases:read:reconsideration. Pure.

A scope without a procedure covers every procedure; one with a procedure covers that alone.
"""

from collections.abc import Iterable

from fashu.kernel.cases.catalogue import businesses
from fashu.kernel.procedure.refusal import refuse

TITLES = {
    "law:read": "法规、程序、机构、期限计算、抽查和可以预约的时间",
    "cases:read": "读取案件",
    "files:read": "读取文书文字和附件",
    "cases:export": "导出案卷和证明",
    "cases:act": "立案、办理、送达、上传和草稿",
    "papers:read": "读取文书的内容和状态、送达回证、文号和用印台账",
    "papers:act": "起草、修改、批准、用印、撤销文书，预留和作废文号",
    "desk:read": "读取承办人、内部事项、抄送和回避",
    "desk:act": "承办、内部事项、催办、抄送和回避",
    "supervision:read": "读取统计数字和背后的案件、预警、督办，不分程序",
    "supervision:act": "反馈预警、办理督办、公布和进行抽查，不分程序",
}
"""Every kind of scope, and what it opens."""

BY_PROCEDURE = frozenset(TITLES) - {"law:read", "supervision:read", "supervision:act"}
"""A figure is one of all procedures together, so that supervision is not given by procedure."""


def covers(granted: Iterable[str], wanted: str) -> bool:
    """Whether one of the scopes granted includes the one wanted, itself or as a narrower one."""
    return any(wanted == scope or wanted.startswith(f"{scope}:") for scope in granted)


def opens(granted: Iterable[str], kind: str) -> bool:
    """Whether anything of this kind is granted, for whatever procedure."""
    return any(scope == kind or scope.startswith(f"{kind}:") for scope in granted)


def procedures(granted: Iterable[str], kind: str) -> frozenset[str] | None:
    """The procedures for which a kind is granted; None for every one."""
    scopes = set(granted)
    if kind in scopes:
        return None
    return frozenset(s.removeprefix(f"{kind}:") for s in scopes if s.startswith(f"{kind}:"))


def check(wanted: Iterable[str]) -> list[str]:
    """The scopes in order, each once. Raises Refused for one that means nothing."""
    found = sorted(set(wanted))
    for scope in found:
        kind, procedure = ":".join(scope.split(":")[:2]), ":".join(scope.split(":")[2:])
        known = kind in TITLES and (not procedure or kind in BY_PROCEDURE)
        if not known or (procedure and procedure not in businesses()):
            remedy = f"可选：{'、'.join(TITLES)}，可加 :程序的键"
            raise refuse(f"没有授权范围“{scope}”", remedy=remedy)
    return found
