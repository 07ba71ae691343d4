"""The one address of the form engine itself: organs found while one types."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from fashu.web.questions.offices import find


@require_GET
def offices(request: HttpRequest) -> HttpResponse:
    """Radio buttons for the question `name`, found by the words typed for it."""
    name, number = request.GET.get("name", ""), request.GET.get("id", "")
    found = find(request.GET.get(f"_find_{name}", ""))
    return render(request, "questions/offices.html", {"found": found, "name": name, "id": number})
