"""Supervision belongs to the handling office and those above it, never to the parties of a case."""

from django.db import migrations

from fashu.kernel.access.rls import append_only, protect_by_case, protect_by_office


class Migration(migrations.Migration):
    dependencies = [("supervision", "0001_initial"), ("cases", "0006_counted")]

    operations = [
        protect_by_office("supervision_report"),
        append_only("supervision_report"),
        protect_by_office("supervision_alert"),
        protect_by_office("supervision_order"),
        protect_by_case("supervision_orderentry", "order_id", "supervision_order"),
        append_only("supervision_orderentry"),
        protect_by_office("supervision_drawsecret"),
    ]
