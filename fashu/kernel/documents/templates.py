"""Templates (文书模板): an office's own words for a paper, published by a second person.


The nearest office up the tree from the handling one counts; without any, the built-in body. A
paper remembers the version it was drafted from.
"""

import re

from django.db import transaction
from django.db.models.functions import Length

from fashu.kernel import clock
from fashu.kernel.access import current_actor
from fashu.kernel.cases.catalogue import business_of
from fashu.kernel.cases.roles import account_of
from fashu.kernel.documents.models import Template
from fashu.kernel.documents.typefaces import refuse_unprintable
from fashu.kernel.people.models import Office
from fashu.kernel.procedure.refusal import refuse

LONGEST = 20_000
EDITORS = frozenset({"office_head", "authority"})
"""The roles that write and publish the templates of their office."""


def in_force(procedure: str, paper: str, office_path: str) -> Template | None:
    """The published template of the nearest office, from this one upwards."""
    parts = office_path.strip("/").split("/")
    paths = ["/".join(parts[: n + 1]) + "/" for n in range(len(parts))]
    found = Template.objects.filter(
        procedure=procedure, paper=paper, office_path__in=paths, status=Template.Status.PUBLISHED
    )
    return found.order_by(Length("office_path").desc()).first()


def built_in(procedure: str, paper: str) -> str:
    """The words that come with the business. Raises Refused where there are none."""
    words = business_of(procedure).paper_words
    known = any(paper in version.papers for version in business_of(procedure).family.versions)
    if words is None or not known:
        raise refuse("这种文书没有模板")
    return words(paper)


@transaction.atomic
def write(procedure: str, paper: str, words: str) -> Template:
    """A new version for one's own office, as a draft. Raises Refused."""
    office = _own_office()
    text = words.replace("\r\n", "\n").strip("\n") + "\n"
    if not text.strip() or len(text) > LONGEST:
        raise refuse(f"模板应为1至{LONGEST}字")
    refuse_unprintable([text])
    _same_law(built_in(procedure, paper), text)
    _known_places(procedure, text)
    former = Template.objects.filter(procedure=procedure, paper=paper, office=office)
    newest = former.order_by("-version").first()
    return Template.objects.create(
        procedure=procedure,
        paper=paper,
        office=office,
        office_path=office.path,
        version=newest.version + 1 if newest else 1,
        words=text,
        drafted_by_id=account_of(current_actor()),
        drafted_name=current_actor().name,
        drafted_at=clock.now(),
    )


@transaction.atomic
def publish(template_id: int) -> Template:
    """Put a draft to use, by another person than its author; the former version retires."""
    office = _own_office()
    found = Template.objects.select_for_update(of=("self",)).filter(
        pk=template_id, office=office, status=Template.Status.DRAFT
    )
    template, account = found.first(), account_of(current_actor())
    if template is None:
        raise refuse("没有这个待发布的模板")
    if template.drafted_by_id == account:
        raise refuse("模板应当由起草人以外的人核对后发布", remedy="请本机关的另一位负责人发布")
    Template.objects.filter(
        procedure=template.procedure,
        paper=template.paper,
        office=office,
        status=Template.Status.PUBLISHED,
    ).update(status=Template.Status.RETIRED)
    template.status, template.published_by_id = Template.Status.PUBLISHED, account
    template.published_name, template.published_at = current_actor().name, clock.now()
    template.save()
    return template


def _same_law(built: str, words: str) -> None:
    """The fixed lines (norm, consequence, remedy) of the built-in body must all stay."""
    fixed = [line for line in built.splitlines() if line.removeprefix("? ").startswith("! ")]
    missing = [line for line in fixed if line not in words.splitlines()]
    if missing:
        said = missing[0].removeprefix("? ").removeprefix("! ")
        raise refuse(f"模板缺少法定的内容：{said}", remedy="以“! ”开头的行应当原样保留")


def _known_places(procedure: str, words: str) -> None:
    """Every place names an answer or a term of the procedure."""
    versions = business_of(procedure).family.versions
    known = {"today", "due", *(key for version in versions for key in version.facts)}
    terms = {key for version in versions for key in version.terms}
    for place in re.finditer(r"\{([^}]*)\}", words):
        name, _, asked = place[1].partition(":")
        if name not in known or (asked and not set(asked.split("|")) <= terms):
            raise refuse(f"模板中的“{place[0]}”不是案件的内容", remedy="请从可以填入的内容中选择")


def _own_office() -> Office:
    actor = current_actor()
    if not actor.roles & EDITORS or actor.office_id is None:
        raise refuse("模板由机关的负责人起草和发布，您没有这一角色")
    return Office.objects.get(pk=actor.office_id)
