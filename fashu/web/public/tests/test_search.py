"""找办法: what a person sees who writes what troubles him."""

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


def test_a_troubled_sentence_leads_to_what_to_do_where_and_by_which_article(client: Client) -> None:
    page = client.get("/search/", {"q": "村里强拆我家房子怎么办"}).content.decode()
    assert "房屋征收、拆迁补偿" in page
    assert "《国有土地上房屋征收与补偿条例》第二十六条" in page
    assert 'href="tel:12348"' in page


def test_only_a_service_that_is_offered_is_shown(client: Client) -> None:
    page = client.get("/search/", {"q": "我要申请行政复议"}).content.decode()
    assert "/services/sample.review/" in page
    assert "/services/reconsideration/" not in page


def test_what_nobody_understands_leads_to_a_person(client: Client) -> None:
    page = client.get("/search/", {"q": "明天会不会下雨"}).content.decode()
    assert "12348" in page
    assert "没有" in page


def test_without_words_every_topic_is_listed(client: Client) -> None:
    page = client.get("/search/").content.decode()
    assert page.count("/search/?q=") + page.count('href="?q=') >= 20
