"""How each paper looks, who signs it, and in which series it is numbered."""

from fashu.kernel.business import Layout, PaperForm, Signs

_DECIDES = ("authority",)

FORMS = {
    "proof_notice": PaperForm(Layout.DECISION, Signs.AGENCY, "信补", ("office", "authority")),
    "acceptance": PaperForm(Layout.DECISION, Signs.AGENCY, "信受", ("office", "authority")),
    "extension_notice": PaperForm(Layout.DECISION, Signs.ORGAN, "信延", _DECIDES),
    "decision": PaperForm(Layout.DECISION, Signs.ORGAN, "信决", _DECIDES),
    "reply": PaperForm(Layout.LETTER, Signs.ORGAN, "信复", _DECIDES),
}
"""What decides is signed by the organ; what prepares the decision, by the office in charge."""
