"""期限计算器 for a whole procedure: a case told event by event, and where it would stand.

Nothing is kept: the story travels in the form itself, in the very format of `fashu whatif`.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from fashu.kernel import clock
from fashu.kernel.calendar import Service, Unit
from fashu.kernel.cases.catalogue import families
from fashu.kernel.procedure import (
    Fact,
    Family,
    Group,
    Option,
    Paper,
    Procedure,
    Step,
    choice,
    day,
    moment,
)
from fashu.kernel.procedure.facts import Json
from fashu.kernel.procedure.lenient import demanded, needed
from fashu.kernel.procedure.whatif import Unusable, parse, whatif
from fashu.web.questions import Sheet, check, in_words, read, sheet

Data = dict[str, Any]
HOURS = (Unit.HOUR, Unit.SERVICE_HOUR)


@dataclass(frozen=True, slots=True)
class Story:
    """What was told so far, ready for `whatif`."""

    family: Family
    today: str
    events: tuple[Data, ...] = ()

    @property
    def document(self) -> Data:
        """The input of `whatif`."""
        return {"procedure": self.family.key, "today": self.today, "events": list(self.events)}

    @property
    def text(self) -> str:
        """The same as text, for the form and for the command line."""
        return json.dumps(self.document, ensure_ascii=False)

    def told(self, event: Data) -> "Story":
        """With one event more, in the order of time."""
        events = sorted((*self.events, event), key=lambda e: str(e["on"]))
        return replace(self, events=tuple(events))

    def without(self, number: str) -> "Story":
        """Without the event of this number; an unknown one changes nothing."""
        kept = (event for n, event in enumerate(self.events) if str(n) != number)
        return replace(self, events=tuple(kept))

    @property
    def procedure(self) -> Procedure:
        """The version whose words the page uses: the one of the day reckoned for."""
        versions = self.family.versions
        return self.family.at(date.fromisoformat(self.today[:10])) or versions[0]


@dataclass(frozen=True, slots=True)
class Telling:
    """An event being told: what happened, and what has to be known of it."""

    what: str
    title: str
    asks: tuple[Fact | Group, ...]
    answers: Mapping[str, Json] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)

    @property
    def sheet(self) -> Sheet:
        """The questions as the page draws them."""
        return sheet(self.asks, self.answers, errors=self.errors, prefix="event")


@require_http_methods(["GET", "POST"])
def show(request: HttpRequest) -> HttpResponse:
    """The story so far, where the case would stand, and the next event to tell."""
    data = request.POST if request.method == "POST" else request.GET
    story, problem = _story(data.get("story"), data.get("procedure"))
    if problem:
        return _page(request, story, None, problem)
    telling = None
    match data.get("_do", "").partition(":"):
        case ("drop", _, number):
            story = story.without(number)
        case ("today", _, _):
            story, problem = _moved(story, data.get("today", ""))
        case ("choose", _, _):
            telling = _telling(story, data.get("what", ""))
        case ("next" | "tell", _, _):
            telling = _telling(story, data.get("what", ""))
            if telling is not None:
                story, telling = _heard(story, telling, request)
    return _page(request, story, telling, problem)


def _story(text: str | None, procedure: str | None) -> tuple[Story, str]:
    """The story that the form carries; a fresh one, with the reason, where it is unusable."""
    known = families()
    fresh = Story(known.get(procedure or "") or next(iter(known.values())), str(clock.today()))
    if not text:
        return fresh, ""
    try:
        document = parse(text)
        whatif(known, document)
    except Unusable as unusable:
        return fresh, str(unusable)
    assert isinstance(document, dict)
    family, today = known[document["procedure"]], document["today"]
    return Story(family, today, tuple(document["events"])), ""


def _moved(story: Story, today: str) -> tuple[Story, str]:
    """The same story seen from another day."""
    try:
        day_asked = date.fromisoformat(today)
    except ValueError:
        return story, "请填写完整的年、月、日，例如 2026-07-01"
    moved = replace(story, today=day_asked.isoformat())
    later = [event for event in story.events if str(event["on"])[:10] > moved.today]
    return (story, "推演的日期早于已经加入的事，请先移除那些事") if later else (moved, "")


# -- Telling an event ------------------------------------------------------------------------


def _telling(story: Story, what: str) -> Telling | None:
    """What has to be asked about an event: when, by whom, and what dates depend on."""
    kind, _, key = what.partition(":")
    procedure = story.procedure
    step, paper = procedure.steps.get(key), procedure.papers.get(key)
    if kind == "step" and step is not None:
        return Telling(what, step.title, _asks_of_step(procedure, step))
    if kind == "served" and paper is not None:
        return Telling(what, f"送达《{paper.title}》", _asks_of_paper(procedure, paper))
    return None


def _asks_of_step(procedure: Procedure, step: Step) -> tuple[Fact | Group, ...]:
    wanted, musts = needed(procedure), demanded(procedure)
    groups: list[Fact | Group] = []
    for part in step.asks:
        facts = part.facts if isinstance(part, Group) else (part,)
        kept = tuple(f if f.key in musts else f.optional() for f in facts if f.key in wanted)
        title = part.title if isinstance(part, Group) else ""
        groups += [Group(title, kept)] if kept else []
    return (*_when_and_who(procedure, step), *groups)


def _when_and_who(procedure: Procedure, step: Step) -> tuple[Fact, ...]:
    when = _when(procedure, "哪一天办的")
    if len(step.by) == 1:
        return (when,)
    return when, choice("_by", "由谁办的", *(Option(r.key, r.title) for r in step.by))


def _asks_of_paper(procedure: Procedure, paper: Paper) -> tuple[Fact, ...]:
    modes = choice("_mode", "怎样送达", *(Option(m.value, m.title, m.cite) for m in Service))
    when = _when(procedure, "送达的日期（公告送达填发出公告之日）")
    if len(paper.to) < 2:
        return when, modes
    to = choice("_to", "送达给谁", *(Option(role.key, role.title) for role in paper.to))
    return when, modes, to


def _when(procedure: Procedure, title: str) -> Fact:
    """A day; or a moment where the procedure counts hours."""
    spans = (term.span for term in procedure.terms.values())
    hours = any(getattr(span, "unit", None) in HOURS for span in spans)
    return moment("_on", title) if hours else day("_on", title)


def _heard(story: Story, telling: Telling, request: HttpRequest) -> tuple[Story, Telling | None]:
    """The story with the event, or the event again with what is wrong with it."""
    facts = [
        f for part in telling.asks for f in (part.facts if isinstance(part, Group) else (part,))
    ]
    answers = read(facts, request.POST)
    clean, errors = check(telling.asks, answers, on=_day(answers.get("_on")))
    later = str(clean.get("_on", ""))[:10] > story.today[:10]
    if later:
        errors = {**errors, "_on": f"不能晚于推演的日期{story.today}"}
    if errors:
        return story, replace(telling, answers=answers, errors=errors)
    return story.told(_event(story.procedure, telling.what, clean)), None


def _day(value: Json) -> date | None:
    try:
        return date.fromisoformat(str(value)[:10])
    except ValueError:
        return None


def _event(procedure: Procedure, what: str, clean: Mapping[str, Json]) -> Data:
    kind, _, key = what.partition(":")
    on = clean["_on"]
    if kind == "served":
        to = {"to": clean["_to"]} if "_to" in clean else {}
        return {"on": on, "served": key, "mode": clean["_mode"], **to}
    by = clean.get("_by", procedure.steps[key].by[0].key)
    facts = {k: value for k, value in clean.items() if not k.startswith("_")}
    return {"on": on, "step": key, "by": by, "facts": facts}


# -- The page --------------------------------------------------------------------------------


def _page(
    request: HttpRequest, story: Story, telling: Telling | None, problem: str
) -> HttpResponse:
    known = families()
    answer = whatif(known, story.document)
    context = {
        "story": story,
        "answer": answer,
        "events": _read_out(story, answer),
        "lapses": [line for line in answer["history"] if line["kind"] == "lapse"],
        "choices": _choices(story.procedure, answer),
        "families": list(known.values()),
        "telling": telling,
        "problem": problem,
    }
    return render(request, "public/story.html", context)


def _read_out(story: Story, answer: Data) -> list[Data]:
    """Each event in words, with what was refused and assumed of it."""
    procedure = story.procedure
    return [
        {
            "on": event["on"],
            "title": _title(procedure, event),
            "facts": _facts(procedure, event),
            "refusals": [r for r in answer["refusals"] if r["event"] == n],
            "pending": [p for p in answer["pending"] if p["event"] == n],
        }
        for n, event in enumerate(story.events)
    ]


def _title(procedure: Procedure, event: Data) -> str:
    if "served" in event:
        paper = procedure.papers.get(event["served"])
        mode = Service(event.get("mode", Service.DIRECT)).title
        return f"{mode}《{paper.title if paper else event['served']}》"
    step = procedure.steps.get(event["step"])
    return step.title if step else str(event["step"])


def _facts(procedure: Procedure, event: Data) -> list[tuple[str, str]]:
    known, given = procedure.facts, event.get("facts", {})
    return [
        (known[key].title, "、".join(in_words(known[key], value)))
        for key, value in given.items()
        if key in known
    ]


def _choices(procedure: Procedure, answer: Data) -> list[tuple[str, list[tuple[str, str]]]]:
    """What can be told next: what is possible first, then everything else."""
    possible = {s["step"]: s["title"] for s in answer["next"] if not s["why_not"]}
    owed = {p["key"]: f"《{p['title']}》送达" for p in answer["papers"]["owed"]}
    others = {k: s.title for k, s in procedure.steps.items() if k not in possible}
    papers = {k: f"《{p.title}》送达" for k, p in procedure.papers.items() if k not in owed}
    now = [*_options("step", possible), *_options("served", owed)]
    rest = [*_options("step", others), *_options("served", papers)]
    return [("现在可以发生的", now), ("其他（不合规定的会说明原因）", rest)]


def _options(kind: str, titles: Mapping[str, str]) -> list[tuple[str, str]]:
    return [(f"{kind}:{key}", title) for key, title in titles.items()]
