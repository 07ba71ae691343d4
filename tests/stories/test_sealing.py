"""A paper from its draft to its seal: who may do what, what stays, what the log keeps."""

import hashlib

import pytest
from django.db import ProgrammingError, connection, transaction

from fashu.kernel.access import SYSTEM, acting_as
from fashu.kernel.cases.models import Event, Payload
from fashu.kernel.documents import checking, drafting, sealing
from fashu.kernel.documents.content import Content
from fashu.kernel.documents.models import Document, Number, Seal, SealUse
from fashu.kernel.documents.seals import key_of
from fashu.kernel.documents.typesetting import pdf
from fashu.kernel.procedure import Refused
from tests.stories.sealing import Desk, make_desk

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> Desk:
    return make_desk()


def test_a_paper_is_drafted_approved_numbered_and_sealed(desk: Desk) -> None:
    document = desk.sealed()
    with acting_as(desk.lin):
        content = sealing.sealed_file(document)
    assert document.number is not None
    assert document.number.text.startswith("明政复决〔")
    assert document.number.text.endswith("〕1号")
    assert hashlib.sha256(content).hexdigest() == document.sha256


def test_the_seal_stands_in_the_ledger_and_in_the_record(desk: Desk) -> None:
    document = desk.sealed()
    with acting_as(desk.lin):
        use = SealUse.objects.get()
        assert (use.sha256, use.applied_by_id) == (document.sha256, desk.lin.account_id)
        event = Event.objects.get(pk=document.event_id or 0)
        payload = bytes(Payload.objects.get(event=event).payload).decode()
    assert event.kind == "sealed"
    assert document.sha256 in payload


def test_a_database_put_back_to_an_earlier_day_never_signs_with_an_old_key() -> None:
    with transaction.atomic():
        old = _keys(make_desk())
        transaction.set_rollback(True)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE NONE")
        cursor.execute("ALTER SEQUENCE documents_seal_id_seq RESTART")
        cursor.execute("RESET ROLE")
    desk = make_desk()
    new = _keys(desk)
    assert len(old) == len(new) == 2
    assert not old & new
    desk.sealed()


def _keys(desk: Desk) -> set[str]:
    with acting_as(desk.lin):
        return {key_of(seal) for seal in Seal.objects.all()}


def test_nobody_changes_the_ledger(desk: Desk) -> None:
    desk.sealed()
    with acting_as(desk.lin):
        with pytest.raises(ProgrammingError), transaction.atomic():
            SealUse.objects.update(number="1")
        with pytest.raises(ProgrammingError), transaction.atomic():
            SealUse.objects.all().delete()


def test_only_a_head_approves(desk: Desk) -> None:
    document = desk.drafted()
    with acting_as(desk.lin), pytest.raises(Refused, match="由行政复议机关批准"):
        drafting.approve(document)


def test_only_the_keeper_seals_and_only_what_was_approved(desk: Desk) -> None:
    draft = desk.drafted()
    with acting_as(desk.lin), pytest.raises(Refused, match="已批准"):
        sealing.seal_document(draft)
    approved = desk.approved()
    with acting_as(desk.zhou), pytest.raises(Refused, match="不是保管人"):
        sealing.seal_document(approved)


def test_a_paragraph_is_changed_visibly_and_the_law_is_not(desk: Desk) -> None:
    document = desk.drafted()
    blocks = Content.from_json(document.content).blocks
    free = next(n for n, block in enumerate(blocks) if drafting.changeable(block))
    fixed = next(n for n, block in enumerate(blocks) if "人民法院提起行政诉讼" in block.text)
    with acting_as(desk.lin):
        changed = drafting.change(document, free, "申请人：张某某")
        block = Content.from_json(changed.content).blocks[free]
        assert block.former == blocks[free].text
        with pytest.raises(Refused, match="法定内容"):
            drafting.change(document, fixed, "不得起诉")


def test_a_sealed_paper_is_set_again_the_same(desk: Desk) -> None:
    document = desk.sealed()
    with acting_as(desk.lin):
        kept = Document.objects.get(pk=document.pk)
        again = pdf(Content.from_json(kept.content), kept.layout).pdf
        assert sealing.sealed_file(kept).startswith(again)


def test_a_revoked_paper_keeps_its_number_as_void_and_a_new_one_supersedes_it(desk: Desk) -> None:
    first = desk.sealed()
    with acting_as(desk.zhou):
        drafting.revoke(first, "文字错误")
    with acting_as(SYSTEM):
        assert checking.by_code(first.code).verdict is checking.Verdict.REVOKED
    second = desk.sealed()
    with acting_as(SYSTEM):
        numbers = list(Number.objects.order_by("n").values_list("n", "status"))
        assert numbers == [(1, "void"), (2, "used")]
        assert checking.by_code(first.code).verdict is checking.Verdict.SUPERSEDED
        assert checking.by_code(second.code).verdict is checking.Verdict.GENUINE


def test_a_party_reads_sealed_papers_and_no_drafts(desk: Desk) -> None:
    desk.drafted("decision")
    desk.sealed("acceptance")
    with acting_as(desk.zhang):
        assert [d.paper for d in Document.objects.all()] == ["acceptance"]
        assert not Document.objects.update(title="x")
        assert not SealUse.objects.exists()


# -- Verification ------------------------------------------------------------------------------


def test_a_stranger_checks_a_file(desk: Desk) -> None:
    document = desk.sealed()
    with acting_as(desk.lin):
        content = sealing.sealed_file(document)
    changed = bytearray(content)
    changed[200] ^= 1
    with acting_as(SYSTEM):
        plain = pdf(Content.from_json(document.content)).pdf
    assert checking.by_file(content).verdict is checking.Verdict.GENUINE
    appended = checking.by_file(content + b"\n%%more")
    assert appended.verdict is checking.Verdict.ALTERED
    assert "追加" in appended.text
    broken = checking.by_file(bytes(changed))
    assert broken.verdict is checking.Verdict.ALTERED
    assert "失效" in broken.text
    assert "没有印章的电子签名" in checking.by_file(plain).text
    assert checking.by_file(b"%PDF-1.7 nonsense").verdict is checking.Verdict.UNKNOWN


def test_what_a_stranger_learns_names_no_party_and_no_case(desk: Desk) -> None:
    answer = checking.by_code(desk.sealed().code)
    assert answer.known is not None
    said = repr(answer)
    assert desk.number not in said
    assert "张晓岚" not in said
    assert checking.by_code("AAAA-AAAA-AAAA-AAAA").verdict is checking.Verdict.UNKNOWN
