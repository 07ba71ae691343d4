"""The Django app of 凭证."""

from django.apps import AppConfig


class CredentialsConfig(AppConfig):
    """凭证."""

    name = "fashu.kernel.credentials"
    label = "credentials"
    verbose_name = "凭证"
