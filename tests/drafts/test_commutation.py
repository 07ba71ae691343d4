"""Scenarios of the commutation draft."""

from datetime import date

import pytest

from fashu.kernel.law.citation import Law
from fashu.kernel.procedure import ClockStatus, Refused, Served, Taken
from fashu.kernel.procedure.facts import Json
from tests.drafts.commutation.facts import CODE, COURTS, GRAFT, MEASURE, NEW, OLD, TRIAL
from tests.drafts.commutation.procedure import FAMILY
from tests.drafts.story import clock, due, refused_under, served, story, took

Happening = Taken | Served
FIVE = ("一", "二", "三", "四", "五")


def by(step: str, role: str, when: date, *who: str, **facts: Json) -> Taken:
    return Taken(step, role, when, facts, who or FIVE)


def proposed(when: date, **facts: Json) -> Taken:
    base: dict[str, Json] = {"sentence": "fixed", "class": "under_5", "merit": "repents"}
    more: dict[str, Json] = {"cut": 9, "executed_on": "2022-09-15", "first": True}
    if facts.get("sentence") == "suspended":
        del base["class"]
    return took("propose", "ward", when, **{**base, **more, **facts})


def assessed(when: date) -> tuple[Happening, ...]:
    """Assessed and posted on one day."""
    return (
        by("assess", "committee", when, agreed=True, minutes="评审记录"),
        took("post", "prison", when),
    )


def decided(when: date) -> Taken:
    return by("decide", "leaders", when, agreed=True, minutes="会议记录")


def filed(when: date) -> Taken:
    offices = {"court_office": "9901-court", "procuratorate_office": "9901-procuratorate"}
    return took("file", "prison", when, **offices)


def earliest(family_first: date, *before: Happening) -> None:
    """The day before the first possible 报请 is refused; the day itself is not."""
    eve = date.fromordinal(family_first.toordinal() - 1)
    with pytest.raises(Refused, match="不得报请"):
        story(FAMILY, *before, filed(eve))
    assert story(FAMILY, *before, filed(family_first)).stage == "filed"


def test_the_first_commutation_may_be_filed_a_year_after_delivery_to_prison() -> None:
    """Golden case G09: from the hand-over 2022-09-15, not from the arrest."""
    case = (proposed(date(2023, 8, 28)), *assessed(date(2023, 8, 30)), decided(date(2023, 9, 7)))
    earliest(date(2023, 9, 15), *case)


def test_the_next_one_a_year_after_service_of_the_last() -> None:
    """Golden case G09, second part."""
    again = proposed(date(2024, 11, 25), first=False, last_served="2023-12-20", last_cut=9, cut=9)
    case = (again, *assessed(date(2024, 11, 26)), decided(date(2024, 12, 4)))
    earliest(date(2024, 12, 20), *case)


def test_the_interval_is_never_shorter_than_the_last_cut() -> None:
    """Golden case G22: one year by class, two years by the cut; great merit lifts both."""
    facts: dict[str, Json] = {
        "class": "under_10",
        "executed_on": "2019-05-10",
        "first": False,
        "last_served": "2021-03-10",
        "last_cut": 24,
    }
    before = (*assessed(date(2022, 12, 1)), decided(date(2022, 12, 9)))
    earliest(date(2023, 3, 10), proposed(date(2022, 11, 30), **facts), *before)
    great = proposed(date(2022, 11, 30), **{**facts, "merit": "repents_and_great", "cut": 12})
    assert story(FAMILY, great, *before, filed(date(2022, 12, 12))).stage == "filed"


@pytest.mark.parametrize(
    ("first", "facts"),
    [
        (date(2022, 3, 2), {"class": "over_10", "executed_on": "2020-03-02"}),
        (date(2023, 5, 18), {"class": "strict_over_10", "executed_on": "2021-05-18"}),
        (date(2023, 8, 6), {"class": "graft_over_10", "executed_on": "2020-08-06", "cut": 6}),
        (date(2024, 12, 10), {"executed_on": "2020-01-01", "paid_on": "2024-06-10"}),
        (date(2027, 2, 20), {"executed_on": "2020-01-01", "new_crime_on": "2024-02-20"}),
    ],
    ids=["G11", "G12", "G13", "G23", "G24"],
)
def test_the_earliest_day_of_filing(first: date, facts: dict[str, Json]) -> None:
    start = date.fromordinal(first.toordinal() - 90)
    ready = date.fromordinal(first.toordinal() - 60)
    earliest(first, proposed(start, **facts), *assessed(start), decided(ready))


@pytest.mark.parametrize(
    ("law", "article", "facts"),
    [
        (MEASURE, 6, {"class": "over_10", "merit": "repents", "cut": 10}),
        (MEASURE, 7, {"class": "strict_over_10", "merit": "repents", "cut": 12}),
        (GRAFT, 2, {"class": "graft_over_10", "merit": "repents_and_great", "cut": 18}),
    ],
    ids=["G11", "G12", "G13"],
)
def test_a_cut_above_the_measure_is_refused(law: Law, article: int, facts: dict[str, Json]) -> None:
    refused_under(FAMILY, law, article, proposed(date(2025, 1, 6), **facts))


POSTED = (
    proposed(date(2026, 10, 26), executed_on="2024-09-15"),
    *assessed(date(2026, 10, 29)),
)


def test_a_publication_begun_under_the_old_law_runs_on_and_the_new_law_decides() -> None:
    """Golden case G49: posted 10-29, over on 11-05, decided from 11-06 by the leaders together."""
    refused_under(FAMILY, NEW, 50, *POSTED, decided(date(2026, 11, 5)))
    case = story(FAMILY, *POSTED, decided(date(2026, 11, 6)))
    assert (case.version, case.done["post"].count) == ("2026-11-01", 1)
    assert clock(case, "publicity").version == "2013-01-01"
    refused_under(FAMILY, NEW, 50, *POSTED, took("post", "prison", date(2026, 11, 2)))


def test_one_leader_does_not_decide_alone() -> None:
    alone = by("decide", "leaders", date(2026, 11, 6), "一", agreed=True, minutes="会议记录")
    refused_under(FAMILY, NEW, 50, *POSTED, alone)


def test_court_and_procuratorate_take_their_parts_with_the_filing() -> None:
    case = story(FAMILY, *at_court(date(2025, 4, 25)))
    assert case.organs == {"court": "9901-court", "procuratorate": "9901-procuratorate"}
    own = by("rule", "prison", date(2025, 5, 20), result="granted")
    refused_under(FAMILY, TRIAL, 16, *at_court(date(2025, 4, 25)), own)


def test_every_objection_is_rechecked_before_the_decision() -> None:
    objections = [
        took("object", "prisoner", date(2026, 11, 2), objector=who, opinion="考核有误")
        for who in ("甲", "乙")
    ]
    rechecks = [
        by("recheck_objection", "committee", date(2026, 11, 4), objector=who, established=False)
        for who in ("甲", "乙")
    ]
    refusal = refused_under(
        FAMILY, NEW, 50, *POSTED, *objections, rechecks[0], decided(date(2026, 11, 6))
    )
    assert "乙" in refusal.reason
    done = story(FAMILY, *POSTED, *objections, *rechecks, decided(date(2026, 11, 6)))
    assert done.stage == "decided"


def test_a_proposal_sent_back_is_assessed_and_published_anew() -> None:
    back = took("send_back", "committee", date(2026, 11, 4), opinion="材料有误")
    case = story(FAMILY, *POSTED, back)
    assert (case.stage, clock(case, "publicity").status) == ("proposed", ClockStatus.MOOT)
    assert not {"assess", "post"} & case.done.keys()
    again = story(FAMILY, *POSTED, back, *assessed(date(2026, 11, 9)))
    assert due(again, "publicity") == date(2026, 11, 16)


def at_court(received: date) -> tuple[Happening, ...]:
    """A fixed term, received by court and procuratorate on one day, registered on it."""
    start = date.fromordinal(received.toordinal() - 40)
    return (
        proposed(start, executed_on="2020-09-15"),
        *assessed(start),
        decided(date.fromordinal(received.toordinal() - 20)),
        filed(received),
        served("proposal", received, "court"),
        served("proposal", received, "procuratorate"),
        took("register", "court", received),
    )


def test_the_court_has_one_month_and_one_more() -> None:
    """Golden cases G32 and G49 (whose end in 2027 is provisional)."""
    case = story(FAMILY, *at_court(date(2025, 4, 25)))
    assert due(case, "ruling_term") == date(2025, 5, 26)
    longer = took("extend", "court", date(2025, 5, 20))
    assert due(story(FAMILY, *at_court(date(2025, 4, 25)), longer), "ruling_term") == date(
        2025, 6, 25
    )
    case = story(FAMILY, *at_court(date(2026, 11, 9)), took("extend", "court", date(2026, 12, 9)))
    assert clock(case, "ruling_term").provisional
    assert due(case, "ruling_term") >= date(2027, 1, 9)


def test_a_proposal_received_on_the_last_of_a_month_is_ruled_on_by_the_last_of_the_next() -> None:
    case = story(FAMILY, *at_court(date(2025, 2, 28)))
    assert due(case, "ruling_term") == date(2025, 3, 31)


def test_a_suspended_death_sentence_has_no_extension() -> None:
    """Golden case G17: consent of the bureau, one month, and no more."""
    base = proposed(date(2025, 2, 14), sentence="suspended", executed_on="2023-02-14")
    before = (base, *assessed(date(2025, 2, 17)), decided(date(2025, 2, 26)))
    refused_under(FAMILY, OLD, 31, *before, filed(date(2025, 3, 7)))
    consent = took("consent", "bureau", date(2025, 3, 5), minutes="审核记录")
    sent = (filed(date(2025, 3, 7)), served("proposal", date(2025, 3, 10), "court"))
    case = (*before, consent, *sent, took("register", "court", date(2025, 3, 12)))
    assert due(story(FAMILY, *case), "ruling_term") == date(2025, 4, 10)
    refused_under(FAMILY, COURTS, 534, *case, took("extend", "court", date(2025, 4, 1)))


def test_the_court_posts_within_five_days_and_waits_five_more() -> None:
    """Golden case G31."""
    case = at_court(date(2025, 4, 28))
    assert due(story(FAMILY, *case), "posting") == date(2025, 5, 6)
    posted = (*case, took("post_in_court", "court", date(2025, 5, 6)))
    assert due(story(FAMILY, *posted), "court_publicity") == date(2025, 5, 12)
    on_paper = by("try", "court", date(2025, 5, 12), by_hearing=False, minutes="审理笔录")
    refused_under(FAMILY, TRIAL, 3, *posted, on_paper)


def test_a_different_opinion_in_the_publication_makes_a_hearing_due() -> None:
    posted = (*at_court(date(2025, 4, 28)), took("post_in_court", "court", date(2025, 5, 6)))
    comment = took("comment", "court", date(2025, 5, 8), opinion="其在狱中违规")
    on_paper = by("try", "court", date(2025, 5, 13), by_hearing=False, minutes="审理笔录")
    refused_under(FAMILY, TRIAL, 6, *posted, comment, on_paper)
    assert "try" in story(FAMILY, *posted, on_paper).done


def test_missing_papers_have_three_days_and_property_papers_seven() -> None:
    for missing, last in (("general", date(2025, 4, 28)), ("property", date(2025, 5, 6))):
        case = (
            *at_court(date(2025, 4, 21))[:-1],
            took("ask_papers", "court", date(2025, 4, 25), missing=missing),
            served("supply_notice", date(2025, 4, 25)),
        )
        assert due(story(FAMILY, *case), "supplying") == last
        refused_under(FAMILY, TRIAL, 2, *case, took("refuse_filing", "court", last))
        late = took("refuse_filing", "court", date(2025, 5, 7))
        assert story(FAMILY, *case, late).stage == "unfiled"


def ruled(when: date, *, received: date, **facts: Json) -> tuple[Happening, ...]:
    posted = date.fromordinal(received.toordinal() + 1)
    return (
        *at_court(received),
        took("post_in_court", "court", posted),
        by("try", "court", when, by_hearing=False, minutes="审理笔录"),
        by("rule", "court", when, **{"result": "granted", **facts}),
    )


def test_the_procuratorate_has_twenty_days_and_another_panel_rules_within_a_month() -> None:
    """Golden case G33."""
    case = (*ruled(date(2025, 9, 10), received=date(2025, 8, 20)),)
    assert due(story(FAMILY, *case), "serving") == date(2025, 9, 17)
    told = (*case, served("ruling", date(2025, 9, 15), "procuratorate"))
    assert due(story(FAMILY, *told), "correcting") == date(2025, 10, 9)
    assert story(FAMILY, *told, until=date(2025, 10, 10)).stage == "closed"
    correct = took("correct", "procuratorate", date(2025, 10, 9), opinion="幅度不当")
    again = (*told, correct, served("correction", date(2025, 10, 9)))
    assert due(story(FAMILY, *again), "retrial") == date(2025, 11, 10)
    same = by("rule_again", "court", date(2025, 11, 3), "一", "六", "七", result="refused")
    refused_under(FAMILY, CODE, 274, *again, same)
    other = by("rule_again", "court", date(2025, 11, 3), "六", "七", "八", result="refused")
    closed = story(FAMILY, *again, other)
    assert (closed.stage, closed.outcome) == ("closed", "refused")


def test_service_is_complete_only_with_the_prisoner_himself() -> None:
    case = (*ruled(date(2025, 9, 10), received=date(2025, 8, 20)),)
    two = [served("ruling", date(2025, 9, 15), to) for to in ("prison", "procuratorate")]
    assert clock(story(FAMILY, *case, *two), "serving").is_open
    himself = served("ruling", date(2025, 9, 18), "prisoner")
    late = clock(story(FAMILY, *case, *two, himself), "serving")
    assert late.status is ClockStatus.MET_LATE


def test_reasons_for_a_refusal_are_due_from_the_new_law_on() -> None:
    old = ruled(date(2026, 10, 30), received=date(2026, 10, 12), result="refused")
    assert story(FAMILY, *old).outcome == "refused"
    new = ruled(date(2026, 11, 2), received=date(2026, 10, 12), result="refused")
    with pytest.raises(Refused, match="理由"):
        story(FAMILY, *new)


def test_the_opinion_of_the_procuratorate_stands_beside_the_stage() -> None:
    case = at_court(date(2025, 4, 28))
    assert due(story(FAMILY, *case), "opinion_term") == date(2025, 5, 8)
    longer = took("extend_opinion", "procuratorate", date(2025, 5, 7))
    assert due(story(FAMILY, *case, longer), "opinion_term") == date(2025, 5, 19)
    opinion = took("opine", "procuratorate", date(2025, 5, 8), disagrees=True, opinion="不符合")
    after = story(FAMILY, *case, opinion)
    assert (after.stage, clock(after, "opinion_term").status) == ("trying", ClockStatus.MET)


def test_a_proposal_goes_back_only_with_the_courts_leave() -> None:
    case = at_court(date(2026, 11, 9))
    leave = took("permit_back", "court", date(2026, 11, 16))
    refused_under(FAMILY, NEW, 56, *case, leave)
    asked = took("ask_back", "prison", date(2026, 11, 13), opinion="考核分计算有误")
    assert story(FAMILY, *case, asked, leave).stage == "withdrawn"
