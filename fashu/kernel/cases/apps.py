"""The Django app of cases."""

from django.apps import AppConfig

from fashu.kernel.record import audit, verify


class CasesConfig(AppConfig):
    """Tells the record how a case is executed again, once the models can be loaded."""

    name = "fashu.kernel.cases"
    label = "cases"

    def ready(self) -> None:
        from fashu.kernel.cases.evidence import reexecute, replayed_rows  # noqa: PLC0415 - needs loaded models

        verify.register(reexecute)
        audit.register(replayed_rows)
