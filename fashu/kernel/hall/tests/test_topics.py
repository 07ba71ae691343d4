"""The curated table: its words lead where they should, and its citations exist."""

import json
import os
from pathlib import Path

import pytest

from fashu.kernel.hall.topics import fitting, topics
from fashu.kernel.law.titles import title_key

SHARED = Path(os.environ.get("FASHU_SHARED") or Path(__file__).parents[5] / "shared")
CONSULTATIONS = SHARED / "data" / "lawbench" / "2-4-dev.json"
NATIONAL = SHARED / "data" / "laws" / "national"


@pytest.mark.parametrize(
    ("question", "topic"),
    [
        ("村里强拆我家房子怎么办", "demolition"),
        ("老板拖欠工资不给", "wages"),
        ("上班路上被车撞了算工伤吗", "injury"),
        ("对交警罚款不服", "fine"),
        ("老公打我，我想离婚", "violence"),
        ("父亲去世没有遗嘱，房子怎么分", "inheritance"),
        ("朋友借钱不还只有微信聊天记录", "loan"),
        ("我儿子被抓了关在看守所", "criminal"),
        ("网上买到假货商家不退款", "consumer"),
        ("没钱请律师怎么办", "aid"),
    ],
)
def test_plain_words_lead_to_their_topic(question: str, topic: str) -> None:
    assert topic in [found.key for found in fitting(question)[:2]]


def test_what_nobody_has_said_yet_leads_nowhere() -> None:
    assert fitting("明天会不会下雨") == []
    assert fitting("") == []


def test_a_longer_phrase_counts_more_and_what_it_holds_counts_once() -> None:
    demolition = next(topic for topic in topics() if topic.key == "demolition")
    assert demolition.fits("拆迁款") == 9
    assert demolition.fits("拆迁") == 4


def test_every_topic_says_what_to_do_under_which_article_and_where_to_go() -> None:
    for topic in topics():
        assert topic.cites, topic.key
        assert topic.ways, topic.key
        assert topic.first_en, topic.key
        assert all(way.service or (way.title and way.title_en) for way in topic.ways), topic.key


@pytest.mark.skipif(not NATIONAL.is_dir(), reason=f"no statutes at {NATIONAL}; set FASHU_SHARED")
def test_every_citation_of_the_table_can_be_read_in_its_statute() -> None:
    cited = {
        (title_key(cite.law.title), cite.whole_article.place) for t in topics() for cite in t.cites
    }
    texts = _articles({law for law, _ in cited})
    assert {pair for pair in cited if pair[1] not in texts.get(pair[0], "")} == set()


@pytest.mark.skipif(
    not CONSULTATIONS.is_file(), reason=f"no consultations at {CONSULTATIONS}; set FASHU_SHARED"
)
def test_real_consultations_fall_under_their_family_more_often_than_not() -> None:
    """250 questions of people, cut off in the middle, 20 families, at most three guesses."""
    asked = json.loads(CONSULTATIONS.read_text())
    right = sum(x["answer"] in {t.family for t in fitting(x["question"])} for x in asked)
    assert right / len(asked) > 0.5


def _articles(laws: set[str]) -> dict[str, str]:
    """The text of every edition of these statutes, joined."""
    texts: dict[str, str] = {}
    for path in NATIONAL.rglob("*.md"):
        name = title_key(path.stem.split("(")[0])
        folder = title_key(path.parent.name)
        for key in {name, folder} & laws:
            texts[key] = texts.get(key, "") + path.read_text()
    return texts
