"""The Django app of 监督."""

from django.apps import AppConfig


class SupervisionConfig(AppConfig):
    """监督."""

    name = "fashu.kernel.supervision"
    label = "supervision"
    verbose_name = "监督"
