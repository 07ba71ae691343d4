"""From a number typed into a form to a person of the register: what is kept where, who sees it."""

from collections.abc import Mapping

import pytest
from django.db import connection

from fashu.kernel.access import SYSTEM, Actor, acting_as
from fashu.kernel.api import Outcome, Refused, open_case
from fashu.kernel.cases.models import Case
from fashu.kernel.cases.replay import differences
from fashu.kernel.cases.tests.conftest import Cast
from fashu.kernel.procedure.facts import Json
from fashu.kernel.procedure.identity import token_of
from fashu.kernel.reading.lifeline import life_of
from fashu.kernel.registry.models import IdentityDocument, Part, Person
from fashu.web.public.tests.browser import Browser
from fashu.web.public.tests.test_apply import begin, cases, fill_what, fill_why

pytestmark = pytest.mark.django_db

NUMBER = "11010519491231002X"
MASKED = "110105********002X"
FACTS: Mapping[str, Json] = {
    "kind": "person",
    "name": "张三",
    "identity": NUMBER,
    "has_agent": False,
    "organ": "990101",
    "known_on": "2026-02-02",
    "act": "act2",
    "requests": ["annul"],
    "grounds": "处罚过重",
}


def filed(actor: Actor, key: str = "a", office: str = "990101", **more: Json) -> Outcome:
    facts = {**FACTS, "organ": office, **more}
    with acting_as(actor):
        return open_case("sample.review", "apply", facts, office=office, request_key=key)


def tables_holding(word: str) -> list[str]:
    """Every table in which a word stands, as text or as bytes, as a superuser reads them."""
    found, hexed = [], word.encode().hex()
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE NONE")
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        for (table,) in cursor.fetchall():
            cursor.execute(
                f"SELECT count(*) FROM {table} t WHERE t::text LIKE %s OR t::text LIKE %s",
                [f"%{word}%", f"%{hexed}%"],
            )
            if cursor.fetchone()[0]:
                found.append(table)
        cursor.execute("SET LOCAL ROLE fashu_app")
    return found


def test_the_number_stands_in_no_table_once_a_case_is_filed(cast: Cast) -> None:
    filed(cast.alice)
    assert tables_holding(NUMBER) == []
    assert {"cases_payload", "cases_case"} <= set(tables_holding(MASKED))


def test_the_search_for_a_word_does_find_one(cast: Cast) -> None:
    filed(cast.alice)
    assert "cases_payload" in tables_holding("处罚过重")


def test_no_draft_holds_a_number_finished_or_not(alice: Browser) -> None:
    begin(alice).press("保存并继续", kind="person", name="张三", has_agent="no")
    for typed in (f"{NUMBER[:-1]}1", NUMBER):
        alice.press("保存并继续", identity=typed)
        assert tables_holding(typed) == []


def test_a_wrong_number_is_shown_again_with_what_is_wrong(alice: Browser) -> None:
    begin(alice).press("保存并继续", kind="person", name="张三", has_agent="no")
    page = alice.press("保存并继续", identity="110105194912310021")
    assert "校验位不符" in page.text
    assert 'value="110105194912310021"' in page.html


def test_a_kept_number_is_shown_masked_and_need_not_be_typed_again(alice: Browser) -> None:
    begin(alice).press("保存并继续", kind="person", name="张三", has_agent="no")
    first = alice.press("保存并继续", identity=NUMBER).path
    assert first.endswith("/2/")
    page = alice.open(first.replace("/2/", "/1/"))
    assert f'value="{MASKED}"' in page.html
    assert NUMBER not in page.html
    page.press("保存并继续")
    fill_why(fill_what(alice))
    assert MASKED in alice.text
    alice.press("确认并提交")
    token = token_of(cases()[0].state["facts"]["identity"])
    assert token is not None
    with acting_as(SYSTEM):
        assert IdentityDocument.objects.get(ref=token.ref).masked == MASKED


def test_a_case_with_a_sealed_number_replays_to_the_same_state(cast: Cast) -> None:
    number = filed(cast.alice).number
    with acting_as(SYSTEM):
        assert differences(Case.objects.get(number=number)) == []


def test_a_token_that_somebody_else_was_given_is_refused(cast: Cast) -> None:
    filed(cast.alice)
    with acting_as(SYSTEM):
        stolen = Case.objects.get().state["facts"]["identity"]
    with pytest.raises(Refused, match="重新填写完整的号码"):
        filed(cast.bob, "b", identity=stolen)
    with pytest.raises(Refused, match="重新填写完整的号码"):
        filed(cast.bob, "c", identity=f"resident:{MASKED}:")


def seen_by(actor: Actor) -> list[str]:
    with acting_as(actor):
        assert Part.objects.count() >= Person.objects.count()
        assert IdentityDocument.objects.count() >= Person.objects.count()
        return [person.name for person in Person.objects.all()]


def test_a_person_is_seen_by_those_who_see_his_case_and_by_nobody_else(cast: Cast) -> None:
    filed(cast.alice)
    seen = {who: seen_by(getattr(cast, who)) for who in ("alice", "east", "city", "west", "bob")}
    assert seen == {"alice": ["张三"], "east": ["张三"], "city": ["张三"], "west": [], "bob": []}


def test_the_same_number_in_another_county_is_the_same_person(cast: Cast) -> None:
    filed(cast.alice)
    filed(cast.bob, "b", "990102", name="张叁")
    with acting_as(SYSTEM):
        person = Person.objects.get()
        assert person.name == "张三"
        assert person.own_account_id == cast.alice.account_id
        assert (str(person.born_on), person.is_male) == ("1949-12-31", False)
        assert person.initials == "zs"
    with acting_as(cast.east):
        assert life_of(person).names == (), "what the other county wrote is not for this one"
    with acting_as(cast.west):
        assert life_of(person).names == ("张叁",)
        assert Part.objects.get().person_id == person.pk
        assert Case.objects.count() == 1


def test_whoever_files_for_somebody_else_does_not_become_him(cast: Cast) -> None:
    filed(cast.bob, name="张三")
    with acting_as(SYSTEM):
        assert Person.objects.get().own_account_id is None
