"""Alerts and orders are for whoever's roles show him the whole of the case, not for its parties."""

from django.db import migrations

from fashu.kernel.access.rls import in_scope, judges

SEEN = f"EXISTS (SELECT FROM cases_case seen WHERE seen.id = case_id AND {judges()})"


def visible(table: str, condition: str) -> str:
    return f"""
        DROP POLICY visible ON {table};
        CREATE POLICY visible ON {table} USING ({condition}) WITH CHECK ({condition});
    """


def follow_the_case(table: str) -> migrations.RunSQL:
    return migrations.RunSQL(visible(table, SEEN), visible(table, in_scope("office_path")))


class Migration(migrations.Migration):
    dependencies = [
        ("supervision", "0003_office_path_follows"),
        ("cases", "0008_avoidance"),
    ]

    operations = [follow_the_case("supervision_alert"), follow_the_case("supervision_order")]
