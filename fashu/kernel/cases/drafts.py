"""Answers not yet submitted: saved as one goes, seen by their author alone."""

from collections.abc import Mapping

from django.db.models import QuerySet

from fashu.kernel import clock
from fashu.kernel.access import current_actor
from fashu.kernel.cases import identities
from fashu.kernel.cases.attachments import MOST, Upload, attach, check_upload, keep, path_of
from fashu.kernel.cases.models import Case, Draft, DraftFile
from fashu.kernel.cases.roles import account_of
from fashu.kernel.procedure.facts import Json
from fashu.kernel.procedure.refusal import refuse


def save_draft(
    procedure: str,
    step: str,
    answers: Mapping[str, Json],
    *,
    draft_id: int | None = None,
    case: Case | None = None,
) -> Draft:
    """Keep answers, unchecked, as a new draft or in place of a former version of it.

    `case`: the case that the step belongs to, where it does not open one.
    """
    account = account_of(current_actor())
    draft = Draft(account_id=account, procedure=procedure, step=step, case=case)
    if draft_id is not None:
        draft = draft_by_id(draft_id)
    kept = identities.hidden(draft.procedure, draft.step, answers)
    draft.answers, draft.saved_at = kept, clock.now()
    draft.save()
    return draft


def draft_by_id(draft_id: int) -> Draft:
    """One's own draft. Raises Refused for any other."""
    draft = Draft.objects.filter(pk=draft_id, account_id=account_of(current_actor())).first()
    if draft is None:
        raise refuse("没有找到这份草稿", remedy="它可能已经提交或删除")
    return draft


def own_drafts(case: Case | None = None) -> QuerySet[Draft]:
    """One's own drafts, latest first; with a case, those of its steps."""
    own = Draft.objects.filter(account_id=account_of(current_actor()))
    return own if case is None else own.filter(case=case)


def drop_draft(draft: Draft) -> None:
    """Throw a draft away. The bytes of its files stay under their hash until they are swept."""
    draft.files.all().delete()
    draft.delete()


def remove_draft_file(draft: Draft, sha256: str) -> None:
    """Take a file out of a draft."""
    draft.files.filter(sha256=sha256).delete()


def draft_file(draft: Draft, sha256: str) -> tuple[DraftFile, bytes]:
    """A file of one's own draft. Raises Refused where it is not there."""
    found = draft.files.filter(sha256=sha256).first()
    if found is None:
        raise refuse("没有找到这个文件")
    return found, path_of(sha256).read_bytes()


def add_draft_file(draft: Draft, upload: Upload) -> DraftFile:
    """Keep a checked file with a draft until the case exists."""
    if draft.files.count() >= MOST:
        raise refuse(f"附件已达{MOST}个", remedy="请合并后上传")
    keep(upload)
    found, _ = DraftFile.objects.get_or_create(
        draft=draft,
        sha256=upload.sha256,
        defaults={
            "account_id": draft.account_id,
            "name": upload.name,
            "media_type": upload.media_type,
            "size": len(upload.content),
        },
    )
    return found


def submit_files(draft: Draft, case: Case) -> None:
    """Hand a draft's files over to the case that it became, and end the draft."""
    for file in draft.files.all():
        attach(case, check_upload(file.name, path_of(file.sha256).read_bytes()))
    drop_draft(draft)
