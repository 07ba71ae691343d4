"""Filling in a step bit by bit: every click saves the draft, whatever is wrong with it.

The same for an application, for a citizen's later step on his case and for an officer's step.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.core.exceptions import ObjectDoesNotExist
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.http import HttpRequest

from fashu.kernel import clock
from fashu.kernel.api import (
    Outcome,
    Refused,
    add_draft_file,
    case_by_number,
    check_upload,
    open_case,
    remove_draft_file,
    save_draft,
    shown_answers,
    submit_files,
    take_step,
)
from fashu.kernel.business import Business
from fashu.kernel.cases.attachments import LARGEST
from fashu.kernel.cases.catalogue import business_of
from fashu.kernel.cases.models import Draft
from fashu.kernel.procedure import Fact, Kind, Step
from fashu.kernel.procedure.facts import Json, flatten
from fashu.kernel.procedure.refusal import Refusal, refuse
from fashu.web.questions.answers import check, read, searches, standing
from fashu.web.questions.pages import Page, next_page, page_before, pages_of
from fashu.web.questions.persons import with_names


@dataclass(frozen=True, slots=True)
class Filling:
    """A draft with the step that it is for. `former` are the case's answers to earlier steps."""

    draft: Draft
    business: Business
    step: Step
    answers: Mapping[str, Json]
    former: Mapping[str, Json]

    @property
    def counted(self) -> dict[str, Json]:
        """Every answer on which a question may depend, those of earlier steps included."""
        return {**self.former, **standing(self.step.asks, self.answers, self.former)}

    def check(self) -> tuple[dict[str, Json], dict[str, str]]:
        """The answers in canonical form, and what is wrong with which."""
        return check(self.step.asks, self.answers, self.former, clock.today())

    def page(self, number: int) -> Page | None:
        """The page of this number, if there is one."""
        return next((page for page in pages_of(self.step) if page.number == number), None)

    def page_after(self, number: int) -> Page | None:
        """The page to show next; None when all has been asked."""
        return next_page(self.step, number, self.counted)

    def page_before(self, number: int) -> Page | None:
        """The page shown before."""
        return page_before(self.step, number, self.counted)

    @property
    def request_key(self) -> str:
        """Sending the same draft twice acts once."""
        return f"draft-{self.draft.pk}"


@dataclass(frozen=True, slots=True)
class Received:
    """What one click brought. `problems`: uploads refused, in words, by question.

    `searches`: words typed to find an organ. `seen`: the questions that the page had shown.
    """

    filling: Filling
    problems: Mapping[str, str]
    searches: Mapping[str, str]
    seen: frozenset[str]

    def calls_for_more(self, page: Page) -> bool:
        """Whether the answers now call for questions of the page that it has not shown yet."""
        counted = self.filling.counted
        return any(fact.asked(counted) and fact.key not in self.seen for fact in page.facts)


def filling_of(draft: Draft) -> Filling:
    """A draft with its step, in the version that governs it today.

    Raises Refused where the procedure no longer has the step, or its case is hidden by now.
    """
    business, today = business_of(draft.procedure), clock.today()
    try:
        case = draft.case
    except ObjectDoesNotExist:
        raise refuse("这份草稿所属的案件已经不对您显示", remedy="请向办理机关询问") from None
    family = business.family
    version = family.governing(case.version, today) if case else family.at(today)
    step = version.steps.get(draft.step) if version else None
    if step is None:
        raise refuse("现行程序中已经没有这个步骤，草稿不能再提交", remedy="请从服务指南重新开始")
    former = case.state["facts"] if case else {}
    answers = shown_answers(draft.procedure, draft.step, draft.answers)
    return Filling(draft, business, step, answers, former)


def receive(filling: Filling, request: HttpRequest) -> Received:
    """Save what a page of the form sent, files included. Answers to other pages stay."""
    wanted = set(request.POST.getlist("_shown"))
    shown = [fact for fact in flatten(filling.step.asks) if fact.key in wanted]
    keys = frozenset(fact.key for fact in shown)
    answers = {key: value for key, value in filling.answers.items() if key not in keys}
    answers |= with_names(shown, read(shown, request.POST))
    problems = _take_files(filling.draft, shown, answers, request)
    former = filling.draft
    draft = save_draft(former.procedure, former.step, answers, draft_id=former.pk)
    kept = shown_answers(draft.procedure, draft.step, draft.answers)
    now = Filling(draft, filling.business, filling.step, kept, filling.former)
    _sweep(now, answers)
    return Received(now, problems, searches(shown, request.POST), keys)


def _take_files(
    draft: Draft, shown: Iterable[Fact], answers: dict[str, Json], request: HttpRequest
) -> dict[str, str]:
    """Let every question of the page name the files kept for it and no others."""
    problems: dict[str, str] = {}
    removed = request.POST.get("_remove", "")
    kept = set(draft.files.values_list("sha256", flat=True))
    for fact in (fact for fact in shown if fact.kind is Kind.FILES):
        named = [key for key in _names(answers.get(fact.key)) if key in kept]
        named = [key for key in named if f"{fact.key} {key}" != removed]
        for upload in request.FILES.getlist(f"_file_{fact.key}"):
            try:
                named.append(_keep(draft, upload))
            except Refused as refused:
                problems[fact.key] = str(refused)
        answers[fact.key] = list(dict.fromkeys(named))
    return problems


def _names(value: Json) -> list[str]:
    return [item for item in value if isinstance(item, str)] if isinstance(value, list) else []


def _keep(draft: Draft, upload: "UploadedFile[bytes]") -> str:
    # One byte more than allowed is enough to know that a file is too large.
    checked = check_upload(upload.name or "", upload.read(LARGEST + 1))
    return add_draft_file(draft, checked).sha256


def _sweep(filling: Filling, answers: Mapping[str, Json]) -> None:
    """Take out of the draft the files that no answer names."""
    questions = [fact for fact in flatten(filling.step.asks) if fact.kind is Kind.FILES]
    named = {name for fact in questions for name in _names(answers.get(fact.key))}
    for file in filling.draft.files.exclude(sha256__in=named):
        remove_draft_file(filling.draft, file.sha256)


def submit(filling: Filling) -> Outcome:
    """Take the step for which the draft was filled in; the draft ends with it.

    Raises Refused, with the draft as it was: for answers at fault, or for what the law says.
    """
    facts, errors = filling.check()
    if errors:
        raise Refused(Refusal("有内容需要更正，还不能提交", None, "请按提示修改"), errors)
    with transaction.atomic():
        _sweep(filling, facts)
        outcome = _take(filling, facts)
        submit_files(filling.draft, case_by_number(outcome.number))
    return outcome


def _take(filling: Filling, facts: Mapping[str, Json]) -> Outcome:
    step, case = filling.step, filling.draft.case
    key = filling.request_key
    if case is not None:
        return take_step(case.number, step.key, facts, request_key=key)
    return open_case(filling.business.family.key, step.key, facts, request_key=key)
