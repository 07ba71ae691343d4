"""行政复议 under the law of 2023 and, beside it, the implementing regulation of 2007.

In force from 2024-01-01; the regulation of 2007 governs where the new law did not overtake it.
"""

from datetime import date

from fashu.businesses.government.reconsideration.norms import (
    CIVIL_PROCEDURE,
    LAW,
    LITIGATION,
    REGULATION_2007,
)
from fashu.businesses.government.reconsideration.parties import ROLES
from fashu.businesses.government.reconsideration.procedure import course, decision, trial
from fashu.businesses.government.reconsideration.procedure.acceptance import ACCEPTANCE
from fashu.businesses.government.reconsideration.procedure.application import APPLICATION
from fashu.businesses.government.reconsideration.procedure.evidence import EVIDENCE
from fashu.businesses.government.reconsideration.procedure.performance import PERFORMANCE
from fashu.businesses.government.reconsideration.procedure.review import REVIEW
from fashu.businesses.government.reconsideration.rules.service import electronic_only_with_consent
from fashu.businesses.government.reconsideration.stages import STAGES
from fashu.kernel.procedure import Procedure

V2024 = Procedure(
    key="reconsideration",
    title="行政复议",
    law=LAW,
    version="2024",
    applies_from=date(2024, 1, 1),
    roles=ROLES,
    stages=STAGES,
    provisions=(
        *APPLICATION,
        *ACCEPTANCE,
        *trial.TRIAL_PROVISIONS,
        *EVIDENCE,
        *course.COURSE,
        *REVIEW,
        *decision.DECISION,
        *PERFORMANCE,
    ),
    service=(electronic_only_with_consent,),
    laws=(LAW, REGULATION_2007, CIVIL_PROCEDURE, LITIGATION),
)
