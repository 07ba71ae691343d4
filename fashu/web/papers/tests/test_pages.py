"""Papers through their pages: draft, approve, seal, serve, read at home, verify as a stranger."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from fashu.kernel import api
from fashu.kernel.access import SYSTEM, acting_as
from fashu.kernel.cases.models import Ground
from fashu.kernel.documents import templates
from fashu.kernel.documents.models import Document, Number, Receipt
from fashu.kernel.people.models import Office, Posting
from fashu.synthetic.cast import PASSWORD
from tests.security.province import acting
from tests.stories.sealing import Desk, make_desk

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> Desk:
    return make_desk()


def signed_in(name: str) -> Client:
    client = Client()
    client.post("/signin/", {"username": name, "password": PASSWORD})
    return client


def html(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, address
    return response.content.decode()


def document() -> Document:
    with acting_as(SYSTEM):
        return Document.objects.select_related("number").get()


def test_a_paper_goes_from_draft_to_the_citizen_and_to_a_stranger(desk: Desk) -> None:
    with acting_as(SYSTEM):
        paper = f"/workbench/cases/{desk.number}/papers/{desk.issued().pk}/"
        home = f"/mine/{desk.number}/papers/{desk.issued().pk}/"
    lin, zhou, zhang = signed_in("lin"), signed_in("zhou"), signed_in("zhang")
    assert "起草文书" in html(lin, paper)
    lin.post(f"{paper}do/", {"do": "draft"})
    assert "法定内容" in html(lin, paper)
    assert "批准并编号" not in html(lin, paper)
    zhou.post(f"{paper}do/", {"do": "approve"})
    assert "明政复决〔" in html(zhou, paper)
    assert "等待印章保管人用印" in html(zhou, paper)
    lin.post(f"{paper}do/", {"do": "seal"})
    assert "公开核验页" in html(lin, paper)
    for address in (
        "pages/1.png",
        "files/pdf/",
        "files/docx/",
        "files/ofd/",
        "receipts/applicant/",
    ):
        assert lin.get(f"{paper}{address}").status_code == 200, address
    assert zhang.get(home).status_code == 404
    served = {"mode": "electronic", "to": "applicant", "request_key": "k", "consent": "yes"}
    lin.post(f"/workbench/cases/{desk.number}/serve/decision/", served)
    kept = zhang.get(home)
    assert kept["Content-Type"] == "application/pdf"
    assert home in html(zhang, f"/mine/{desk.number}/")
    stranger = Client()
    found = html(stranger, f"/verify/?code={document().code}")
    assert "真实有效" in found
    assert desk.number not in found
    upload = SimpleUploadedFile("a.pdf", kept.content + b" ", "application/pdf")
    answer = stranger.post("/verify/", {"file": upload}).content.decode()
    assert "与登记的不一致" in answer


def test_a_service_says_what_its_receipt_must_say(desk: Desk) -> None:
    lin = signed_in("lin")
    address = f"/workbench/cases/{desk.number}/serve/decision/"
    form = {"mode": "left", "to": "applicant", "request_key": "k", "reason": "拒收"}
    assert "见证人" in lin.post(address, form).content.decode()
    form |= {"witnesses": "居委会王某某"}
    proof = SimpleUploadedFile("p.txt", "照片说明".encode(), "text/plain")
    assert lin.post(address, {**form, "proof": proof}).status_code == 302
    with acting_as(SYSTEM):
        receipt = Receipt.objects.get(paper="decision")
    assert (receipt.mode, receipt.witnesses) == ("left", "居委会王某某")
    assert receipt.proof


def test_registers_templates_and_batches_open(desk: Desk) -> None:
    sealed = desk.sealed("decision")
    lin, zhou, fang = signed_in("lin"), signed_in("zhou"), signed_in("wu")
    number = str(sealed.number)
    assert number in html(lin, "/workbench/papers/numbers/")
    assert number in html(lin, "/workbench/papers/seals/")
    assert number not in html(fang, "/workbench/papers/numbers/")
    assert number in html(lin, "/workbench/papers/?state=sealed")
    batch = lin.post("/workbench/papers/print/", {"document": [sealed.pk]})
    assert batch["Content-Type"] == "application/pdf"
    reserve = {"do": "reserve", "office": "G9901", "series": "复决", "note": "开庭", "count": "2"}
    zhou.post("/workbench/papers/numbers/", reserve)
    with acting_as(SYSTEM):
        assert list(Number.objects.order_by("n").values_list("n", flat=True)) == [1, 2, 3]
    assert "预留" in html(zhou, "/workbench/papers/numbers/")


def test_a_template_is_published_by_a_second_person_and_keeps_the_law(desk: Desk) -> None:
    zhou = signed_in("zhou")
    address = "/workbench/papers/templates/reconsideration/decision/"
    page = html(zhou, address)
    assert "内置" in page
    assert (
        "缺少法定的内容"
        in zhou.post(
            address, {"do": "write", "words": "行政复议决定书\n\n{reasons}"}
        ).content.decode()
    )
    assert zhou.get(f"{address}preview/").status_code == 200


def test_the_registers_keep_their_lines_when_an_officer_is_out_of_sight(desk: Desk) -> None:
    """Whoever numbered and sealed has left the office, and his account with him."""
    number = str(desk.sealed("decision").number)
    with acting_as(SYSTEM):
        Posting.objects.filter(account__username="lin").update(office=Office.objects.get(code="99"))
    zhou = signed_in("zhou")
    for register in ("numbers", "seals"):
        page = html(zhou, f"/workbench/papers/{register}/")
        assert number in page, register
    assert page.count("林清") >= 3  # the keeper of two seals, and who applied one of them


def test_whoever_must_avoid_a_case_reads_the_registers_without_it(desk: Desk) -> None:
    number = str(desk.sealed("decision").number)
    with acting_as(desk.zhou):
        api.ask_to_avoid(desk.number, Ground.OTHER, "曾任其顾问")
    zhou = signed_in("zhou")
    for register in ("numbers", "seals"):
        page = html(zhou, f"/workbench/papers/{register}/")
        assert number in page, register
        assert desk.number not in page, register
    assert number not in html(zhou, "/workbench/papers/?state=sealed")
    with acting_as(desk.zhou):
        assert not Document.objects.exists()


def test_the_words_of_the_office_above_are_shown_with_whoever_wrote_them(desk: Desk) -> None:
    zhou = signed_in("zhou")
    address = "/workbench/papers/templates/reconsideration/decision/"
    with acting_as(acting("fang")):
        templates.write(
            "reconsideration", "decision", templates.built_in("reconsideration", "decision")
        )
    page = html(zhou, address)
    assert "示范省司法厅第1版" in page
    assert "方远起草" in page
