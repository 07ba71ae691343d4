"""意见反馈 and additions to guides: who may write, who may read, what is kept."""

import pytest
from django.db import DatabaseError, transaction

from fashu.kernel.access import VISITOR, acting_as
from fashu.kernel.cases.tests.conftest import Cast
from fashu.kernel.hall import feedback, notes
from fashu.kernel.hall.models import Feedback, GuideNote
from fashu.kernel.procedure import Refused

pytestmark = pytest.mark.django_db


def test_a_visitor_writes_and_reads_the_answer_by_its_code(cast: Cast) -> None:
    with acting_as(VISITOR):
        sent = feedback.send("advice", "字再大一点")
        assert Feedback.objects.count() == 0
    with acting_as(cast.city):
        feedback.answer(Feedback.objects.get(), "已经加大")
    with acting_as(VISITOR):
        assert feedback.by_code(sent.code.lower()).answer == "已经加大"
        with pytest.raises(Refused, match="没有找到"):
            feedback.by_code("F23456789ABC")


def test_only_the_office_that_runs_the_platform_sees_reports(cast: Cast) -> None:
    with acting_as(VISITOR):
        feedback.send("fault", "打不开")
    with acting_as(cast.east):
        assert Feedback.objects.count() == 0
    with acting_as(cast.city):
        assert Feedback.objects.count() == 1


def test_nothing_is_sent_empty_or_answered_twice(cast: Cast) -> None:
    with acting_as(VISITOR), pytest.raises(Refused, match="还没有写"):
        feedback.send("advice", "  ")
    with acting_as(VISITOR):
        feedback.send("advice", "好")
    with acting_as(cast.city):
        sent = Feedback.objects.get()
        feedback.answer(sent, "谢谢")
        with pytest.raises(Refused, match="已经答复"):
            feedback.answer(sent, "再谢")


def test_each_office_adds_its_own_words_and_every_version_stays(cast: Cast) -> None:
    with acting_as(cast.city):
        notes.write("sample.review", "市里的窗口在二楼")
        notes.write("sample.review", "市里的窗口在三楼")
    with acting_as(cast.east):
        notes.write("sample.review", "县里的窗口在一楼")
        assert [note.version for note in notes.history("sample.review")] == [1]
    with acting_as(VISITOR):
        words = [note.words for note in notes.present("sample.review")]
    assert words == ["市里的窗口在三楼", "县里的窗口在一楼"]
    with acting_as(cast.city):
        notes.write("sample.review", "")
        with pytest.raises(DatabaseError), transaction.atomic():
            GuideNote.objects.update(words="改写历史")
    with acting_as(VISITOR):
        assert [note.words for note in notes.present("sample.review")] == ["县里的窗口在一楼"]
