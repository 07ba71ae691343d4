"""Why a job failed. procrastinate keeps that it did, and nothing of the reason."""

from typing import ClassVar

from django.db import models


class Failure(models.Model):
    """One attempt of a job that failed: in words of ours, the kind of error, and where it arose.

    Never the error's own message: it may quote what it was working on.
    """

    job_id = models.BigIntegerField("作业", db_index=True)
    task = models.CharField("作业名", max_length=128)
    at = models.DateTimeField("时间")
    words = models.CharField("原因", max_length=200)
    error = models.CharField("错误类型", max_length=200, blank=True)
    place = models.CharField("位置", max_length=200, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["-id"]

    def __str__(self) -> str:
        return f"{self.task} {self.error}"
