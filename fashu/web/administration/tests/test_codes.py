"""Every set of codes is shown from where it is defined, to the system administrator."""

import csv
import io

import pytest
from django.test import Client

from fashu.synthetic.plant import plant_cast
from fashu.web.administration.codes import code_sets
from fashu.web.administration.tests.test_home import enter

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def cast() -> None:
    plant_cast()


def test_no_code_stands_twice_in_its_set_and_none_is_without_words() -> None:
    for found in code_sets().values():
        codes = [code for code, _ in found.codes]
        assert len(codes) == len(set(codes)), found.key
        assert all(title for _, title in found.codes), found.key


def test_the_choices_of_a_business_are_found_by_their_words(client: Client) -> None:
    enter(client, "xu")
    page = client.get("/administration/codes/?q=留置").content.decode()
    assert "送达方式" in page
    assert "机构类别" not in page
    assert "没有这样的代码" in client.get("/administration/codes/?q=甲乙丙丁戊").content.decode()


def test_a_set_is_downloaded_whole(client: Client) -> None:
    enter(client, "xu")
    for key, found in code_sets().items():
        sent = client.get(f"/administration/codes/{key}/?format=csv").content.decode("utf-8-sig")
        assert [tuple(row) for row in csv.reader(io.StringIO(sent))][1:] == list(found.codes)
    assert client.get("/administration/codes/nothing/").status_code == 404


@pytest.mark.parametrize("username", ["bao", "ji", "lin"])
def test_others_have_no_business_here(client: Client, username: str) -> None:
    enter(client, username)
    assert client.get("/administration/codes/").status_code == 403
