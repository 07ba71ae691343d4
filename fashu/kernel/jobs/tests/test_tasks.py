"""The worker works, as the application and with its rights only."""

import pytest
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.contrib.django.models import ProcrastinateJob

from fashu.kernel.jobs import tasks


def test_lapses_go_on_until_nothing_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    rounds = iter([1000, 3, 0])
    monkeypatch.setattr(tasks, "run_lapses", lambda: next(rounds))
    assert tasks.let_lapse(timestamp=0) == 1003


@pytest.mark.django_db(transaction=True)
def test_a_worker_finishes_a_job_as_the_application() -> None:
    tasks.let_lapse.configure(task_kwargs={"timestamp": 0}).defer()
    connector = app.connector
    assert isinstance(connector, DjangoConnector)
    with app.replace_connector(connector.get_worker_connector()) as worker:
        worker.run_worker(wait=False, install_signal_handlers=False, listen_notify=False)
    # One from above; the worker adds those that the present minute is due.
    states = dict(ProcrastinateJob.objects.values_list("task_name", "status"))
    assert states["fashu.kernel.jobs.tasks.let_lapse"] == "succeeded"
    assert set(states.values()) == {"succeeded"}
