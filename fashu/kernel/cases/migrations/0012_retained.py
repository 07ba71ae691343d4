"""A case may be kept on after its time, and what was begun about a destroyed one goes with it."""

from django.db import migrations, models

from fashu.kernel.access.rls import KIND

SYSTEM = f"{KIND} = 'system'"
# A draft is its author's alone. The system sees those about a case that is destroyed, and which
# files any draft names: bytes go only when nobody names them.
FORGOTTEN = f"""
    CREATE POLICY forgotten ON cases_draft USING ({SYSTEM} AND EXISTS (
        SELECT FROM cases_case seen
        WHERE seen.id = cases_draft.case_id AND seen.destroyed_at IS NOT NULL));
    CREATE POLICY named ON cases_draftfile FOR SELECT USING ({SYSTEM});
    CREATE POLICY forgotten ON cases_draftfile FOR DELETE USING ({SYSTEM} AND EXISTS (
        SELECT FROM cases_draft seen WHERE seen.id = cases_draftfile.draft_id));
"""  # noqa: S608 - made of constants
REMEMBERED = """
    DROP POLICY forgotten ON cases_draftfile;
    DROP POLICY named ON cases_draftfile;
    DROP POLICY forgotten ON cases_draft;
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0011_avoidance_names")]

    operations = [
        migrations.AddField(
            "case",
            "retained_until",
            models.DateField("重新划定的保管期限", null=True, blank=True),
        ),
        migrations.RunSQL(FORGOTTEN, REMEMBERED),
    ]
