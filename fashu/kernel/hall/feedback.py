"""意见反馈: a few words to whoever runs the platform, and the answer for whoever holds the code."""

from fashu.kernel import clock
from fashu.kernel.access import Kind, current_actor
from fashu.kernel.hall.holding import holding, new_code, plain
from fashu.kernel.hall.models import Feedback
from fashu.kernel.people.models import Level, Office, OfficeKind
from fashu.kernel.procedure.refusal import refuse

PREFIX = "F"
KINDS = {"advice": "建议", "complaint": "投诉", "fault": "网页有误"}
MOST = 2000


def send(kind: str, words: str, page: str = "") -> Feedback:
    """Hand it in, signed in or not; the code is the only way back to it for a visitor."""
    if kind not in KINDS or not words.strip():
        raise refuse("还没有写内容", remedy="请选择类别，写明情况")
    code = new_code(PREFIX)
    with holding(code):
        return Feedback.objects.create(
            code=code,
            kind=kind,
            words=words.strip()[:MOST],
            page=page[:200],
            account_id=current_actor().account_id,
            office_path=_running_office().path,
            sent_at=clock.now(),
        )


def by_code(code: str) -> Feedback:
    """The report of a code, for whoever holds it. Raises Refused."""
    with holding(code):
        found = Feedback.objects.filter(code=plain(code)).first()
    if found is None:
        raise refuse("没有找到这个查询码", remedy="请核对提交时给您的12位查询码")
    return found


def answer(feedback: Feedback, words: str) -> None:
    """Answer it, once. Raises Refused."""
    if current_actor().kind is not Kind.OFFICER or feedback.answered_at is not None:
        raise refuse("这条意见已经答复，或者您不能答复")
    if not words.strip():
        raise refuse("没有写答复", remedy="请写明答复后再保存")
    feedback.answer, feedback.answered_at = words.strip()[:MOST], clock.now()
    feedback.save(update_fields=["answer", "answered_at"])


def _running_office() -> Office:
    """The provincial organ of justice, which runs the platform."""
    found = Office.objects.filter(kind=OfficeKind.JUSTICE).order_by("path")
    office = found.filter(level=Level.PROVINCE).first() or found.first()
    if office is None:
        raise refuse("平台还没有设置司法行政机关", remedy="请拨打12348")
    return office
