"""搜索: from a question in plain words to what to do, services, and articles."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from fashu.kernel import clock
from fashu.kernel.business import Business
from fashu.kernel.hall.finding import articles
from fashu.kernel.hall.topics import LONGEST, Topic, Way, fitting, topics
from fashu.web.public.guide import public_businesses

SHOWN = 8
"""Articles on one page: who needs more reads the statute."""


@dataclass(frozen=True, slots=True)
class Advice:
    """One topic as the page shows it, with the businesses that are really offered."""

    topic: Topic
    services: tuple[Business, ...]
    places: tuple[Way, ...]


@require_GET
def show(request: HttpRequest) -> HttpResponse:
    """What a question leads to; without one, everything by topic."""
    words = request.GET.get("q", "").strip()[:LONGEST]
    fitted = fitting(words) if words else []
    offered = public_businesses()
    context: dict[str, object] = {"words": words, "topics": topics()}
    if words:
        advice = [_advice(topic, offered) for topic in fitted]
        context |= {
            "advice": advice,
            "named": _named(words, offered, advice),
            "articles": articles(words, fitted, clock.today(), SHOWN),
        }
    return render(request, "public/search.html", context)


def _advice(topic: Topic, offered: list[Business]) -> Advice:
    wanted = {way.service for way in topic.ways if way.service}
    return Advice(
        topic,
        tuple(b for b in offered if b.family.key in wanted),
        tuple(way for way in topic.ways if way.title),
    )


def _named(words: str, offered: list[Business], advice: list[Advice]) -> list[Business]:
    """Services that the question names and no topic has led to already."""
    led = {b.family.key for each in advice for b in each.services}
    return [
        b for b in offered if b.family.key not in led and (b.title in words or words in b.title)
    ]
