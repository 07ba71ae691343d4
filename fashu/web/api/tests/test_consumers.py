"""Other systems: what their keys open, how often, which fields leave, and what is written down."""

import re
from base64 import b64encode
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import ProgrammingError, connections, transaction
from django.test import Client

from fashu.kernel import clock
from fashu.kernel.access import SYSTEM, VISITOR, Actor, Kind, acting_as
from fashu.kernel.cases.tests.conftest import Cast
from fashu.kernel.cases.tests.test_actions import open_sample
from fashu.kernel.exchange import consumers, keys
from fashu.kernel.exchange.models import Call, Consumer, ConsumerKey, Token
from fashu.kernel.people.models import Account
from fashu.kernel.procedure import Refused
from fashu.kernel.reading.models import Entry
from fashu.web.api.tests.conftest import As
from fashu.web.api.tests.machines import ALL, Machine, everything, machine
from fashu.web.api.tests.test_cases import FILING, problem

NAMES = "GET cases/{number}/participants"
LIST, ONE = "GET cases", "GET cases/{number}"


def administrator(kind: Kind) -> Actor:
    with acting_as(SYSTEM):
        account = Account.objects.create_account(kind.value, name=kind.value, kind=kind)
    return Actor(kind=kind, name=kind.value, account_id=account.pk)


# -- Keys ----------------------------------------------------------------------------------------


def test_a_key_acts_as_an_officer_of_its_office_and_sees_no_more(cast: Cast) -> None:
    number = open_sample(cast.alice).number
    east, west = machine(), machine("court-west", "990102")
    assert [c["number"] for c in east.get("cases").json()["items"]] == [number]
    assert west.get("cases").json()["items"] == []
    hidden = problem(west.get(f"cases/{number}"), 404)
    assert hidden["detail"] == f"没有找到案件{number}"
    taken = east.post(f"cases/{number}/steps/accept")
    assert taken.status_code == 201, taken.content.decode()
    me = east.get("me").json()
    assert (me["consumer"], me["office"]["code"]) == ("court-east", "990101")


def test_a_key_is_shown_once_and_kept_as_a_hash(cast: Cast) -> None:
    key = machine().key
    with acting_as(SYSTEM):
        kept = ConsumerKey.objects.get()
    assert key.startswith(f"{kept.prefix}_")
    assert key not in str(vars(kept))
    assert kept.digest == keys.digest(key)


@pytest.mark.parametrize("key", ["", "fk_x", "fk_aaaaaa_" + "0" * 40, "\x00", "ft_1", "钥匙"])
def test_a_key_that_is_none_is_refused_everywhere(cast: Cast, key: str) -> None:
    stranger = Machine(Consumer(), key)
    for path in ("cases", "law/statutes", "me"):
        found = stranger.get(path)
        assert problem(found, 401)["detail"] == "密钥或者访问令牌无效"
        assert "invalid_token" in found.headers["WWW-Authenticate"]


def test_a_key_ends_when_it_expires_is_revoked_or_its_application_is_stopped(
    cast: Cast, noon: time_machine.Traveller
) -> None:
    caller = machine()
    with acting_as(SYSTEM):
        consumers.enable(caller.consumer, is_active=False)
    problem(caller.get("cases"), 401)
    with acting_as(SYSTEM):
        consumers.enable(caller.consumer, is_active=True)
    assert caller.get("cases").status_code == 200
    with acting_as(SYSTEM):
        keys.revoke(ConsumerKey.objects.get())
    problem(caller.get("cases"), 401)
    other = machine("other-one")
    noon.shift(timedelta(days=90, seconds=1))
    problem(other.get("cases"), 401)


def test_a_rotated_key_works_beside_the_new_one_for_as_long_as_was_said(
    cast: Cast, noon: time_machine.Traveller
) -> None:
    old = machine()
    with acting_as(SYSTEM):
        _, text = keys.rotate(ConsumerKey.objects.get(), 90, overlap_hours=24)
    new = Machine(old.consumer, text)
    assert (old.get("me").status_code, new.get("me").status_code) == (200, 200)
    noon.shift(timedelta(hours=24, seconds=1))
    assert (old.get("me").status_code, new.get("me").status_code) == (401, 200)


def test_a_key_opens_no_page(cast: Cast) -> None:
    caller = machine()
    headers = {"Authorization": f"Bearer {caller.key}"}
    for path in ("/workbench/", "/mine/", "/workbench/cases/"):
        assert caller.client.get(path, headers=headers).status_code == 302


def test_a_key_beside_a_session_is_the_one_that_counts(cast: Cast, as_: As) -> None:
    open_sample(cast.alice)
    asker, west = as_(cast.east), machine("court-west", "990102")
    headers = {"Authorization": f"Bearer {west.key}"}
    assert asker.client.get("/api/v1/cases", headers=headers).json()["items"] == []


# -- Tokens ---------------------------------------------------------------------------------------


def token(code: str, secret: str, scope: str = "", *, basic: bool = False) -> Any:
    data = {"grant_type": "client_credentials", "scope": scope}
    headers = {}
    if basic:
        text = b64encode(f"{code}:{secret}".encode()).decode()
        headers = {"Authorization": f"Basic {text}"}
    else:
        data |= {"client_id": code, "client_secret": secret}
    return Client().post("/api/v1/oauth/token", data, headers=headers)


@pytest.mark.parametrize("basic", [True, False])
def test_a_token_is_got_for_a_key_and_opens_what_was_asked_for(cast: Cast, basic: bool) -> None:
    caller = machine()
    got = token("court-east", caller.key, "cases:read:sample", basic=basic)
    assert got.status_code == 200, got.content.decode()
    assert got.headers["Cache-Control"] == "no-store"
    data = got.json()
    assert (data["token_type"], data["expires_in"]) == ("Bearer", 3600)
    bearer = Machine(caller.consumer, data["access_token"])
    assert bearer.get("cases").status_code == 200
    assert "cases:act" not in bearer.get("me").json()["scopes"]
    problem(bearer.post("cases", FILING), 403)


def test_a_token_ends_after_an_hour_or_with_its_key(
    cast: Cast, noon: time_machine.Traveller
) -> None:
    caller = machine()
    first, second = (
        Machine(caller.consumer, token("court-east", caller.key).json()["access_token"])
        for _ in range(2)
    )
    noon.shift(timedelta(minutes=59))
    assert first.get("me").status_code == 200
    with acting_as(SYSTEM):
        keys.revoke(ConsumerKey.objects.get())
    problem(first.get("me"), 401)
    noon.shift(timedelta(minutes=2))
    problem(second.get("me"), 401)
    with acting_as(SYSTEM):
        assert keys.drop_old_tokens(clock.now()) == 2


@pytest.mark.parametrize(
    ("change", "status", "error"),
    [
        ({"grant_type": "password"}, 400, "unsupported_grant_type"),
        ({"client_secret": "wrong"}, 401, "invalid_client"),
        ({"client_id": "court-west"}, 401, "invalid_client"),
        ({"scope": "cases:destroy"}, 400, "invalid_scope"),
        ({"scope": "cases:read law:read x"}, 400, "invalid_scope"),
    ],
)
def test_a_token_is_refused_as_the_standard_says(
    cast: Cast, change: dict[str, str], status: int, error: str
) -> None:
    caller = machine()
    data = {"client_id": "court-east", "client_secret": caller.key}
    data |= {"grant_type": "client_credentials", **change}
    answer = Client().post("/api/v1/oauth/token", data)
    assert (answer.status_code, answer.json()["error"]) == (status, error)
    with acting_as(SYSTEM):
        assert not Token.objects.exists()


# -- Scopes and fields ----------------------------------------------------------------------------


def test_without_a_grant_nothing_opens(cast: Cast) -> None:
    with acting_as(SYSTEM):
        consumer = consumers.register("new-one", "新系统", "990101", "张工")
        key = keys.issue(consumer, 1)[1]
    caller = Machine(consumer, key)
    assert caller.get("me").status_code == 200
    for path in ("cases", "drafts", "law/statutes", "procedures", "offices"):
        assert "没有授予本应用" in problem(caller.get(path), 403)["detail"]
    problem(caller.post("cases", FILING), 403)


@pytest.mark.parametrize(
    ("scope", "path"),
    [
        ("cases:read", "cases"),
        ("cases:read", "cases/{number}"),
        ("cases:read", "cases/{number}/timeline"),
        ("files:read", "cases/{number}/papers/1"),
        ("files:read", "cases/{number}/attachments/" + "0" * 64),
        ("cases:export", "cases/{number}/export"),
        ("cases:act", "drafts"),
        ("law:read", "law/statutes"),
        ("law:read", "procedures"),
    ],
)
def test_a_scope_opens_its_own_operations_and_no_others(cast: Cast, scope: str, path: str) -> None:
    number = open_sample(cast.alice).number
    path = path.format(number=number)
    without = machine("without", scopes=[each for each in ALL if each != scope])
    problem(without.get(path), 403)
    assert machine("with-it", scopes=[scope]).get(path).status_code != 403


def test_a_scope_for_one_procedure_shows_no_other(cast: Cast) -> None:
    number = open_sample(cast.alice).number
    caller = machine(scopes=["cases:read:sample"])
    with acting_as(SYSTEM), pytest.raises(Refused, match="没有授权范围"):
        consumers.grant(caller.consumer, ["cases:read:none"], [], {})
    assert caller.get(f"cases/{number}").status_code == 200
    with acting_as(SYSTEM):
        Consumer.objects.update(scopes=["cases:read:other"])
    assert caller.get("cases").json()["items"] == []
    problem(caller.get(f"cases/{number}"), 404)


def test_a_right_withdrawn_is_withdrawn_from_tokens_too(cast: Cast) -> None:
    caller = machine()
    bearer = Machine(caller.consumer, token("court-east", caller.key).json()["access_token"])
    assert bearer.get("cases").status_code == 200
    with acting_as(SYSTEM):
        Consumer.objects.update(scopes=["law:read"])
    problem(bearer.get("cases"), 403)


def test_of_an_answer_leaves_what_is_listed_and_nothing_else(cast: Cast) -> None:
    number = open_sample(cast.alice).number
    caller = machine(fields={LIST: ["items.number", "items.office.code"], ONE: ["stage"]})
    listed = caller.get("cases").json()
    assert listed == {"items": [{"number": number, "office": {"code": "990101"}}]}
    one = caller.get(f"cases/{number}?expand=participants,facts,timeline")
    assert one.json() == {"stage": "received"}
    assert "张三" not in one.content.decode()
    assert one.headers["Content-Length"] == str(len(one.content))
    problem(caller.get(f"cases/{number}/facts"), 403)


@pytest.mark.parametrize(
    ("query", "fields"),
    [
        ("q=张三", ["items.title", "name"]),
        ("procedure=sample", ["items.procedure"]),
        ("stage=received", ["items.stage"]),
        ("state=open", ["items.closed_on", "items.due_at"]),
        ("opened_from=2020-01-01", ["items.opened_on"]),
        ("opened_to=2030-01-01", ["items.opened_on"]),
        ("moved_since=2020-01-01", ["items.moved_on"]),
        ("due_before=2030-01-01", ["items.due_at"]),
    ],
)
def test_a_list_is_narrowed_only_by_fields_that_were_given(
    cast: Cast, query: str, fields: list[str]
) -> None:
    """Else a list of numbers, asked often enough, tells the name, the stage and the day."""
    number = open_sample(cast.alice).number
    without = machine("without", fields={LIST: ["items.number"]})
    assert fields[0] in problem(without.get(f"cases?{query}"), 403)["detail"]
    half = machine("half", fields={LIST: ["items.number", *fields[:-1]]})
    problem(half.get(f"cases?{query}"), 403)
    given = {LIST: ["items.number", *fields], NAMES: fields}
    with_it = machine("with-it", fields=given)
    assert [c["number"] for c in with_it.get(f"cases?{query}").json()["items"]] == [number]


def test_answers_to_questions_leave_one_by_one(cast: Cast) -> None:
    number = open_sample(cast.alice).number
    fields = {ONE: ["timeline.seq", "timeline.facts.class", "facts.key"]}
    caller = machine(fields=fields)
    told = caller.get(f"cases/{number}?expand=timeline,facts").json()
    assert told["timeline"] == [{"seq": 1, "facts": {"class": "plain"}}]
    assert {tuple(fact) for fact in told["facts"]} == {("key",)}


def test_every_operation_that_shows_a_case_is_given_field_by_field(cast: Cast) -> None:
    named = everything()
    for part in ("", "/participants", "/timeline", "/facts", "/notes", "/papers", "/attachments"):
        assert named[f"GET cases/{{number}}{part}"]
    assert "participants.name" in named[ONE]
    assert "office.title" in named[ONE]
    assert "clocks.moves.reason" in named[ONE]


# -- Quotas ---------------------------------------------------------------------------------------


def test_a_quota_that_is_used_up_says_when_to_come_again(
    cast: Cast, noon: time_machine.Traveller
) -> None:
    caller = machine()
    with acting_as(SYSTEM):
        consumers.limit(caller.consumer, 2, 3)
    first = caller.get("me")
    assert first.headers["RateLimit"].startswith('"minute";r=1;t=')
    assert first.headers["RateLimit-Policy"] == '"minute";q=2;w=60, "day";q=3;w=86400'
    assert caller.get("me").status_code == 200
    refused = caller.get("me")
    assert "每分钟" in problem(refused, 429)["detail"]
    wait = int(refused.headers["Retry-After"])
    noon.shift(timedelta(seconds=wait))
    assert caller.get("me").status_code == 200
    daily = caller.get("me")
    assert "每日" in problem(daily, 429)["detail"]
    noon.shift(timedelta(seconds=int(daily.headers["Retry-After"])))
    assert caller.get("me").status_code == 200


@pytest.mark.django_db(transaction=True)
def test_calls_at_once_are_counted_together(cast: Cast) -> None:
    caller = machine()
    with acting_as(SYSTEM):
        consumers.limit(caller.consumer, 5, 100)

    def call(_: int) -> int:
        try:
            return int(caller.get("me").status_code)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(6) as pool:
        answers = sorted(pool.map(call, range(12)))
    assert answers == [200] * 5 + [429] * 7


# -- The log --------------------------------------------------------------------------------------


def test_every_call_is_written_down_refused_ones_too(cast: Cast) -> None:
    number = open_sample(cast.alice).number
    caller = machine(scopes=["cases:read"])
    caller.get("cases")
    caller.get(f"cases/{number}")
    caller.get("law/statutes")
    caller.get("nothing")
    with acting_as(SYSTEM):
        told = Call.objects.order_by("id").values_list("path", "case_number", "status", "count")
        assert list(told) == [
            ("cases", "", 200, 1),
            ("cases/{number}", number, 200, 1),
            ("law/statutes", "", 403, 0),
            ("", "", 404, 0),
        ]
        assert {call.key for call in Call.objects.all()} == {caller.key.rpartition("_")[0]}


def test_a_call_that_failed_is_written_down_and_counted(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("broken")

    monkeypatch.setattr("fashu.web.api.cases.api.search", fail)
    problem(machine().get("cases"), 500)
    with acting_as(SYSTEM):
        assert Call.objects.get().status == 500


def test_the_log_of_calls_cannot_be_changed(cast: Cast) -> None:
    machine().get("me")
    for change in (
        lambda: Call.objects.update(status=200),
        lambda: Call.objects.all().delete(),
    ):
        with (
            acting_as(SYSTEM),
            pytest.raises(ProgrammingError, match=r"denied|append-only"),
            transaction.atomic(),
        ):
            change()


def test_whoever_reads_a_persons_data_by_program_is_on_the_record(cast: Cast) -> None:
    number = open_sample(cast.alice).number
    caller = machine()
    caller.get(f"cases/{number}")
    with acting_as(SYSTEM):
        entry = Entry.objects.order_by("-id")[0]
    assert (entry.view, entry.account_id) == ("api", caller.consumer.account_id)


# -- Three administrators --------------------------------------------------------------------------


def test_who_registers_grants_nothing_and_who_grants_registers_nothing(cast: Cast) -> None:
    keeper, granter = (
        administrator(Kind.SYSTEM_ADMIN),
        administrator(Kind.SECURITY_ADMIN),
    )
    with acting_as(keeper):
        consumer = consumers.register("new-one", "新系统", "990101", "张工")
        keys.issue(consumer, 30)
        with pytest.raises(Refused, match="安全管理员"):
            consumers.grant(consumer, ["cases:read"], ["office"], {})
        with pytest.raises(ProgrammingError, match="安全管理员"), transaction.atomic():
            Consumer.objects.update(scopes=["cases:read"])
    with acting_as(granter):
        consumers.grant(consumer, ["cases:read"], ["office"], {LIST: ["items.number"]})
        with pytest.raises(Refused, match="系统管理员"):
            keys.issue(consumer, 30)
        with pytest.raises(Refused, match="系统管理员"):
            consumers.register("other", "另一系统", "990101", "张工")
        with pytest.raises(ProgrammingError, match="系统管理员"), transaction.atomic():
            Consumer.objects.update(per_day=10**6)
        assert consumers.roles_of(consumer) == ["office"]


def test_nobody_else_sees_an_application_or_its_keys(cast: Cast) -> None:
    machine().get("me")
    for actor in (cast.east, cast.alice, cast.auditor, VISITOR):
        with acting_as(actor):
            seen = (Consumer, ConsumerKey, Token, Call)
            assert [model.objects.count() for model in seen] == [0] * 4


@pytest.mark.parametrize(
    ("code", "office"), [("X", "990101"), ("ok-code", "000"), ("court-east", "990101")]
)
def test_what_cannot_be_registered_is_refused_in_words(cast: Cast, code: str, office: str) -> None:
    machine()
    with acting_as(SYSTEM), pytest.raises(Refused):
        consumers.register(code, "系统", office, "张工")


# -- The version of a case -------------------------------------------------------------------------


def test_whoever_is_not_given_the_number_of_events_gets_a_version_without_it(cast: Cast) -> None:
    number = open_sample(cast.alice).number
    fields = {name: [f for f in given if f != "seq"] for name, given in everything().items()}
    blind, seeing = machine("blind", fields=fields), machine("seeing")
    first = blind.get(f"cases/{number}")
    tag = first.headers["ETag"]
    assert "seq" not in first.json()
    assert re.fullmatch(r'"[0-9a-f]{64}"', tag)
    assert seeing.get(f"cases/{number}").headers["ETag"] == '"1"'
    assert blind.get(f"cases/{number}/clocks").headers["ETag"] == tag
    guessed = blind.post(f"cases/{number}/steps/accept", **{"If-Match": '"1"'})
    assert "不是" in problem(guessed, 412)["detail"]
    assert guessed.headers["ETag"] == tag
    taken = blind.post(f"cases/{number}/steps/accept", **{"If-Match": tag})
    assert taken.status_code == 201, taken.content.decode()
    after = taken.headers["ETag"]
    assert re.fullmatch(r'"[0-9a-f]{64}"', after)
    assert after != tag
    assert blind.get(f"cases/{number}").headers["ETag"] == after
    late = blind.post(f"cases/{number}/steps/suspend", **{"If-Match": tag})
    problem(late, 412)


def test_the_versions_of_two_cases_with_as_many_events_differ(cast: Cast) -> None:
    """Else a known case would tell of another how many events it has."""
    numbers = [open_sample(cast.alice, f"key-{n}").number for n in range(2)]
    blind = machine("blind", fields={"GET cases/{number}": ["number"]})
    assert len({blind.get(f"cases/{number}").headers["ETag"] for number in numbers}) == 2
