"""The statute library as a Django app."""

from django.apps import AppConfig


class LibraryConfig(AppConfig):
    """App label `library`."""

    name = "fashu.kernel.library"
    label = "library"
    verbose_name = "法规库"
