"""The record as a Django app: three tables, written by the sequencer alone."""

from django.apps import AppConfig


class RecordConfig(AppConfig):
    """App label `record`."""

    name = "fashu.kernel.record"
    label = "record"
    verbose_name = "存证日志"
