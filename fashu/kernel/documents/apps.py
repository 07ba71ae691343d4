"""The Django app of 文书."""

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    """文书."""

    name = "fashu.kernel.documents"
    label = "documents"
    verbose_name = "文书"
