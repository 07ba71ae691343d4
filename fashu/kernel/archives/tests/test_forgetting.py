"""Everything that any part keeps of a case is forgotten with it, or kept for a reason."""

from dataclasses import replace
from datetime import date

import pytest
import time_machine
from django.apps import apps
from django.db import connection
from django.db.models import ForeignKey, Model

from fashu.kernel import api
from fashu.kernel.access import SYSTEM, Actor, acting_as
from fashu.kernel.archives import disposal
from fashu.kernel.archives.forgetting import BLANKED, ERASED, KEPT, REMOVED
from fashu.kernel.archives.tests.test_disposal import archived, head, ten_years
from fashu.kernel.cases.attachments import path_of
from fashu.kernel.cases.models import Attachment, Avoidance, Case, Draft, Ground
from fashu.kernel.cases.tests.conftest import Cast, cast, noon
from fashu.kernel.cases.tests.test_actions import open_sample, take
from fashu.kernel.desk import errands, handling
from fashu.kernel.desk.acts import Leg, Mode, Verdict
from fashu.kernel.hall import rating
from fashu.kernel.people.models import Office, Posting
from fashu.kernel.procedure.identity import Document, mask
from fashu.kernel.reading.models import Disposal
from fashu.kernel.registry.models import IdentityDocument, Part, Person
from fashu.kernel.registry.numbers import keep
from fashu.kernel.registry.parties import enter

__all__ = ["cast", "noon", "ten_years"]

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "record", "eraser"])

NUMBER = "990101199001010019"
SECRET = "隐秘的话"


def of_a_case() -> set[str]:
    """Every model that points to a case, or to something that does, or names one by its number."""
    ours = [m for m in apps.get_models() if m.__module__.startswith("fashu.")]
    found: set[type[Model]] = {Case}
    while True:
        more = {
            model
            for model in ours
            for field in model._meta.concrete_fields
            if isinstance(field, ForeignKey) and field.related_model in found
        }
        if more <= found:
            break
        found |= more
    named = {m for m in ours if {"case_id"} & {f.name for f in m._meta.concrete_fields}}
    return {model._meta.label for model in (found | named) - {Case}}


def test_every_table_that_knows_of_a_case_is_forgotten_or_kept_for_a_reason() -> None:
    answered = {*REMOVED, *BLANKED, *ERASED, *KEPT}
    assert of_a_case() - answered == set()
    labels = {model._meta.label for model in apps.get_models()}
    assert answered - labels == set()


@pytest.fixture
def told(cast: Cast) -> str:
    """A closed case about which everybody has said something secret."""
    number = open_sample(cast.alice).number
    with acting_as(cast.alice):
        api.attach(api.case_by_number(number), api.check_upload("证据.txt", b"once"))
        token = keep(Document.RESIDENT, NUMBER)
        case = Case.objects.get(number=number)
        enter(case.pk, "applicant", SECRET, token, date(2026, 2, 11))
        api.save_draft("sample", "correct", {"correction": SECRET}, case=case)
    with acting_as(cast.east):
        api.add_note(number, SECRET)
        handling.claim(number)
        legs = (Leg(Mode.ALL, (cast.colleague.account_id or 0,)),)
        errand = errands.start(number, SECRET, legs, words=SECRET).pk
    with acting_as(cast.colleague):
        errands.answer(errand, Verdict.AGREED, SECRET)
        handling.urge(number, SECRET)
    with acting_as(cast.east):
        handling.copy(number, (cast.colleague.account_id or 0,), SECRET)
        handling.assign(number, cast.colleague.account_id or 0, SECRET)
    with acting_as(cast.east):
        api.ask_to_avoid(number, Ground.OTHER, SECRET)
    take(cast.colleague, number, "refuse")
    with acting_as(cast.alice):
        case = Case.objects.select_related("office__parent").get(number=number)
        rating.rate(case, rating.Grade.BAD, [], SECRET)
    return number


def destroyed(cast: Cast, number: str, noon: time_machine.Traveller) -> None:
    """Archived, ten years later listed, and approved by two heads."""
    with acting_as(cast.colleague):
        disposal_case = api.case_by_number(number)
    assert disposal_case.closed_on is not None
    archived(replace(cast, east=cast.colleague), number)
    noon.move_to("2036-03-03T12:00:00+08:00")
    with acting_as(cast.colleague):
        listed = disposal.propose(Case.objects.get(number=number), "保管期限届满")
    for chief in (head(cast.east), _second(cast)):
        with acting_as(SYSTEM):
            listed = type(listed).objects.get(pk=listed.pk)
        with acting_as(chief):
            listed = disposal.approve(listed)
    assert listed.event_seq


def _second(cast: Cast) -> Actor:
    """The western officer, now a head of the eastern office."""
    with acting_as(SYSTEM):
        east = Office.objects.get(code="990101")
        Posting.objects.filter(account=cast.west.account_id or 0).update(office=east)
    return head(replace(cast.east, name=cast.west.name, account_id=cast.west.account_id))


def anywhere(word: str) -> list[str]:
    """The tables in which a word stands, as text or as bytes, as a superuser reads them."""
    found, likes = [], [f"%{word}%", f"%{word.encode().hex()}%"]
    with connection.cursor() as cursor:
        cursor.execute("SET ROLE NONE")
        for model in apps.get_models():
            table = model._meta.db_table
            cursor.execute(f"SELECT FROM {table} t WHERE t::text LIKE ANY (%s) LIMIT 1", [likes])
            if cursor.rowcount:
                found.append(table)
        cursor.execute("SET ROLE fashu_app")
    return found


def test_no_word_of_a_destroyed_case_stands_anywhere(
    cast: Cast, told: str, noon: time_machine.Traveller
) -> None:
    before = anywhere(SECRET)
    assert {"desk_errandevent", "desk_handling", "desk_urge", "cases_avoidance"} <= set(before)
    assert anywhere("yinmi") or anywhere("zhangsan")
    with acting_as(SYSTEM):  # so that the officer of the east may approve
        Avoidance.objects.update(shuts_out=False, is_upheld=False, answer=SECRET)
    destroyed(cast, told, noon)
    assert anywhere(SECRET) == []
    assert anywhere("zhangsan") == []
    assert anywhere(mask(NUMBER)) == []
    with acting_as(SYSTEM):
        for model in (Part, Person, IdentityDocument, Draft):
            assert not model._default_manager.exists(), model
        listed = Disposal.objects.get()
    assert listed.counts["desk.ErrandEvent"] == 2
    assert {"desk.Notice", "hall.Rating", "desk.Errand"} <= set(listed.counts)


def test_bytes_that_another_case_names_stay(cast: Cast, noon: time_machine.Traveller) -> None:
    gone, other = open_sample(cast.alice).number, open_sample(cast.bob, "b").number
    for actor, number in ((cast.alice, gone), (cast.bob, other)):
        with acting_as(actor):
            case = api.case_by_number(number)
            api.attach(case, api.check_upload("同一份.txt", b"shared"))
            own = api.check_upload(f"{number}.txt", number.encode())
            api.attach(case, own)
    take(cast.colleague, gone, "refuse")
    with acting_as(SYSTEM):
        files = dict(Attachment.objects.filter(case__number=gone).values_list("name", "sha256"))
    destroyed(cast, gone, noon)
    assert path_of(files["同一份.txt"]).exists()
    assert not path_of(files[f"{gone}.txt"]).exists()
    with acting_as(cast.bob):
        assert api.open_attachment(api.case_by_number(other), files["同一份.txt"])[1] == b"shared"
