"""The manifest of 个人信息权利请求: what the platform needs to know besides its procedure."""

from collections.abc import Mapping

from fashu.businesses.administration.personal_information.facts import RIGHT
from fashu.businesses.administration.personal_information.papers.body import body, template
from fashu.businesses.administration.personal_information.papers.forms import FORMS
from fashu.businesses.administration.personal_information.parties import (
    AGENT,
    AUTHORITY,
    OFFICE,
    PERSON,
)
from fashu.businesses.administration.personal_information.procedure import FAMILY
from fashu.kernel.business import Business
from fashu.kernel.procedure.facts import Json


def headline(facts: Mapping[str, Json]) -> str:
    """The title of a case: 某某请求查阅个人信息. Only the name is personal."""
    right = RIGHT.option_title(str(facts.get("right") or ""))
    return f"{facts.get('applicant_name')}：个人信息请求（{right}）"


BUSINESS = Business(
    key="administration.personal_information",
    title="个人信息权利请求",
    summary="查阅、复制、更正、删除您在平台上的个人信息，或者要求说明。不收费，一般十五个工作日内有结果。",
    family=FAMILY,
    number_prefix="GR",
    opened_by=(PERSON, AGENT),
    organ=AUTHORITY,
    inside=(AUTHORITY, OFFICE),
    headline=headline,
    paper_text=body,
    paper_words=template,
    paper_forms=FORMS,
)
