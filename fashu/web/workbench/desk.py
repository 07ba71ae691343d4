"""The desk's first page: what waits for the officer, and the most pressing of it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from fashu.kernel import api, reading
from fashu.kernel.cases.queries import SOON_DAYS
from fashu.kernel.desk.lists import USUAL, Wanted
from fashu.web.access import staff_only

FIRST = 8
"""How many cases the desk shows before it points to the whole list."""


@require_safe
@staff_only
def home(request: HttpRequest) -> HttpResponse:
    """Counts, and the most pressing cases and errands."""
    counts = api.boxes.counts()
    late, soon, running = (
        api.lists.cases_in(box, Wanted(state=state)).count()
        for box, state in (("todo", "late"), ("todo", "soon"), ("cases", "open"))
    )
    figures = (
        ("待办案件", counts.cases, "workbench:todo", "", ""),
        ("待办事项", counts.tasks, "workbench:todo_errands", "", ""),
        ("已逾期", late, "workbench:todo", "late", "late"),
        (f"{SOON_DAYS}日内到期", soon, "workbench:todo", "soon", "soon"),
        ("在办案件", running, "workbench:cases", "open", ""),
    )
    first = list(api.lists.cases_in("todo", Wanted())[:FIRST])
    tasks = list(api.boxes.waiting_tasks()[:FIRST])
    reading.note(reading.View.LIST, cases=[*first, *(task.case for task in tasks)])
    context = {
        "figures": figures,
        "rows": api.lists.rows_of(first, USUAL),
        "columns": [api.lists.COLUMNS[key] for key in USUAL],
        "tasks": tasks,
    }
    return render(request, "workbench/home.html", context)
