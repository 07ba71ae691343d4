"""Nobody who reads by office sees a word of a case without an entry in the log of readings."""

from typing import Any

import pytest
from django.db import connection

from tests.security.addresses import TABLE
from tests.security.asking import tried
from tests.security.conftest import client_of
from tests.security.province import Matter, Person, Province
from tests.security.test_access import shown, things

READERS = ("lin", "990101-office", "wu", "province", "shen", "inspector")
"""Those who handle cases, those who take part by office, those above, and audit."""

OK = 200


def entered(after: int) -> tuple[int, set[int]]:
    """The last entry, and the cases of all that came after one, as a superuser reads them."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE NONE")
        cursor.execute("SELECT id, cases FROM reading_entry WHERE id > %s ORDER BY id", [after])
        found = cursor.fetchall()
        cursor.execute("SET LOCAL ROLE fashu_app")
    last = found[-1][0] if found else after
    return last, {case for _, cases in found for case in cases}


def body_shows(response: Any, province: Province, reader: Person | None = None) -> set[int]:
    """The cases of which an answer that is a page or a file holds a word.

    The name of a file that the reader brought himself is no word of a case.
    """
    if response.status_code != OK:
        return set()
    content = response.getvalue().decode(errors="ignore")
    own = {sha for m in province.matters for sha, by in m.files if reader and by == reader.account}
    return {m.pk for m in province.matters if any(word in content for word in m.words - own)}


def matter_of(reader: Person, province: Province) -> Matter:
    """A case that the reader may see, the one with most kinds of things if he sees it."""
    if province.sees(reader, province.story):
        return province.story
    return next(m for m in province.matters if province.sees(reader, m))


@pytest.mark.parametrize("name", READERS)
def test_no_answer_shows_a_case_without_an_entry(
    province: Province, name: str, undone: None
) -> None:
    reader = province.someone(name)
    client, matter = client_of(reader), matter_of(reader, province)
    last, _ = entered(0)
    showing = 0
    for address in TABLE.values():
        path = address.at(number=matter.number, **things(matter))
        for response in tried(client, address, path):
            last, noted = entered(last)
            seen = body_shows(response, province, reader)
            assert seen <= noted, f"{path} shows {len(seen - noted)} cases without an entry"
            showing += bool(seen)
    assert showing >= 4


def test_the_search_for_unnoted_words_can_find_some(province: Province) -> None:
    """The test above must be able to fail: a page of a case does hold words of it."""
    client = client_of(province.someone("lin"))
    response = client.get(f"/workbench/cases/{province.told}/")
    assert province.story.pk in body_shows(response, province)
    assert shown(response, province) >= {province.told}


def test_a_citizen_reading_his_own_case_leaves_no_entry(province: Province, undone: None) -> None:
    last, _ = entered(0)
    answer = client_of(province.someone("zhang")).get(f"/mine/{province.told}/")
    assert (answer.status_code, entered(last)) == (OK, (last, set()))


def test_a_citizen_sees_who_read_her_file_and_nobody_elses(
    province: Province, undone: None
) -> None:
    client_of(province.someone("lin")).get(f"/workbench/cases/{province.told}/")
    page = client_of(province.someone("zhang")).get("/mine/reads/").content.decode()
    assert "林清" in page
    assert "打开案卷" in page
    assert "《个人信息保护法》第三十四条" in page
    stranger = client_of(province.someone("nobody"))
    for matter in province.matters:
        if province.someone("nobody").account not in matter.accounts:
            client_of(province.someone("province")).get(f"/workbench/cases/{matter.number}/")
            assert matter.number not in stranger.get("/mine/reads/").content.decode()
            break
