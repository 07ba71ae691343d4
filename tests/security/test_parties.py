"""Taking part in a case is not running it: what one side must not read, and lookers-on not do."""

import html
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from fashu.kernel import clock
from fashu.kernel.access import acting_as
from fashu.kernel.cases.catalogue import family_of
from fashu.kernel.cases.models import Case, IssuedPaper, Note
from fashu.kernel.people.models import Account
from fashu.kernel.procedure.facts import flatten
from fashu.web.questions.answers import typed
from tests.journeys.test_officers import APPLICATION
from tests.security.asking import rows, sent, words_of
from tests.security.conftest import client_of
from tests.security.province import Matter, Person, Province, acting, copied

SECRET = "内部意见：拟撤销，勿外传"


def client(province: Province, username: str) -> Client:
    return client_of(province.someone(username))


def facts_of(matter: Matter) -> dict[str, Any]:
    with acting_as(acting("lin")):
        found: dict[str, Any] = Case.objects.get(pk=matter.pk).state["facts"]
    return found


def page(client: Client, matter: Matter) -> str:
    return html.unescape(words_of(client.get(f"/workbench/cases/{matter.number}/")))


def section(text: str, name: str) -> str:
    """One part of the page of a case."""
    return text.split(f'id="{name}"')[1].split("</section>")[0]


@pytest.mark.parametrize("username", ["lin", "zhou", "province", "shen"])
def test_whoever_judges_a_case_finds_every_file_that_was_handed_in(
    province: Province, username: str
) -> None:
    """They were once joined with accounts that an officer may not see, and so were gone."""
    for matter in province.matters:
        if matter.files and province.sees(province.someone(username), matter):
            text = page(client(province, username), matter)
            assert [sha256 for sha256, _ in matter.files if sha256 not in text] == []


def test_a_file_names_who_brought_it_by_his_part_where_his_name_is_hidden(
    province: Province,
) -> None:
    wu = province.someone("wu")
    assert wu.account in {account for _, account in province.story.files}
    with acting_as(acting("lin")):
        assert not Account.objects.filter(pk=wu.account).exists()
    files = (
        page(client(province, "lin"), province.story).split('id="files"')[1].split("</section>")[0]
    )
    assert "被申请人" in files


def test_a_respondent_does_not_read_how_the_office_means_to_decide(
    province: Province, undone: None
) -> None:
    facts = facts_of(province.story)
    inside = page(client(province, "lin"), province.story)
    outside = page(client(province, "wu"), province.story)
    assert facts["proposal"] in section(inside, "facts")
    for told in (facts["grounds"], facts["answer_text"], facts["reasons"]):
        assert told in outside
    assert "审查意见" not in section(outside, "facts")
    with acting_as(acting("lin")):
        IssuedPaper.objects.filter(case=province.story.pk, step="decide").update(served={})
    unserved = section(page(client(province, "wu"), province.story), "facts")
    assert facts["reasons"] not in unserved
    assert facts["grounds"] in unserved
    with acting_as(acting("lin")):
        paper = IssuedPaper.objects.get(case=province.story.pk, step="decide", paper="decision").pk
    decision = f"/workbench/cases/{province.told}/papers/{paper}/"
    assert facts["reasons"] in words_of(client(province, "lin").get(decision))
    assert client(province, "wu").get(decision).status_code == 404


@pytest.mark.parametrize("username", ["wu", "990102-office"])
def test_a_remark_is_read_by_the_handling_office_and_those_above_alone(
    province: Province, username: str, undone: None
) -> None:
    lin = client(province, "lin")
    lin.post(f"/workbench/cases/{province.told}/notes/", {"text": SECRET})
    assert SECRET in page(lin, province.story)
    assert SECRET in page(client(province, "shen"), province.story)
    assert SECRET not in page(client(province, username), province.story)
    with acting_as(acting(username)):
        assert not Note.objects.exists()


def test_a_file_of_the_office_does_not_reach_the_other_side(
    province: Province, undone: None
) -> None:
    lin, wu = client(province, "lin"), client(province, "wu")
    files = f"/workbench/cases/{province.story.number}/files/"
    lin.post(files, {"file": SimpleUploadedFile("合议记录.txt", SECRET.encode())})
    text = page(lin, province.story)
    assert "合议记录.txt" in text
    sha256 = text.split("合议记录.txt")[0].rpartition("/files/")[2].partition("/")[0]
    assert lin.get(f"{files}{sha256}/").content.decode() == SECRET
    assert "合议记录.txt" not in page(wu, province.story)
    assert wu.get(f"{files}{sha256}/").status_code == 404
    assert b"".join([wu.get(f"{files}{own}/").content for own, _ in province.story.files[:1]])


def test_nobody_takes_the_whole_file_away_but_who_judges_it(province: Province) -> None:
    export = f"/workbench/cases/{province.story.number}/export/"
    response = client(province, "wu").get(export)
    assert response.status_code == 403
    assert "由承办机关导出" in words_of(response)
    assert "export/" not in page(client(province, "wu"), province.story)
    for username in ("lin", "zhou", "province", "shen"):
        assert client(province, username).get(export).status_code in (200, 302)


LOOKERS_ON = ["shen", "inspector", "province"]


@pytest.mark.parametrize("username", LOOKERS_ON)
def test_whoever_only_looks_on_changes_nothing(
    province: Province, username: str, undone: None
) -> None:
    """An auditor could once add files to any case of the province."""
    person = province.someone(username)
    mine = [m for m in province.matters if province.sees(person, m) and not _works_on(person, m)]
    before = rows()
    for matter in mine[:2]:
        base = f"/workbench/cases/{matter.number}"
        for path in (
            f"{base}/notes/",
            f"{base}/files/",
            f"{base}/join/",
            f"{base}/serve/decision/",
        ):
            client_of(person).post(path, sent(path))
        for step in ("assign", "suspend", "propose", "decide", "archive", "answer", "withdraw"):
            client_of(person).post(f"{base}/steps/{step}/", sent(f"{base}/{step}"))
    assert mine
    assert rows() == before


def _works_on(person: Person, matter: Matter) -> bool:
    return person.kind == "officer" and person.office in {matter.office, *matter.offices}


def test_an_answer_names_no_file_of_another_case(province: Province, undone: None) -> None:
    """Else evidence would rest on a file that nobody of the case can open."""
    foreign, _ = province.story.files[0]
    number, wu = copied("foreign"), client(province, "wu")
    data = {"answer_text": "理由", "respondent_consent": "no", "stop_needed": "no"}
    data |= {"staff_agents": "1", "answer_evidence": foreign, "request_key": "foreign"}
    path = f"/workbench/cases/{number}/steps/answer/"
    assert "请上传" in words_of(wu.post(path, data))
    own = SimpleUploadedFile("证据.txt", "现场照片三张".encode())
    assert wu.post(path, {**data, "_file_answer_evidence": own}).status_code == 302
    with acting_as(acting("wu")):
        named = Case.objects.get(number=number).state["facts"]["answer_evidence"]
    assert len(named) == 1
    assert foreign not in named


@pytest.mark.parametrize(("organ", "opened"), [("G99", 0), ("G990101", 0), ("G9901", 1)])
def test_no_officer_opens_a_case_in_the_name_of_another_office(
    province: Province, organ: str, opened: int, undone: None
) -> None:
    """The page once said that it could not find the case, and the other office had it."""
    today, before = clock.today().isoformat(), rows()["cases_event"]
    answers = {**APPLICATION, "act_on": today, "known_on": today, "channel": "in_person"}
    register = family_of("reconsideration").versions[-1].steps["register"]
    facts = {fact.key: fact for fact in flatten(register.asks)}
    given = {key: value for key, value in answers.items() if key in facts}
    form = {k: v if isinstance(v, list) else typed(facts[k], v) for k, v in given.items()}
    form |= {"authority_office": organ, "request_key": "counter"}
    response = client(province, "lin").post("/workbench/new/reconsideration/register/", form)
    assert rows()["cases_event"] - before == opened
    assert response.status_code == (302 if opened else 200)
    assert opened or "您不在该机关任职" in words_of(response)
