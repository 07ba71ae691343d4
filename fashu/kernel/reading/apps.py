"""The Django app of 查阅记录."""

from django.apps import AppConfig


class ReadingConfig(AppConfig):
    """查阅记录."""

    name = "fashu.kernel.reading"
    label = "reading"
    verbose_name = "查阅记录"
