"""Requests that come twice: a key that was used acts once, whoever sends it again and when."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

from django.db import connection

from fashu.kernel.access import Actor, current_actor
from fashu.kernel.cases.models import Case, Request
from fashu.kernel.cases.roles import account_of
from fashu.kernel.procedure.advance import Effect
from fashu.kernel.procedure.refusal import refuse
from fashu.kernel.record.leaf import Json, canonical

Content = Mapping[str, object]
"""What a request asks for, as JSON data: two requests of one key must ask for the same."""

LONGEST_KEY = 64
"""How long a request key may be, in characters."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an action led to. `repeated`: the request had been carried out before."""

    number: str
    code: str
    seq: int
    stage: str
    effects: tuple[Effect, ...]
    repeated: bool = False


def former(actor: Actor, key: str, content: Content) -> Outcome | None:
    """The outcome of the same request, if it was carried out before.

    Two at once take turns: the second waits here until the first has committed or rolled back.
    """
    account = account_of(actor)
    if not 0 < len(key) <= LONGEST_KEY:
        raise refuse("请求缺少请求号或者请求号过长", remedy="请刷新页面后重新提交")
    with connection.cursor() as cursor:
        name = f"request:{account}:{key}"
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [name])
    former = Request.objects.filter(account_id=account, key=key).first()
    if former is None:
        return None
    if former.digest != _digest(content):
        raise refuse("同一请求号提交了不同的内容", remedy="请刷新页面后重新提交")
    case = former.case
    return Outcome(case.number, case.code, former.seq, case.stage, (), repeated=True)


def former_case(request_key: str) -> Case | None:
    """The case that a request of the present account, if carried out before, acted on."""
    account = account_of(current_actor())
    former = Request.objects.filter(account_id=account, key=request_key).first()
    return former.case if former else None


def remember(actor: Actor, key: str, content: Content, case: Case) -> None:
    Request.objects.create(
        account_id=account_of(actor), key=key, case=case, seq=case.seq, digest=_digest(content)
    )


def _digest(content: Content) -> str:
    return hashlib.sha256(canonical(cast(Json, content))).hexdigest()
