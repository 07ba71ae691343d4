"""Articles for a question in plain words: on invented laws, and measured on real questions."""

import json
import os
import re
from datetime import date
from pathlib import Path

import pytest

from fashu.kernel.access import SYSTEM, acting_as
from fashu.kernel.hall.finding import articles, weights
from fashu.kernel.hall.topics import fitting
from fashu.kernel.library.importer import import_folder

SHARED = Path(os.environ.get("FASHU_SHARED") or Path(__file__).parents[5] / "shared")
QUESTIONS = SHARED / "data" / "stard" / "dev.json"
CODE = SHARED / "data" / "laws" / "national" / "民法典"
TODAY = date(2026, 11, 22)
LAMPS = """# 灯台暂行办法

1990年1月2日 国务院发布

<!-- INFO END -->

第一条 灯台归县，灯台的房屋由县修建。

第二条 拆除灯台的房屋，应当给予补偿。

第三条 本办法自1990年2月1日起施行。
"""


@pytest.fixture
def lamps(db: None, tmp_path: Path) -> None:
    folder = tmp_path / "行政法规"
    folder.mkdir()
    (folder / "灯台暂行办法(1990-01-02).md").write_text(LAMPS)
    import_folder(tmp_path)


def test_a_question_finds_the_article_that_only_the_topic_names(lamps: None) -> None:
    asked = "村里强拆我家房子怎么办"
    found = articles(asked, fitting(asked), TODAY)
    assert found[0].place == "第二条"
    assert articles(asked, [], TODAY) == []


def test_words_of_every_question_weigh_nothing(lamps: None) -> None:
    assert "'怎么办'" not in weights("灯台怎么办", [])
    assert "'灯台'" in weights("灯台怎么办", [])


def test_a_law_not_yet_in_force_is_not_shown(lamps: None) -> None:
    assert articles("灯台", [], date(1990, 1, 15)) == []
    assert articles("灯台", [], date(1990, 2, 1)) != []


def test_quotes_and_operators_are_only_words(lamps: None) -> None:
    assert articles("' & | ! :* \\ 灯台", [], TODAY)


@pytest.mark.skipif(
    not (QUESTIONS.is_file() and CODE.is_dir()),
    reason=f"no questions at {QUESTIONS} or no code at {CODE}; set FASHU_SHARED",
)
def test_real_questions_on_the_civil_code_find_nearly_half_of_their_articles(db: None) -> None:
    """Questions whose answers all lie in the civil code; every third, five articles each."""
    with acting_as(SYSTEM):
        import_folder(CODE)
        shares = [_share(asked) for asked in _on_the_code()[::3]]
    assert len(shares) >= 50
    assert sum(shares) / len(shares) >= 0.45


def _on_the_code() -> list[tuple[str, set[str]]]:
    found = []
    for asked in json.loads(QUESTIONS.read_text()):
        places = {re.sub("^中华人民共和国民法典", "", a) for a in asked["articles"]}
        if all(place.startswith("第") for place in places):
            found.append((asked["query"], places))
    return found


def _share(asked: tuple[str, set[str]]) -> float:
    question, places = asked
    found = {hit.place for hit in articles(question, fitting(question), TODAY)}
    return len(found & places) / len(places)
