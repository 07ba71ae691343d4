"""Whoever asks, by whatever address: nothing comes back of a case that he may not see.

Broken access control is the first of the OWASP Top Ten, and what six of seven advisories of
comparable systems were about: a search, an export, an expanded object that forgot the filter.
"""

from random import Random
from typing import Any

import pytest

from fashu.kernel import api
from fashu.kernel.access import acting_as
from tests.security.address import HOLES, Shows
from tests.security.addresses import TABLE, patterns, showing
from tests.security.asking import plain, rows, tried, words_of
from tests.security.conftest import client_of
from tests.security.province import Matter, Person, Province, acting

VISITOR = "visitor"
WATCHERS = (
    VISITOR,
    "zhang",
    "nobody",
    "lin",
    "990101-office",
    "990102-authority",
    "990103-office",
    "wu",
    "g990103-sc-respondent",
    "province",
    "shen",
    "inspector",
    "xu",
    "bao",
    "ji",
    "citizen:1",
    "citizen:2",
)
"""Every kind of person there is, and two citizens drawn by lot."""

AT_MOST = 1
"""How many cases of each sort a watcher tries with every address; each draws his own."""


@pytest.fixture(params=WATCHERS)
def watcher(request: pytest.FixtureRequest, province: Province) -> Person | None:
    """Somebody who asks for everything; None is a visitor."""
    name, _, seed = request.param.partition(":")
    if name == VISITOR:
        return None
    if seed:
        citizens = [p for p in province.people if p.username.startswith(name)]
        return Random(seed).choice(citizens)
    return province.someone(name)


def drawn(watcher: Person | None, province: Province, *, seen: bool) -> list[Matter]:
    """A few of the cases that somebody may see, or may not."""
    found = [m for m in province.matters if province.sees(watcher, m) is seen]
    lot = Random(watcher.username if watcher else VISITOR)
    return lot.sample(found, min(AT_MOST, len(found)))


def shown(response: Any, province: Province) -> set[str]:
    """The numbers of all cases of which the answer holds a word."""
    text = words_of(response) + str(response.headers)
    return {m.number for m in province.matters if any(word in text for word in m.words)}


def things(matter: Matter) -> dict[str, str]:
    """A file and a paper of a case, for the addresses that want them."""
    file = {"sha256": matter.files[0][0]} if matter.files else {}
    return {"paper": str(matter.paper), **file}


def in_path(number: int | str) -> tuple[str, str]:
    """A number as part of an address, also of one that stands in a query."""
    return f"/{number}/", f"%2F{number}%2F"


def test_every_address_stands_in_the_table() -> None:
    assert patterns() == set(TABLE)


def test_no_list_shows_a_case_that_is_out_of_sight(
    province: Province, watcher: Person | None
) -> None:
    client, may = client_of(watcher), province.seen_by(watcher)
    for address in showing(Shows.LIST):
        for query in ("", "?page=2", "?light=late", "?light=soon", "?state=late", "?state=closed"):
            response = client.get(address.path + query)
            assert response.status_code in (200, 302, 401, 403, 404, 422), address.path
            assert shown(response, province) <= may, address.path + query


def test_the_list_of_cases_is_exactly_what_an_officer_may_see(
    province: Province, watcher: Person | None
) -> None:
    response = client_of(watcher).get("/workbench/cases/")
    if response.status_code == 200:
        assert shown(response, province) == province.seen_by(watcher)
    else:
        assert watcher is None or watcher.kind not in ("officer", "auditor")


def test_searching_for_the_words_of_a_hidden_case_finds_nothing(
    province: Province, watcher: Person | None
) -> None:
    client, may = client_of(watcher), province.seen_by(watcher)
    for matter in drawn(watcher, province, seen=False):
        for word in matter.words:
            text = words_of(client.get("/workbench/cases/", {"q": word}))
            found = {m.number for m in province.matters if f"/cases/{m.number}/" in text}
            assert found <= may


def test_pages_that_are_nobodys_show_no_case_at_all(
    province: Province, watcher: Person | None, undone: None
) -> None:
    client = client_of(watcher)
    for address in showing(Shows.NOTHING):
        for response in tried(client, address, address.path):
            assert response.status_code < 500, address.path
            assert shown(response, province) == set(), address.path


def test_a_case_in_sight_brings_no_other_with_it(
    province: Province, watcher: Person | None, undone: None
) -> None:
    client, may = client_of(watcher), province.seen_by(watcher)
    for matter in drawn(watcher, province, seen=True):
        for address in showing(Shows.CASE):
            path = address.at(number=matter.number, **things(matter))
            for response in tried(client, address, path):
                assert response.status_code < 500, address.path
                assert shown(response, province) <= may, address.path


def test_a_hidden_case_answers_word_for_word_like_an_unknown_one(
    province: Province, watcher: Person | None, undone: None
) -> None:
    client, before = client_of(watcher), rows()
    for matter in drawn(watcher, province, seen=False):
        for address in showing(Shows.CASE):
            path = address.at(number=matter.number, **things(matter))
            nowhere = address.at(**things(matter))
            hidden = [plain(r, matter.number) for r in tried(client, address, path)]
            unknown = [plain(r, HOLES["number"]) for r in tried(client, address, nowhere)]
            assert hidden == unknown, path
            refusals = {302, 401} if watcher is None else {403, 404}
            assert {status for status, _, _ in hidden} <= refusals, path
    assert rows() == before


@pytest.mark.parametrize("other", [VISITOR, "nobody", "lin", "shen"])
def test_a_draft_is_its_authors_alone(province: Province, other: str, undone: None) -> None:
    with acting_as(acting("zhang")):
        draft = api.save_draft("reconsideration", "file", {"grounds": "只有我能看见的话"})
        file = api.add_draft_file(draft, api.check_upload("草稿.txt", "草稿附件".encode()))
    before = rows()
    client = client_of(None if other == VISITOR else province.someone(other))
    for address in showing(Shows.DRAFT):
        path = address.at(draft=str(draft.pk), sha256=file.sha256)
        nowhere = address.at(sha256=file.sha256)
        hidden = [plain(r, *in_path(draft.pk)) for r in tried(client, address, path)]
        unknown = tried(client, address, nowhere)
        assert hidden == [plain(r, *in_path(HOLES["draft"])) for r in unknown]
        expected = {302, 401} if other == VISITOR else {404}
        assert {status for status, _, _ in hidden} <= expected
    assert rows() == before


def test_of_the_files_of_his_case_a_citizen_gets_those_that_he_brought(province: Province) -> None:
    nobody = province.someone("nobody")
    matter = next(m for m in province.matters if nobody.account in m.accounts)
    client = client_of(nobody)
    answers = {
        account: client.get(f"/mine/{matter.number}/files/{sha256}/").status_code
        for sha256, account in matter.files
    }
    assert answers[nobody.account] == 200
    assert {status for account, status in answers.items() if account != nobody.account} <= {404}


def test_the_query_code_opens_its_own_case_without_a_word_about_persons(
    province: Province, undone: None
) -> None:
    for matter in province.matters[:4]:
        client = client_of(None)
        text = words_of(client.post("/progress/", {"code": matter.code}))
        others = [m for m in province.matters if m is not matter]
        assert not any(word in text for m in others for word in m.words)
        assert not any(word in text for word in matter.words - {matter.number, matter.code})
        assert client.get(f"/mine/{matter.number}/").status_code == 302
