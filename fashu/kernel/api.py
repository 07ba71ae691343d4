"""The one door for doing things. Pages, the API, commands and businesses act through these names.

Everything here works in the name of the present actor: wrap it in `acting_as(actor)`.
What a person may not do raises `Refused`, whose text can be shown as it is.
"""

from fashu.kernel.access import Actor, acting_as, current_actor
from fashu.kernel.cases.actions import (
    add_note,
    add_participant,
    open_case,
    take_step,
)
from fashu.kernel.cases.attachments import attach, check_upload, open_attachment
from fashu.kernel.cases.avoidance import avoidances_in, may_decide, must_avoid, officers_of
from fashu.kernel.cases.drafts import (
    add_draft_file,
    draft_by_id,
    draft_file,
    drop_draft,
    own_drafts,
    remove_draft_file,
    save_draft,
    submit_files,
)
from fashu.kernel.cases.handling import is_head, is_inside
from fashu.kernel.cases.identities import shown as shown_answers
from fashu.kernel.cases.passing import run_lapses, spell_out
from fashu.kernel.cases.queries import (
    CaseAction,
    ClockView,
    TimelineItem,
    actions_in,
    clocks_in,
    handled,
    inbox,
    own_cases,
    search,
    timeline_of,
)
from fashu.kernel.cases.requests import Outcome, former_case
from fashu.kernel.cases.roles import case_by_code, case_by_number, roles_in
from fashu.kernel.desk import boxes, delegation, errands, handling, lists, sheets
from fashu.kernel.desk.avoiding import ask_to_avoid, decide_avoidance
from fashu.kernel.desk.settling import settle_dates, settle_provisional
from fashu.kernel.documents.serving import serve as serve_paper
from fashu.kernel.procedure import Refusal, Refused
from fashu.kernel.registry.numbers import seal_answers

__all__ = [
    "Actor",
    "CaseAction",
    "ClockView",
    "Outcome",
    "Refusal",
    "Refused",
    "TimelineItem",
    "acting_as",
    "actions_in",
    "add_draft_file",
    "add_note",
    "add_participant",
    "ask_to_avoid",
    "attach",
    "avoidances_in",
    "boxes",
    "case_by_code",
    "case_by_number",
    "check_upload",
    "clocks_in",
    "current_actor",
    "decide_avoidance",
    "delegation",
    "draft_by_id",
    "draft_file",
    "drop_draft",
    "errands",
    "former_case",
    "handled",
    "handling",
    "inbox",
    "is_head",
    "is_inside",
    "lists",
    "may_decide",
    "must_avoid",
    "officers_of",
    "open_attachment",
    "open_case",
    "own_cases",
    "own_drafts",
    "remove_draft_file",
    "roles_in",
    "run_lapses",
    "save_draft",
    "seal_answers",
    "search",
    "serve_paper",
    "settle_dates",
    "settle_provisional",
    "sheets",
    "shown_answers",
    "spell_out",
    "submit_files",
    "take_step",
    "timeline_of",
]
