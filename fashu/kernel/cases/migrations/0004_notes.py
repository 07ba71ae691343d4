"""A remark is for the handling office and those above it, not for whoever takes part."""

from django.db import migrations

from fashu.kernel.access.rls import in_scope

SEEN = "EXISTS (SELECT FROM cases_case seen WHERE seen.id = cases_note.case_id{})"
INSIDE = SEEN.format(f" AND {in_scope('seen.office_path')}")


def visible(condition: str) -> str:
    return f"""
        DROP POLICY visible ON cases_note;
        CREATE POLICY visible ON cases_note USING ({condition}) WITH CHECK ({condition});
    """


class Migration(migrations.Migration):
    dependencies = [("cases", "0003_definition")]

    operations = [migrations.RunSQL(visible(INSIDE), visible(SEEN.format("")))]
