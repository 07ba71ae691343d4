"""送达 (第88条第1款, through civil procedure): what a mode of service needs."""

from fashu.businesses.government.reconsideration.norms import CIVIL_PROCEDURE
from fashu.kernel.calendar import Service
from fashu.kernel.procedure import CaseView, Paper, Refusal, Role

_CONSENT = {
    "applicant": "e_service",
    "agent": "e_service",
    "third_party": "third_party_e_service",
}


def electronic_only_with_consent(
    view: CaseView, paper: Paper, mode: Service, role: Role
) -> Refusal | None:
    """《民事诉讼法》第九十条第一款: 经受送达人同意，可以采用……电子方式送达."""
    consent = _CONSENT.get(role.key)
    if mode is not Service.ELECTRONIC or consent is None or view.fact(consent) is True:
        return None
    return Refusal(
        f"{role.title}没有同意电子送达，不能以电子方式送达《{paper.title}》",
        CIVIL_PROCEDURE.art(90, 1),
        "请采用直接送达、邮寄送达等方式，或者先取得同意",
    )
