"""A program lives a whole case through the client that is generated from the description."""

import base64
import types
import typing
from collections.abc import Iterator
from datetime import date, timedelta
from io import BytesIO
from itertools import count
from typing import Any

import pytest
from django.conf import settings as django_settings

from fashu.kernel import clock
from fashu.kernel.access import SYSTEM, acting_as
from fashu.kernel.exchange import consumers, posting
from fashu.kernel.people.models import Account
from fashu.synthetic.lives import ANSWER, HEARD, MAINTAINED, OPENING, Act
from fashu.synthetic.plant import plant_cast
from fashu.web.api import api
from fashu.web.api.tests.machines import machine
from tests.architecture.sources import ROOT
from tests.documentation.pages import blocks
from tests.interface.conftest import Connect, Generated
from tests.journeys.test_officers import APPLICATION
from tests.security.conftest import client_of
from tests.security.province import Person

_keys = count()
HOWTO = ROOT / "docs" / "howto" / "connect-a-system.md"
TOKEN = "a" * 32
PDF = b"%PDF-1.7\n%%EOF\n"
Life = tuple[Generated, dict[str, Any]]


def key() -> str:
    """A new key for a new request."""
    return f"life-{next(_keys)}"


@pytest.fixture
def life(db: None, fashu: Generated, connect: Connect) -> Life:
    """The client, and four who use it: a citizen in her session, and three programs."""
    plant_cast()
    with acting_as(SYSTEM):
        zhang = Account.objects.get(username="zhang")
    browser = client_of(Person(zhang.pk, "zhang", "citizen", None))
    session = browser.cookies[django_settings.SESSION_COOKIE_NAME].value
    named = {django_settings.SESSION_COOKIE_NAME: session, "csrftoken": TOKEN}
    posts = {
        "office": ("bureau", "9901", ["office"]),
        "authority": ("bureau-head", "9901", ["office", "office_head", "authority"]),
        "respondent": ("market", "G9901-SC", ["respondent"]),
        "stranger": ("stranger", "990102", ["office"]),
    }
    who = {"citizen": connect(cookies=named)}
    for name, (code, office, roles) in posts.items():
        program = machine(code, office, roles=roles)
        with acting_as(SYSTEM):
            consumers.limit(program.consumer, 1000, 10_000)
        who[name] = connect(program.key)
    return fashu, who


def filed(fashu: Generated, citizen: Any) -> Any:
    """A draft, a file that its answers name, and its submission: what came of it."""
    today = clock.today().isoformat()
    answers = {**APPLICATION, "act_on": today, "known_on": today}
    asked = fashu.models.DraftIn.from_dict(
        {"procedure": "reconsideration", "step": "file", "answers": answers}
    )
    draft = fashu("save_draft", citizen, body=asked, idempotency_key=key())
    file = fashu.types.File(BytesIO(PDF), "处罚决定书.pdf", "application/pdf")
    body = fashu.models.AddDraftFileFileParams(file=file)
    held = fashu("add_draft_file", citizen, draft.id, body=body, idempotency_key=key())
    assert (held.name, held.size) == ("处罚决定书.pdf", len(PDF))
    named = fashu.models.AnswersIn.from_dict(
        {"answers": {**answers, "evidence_files": [held.sha256]}}
    )
    changed = fashu("change_draft", citizen, draft.id, body=named)
    assert [file.sha256 for file in changed.files] == [held.sha256]
    return fashu("submit_draft", citizen, draft.id, idempotency_key=key())


def does(fashu: Generated, who: dict[str, Any], number: str, act: Act) -> Any:
    """A step or a service as the courses of 示范省 have them."""
    facts, client = dict(act.facts), who[act.by]
    if act.paper:
        body = fashu.models.ServiceIn(mode=act.mode.value, to=act.to)
        given = {"body": body, "idempotency_key": key()}
        return fashu("serve_paper", client, number, act.key, **given)
    if act.key == "send_copy":
        facts["respondent_office"] = "G9901-SC"
    if act.key == "answer":
        file = fashu.types.File(BytesIO(b"evidence"), "证据.txt", "text/plain")
        held = fashu(
            "add_attachment",
            client,
            number,
            body=fashu.models.AddAttachmentFileParams(file=file),
            idempotency_key=key(),
        )
        facts["answer_evidence"] = [held.sha256]
    body = fashu.models.StepIn.from_dict({"facts": facts})
    return fashu("take_step", client, number, act.key, body=body, idempotency_key=key())


def test_a_case_is_lived_from_its_draft_to_the_service_of_its_decision(life: Life) -> None:
    fashu, who = life
    outcome = filed(fashu, who["citizen"])
    assert isinstance(outcome, fashu.models.OutcomeOut), outcome
    number = outcome.number
    (found,) = fashu("list_cases", who["office"], view=fashu.models.ListCasesView.INBOX).items
    assert (found.number, found.office.code) == (number, "9901")
    for act in (*OPENING, ANSWER, HEARD, *MAINTAINED):
        done = does(fashu, who, number, act)
        assert isinstance(done, fashu.models.OutcomeOut), (act.key, done)
    told = fashu("read_case", who["office"], number, expand="papers,timeline,clocks,attachments")
    assert told.outcome == "maintain"
    assert {file.name for file in told.attachments} == {"处罚决定书.pdf", "证据.txt"}
    assert all(isinstance(event.on, date) for event in told.timeline)
    assert any(move.reason for clock_ in told.clocks for move in clock_.moves)
    paper = next(paper for paper in told.papers if paper.key == "decision")
    assert paper.is_served
    assert {receipt.role for receipt in paper.receipts} == {"applicant", "respondent"}
    text = fashu("read_paper", who["citizen"], number, paper.id).text
    assert "张晓岚" in text
    file = told.attachments[0]
    content = fashu("read_attachment", who["office"], number, file.sha256)
    assert len(content.payload.read()) == file.size


def test_a_list_is_leafed_through_by_its_cursor(life: Life) -> None:
    fashu, who = life
    numbers = [filed(fashu, who["citizen"]).number for _ in range(5)]
    found: list[str] = []
    cursor: str | None = ""
    while cursor is not None:
        page = fashu("list_cases", who["office"], limit=2, cursor=cursor)
        found += [case.number for case in page.items]
        cursor = page.next_
    assert found == numbers[::-1]
    assert fashu("list_cases", who["stranger"]).items == []


def test_a_refusal_is_a_problem_with_its_norm_and_what_to_do(life: Life) -> None:
    fashu, who = life
    number = filed(fashu, who["citizen"]).number
    body = fashu.models.StepIn()
    given = {"body": body, "idempotency_key": key()}
    refused = fashu.detailed("take_step", who["office"], number, "decide", **given)
    assert refused.status_code == 409
    assert isinstance(refused.parsed, fashu.models.ProblemOut)
    assert "《行政复议法》" in refused.parsed.norm
    assert refused.parsed.remedy
    wrong = fashu.models.StepIn.from_dict({"facts": {"track": "no such"}})
    problem = fashu("take_step", who["office"], number, "accept", body=wrong, idempotency_key=key())
    assert problem.status == 422
    assert "/facts/track" in {at.pointer for at in problem.errors}
    hidden = fashu("read_case", who["stranger"], number)
    assert (hidden.status, hidden.title) == (404, "没有找到")


def test_a_step_on_what_one_has_not_seen_is_stopped_by_the_version(life: Life) -> None:
    fashu, who = life
    number = filed(fashu, who["citizen"]).number
    seen = fashu.detailed("read_case", who["office"], number).headers["ETag"]
    assert isinstance(does(fashu, who, number, OPENING[0]), fashu.models.OutcomeOut)
    late = fashu(
        "take_step",
        who["office"],
        number,
        "refuse",
        body=fashu.models.StepIn(),
        if_match=seen,
        idempotency_key=key(),
    )
    assert late.status == 412


def test_what_is_sent_again_under_its_key_acts_once(life: Life) -> None:
    fashu, who = life
    number = filed(fashu, who["citizen"]).number
    note = {"body": fashu.models.NoteIn(text="电话联系过申请人"), "idempotency_key": key()}
    first = fashu.detailed("add_note", who["office"], number, **note)
    again = fashu.detailed("add_note", who["office"], number, **note)
    assert first.parsed == again.parsed
    assert again.headers["Idempotency-Replayed"] == "true"
    assert [n.text for n in fashu("case_notes", who["office"], number)] == ["电话联系过申请人"]


def test_a_token_is_got_and_used(life: Life, connect: Connect) -> None:
    fashu, _ = life
    program = machine("token-user", "9901")
    asked = fashu.models.IssueTokenFormParams(
        grant_type="client_credentials", client_id="token-user", client_secret=program.key
    )
    token = fashu("issue_token", connect(), body=asked)
    assert token.token_type == "Bearer"
    assert fashu("read_me", connect(token.access_token)).consumer == "token-user"
    asked.client_secret = "wrong"
    assert fashu("issue_token", connect(), body=asked).error == "invalid_client"


def test_whoever_has_no_key_can_ask_for_law_and_deadlines(
    db: None, fashu: Generated, connect: Connect
) -> None:
    visitor = connect()
    found = fashu("count_deadline", visitor, start=date(2026, 11, 2), amount=5)
    assert found.due.date() == date(2026, 11, 9)
    definition = fashu("read_procedure", visitor, "reconsideration")
    assert {stage.key for stage in definition.stages} > {"received"}
    asked = fashu("read_step", visitor, "reconsideration", "file").to_dict()
    assert "applicant_name" in asked["properties"]
    story = fashu.models.WorkOutStory.from_dict(
        {
            "procedure": "reconsideration",
            "today": "2026-11-22",
            "events": [{"on": "2026-09-01", "step": "file", "by": "applicant"}],
        }
    )
    answer = fashu("work_out", visitor, body=story)
    (review,) = [term for term in answer.terms if term.title == "审理期限"]
    assert review.due.date() - review.starts.date() > timedelta(days=60)
    assert fashu("read_me", visitor).status == 401


def test_what_the_howto_says_works(life: Life) -> None:
    """The programs of the page, as they are written, against a case that waits."""
    fashu, who = life
    number = filed(fashu, who["citizen"]).number
    acting, receiving = (block.text for block in blocks(HOWTO) if block.language == "python")
    program: dict[str, Any] = {}
    exec(acting, program)
    program["fashu"] = who["office"]
    assert [case.number for case in program["waiting"]()] == [number]
    assert program["accept"](number).stage == "ordinary"
    assert program["accept"](number) is None
    exec(receiving, program)
    secret, body, sent = b"s" * 32, b"{}", clock.now()
    headers = posting.signed("FY-1", body, [b"o" * 32, secret], sent)
    text = f"whsec_{base64.b64encode(secret).decode()}"
    assert program["genuine"](headers, body, text, sent.timestamp() + 299)
    assert not program["genuine"](headers, body, text, sent.timestamp() + 301)
    assert not program["genuine"](headers, b"{ }", text, sent.timestamp())


def operations() -> Iterator[tuple[str, str]]:
    """Every operation with its method."""
    for methods in api.get_openapi_schema()["paths"].values():
        for method, described in methods.items():
            yield described["operationId"], method


def test_every_answer_has_a_type(fashu: Generated) -> None:
    """`Any` would say that a program has to guess. Only what is deleted answers nothing."""
    untyped = set()
    for operation, method in operations():
        hints = typing.get_type_hints(fashu.module(operation).sync)
        kinds = set(typing.get_args(hints["return"]))
        assert {fashu.models.ProblemOut, types.NoneType} <= kinds
        if typing.Any in kinds and method != "delete":
            untyped.add(operation)
    assert untyped == set()
