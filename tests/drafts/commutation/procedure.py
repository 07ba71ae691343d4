"""Draft: 减刑 across prison, procuratorate and court, under the prison law of 2012 and of 2026.

《监狱法》 of 2026 (in force 2026-11-01) has no transition article: what was done stands, what is
done from that day follows the new text, and a running period keeps its length (程序从新).
Until then the chain inside the prison rests on 司法部令第130号, whose text was not at hand.
"""

from dataclasses import replace
from datetime import date

from fashu.kernel.procedure import Family, Lapse, Procedure
from tests.drafts.commutation import court, facts, parts, prison
from tests.drafts.commutation.facts import NEW, OLD

V2013 = Procedure(
    key="draft.commutation",
    title="减刑",
    law=OLD,
    version="2013-01-01",
    applies_from=date(2013, 1, 1),
    roles=parts.ROLES,
    stages=parts.STAGES,
    provisions=(*prison.PROVISIONS, *court.PROVISIONS),
    laws=facts.LAWS,
)

# -- 《监狱法》（2026）第五十条、第五十一条、第五十二条、第五十五条、第五十六条 ------------------

V2026 = V2013.amended(
    "2026-11-01",
    date(2026, 11, 1),
    law=NEW,
    transition_cite=NEW.art(121),
    replaced=(
        replace(prison.PROPOSE, cite=NEW.art(49)),
        replace(prison.ASSESS, cite=NEW.art(50, 1)),
        replace(prison.POST, cite=NEW.art(50, 1)),
        replace(prison.OBJECT, cite=NEW.art(50, 1)),
        replace(prison.RECHECK, cite=NEW.art(50, 1)),
        replace(prison.SEND_BACK, cite=NEW.art(50, 1)),
        replace(
            prison.PUBLICITY,
            cite=NEW.art(50, 1),
            lapse=Lapse("公示期满", NEW.art(50, 1)),
            unverified="",
        ),
        replace(prison.RECHECKING, cite=NEW.art(50, 1)),
        replace(prison.DECIDE, title="监狱负责人集体讨论决定", cite=NEW.art(50, 1)),
        replace(prison.CONSENT, title="监狱管理机关审核同意", cite=NEW.art(50, 2), persons=5),
        replace(prison.FILE, cite=NEW.art(51, 1)),
        replace(court.EXTEND, cite=NEW.art(51, 2)),
        replace(court.RULE, cite=NEW.art(55), asks=(facts.RESULT, facts.REASONS)),
        replace(court.ASK_BACK, cite=NEW.art(56, 2)),
        replace(court.PERMIT_BACK, cite=NEW.art(56, 2)),
    ),
)
FAMILY = Family((V2013, V2026))
