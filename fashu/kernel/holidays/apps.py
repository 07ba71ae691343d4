"""The Django app of the days off."""

from django.apps import AppConfig


class HolidaysConfig(AppConfig):
    """Notices of days off, and the calendars that receipts name."""

    name = "fashu.kernel.holidays"
    label = "holidays"
