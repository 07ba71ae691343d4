"""The Django app of 基础库：人、组织、地、事."""

from django.apps import AppConfig


class RegistryConfig(AppConfig):
    """基础库：人、组织、地、事."""

    name = "fashu.kernel.registry"
    label = "registry"
    verbose_name = "基础库：人、组织、地、事"
