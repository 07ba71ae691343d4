"""How each paper of 行政复议 looks, who signs it, and in which series it is numbered.

What the statute gives to the 行政复议机关 is signed in its name and approved by its head; what it
gives to the 行政复议机构 (第四条第二款) is signed by that body.
"""

from fashu.kernel.business import Layout, PaperForm, Signs

_AUTHORITY = ("authority",)
_HEAD = ("office_head", "authority")


def _organ(series: str, layout: Layout = Layout.DECISION) -> PaperForm:
    return PaperForm(layout, Signs.ORGAN, series, _AUTHORITY)


def _agency(series: str) -> PaperForm:
    return PaperForm(Layout.DECISION, Signs.AGENCY, series, _HEAD)


def _superior(series: str) -> PaperForm:
    return PaperForm(Layout.DECISION, Signs.SUPERIOR, series, ("superior",))


RECORD = PaperForm(Layout.RECORD)
"""笔录 and what a party hands in: signed by hand by those who were there, no number, no seal."""

FORMS = {
    "application": RECORD,
    "oral_record": RECORD,
    "abandonment_record": RECORD,
    "self_correction": RECORD,
    "investigation_record": RECORD,
    "inspection_record": RECORD,
    "opinion_record": RECORD,
    "hearing_record": RECORD,
    "correction_notice": _organ("复补"),
    "acceptance": _organ("复受"),
    "refusal": _organ("复不受"),
    "repeat_notice": _organ("复告"),
    "dismissal": _organ("复驳"),
    "stop_notice": _organ("复停"),
    "suspension_notice": _organ("复中"),
    "resumption_notice": _organ("复恢"),
    "termination": _organ("复终"),
    "clause_order": _organ("复规"),
    "mediation": _organ("复调"),
    "decision": _organ("复决"),
    "performance_order": _organ("复履"),
    "opinion": _organ("复意", Layout.RED),
    "transfer_letter": _organ("复函", Layout.LETTER),
    "copy_letter": _organ("复函", Layout.LETTER),
    "respondent_advice": _agency("复告"),
    "answer_notice": _agency("复答"),
    "answer_notice_summary": _agency("复答"),
    "third_party_notice": _agency("复三"),
    "summary_notice": _agency("复简"),
    "conversion_notice": _agency("复转"),
    "hearing_notice": _agency("复听"),
    "extension_notice": _agency("复延"),
    "maker_notice": _agency("复规答"),
    "correction_order": _superior("复责"),
    "elevation_notice": _superior("复提"),
}
