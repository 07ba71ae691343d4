"""The manifest of 行政复议: what the platform needs to know of it besides its procedure."""

from collections.abc import Mapping

from fashu.businesses.government.reconsideration.papers.body import body, template
from fashu.businesses.government.reconsideration.papers.forms import FORMS
from fashu.businesses.government.reconsideration.parties import (
    AGENT,
    APPLICANT,
    AUTHORITY,
    OFFICE,
    OFFICE_HEAD,
)
from fashu.businesses.government.reconsideration.procedure import FAMILY
from fashu.businesses.government.reconsideration.rules.screening import screening
from fashu.kernel.business import Business
from fashu.kernel.procedure.facts import Json


def headline(facts: Mapping[str, Json]) -> str:
    """The title of a case: 申请人不服被申请人某行为案. Only the applicant's name is personal."""
    name, respondent = facts.get("applicant_name"), facts.get("respondent_name")
    act = facts.get("act_title") or "行政行为"
    return f"{name}不服{respondent}{act}案"


BUSINESS = Business(
    key="government.reconsideration",
    title="行政复议",
    summary="对行政机关的决定、措施或者不作为不服，请上级或者同级政府重新审查。不收费，一般六十日内有结果。",
    family=FAMILY,
    number_prefix="FY",
    opened_by=(APPLICANT, AGENT),
    organ=AUTHORITY,
    inside=(AUTHORITY, OFFICE, OFFICE_HEAD),
    heads=(AUTHORITY, OFFICE_HEAD),
    headline=headline,
    paper_text=body,
    paper_words=template,
    paper_forms=FORMS,
    screening=screening,
)
