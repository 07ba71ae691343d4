"""The Django app of 公共大厅."""

from django.apps import AppConfig


class HallConfig(AppConfig):
    """公共大厅."""

    name = "fashu.kernel.hall"
    label = "hall"
    verbose_name = "公共大厅"
