"""The front page: what one can do here."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from fashu.kernel.hall.topics import topics
from fashu.web.public.guide import public_businesses

FRONT = (
    "demolition", "fine", "wages", "injury", "marriage", "violence",
    "inheritance", "traffic", "loan", "housing", "consumer", "criminal",
)  # fmt: skip
"""The topics that the front page shows; the search knows all of them."""


@require_GET
def show(request: HttpRequest) -> HttpResponse:
    """What troubles you, what you can do about it, where you can look things up."""
    by_key = {topic.key: topic for topic in topics()}
    context = {"businesses": public_businesses(), "topics": [by_key[key] for key in FRONT]}
    return render(request, "public/home.html", context)
