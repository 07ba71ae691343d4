"""The part of the platform that says who may see and do what."""

from django.apps import AppConfig


class AccessConfig(AppConfig):
    """Roles, data scopes, grants, administrators and the log of what they changed."""

    name = "fashu.kernel.access"
    label = "access"
    verbose_name = "权限"
