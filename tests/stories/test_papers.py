"""The papers of a case can be read as what they are, by those who may see the case."""

import pytest
from django.test import Client

from fashu.kernel.access import SYSTEM, acting_as
from fashu.kernel.cases.models import IssuedPaper
from fashu.kernel.cases.queries import paper_text
from fashu.synthetic.cast import PASSWORD
from fashu.synthetic.cli import synth

pytestmark = pytest.mark.django_db


def test_every_paper_of_the_synthetic_province_can_be_written_out(client: Client) -> None:
    synth.callback(seed=1, scale=0.45)  # type: ignore[misc] # click keeps the function
    client.post("/signin/", {"username": "fang", "password": PASSWORD})
    with acting_as(SYSTEM):
        papers = list(IssuedPaper.objects.select_related("case"))
        kinds = {paper.paper: paper for paper in papers}
    assert len(kinds) > 10
    for paper in kinds.values():
        with acting_as(SYSTEM):
            assert paper_text(paper.case, paper).strip()
        page = client.get(f"/workbench/cases/{paper.case.number}/papers/{paper.pk}/")
        assert page.status_code == 200, paper.title
        assert "{" not in page.content.decode().partition("<article")[2].partition("</article")[0]
