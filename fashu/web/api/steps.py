"""Acting: opening a case, taking a step, serving a paper, admitting somebody, files, remarks.

All of it goes through `kernel.api`, in the name and with the rights of whoever calls.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import File, Status
from ninja.files import UploadedFile

from fashu.kernel import api, clock
from fashu.kernel.access import current_actor
from fashu.kernel.cases.attachments import LARGEST
from fashu.kernel.cases.catalogue import businesses, family_of
from fashu.kernel.cases.models import Attachment, Case
from fashu.kernel.documents.serving import DETAILS, WAYS
from fashu.kernel.procedure import Kind, Step
from fashu.kernel.procedure.facts import flatten
from fashu.web.api import grants, shown
from fashu.web.api import schemas as s
from fashu.web.api.acting import KEY
from fashu.web.api.cases import Number, etag, router, seen
from fashu.web.api.problems import At, ProblemError

LONGEST_TAGS = 200
VERSIONED = {
    "parameters": [
        {
            "in": "header",
            "name": "If-Match",
            "required": False,
            "schema": {"type": "string", "maxLength": LONGEST_TAGS},
            "description": "案件的版本号（ETag）；案件已有变动则不办理",
        }
    ]
}
DONE = {201: s.OutcomeOut}


@router.post("/cases", response=DONE, summary="立案（提出申请）")
def open_case(request: HttpRequest, response: HttpResponse, body: s.OpenIn) -> Any:
    """公众向机关提出申请，或者机关登记收到的申请。"""
    if body.procedure not in businesses():
        at = At("/procedure", f"没有程序“{body.procedure}”")
        raise ProblemError("unusable", "没有这个程序", errors=[at])
    if not grants.allow(body.procedure):
        raise ProblemError("forbidden", f"没有授予本应用办理“{body.procedure}”")
    family = family_of(body.procedure)
    _files_are_held((family.at(_day(body.on)) or family.versions[-1]).steps, body.step, body.facts)
    outcome = api.open_case(
        body.procedure,
        body.step,
        body.facts,
        office=body.office,
        request_key=_key(request),
        by=body.by,
        on=_on(body.on),
    )
    response.headers["Location"] = f"/api/v1/cases/{outcome.number}"
    return done(response, outcome, code=outcome.code)


@router.post(
    "/cases/{number}/steps/{step}", response=DONE, openapi_extra=VERSIONED, summary="办理一步"
)
def take_step(
    request: HttpRequest,
    response: HttpResponse,
    number: Number,
    step: str,
    body: s.StepIn,
) -> Any:
    """每一步要填写的内容见 /procedures/{key}/steps/{step}；不合法的，说明原因、依据和怎样处理。"""
    case = unchanged(request, number)
    governing = family_of(case.procedure).governing(case.version, _day(body.on))
    held = Attachment.objects.filter(case=case).values_list("sha256", flat=True)
    _files_are_held(governing.steps, step, body.facts, frozenset(held))
    outcome = api.take_step(
        number,
        step,
        body.facts,
        request_key=_key(request),
        by=body.by,
        on=_on(body.on),
        together_with=tuple(body.together_with),
    )
    return done(response, outcome)


@router.post(
    "/cases/{number}/papers/{paper}/services",
    response=DONE,
    openapi_extra=VERSIONED,
    summary="登记送达",
)
def serve_paper(
    request: HttpRequest,
    response: HttpResponse,
    number: Number,
    paper: str,
    body: s.ServiceIn,
) -> Any:
    """由承办机关登记一份文书何时以何种方式送达何人，和送达回证上应当写明的内容。"""
    case = unchanged(request, number)
    if paper not in shown.version_of(case).papers:
        raise ProblemError("not-found", f"本案的程序没有文书“{paper}”")
    outcome = api.serve_paper(
        number,
        paper,
        mode=_mode(body.mode),
        to=body.to,
        details={**{key: getattr(body, key) for key in DETAILS}, "consent": _yes(body.consent)},
        request_key=_key(request),
        on=_on(body.on),
        proof=body.proof or None,
    )
    return done(response, outcome)


@router.post(
    "/cases/{number}/participants", response=DONE, openapi_extra=VERSIONED, summary="通知参加"
)
def add_participant(
    request: HttpRequest,
    response: HttpResponse,
    number: Number,
    body: s.JoinIn,
) -> Any:
    """由承办机关通知第三人或者其他机关参加。"""
    case = unchanged(request, number)
    if body.role not in {role.key for role in shown.version_of(case).roles}:
        at = At("/role", f"本案的程序没有角色“{body.role}”")
        raise ProblemError("unusable", "没有这个角色", errors=[at])
    outcome = api.add_participant(
        number, body.role, body.name, request_key=_key(request), office=body.office or None
    )
    return done(response, outcome)


@router.post("/cases/{number}/notes", response={201: s.NoteOut}, summary="写备注")
def add_note(request: HttpRequest, number: Number, body: s.NoteIn) -> Any:
    """备注只有承办机关看得见，不改变案件。"""
    seen(number)
    return Status(201, shown.note(api.add_note(number, body.text), current_actor().name))


@router.post("/cases/{number}/attachments", response={201: s.AttachmentOut}, summary="上传附件")
def add_attachment(request: HttpRequest, number: Number, file: File[UploadedFile]) -> Any:
    """PDF、OFD、图片、Word、Excel 和文本；以内容为准，不以扩展名为准。"""
    case = seen(number)
    upload = api.check_upload(file.name or "", file.read(LARGEST + 1))
    return Status(201, shown.attachment(api.attach(case, upload)))


def unchanged(request: HttpRequest, number: str) -> Case:
    """The case, held until the request ends. Raises ProblemError where it has moved on."""
    if_match = request.headers.get("If-Match", "")
    if len(if_match) > LONGEST_TAGS:
        raise ProblemError("unreadable", f"请求头 If-Match 超过 {LONGEST_TAGS} 个字符")
    case = seen(number, lock=bool(if_match))
    tags = [tag.strip() for tag in if_match.split(",") if tag.strip()]
    if tags and "*" not in tags and etag(case) not in tags:
        detail = f"案件的版本号现在是 {etag(case)}，不是 {if_match[:60]}"
        raise ProblemError("changed", detail, headers={"ETag": etag(case)})
    return case


def done(response: HttpResponse, outcome: api.Outcome, code: str | None = None) -> Any:
    """The answer that tells what an action led to; a query code only to whoever filed."""
    response.headers["ETag"] = etag(outcome)
    effects = [
        {"kind": e.kind, "key": e.key, "text": e.text, "norm": shown.norm(e.cite)}
        for e in outcome.effects
    ]
    told = {
        "number": outcome.number,
        "code": code,
        "seq": outcome.seq,
        "stage": outcome.stage,
        "effects": effects,
        "repeated": outcome.repeated,
    }
    return Status(201, told)


def _key(request: HttpRequest) -> str:
    return request.headers.get(KEY, "")


def _on(day: Any) -> Any:
    """None for today, so that procedures that count hours take the present moment."""
    return None if day == clock.today() else day


def _day(on: date | None) -> date:
    return on or clock.today()


def _files_are_held(
    steps: Mapping[str, Step], key: str, facts: s.Facts, held: frozenset[str] = frozenset()
) -> None:
    """An answer names files of this case and no others. Raises ProblemError."""
    asked = flatten(steps[key].asks) if key in steps else ()
    wrong = []
    for fact in asked:
        named = facts.get(fact.key) if fact.kind is Kind.FILES else None
        if isinstance(named, list) and not set(map(str, named)) <= held:
            wrong.append(At(f"/facts/{fact.key}", f"“{fact.title}”引用了本案没有的文件"))
    if wrong:
        remedy = "请先上传附件；立案时请用草稿上传文件并提交。"
        raise ProblemError("unusable", "引用了本案没有的文件", remedy=remedy, errors=wrong)


def _mode(text: str) -> str:
    if text not in {way.key for way in WAYS}:
        at = At("/mode", f"送达方式应为：{'、'.join(f'{w.key}（{w.title}）' for w in WAYS)}")
        raise ProblemError("unusable", "没有这种送达方式", errors=[at])
    return text


def _yes(answer: bool) -> str:
    """A tick as a form would send it."""
    return "yes" if answer else ""
