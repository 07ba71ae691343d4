"""From the archive to destruction: who, when, by how many, and what can still be proved."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
import time_machine
from click.testing import CliRunner
from django.conf import LazySettings
from django.db import connection

from fashu.kernel import api, clock
from fashu.kernel.access import SYSTEM, Actor, acting_as
from fashu.kernel.archives import disposal, volumes
from fashu.kernel.cases import archiving, catalogue
from fashu.kernel.cases.attachments import path_of
from fashu.kernel.cases.evidence import export_case
from fashu.kernel.cases.models import Attachment, Case, Participant, Payload
from fashu.kernel.cases.tests.conftest import Cast, cast, noon
from fashu.kernel.cases.tests.sample import SAMPLE
from fashu.kernel.cases.tests.test_actions import open_sample, take
from fashu.kernel.people.models import Posting
from fashu.kernel.procedure import Refused
from fashu.kernel.reading.models import Disposal
from fashu.kernel.record.cli import record
from fashu.kernel.record.verify import registered, verify_bundle
from fashu.kernel.registry.models import Part, Person

__all__ = ["cast", "noon"]

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "record", "eraser"])

BUSINESSES = (replace(SAMPLE, retention_years=10),)
HEADS = frozenset({"office", "authority"})


@pytest.fixture(autouse=True)
def ten_years(settings: LazySettings, tmp_path: Path) -> object:
    """The sample business keeps its cases ten years; log, files and witness are the test's own."""
    settings.FASHU_CATALOGUE = "fashu.kernel.archives.tests.test_disposal.BUSINESSES"
    for name in ("RECORD", "WITNESS"):
        setattr(settings, f"FASHU_{name}_DIR", tmp_path / name.lower())
    settings.FASHU_FILES = tmp_path / "files"
    catalogue.businesses.cache_clear()
    yield
    catalogue.businesses.cache_clear()


def head(actor: Actor) -> Actor:
    """The same officer as a head of the office."""
    with acting_as(SYSTEM):
        Posting.objects.filter(account_id=actor.account_id or 0).update(roles=sorted(HEADS))
    return replace(actor, roles=HEADS)


@pytest.fixture
def closed(cast: Cast) -> str:
    """A refused case with a file, in the log."""
    number = open_sample(cast.alice).number
    with acting_as(cast.alice):
        api.attach(api.case_by_number(number), api.check_upload("证据.txt", "证据".encode()))
    take(cast.east, number, "refuse")
    CliRunner().invoke(record, ["sequence", "--once"])
    return number


def case_of(number: str) -> Case:
    with acting_as(SYSTEM):
        return Case.objects.select_related("office").get(number=number)


def held(number: str) -> tuple[str, ...]:
    with acting_as(SYSTEM):
        return archiving.retention_of(Case.objects.get(number=number)).held_by


def archived(cast: Cast, number: str) -> Case:
    with acting_as(cast.east):
        return archiving.archive(number)


def test_an_archived_case_is_read_and_nothing_is_done_to_it(cast: Cast, closed: str) -> None:
    case = archived(cast, closed)
    with acting_as(cast.east):
        assert api.timeline_of(case)
        with pytest.raises(Refused, match="已经归档"):
            api.add_note(closed, "备注")
        with pytest.raises(Refused, match="已经归档"):
            api.take_step(closed, "note", {}, request_key="x")
        with pytest.raises(Refused, match="已经归档"):
            api.attach(api.case_by_number(closed), api.check_upload("a.txt", b"a"))


def test_a_running_case_is_not_archived(cast: Cast) -> None:
    number = open_sample(cast.alice).number
    with pytest.raises(Refused, match="没有办结"):
        archived(cast, number)


def test_what_holds_a_case_back_follows_the_facts(
    cast: Cast, closed: str, noon: time_machine.Traveller
) -> None:
    assert held(closed) == ("保管期限至2036-02-11", "没有归档")
    archived(cast, closed)
    noon.move_to("2036-02-10T12:00:00+08:00")
    assert held(closed) == ("保管期限至2036-02-11",)
    noon.move_to("2036-02-12T12:00:00+08:00")
    assert held(closed) == ()
    other = open_sample(cast.alice, "again").number
    with acting_as(cast.alice):
        person = Person.objects.create(
            name="张三",
            initials="zs",
            account_id=cast.alice.account_id or 0,
            entered_at=clock.now(),
        )
        for number in (closed, other):
            case_id = Case.objects.get(number=number).pk
            Part.objects.create(
                case_id=case_id,
                role="applicant",
                person=person,
                name="张三",
                since=date(2026, 2, 11),
            )
    assert held(closed) == (f"当事人另有在办案件{other}",)
    take(cast.east, other, "refuse")
    assert held(closed) == ()


def test_two_heads_destroy_a_case_and_what_was_there_stays_provable(
    cast: Cast, closed: str, noon: time_machine.Traveller
) -> None:
    archived(cast, closed)
    noon.move_to("2036-03-03T12:00:00+08:00")
    case = case_of(closed)
    with acting_as(SYSTEM):
        sha256 = Attachment.objects.get().sha256
        events = case.seq
    first, second = head(cast.east), head(cast.colleague)
    with acting_as(cast.east):
        assert [due.number for due in volumes.expired()] == [closed]
        listed = disposal.propose(case, "保管期限届满")
        assert not volumes.expired().exists()
    with acting_as(first), pytest.raises(Refused, match="不能再次批准"):
        disposal.approve(listed)
    with acting_as(second):
        assert disposal.approve(listed).second_by_id is None
    with acting_as(second), pytest.raises(Refused, match="不能再次批准"):
        disposal.approve(listed)
    third = replace(head(cast.east), account_id=_third(cast))
    with acting_as(third):
        assert disposal.approve(listed).event_seq == events + 1
    _nothing_is_left(closed, sha256)
    _and_it_is_proved(closed, events)


def _third(cast: Cast) -> int:
    """Another head of the same office."""
    with acting_as(SYSTEM):
        Posting.objects.filter(account_id=cast.west.account_id or 0).delete()
        Posting.objects.create(
            account_id=cast.west.account_id or 0,
            office_id=cast.east.office_id or 0,
            roles=sorted(HEADS),
            since=date(2020, 1, 1),
        )
    return cast.west.account_id or 0


def _nothing_is_left(number: str, sha256: str) -> None:
    with acting_as(SYSTEM):
        case = Case.objects.get(number=number)
        assert (case.title, case.state["facts"]) == (archiving.GONE, {})
        assert set(Participant.objects.values_list("name", flat=True)) == {archiving.GONE}
        assert not Attachment.objects.exists()
        assert Payload.objects.get().event.kind == "destroyed"
    assert not path_of(sha256).exists()
    with connection.cursor() as cursor:
        cursor.execute("SET ROLE NONE")
        cursor.execute("SELECT count(*) FROM cases_case c WHERE c::text LIKE '%张三%'")
        assert cursor.fetchone() == (0,)
        cursor.execute("SET ROLE fashu_app")


def _and_it_is_proved(number: str, events: int) -> None:
    CliRunner().invoke(record, ["sequence", "--once"])
    with acting_as(SYSTEM):
        data = export_case(Case.objects.select_related("office").get(number=number))
    report = verify_bundle(data, reexecute=registered())
    words = "\n".join(finding.words for finding in report.findings)
    assert report.holds, words
    assert "已依法清除" in words
    assert CliRunner().invoke(record, ["audit"]).exit_code == 0
    assert events > 1


def test_a_case_that_something_holds_back_comes_on_no_list(cast: Cast, closed: str) -> None:
    with acting_as(cast.east), pytest.raises(Refused, match="保管期限至"):
        disposal.propose(case_of(closed), "想早点清理")
    with acting_as(cast.east):
        assert not Disposal.objects.exists()
