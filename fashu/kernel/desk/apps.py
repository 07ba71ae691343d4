"""The Django app of 办公桌."""

from django.apps import AppConfig


class DeskConfig(AppConfig):
    """办公桌."""

    name = "fashu.kernel.desk"
    label = "desk"
    verbose_name = "办公桌"
