"""The Django app of 档案."""

from django.apps import AppConfig


class ArchivesConfig(AppConfig):
    """档案."""

    name = "fashu.kernel.archives"
    label = "archives"
    verbose_name = "档案"
