"""Drafts: answers kept until they are submitted, seen by their author alone."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import File, Router, Status
from ninja.files import UploadedFile

from fashu.kernel import api
from fashu.kernel.cases.attachments import LARGEST
from fashu.kernel.cases.catalogue import businesses, family_of
from fashu.kernel.cases.models import Draft
from fashu.kernel.procedure import Refused
from fashu.web.api import grants, shown
from fashu.web.api import schemas as s
from fashu.web.api.acting import once
from fashu.web.api.cases import seen
from fashu.web.api.problems import At, ProblemError
from fashu.web.api.steps import DONE, done
from fashu.web.questions import filling_of, submit

router = Router(tags=["drafts"])
router.add_decorator(once, mode="view")

MOST = 100
"""How many drafts are listed; nobody fills in more at once."""


@router.get("/drafts", response=list[s.DraftOut], summary="本人的草稿")
def list_drafts(request: HttpRequest) -> list[dict[str, Any]]:
    """还没有提交的回答，新的在前。"""
    return [_told(draft) for draft in api.own_drafts().select_related("case")[:MOST]]


@router.post("/drafts", response={201: s.DraftOut}, summary="保存草稿")
def save_draft(request: HttpRequest, response: HttpResponse, body: s.DraftIn) -> Any:
    """回答原样保存，提交时才核对。"""
    known = businesses()
    steps = family_of(body.procedure).versions[-1].steps if body.procedure in known else {}
    if body.step not in steps:
        at = At("/step" if steps else "/procedure", "没有这个程序或者步骤")
        raise ProblemError("unusable", "没有这个程序或者步骤", errors=[at])
    if not grants.allow(body.procedure):
        raise ProblemError("forbidden", f"没有授予本应用办理“{body.procedure}”")
    if steps[body.step].opens is not (body.case is None):
        at = At("/case", "立案步骤不填案号，其他步骤要填案号")
        raise ProblemError("unusable", "步骤与案号不符", errors=[at])
    case = seen(body.case) if body.case is not None else None
    draft = api.save_draft(body.procedure, body.step, body.answers, case=case)
    response.headers["Location"] = f"/api/v1/drafts/{draft.pk}"
    return Status(201, _told(draft))


@router.get("/drafts/{int:draft}", response=s.DraftOut, summary="一份草稿")
def read_draft(request: HttpRequest, draft: int) -> dict[str, Any]:
    """本人的一份草稿。"""
    return _told(own(draft))


@router.put("/drafts/{int:draft}", response=s.DraftOut, summary="修改草稿")
def change_draft(request: HttpRequest, draft: int, body: s.AnswersIn) -> dict[str, Any]:
    """以新的回答代替原来的回答。"""
    found = own(draft)
    return _told(
        api.save_draft(found.procedure, found.step, body.answers, draft_id=draft, case=found.case)
    )


@router.api_operation(["DELETE"], "/drafts/{int:draft}", response={204: None}, summary="删除草稿")
def drop_draft(request: HttpRequest, draft: int) -> Any:
    """草稿和其中的文件一并删除。"""
    api.drop_draft(own(draft))
    return Status(204, None)


@router.post("/drafts/{int:draft}/files", response={201: s.AttachmentOut}, summary="向草稿添加文件")
def add_draft_file(request: HttpRequest, draft: int, file: File[UploadedFile]) -> Any:
    """文件随草稿提交；在回答中以 SHA-256 引用。"""
    found = own(draft)
    upload = api.check_upload(file.name or "", file.read(LARGEST + 1))
    return Status(201, shown.attachment(api.add_draft_file(found, upload)))


@router.post("/drafts/{int:draft}/submission", response=DONE, summary="提交草稿")
def submit_draft(request: HttpRequest, response: HttpResponse, draft: int) -> Any:
    """核对回答并办理；成功后草稿即告结束。"""
    found = own(draft)
    outcome = submit(filling_of(found))
    response.headers["Location"] = f"/api/v1/cases/{outcome.number}"
    return done(response, outcome, code=outcome.code if found.case_id is None else None)


def own(number: int) -> Draft:
    """One's own draft; any other is answered like an unknown one."""
    try:
        found = api.draft_by_id(number if number < 2**63 else 0)
    except Refused as refused:
        refusal = refused.refusal
        raise ProblemError("not-found", refusal.reason, remedy=refusal.remedy) from None
    return Draft.objects.select_related("case").get(pk=found.pk)


def _told(draft: Draft) -> dict[str, Any]:
    return {
        "id": draft.pk,
        "procedure": draft.procedure,
        "step": draft.step,
        "case": draft.case.number if draft.case else None,
        "answers": api.shown_answers(draft.procedure, draft.step, draft.answers),
        "saved_at": draft.saved_at,
        "files": [shown.attachment(file) for file in draft.files.select_related("draft")],
    }
