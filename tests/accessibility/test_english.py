"""Every page that has English is English to its end, in a house full of cases and papers."""

import pytest
from django.urls import resolve

from fashu.kernel.access import Kind
from fashu.web.language import ENGLISH
from fashu.web.tests.test_english import unmarked
from tests.accessibility.conftest import client_for
from tests.accessibility.pages import pages, text_of
from tests.security.province import Province

NOT_MET = {"web:first_password", "web:second", "web:enrol", "public:receipt"}
"""What only a sign-in under way or a step just taken leads to."""


@pytest.mark.parametrize("kind", [Kind.VISITOR, Kind.CITIZEN])
def test_no_word_of_an_english_page_is_chinese_without_saying_so(
    furnished: Province, undone: None, kind: Kind
) -> None:
    client = client_for(furnished, kind)
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    faults: list[str] = []
    met: set[str] = set()
    for name, response in pages(furnished, client):
        view = resolve(name.partition(" ")[0].partition("?")[0]).view_name
        if view in ENGLISH and response.status_code == 200:
            met.add(view)
            assert response.headers["Content-Language"] == "en", name
            faults += [f"{name}: {words}" for words in unmarked(text_of(response))]
    assert not faults, "\n".join(dict.fromkeys(faults))
    if kind is Kind.CITIZEN:
        assert sorted(ENGLISH - NOT_MET - met) == []
