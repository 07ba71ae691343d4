"""The Django app of 交换."""

from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    """交换."""

    name = "fashu.kernel.exchange"
    label = "exchange"
    verbose_name = "交换"
