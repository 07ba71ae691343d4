"""Keeping the tables of the jobs small, and calling by its name what a dead worker left behind."""

from datetime import timedelta

from django.db import connection

from fashu.kernel import clock
from fashu.kernel.access import SYSTEM, acting_as
from fashu.kernel.jobs.models import Failure
from fashu.kernel.jobs.overview import stalled

KEPT, FAILED = timedelta(days=7), timedelta(days=90)
"""For how long one can look at a job that succeeded, and at any other with its reason."""

SILENT = timedelta(hours=1)
"""A worker that was not heard for so long does not come back to its job."""


def sweep() -> int:
    """Delete what has been over for long enough; how many jobs."""
    with acting_as(SYSTEM), connection.cursor() as cursor:
        for job in stalled(SILENT):
            cursor.execute("SELECT procrastinate_finish_job_v1(%s, 'failed', false)", [job.pk])
            Failure.objects.create(
                job_id=job.pk,
                task=job.task_name,
                at=clock.now(),
                words="作业进程中途停止，没有办完",
            )
        cursor.execute(
            "DELETE FROM procrastinate_jobs job WHERE status NOT IN ('todo', 'doing') AND ("
            " SELECT max(at) FROM procrastinate_events WHERE job_id = job.id"
            ") < clock_timestamp() - make_interval("
            " days => CASE status WHEN 'succeeded' THEN %s ELSE %s END)",
            [KEPT.days, FAILED.days],
        )
        swept: int = cursor.rowcount
        Failure.objects.filter(at__lt=clock.now() - FAILED).delete()
    return swept
