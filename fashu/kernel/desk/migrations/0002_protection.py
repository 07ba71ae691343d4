"""Work inside an office is for the office that handles the case and those above it, like remarks."""

from django.db import migrations

from fashu.kernel.access.rls import ACCOUNT, append_only, in_scope, protect


def inside(table: str):
    return protect(
        table,
        f"""EXISTS (SELECT FROM cases_case seen
            WHERE seen.id = {table}.case_id AND {in_scope("seen.office_path")})""",
    )


class Migration(migrations.Migration):
    dependencies = [("desk", "0001_initial"), ("cases", "0004_notes")]

    operations = [
        inside("desk_errand"),
        inside("desk_task"),
        inside("desk_copy"),
        inside("desk_handling"),
        inside("desk_urge"),
        protect(
            "desk_errandevent",
            "EXISTS (SELECT FROM desk_errand seen WHERE seen.id = desk_errandevent.errand_id)",
        ),
        protect("desk_delegation", f"account_id = {ACCOUNT} OR to_id = {ACCOUNT}"),
        append_only("desk_errandevent"),
        append_only("desk_handling"),
        append_only("desk_urge"),
    ]
