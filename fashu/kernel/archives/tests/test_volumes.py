"""A volume: what lies in it, that it is still there, and who may borrow it."""

from datetime import date, timedelta

import pytest

from fashu.kernel import api, clock
from fashu.kernel.access import SYSTEM, Actor, Kind, acting_as
from fashu.kernel.archives import inventory, loans, volumes
from fashu.kernel.archives.models import Loan, Volume
from fashu.kernel.cases.attachments import path_of
from fashu.kernel.cases.models import Attachment, Case
from fashu.kernel.documents.models import Receipt
from fashu.kernel.procedure import Refused
from fashu.synthetic.lives import MAINTAINED, Act
from tests.security.province import _do, _settle, acting
from tests.stories.sealing import Desk, make_desk

pytestmark = pytest.mark.django_db

PURPOSE, LETTER = "办理关联案件，核对处罚依据", "明石司函〔2026〕8号"


@pytest.fixture
def desk() -> Desk:
    """A case of the city that was decided, with its decision sealed and served on both sides."""
    with clock.pretending(clock.now() - timedelta(days=90)):
        made = make_desk()
        made.sealed("decision")
        for act in (*MAINTAINED[2:], Act(0, "archive")):
            _do(made.number, act)
    api.run_lapses()
    return made


def put_away(desk: Desk) -> Volume:
    with acting_as(desk.lin):
        return volumes.put_away(desk.number)


def test_a_volume_lists_what_lies_in_it_by_date_with_pages_and_hashes(desk: Desk) -> None:
    with acting_as(desk.lin):
        assert [case.number for case in volumes.waiting(desk.lin)] == [desk.number]
    volume = put_away(desk)
    assert volume.number == f"9901-FY-{clock.today().year}-Y-0001"
    assert (volume.years, volume.cite) == (None, "《档案法》第二十一条第一款")
    items = volumes.items_of(volume)
    assert [item.n for item in items] == list(range(1, len(items) + 1))
    assert [item.on for item in items[:-1]] == sorted(item.on for item in items[:-1])
    assert items[-1].kind is inventory.Kind.RECORD
    decision = next(item for item in items if item.number.startswith("明政复决"))
    assert (decision.by, decision.pages > 0, len(decision.sha256)) == ("明德市人民政府", True, 64)
    assert volume.pages == sum(item.pages for item in items)
    files = [item for item in items if item.kind is inventory.Kind.FILE]
    assert files
    assert {item.by for item in files} == {"张晓岚", "明德市市场监督管理局"}
    with acting_as(desk.lin):
        assert not volumes.waiting(desk.lin).exists()


def test_whatever_is_changed_afterwards_is_found(desk: Desk) -> None:
    volume = put_away(desk)
    with acting_as(desk.lin):
        assert not any(each.fault for each in volumes.check(volume))
        file = Attachment.objects.filter(case=volume.case_id).first()
        assert file is not None
        kept = path_of(file.sha256).read_bytes()
        try:
            path_of(file.sha256).write_bytes(kept + b"!")
            assert [c.fault for c in volumes.check(volume) if c.fault] == ["文件已被改动"]
            path_of(file.sha256).unlink()
            assert [c.fault for c in volumes.check(volume) if c.fault] == ["文件已不存在"]
        finally:
            path_of(file.sha256).write_bytes(kept)
        volume.items = [{**volume.items[0], "title": "别的"}, *volume.items[1:]]
        assert {c.fault for c in volumes.check(volume)} == {"目录本身已被改动"}


def test_the_receipt_of_every_service_lies_in_the_volume(desk: Desk) -> None:
    volume = put_away(desk)
    listed = {item["ref"] for item in volume.items if item["kind"] == inventory.Kind.RECEIPT}
    with acting_as(desk.lin):
        receipts = Receipt.objects.filter(case=volume.case_id)
        assert listed == set(receipts.values_list("pk", flat=True))
    assert listed


def test_what_is_not_closed_is_not_put_away_and_not_by_others(desk: Desk) -> None:
    for actor in (acting("wu"), acting("fang"), desk.zhang):
        with acting_as(actor), pytest.raises(Refused, match="归档由承办机关办理"):
            volumes.put_away(desk.number)
    put_away(desk)
    with acting_as(desk.lin), pytest.raises(Refused, match="已经归档"):
        volumes.put_away(desk.number)


def test_a_volume_is_for_its_office_and_those_above(desk: Desk) -> None:
    put_away(desk)
    for actor, seen in ((desk.zhou, 1), (acting("fang"), 1), (acting("wu"), 0), (desk.zhang, 0)):
        with acting_as(actor):
            assert Volume.objects.count() == seen, actor.name


# -- Lending ---------------------------------------------------------------------------------


@pytest.fixture
def reader(desk: Desk) -> Actor:
    """An officer of a county who has nothing to do with the case, which is in the archive."""
    with acting_as(SYSTEM):
        _settle("reader", Kind.OFFICER, "990102", ["office"])
    put_away(desk)
    return acting("reader")


def asked(desk: Desk, until: date | None = None) -> Loan:
    with acting_as(desk.lin):
        return loans.ask(desk.number, "reader", PURPOSE, LETTER, until or clock.today())


def granted(desk: Desk) -> Loan:
    loan = asked(desk)
    with acting_as(desk.zhou):
        return loans.decide(loan.pk, granted=True)


def sees(actor: Actor, number: str) -> bool:
    with acting_as(actor):
        return Case.objects.filter(number=number).exists()


def test_a_borrower_reads_from_the_consent_until_he_gives_it_back(
    desk: Desk, reader: Actor
) -> None:
    assert not sees(reader, desk.number)
    loan = asked(desk)
    assert not sees(reader, desk.number)
    with acting_as(desk.zhou):
        loans.decide(loan.pk, granted=True)
    with acting_as(reader):
        case = api.case_by_number(desk.number)
        assert loans.held(case) is not None
        assert Volume.objects.count() == 1
        assert api.roles_in(reader, case) == frozenset()
        for act in (
            lambda: api.take_step(desk.number, "note", {}, request_key="x"),
            lambda: api.add_note(desk.number, "x"),
            lambda: loans.ask(desk.number, "wu", PURPOSE, LETTER, clock.today()),
        ):
            with pytest.raises(Refused):
                act()
        loans.give_back(loan.pk)
    assert not sees(reader, desk.number)
    with acting_as(reader):
        assert not Volume.objects.exists()
        assert [each.purpose for each in loans.own()] == [PURPOSE]


def test_a_loan_ends_with_its_day_and_whenever_the_office_takes_it_back(
    desk: Desk, reader: Actor
) -> None:
    loan = granted(desk)
    assert sees(reader, desk.number)
    with acting_as(SYSTEM):
        Loan.objects.update(until=clock.today() - timedelta(days=1))
    assert not sees(reader, desk.number)
    with acting_as(SYSTEM):
        Loan.objects.update(until=clock.today())
    assert sees(reader, desk.number)
    with acting_as(desk.lin):
        loans.give_back(loan.pk)
    assert not sees(reader, desk.number)


def test_a_second_person_grants_and_none_but_a_head(desk: Desk, reader: Actor) -> None:
    loan = asked(desk)
    for actor in (desk.lin, reader, acting("fang")):
        with acting_as(actor), pytest.raises(Refused):
            loans.decide(loan.pk, granted=True)
    with acting_as(desk.zhou):
        loans.decide(loan.pk, granted=False)
        with pytest.raises(Refused, match="已经决定"):
            loans.decide(loan.pk, granted=True)
    assert not sees(reader, desk.number)
    with acting_as(desk.zhou):
        own = loans.ask(desk.number, "reader", PURPOSE, LETTER, clock.today())
        with pytest.raises(Refused, match="不能自己批准"):
            loans.decide(own.pk, granted=True)


@pytest.mark.parametrize(
    ("username", "purpose", "letter", "days", "words"),
    [
        ("reader", " ", LETTER, 0, "请写明借阅目的"),
        ("reader", PURPOSE, "", 0, "请写明借阅目的"),
        ("reader", PURPOSE, LETTER, -1, "最长60日"),
        ("reader", PURPOSE, LETTER, 61, "最长60日"),
        ("nobody-at-all", PURPOSE, LETTER, 0, "没有找到这个账号"),
        ("zhang", PURPOSE, LETTER, 0, "没有找到这个账号"),
        ("zhou", PURPOSE, LETTER, 0, "本机关的工作人员"),
    ],
)
def test_what_is_no_loan_is_refused_in_words(
    desk: Desk, reader: Actor, username: str, purpose: str, letter: str, days: int, words: str
) -> None:
    until = clock.today() + timedelta(days=days)
    with acting_as(desk.lin), pytest.raises(Refused, match=words):
        loans.ask(desk.number, username, purpose, letter, until)


def test_one_person_borrows_a_volume_once(desk: Desk, reader: Actor) -> None:
    asked(desk)
    with pytest.raises(Refused, match="已经借阅或者申请"):
        asked(desk)
