"""Papers over the interface: made, numbered, sealed, revoked, served; and by whom each is seen."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from fashu.kernel.access import SYSTEM, acting_as
from fashu.kernel.documents.models import Document, Number, Receipt, SealUse
from fashu.web.api.tests.conftest import signed_in
from fashu.web.api.tests.machines import Machine, machine
from fashu.web.api.tests.test_cases import problem
from tests.security.province import acting
from tests.stories.sealing import Desk, make_desk

pytestmark = pytest.mark.django_db

STRANGER = "990102"
"""A county bureau that has nothing to do with the city's case."""


@pytest.fixture
def desk() -> Desk:
    return make_desk()


def stranger() -> Machine:
    """A sibling, with every role of an office there."""
    return machine("sibling", STRANGER, roles=("office", "office_head", "authority"))


def place(desk: Desk, part: str = "document", paper: str = "decision") -> str:
    with acting_as(SYSTEM):
        issued = desk.issued(paper)
    return f"cases/{desk.number}/papers/{issued.pk}/{part}"


def done(answer: Any, status: str) -> dict[str, Any]:
    """The document after an act that succeeded."""
    assert answer.status_code == 201, answer.content.decode()
    found: dict[str, Any] = answer.json()
    assert found["status"] == status
    return found


# -- From the draft to the seal --------------------------------------------------------------------


def test_a_paper_is_drafted_changed_approved_sealed_and_comes_as_a_file(desk: Desk) -> None:
    lin, zhou = signed_in(desk.lin), signed_in(desk.zhou)
    assert "还没有" in problem(lin.get(place(desk)), 404)["detail"]
    draft = done(lin.post(place(desk)), "draft")
    at = next(each["at"] for each in draft["paragraphs"] if each["changeable"])
    law = next(each["at"] for each in draft["paragraphs"] if not each["changeable"])
    changed = done(lin.post(place(desk, "document/changes"), {"at": at, "text": "改过的"}), "draft")
    (paragraph,) = [each for each in changed["paragraphs"] if each["at"] == at]
    assert (paragraph["text"], bool(paragraph["former"])) == ("改过的", True)
    refused = problem(lin.post(place(desk, "document/changes"), {"at": law, "text": "x"}), 409)
    assert "法定内容" in refused["detail"]
    approved = done(zhou.post(place(desk, "document/approval"), {}), "approved")
    assert approved["number"].startswith("明政复决〔")
    before = lin.get(f"cases/{desk.number}").headers["ETag"]
    answer = lin.post(place(desk, "document/seal"), **{"If-Match": before})
    sealed = done(answer, "sealed")
    assert answer.headers["ETag"] == lin.get(f"cases/{desk.number}").headers["ETag"] != before
    assert (len(sealed["code"]), len(sealed["sha256"])) == (16, 64)
    assert [use["applied_name"] for use in sealed["uses"]] == [desk.lin.name]
    starts = {"pdf": b"%PDF", "ofd": b"PK", "docx": b"PK"}
    for kind, start in starts.items():
        file = lin.get(place(desk, f"document/{kind}"))
        assert (file.status_code, file.content[: len(start)]) == (200, start), kind
    with acting_as(SYSTEM):
        assert SealUse.objects.get().sha256 == sealed["sha256"]


def test_each_act_is_refused_in_words_to_whoever_may_not(desk: Desk) -> None:
    lin, zhou, wu = signed_in(desk.lin), signed_in(desk.zhou), signed_in(acting("wu"))
    done(lin.post(place(desk)), "draft")
    refused = problem(lin.post(place(desk, "document/approval"), {}), 409)
    assert "批准，您没有这一角色" in refused["detail"]
    assert "已批准" in problem(lin.post(place(desk, "document/seal")), 409)["detail"]
    early = problem(zhou.post(place(desk, "document/revocation"), {"reason": "错"}), 409)
    assert "只有已批准" in early["detail"]
    done(zhou.post(place(desk, "document/approval"), {}), "approved")
    assert "保管人" in problem(zhou.post(place(desk, "document/seal")), 409)["detail"]
    late = problem(lin.post(place(desk, "document/changes"), {"at": 0, "text": "x"}), 409)
    assert "只有草稿" in late["detail"]
    for act, body in (("seal", {}), ("approval", {}), ("revocation", {"reason": "x"})):
        problem(wu.post(place(desk, f"document/{act}"), body), 404)
    with acting_as(SYSTEM):
        assert Document.objects.get().status == "approved"


def test_an_act_sent_twice_under_one_key_is_done_once(desk: Desk) -> None:
    lin, zhou = signed_in(desk.lin), signed_in(desk.zhou)
    reason = {"reason": "写错了"}
    for who, part, body in (
        (lin, "document", {}),
        (zhou, "document/approval", {}),
        (lin, "document/seal", {}),
        (zhou, "document/revocation", reason),
    ):
        first, again = (who.post(place(desk, part), body, key=f"once {part}") for _ in range(2))
        assert (again.status_code, again.content) == (first.status_code, first.content), part
        assert again.headers["Idempotency-Replayed"] == "true"
    with acting_as(SYSTEM):
        assert (Document.objects.count(), Number.objects.count(), SealUse.objects.count()) == (
            1,
            1,
            1,
        )


def test_a_revoked_paper_stays_with_its_reason_and_a_new_one_takes_its_place(desk: Desk) -> None:
    desk.sealed()
    lin, zhou = signed_in(desk.lin), signed_in(desk.zhou)
    revoked = zhou.post(place(desk, "document/revocation"), {"reason": "主文有误"})
    assert done(revoked, "revoked")["ended_because"] == "主文有误"
    problem(lin.get(place(desk)), 404)
    again = done(lin.post(place(desk)), "draft")
    assert [(old["status"], old["reason"]) for old in again["former"]] == [("revoked", "主文有误")]
    done(zhou.post(place(desk, "document/approval"), {}), "approved")
    new = done(lin.post(place(desk, "document/seal")), "sealed")
    assert [old["status"] for old in new["former"]] == ["superseded"]


def test_a_stale_version_stops_the_seal(desk: Desk) -> None:
    desk.approved()
    lin = signed_in(desk.lin)
    problem(lin.post(place(desk, "document/seal"), **{"If-Match": '"1"'}), 412)
    with acting_as(SYSTEM):
        assert Document.objects.get().status == "approved"


# -- Who sees it -----------------------------------------------------------------------------------

PARTS = ("document", "document/pdf", "document/ofd", "document/docx", "receipts")
ACTS = ("document", "document/changes", "document/approval", "document/seal")


def test_a_sibling_is_told_that_there_is_no_such_case(desk: Desk) -> None:
    desk.sealed()
    other = stranger()
    unknown = "FY2026-990199-99999"
    for part in (*PARTS, "receipts/applicant"):
        hidden = problem(other.get(place(desk, part)), 404)
        assert hidden["detail"].replace(desk.number, unknown) == f"没有找到案件{unknown}"
    for part in ACTS:
        problem(other.post(place(desk, part), {"at": 0, "text": "x"} if "ch" in part else {}), 404)
    for path in ("papers?state=sealed", "papers/numbers", "papers/seals", "papers/seals/uses"):
        assert other.get(path).json()["items"] == [], path


def test_a_party_reads_what_was_sealed_and_reached_her(desk: Desk) -> None:
    desk.sealed()
    lin, zhang, wu = (signed_in(actor) for actor in (desk.lin, desk.zhang, acting("wu")))
    for part in ("document", "document/pdf"):
        problem(zhang.get(place(desk, part)), 404)
    problem(wu.get(place(desk)), 404)
    told = {p["key"]: p for p in zhang.get(f"cases/{desk.number}/papers").json()}
    assert told["decision"]["status"] == told["decision"]["document_number"] == ""
    served = {"mode": "electronic", "to": "applicant", "consent": True}
    assert lin.post(f"cases/{desk.number}/papers/decision/services", served).status_code == 201
    document = zhang.get(place(desk)).json()
    assert (document["status"], document["uses"], document["former"]) == ("sealed", [], [])
    assert all(each["former"] is None for each in document["paragraphs"])
    assert zhang.get(place(desk, "document/pdf")).content.startswith(b"%PDF")
    problem(zhang.get(place(desk, "document/docx")), 403)
    problem(zhang.get(place(desk, "receipts")), 403)
    told = {p["key"]: p for p in zhang.get(f"cases/{desk.number}/papers").json()}
    assert told["decision"]["status_title"] == "已用印"
    for act, body in (
        ("seal", {}),
        ("approval", {}),
        ("changes", {"at": 0, "text": "x"}),
        ("revocation", {"reason": "x"}),
    ):
        refused = zhang.post(place(desk, f"document/{act}"), body)
        assert refused.status_code in (403, 409), act  # in words: the row cannot be locked
    problem(wu.get(place(desk, "receipts/applicant")), 404)


def test_what_a_paragraph_said_before_stays_inside_the_office(desk: Desk) -> None:
    lin, zhou = signed_in(desk.lin), signed_in(desk.zhou)
    draft = done(lin.post(place(desk)), "draft")
    at = next(each["at"] for each in draft["paragraphs"] if each["changeable"])
    done(lin.post(place(desk, "document/changes"), {"at": at, "text": "改过的"}), "draft")
    done(zhou.post(place(desk, "document/approval"), {}), "approved")
    done(lin.post(place(desk, "document/seal")), "sealed")
    body = {"mode": "direct", "to": "respondent"}
    assert lin.post(f"cases/{desk.number}/papers/decision/services", body).status_code == 201
    own = signed_in(acting("wu")).get(place(desk)).json()
    assert "改过的" in [each["text"] for each in own["paragraphs"]]
    assert {each["former"] for each in own["paragraphs"]} == {None}
    assert any(each["former"] for each in lin.get(place(desk)).json()["paragraphs"])


# -- Service and its receipt -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("way", "needed"),
    [
        ("left", {"reason": "拒收", "witnesses": "居委会王某某"}),
        ("entrusted", {"signed_by": "李四"}),
        ("forwarded", {"signed_by": "李四", "relation": "监狱"}),
        ("electronic", {"consent": True}),
    ],
)
def test_a_service_without_what_its_receipt_must_say_is_refused(
    desk: Desk, way: str, needed: dict[str, Any]
) -> None:
    """The rules of the page and of the interface are one function's."""
    lin = signed_in(desk.lin)
    path = f"cases/{desk.number}/papers/decision/services"
    body = {"mode": way, "to": "applicant"}
    for missing in needed:
        less = {key: value for key, value in needed.items() if key != missing}
        problem(lin.post(path, {**body, **less}), 409)
    with acting_as(SYSTEM):
        assert not desk.issued().served
    assert lin.post(path, {**body, **needed}).status_code == 201
    with acting_as(SYSTEM):
        receipt = Receipt.objects.get(paper="decision")
    kept = {key: getattr(receipt, key) for key in needed if key != "consent"}
    assert (receipt.mode, kept) == (way, {k: v for k, v in needed.items() if k != "consent"})


def test_the_receipt_keeps_its_proof_and_comes_as_a_paper(desk: Desk) -> None:
    lin = signed_in(desk.lin)
    path = f"cases/{desk.number}/papers/decision/services"
    body = {"mode": "direct", "to": "applicant", "place": "文昌路1号", "proof": "0" * 64}
    assert "没有这份回证文件" in problem(lin.post(path, body), 409)["detail"]
    file = SimpleUploadedFile("回证.txt", "签收".encode())
    held = lin.send(f"cases/{desk.number}/attachments", file).json()["sha256"]
    for _ in range(2):
        served = lin.post(path, {**body, "proof": held}, key="once")
        assert served.status_code == 201, served.content.decode()
    with acting_as(SYSTEM):
        assert Receipt.objects.get(paper="decision").proof == held
    told = {each["role"]: each for each in lin.get(place(desk, "receipts")).json()}
    assert told["applicant"]["way"] == "直接送达"
    assert (told["applicant"]["place"], told["applicant"]["proof"]) == ("文昌路1号", held)
    assert told["respondent"]["served_on"] is None
    paper = lin.get(place(desk, "receipts/applicant"))
    assert (paper.status_code, paper.content[:4]) == (200, b"%PDF")
    problem(lin.get(place(desk, "receipts/nobody")), 404)


def test_a_way_of_service_that_there_is_not_names_those_that_there_are(desk: Desk) -> None:
    path = f"cases/{desk.number}/papers/decision/services"
    found = problem(signed_in(desk.lin).post(path, {"mode": "pigeon"}), 422)
    assert "forwarded（转交送达）" in found["errors"][0]["detail"]


def test_of_a_receipt_a_party_is_told_the_way_and_not_the_rest(desk: Desk) -> None:
    lin, wu = signed_in(desk.lin), signed_in(acting("wu"))
    path = f"cases/{desk.number}/papers/decision/services"
    for role in ("applicant", "respondent"):
        body = {"mode": "direct", "to": role, "place": "文昌路1号"}
        assert lin.post(path, body).status_code == 201
    found = wu.get(place(desk, "receipts"))
    assert "文昌路" not in found.content.decode()
    ways = {each["role"]: each["way"] for each in found.json()}
    assert ways["applicant"] == ways["respondent"] == "直接送达"
    problem(wu.get(place(desk, "receipts/applicant")), 403)
    page = f"/workbench/{place(desk, 'receipts/applicant')}/"
    assert wu.client.get(page).status_code == 404
    assert lin.client.get(page).status_code == 200


# -- Registers -------------------------------------------------------------------------------------


def test_the_papers_of_an_office_are_listed_by_how_far_they_have_come(desk: Desk) -> None:
    document = desk.sealed()
    lin = signed_in(desk.lin)
    assert lin.get("papers").json()["items"] == []
    (row,) = lin.get("papers?state=sealed").json()["items"]
    assert (row["case"], row["status"]) == (desk.number, "sealed")
    assert lin.get(f"cases/{row['case']}/papers/{row['paper']}/document").status_code == 200
    printed = lin.get(f"papers/print?document={row['id']}")
    assert printed.content.startswith(b"%PDF")
    problem(lin.get("papers/print?document=987654321"), 404)
    problem(lin.get("papers/print"), 422)
    (number,) = lin.get("papers/numbers?status=used").json()["items"]
    assert (number["text"], number["case"]) == (str(document.number), desk.number)
    assert [seal["keeper_name"] for seal in lin.get("papers/seals").json()["items"]] == ["林清"] * 2
    (use,) = lin.get("papers/seals/uses").json()["items"]
    assert (use["number"], use["case"]) == (str(document.number), desk.number)
    problem(signed_in(desk.zhang).get("papers"), 403)


def test_a_number_is_reserved_once_used_by_choice_or_voided(desk: Desk) -> None:
    lin, zhou = signed_in(desk.lin), signed_in(desk.zhou)
    body = {"office": "G9901", "series": "复决", "note": "开庭日当场送达", "count": 2}
    first, again = (zhou.post("papers/numbers", body, key="once") for _ in range(2))
    assert (first.status_code, again.content) == (201, first.content), first.content.decode()
    chosen, other = sorted(first.json(), key=lambda number: int(number["n"]))
    problem(zhou.post("papers/numbers", {**body, "series": "没有"}), 409)
    problem(zhou.post("papers/numbers", {**body, "office": STRANGER}), 409)
    done(lin.post(place(desk)), "draft")
    approval = {"reserved": chosen["id"]}
    approved = done(zhou.post(place(desk, "document/approval"), approval), "approved")
    assert approved["number"] == chosen["text"]
    void = f"papers/numbers/{other['id']}/void"
    voided = zhou.post(void, {"reason": "没有用上"}).json()
    assert (voided["status"], voided["note"]) == ("void", "没有用上")
    problem(zhou.post(void, {"reason": "再来"}), 409)
    used = problem(zhou.post(f"papers/numbers/{chosen['id']}/void", {"reason": "x"}), 409)
    assert "撤销" in used["detail"]
    problem(stranger().post(void, {"reason": "x"}), 404)


# -- Other systems ---------------------------------------------------------------------------------


def test_papers_need_a_scope_of_their_own_and_their_fields(desk: Desk) -> None:
    desk.sealed()
    without = machine("without", "9901", scopes=["cases:read", "cases:act", "files:read"])
    problem(without.get(place(desk)), 403)
    problem(without.get("papers"), 403)
    fields = {"GET papers": ["items.status"], "GET papers/numbers": ["items.text"]}
    narrow = machine("narrow", "9901", scopes=["papers:read"], fields=fields)
    assert narrow.get("papers?state=sealed").json()["items"] == [{"status": "sealed"}]
    problem(narrow.get(place(desk)), 403)
    problem(narrow.post(place(desk)), 403)
    other = machine("other", "9901", scopes=["papers:read:personal_information"])
    for path in ("papers?state=sealed", "papers/numbers", "papers/seals/uses"):
        assert other.get(path).json()["items"] == [], path
    problem(other.get(place(desk)), 404)


def test_a_program_seals_nothing_since_it_keeps_no_seal(desk: Desk) -> None:
    desk.approved()
    program = machine("program", "9901", roles=("office", "office_head", "authority"))
    assert "保管人" in problem(program.post(place(desk, "document/seal")), 409)["detail"]
