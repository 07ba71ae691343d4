"""The Django app of the jobs."""

from django.apps import AppConfig
from procrastinate.contrib.django import app


class JobsConfig(AppConfig):
    """Has every failure of a job written down, once procrastinate's own app is ready."""

    name = "fashu.kernel.jobs"
    label = "jobs"

    def ready(self) -> None:
        from fashu.kernel.jobs import failures  # noqa: PLC0415 - needs loaded models

        app.worker_defaults.setdefault("task_middleware", []).append(failures.note)
