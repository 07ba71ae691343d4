"""Names stand with an avoidance, and whoever takes part learns who works on his case.

Nothing has been released before this, so there are no avoidances to fill in.
"""

from django.db import migrations, models

# Without the names a party could not use the right to have an officer replaced (公务员法第七十七条).
# Whoever takes part is told who handles the case and who acted in it in one of the given roles.
OFFICERS = """
    CREATE FUNCTION fashu_officers_of_case(given bigint, parts text[])
    RETURNS TABLE (account_id bigint, name varchar)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
    AS $$
        SELECT a.id, a.name FROM people_account a
        WHERE a.kind IN ('officer', 'auditor')
            AND given = ANY (ARRAY(SELECT fashu_own_cases()))
            AND a.id IN (
                SELECT handler_id FROM cases_case WHERE id = given
                UNION ALL
                SELECT e.account_id FROM cases_event e
                WHERE e.case_id = given
                    AND (e.kind = 'served' OR (e.kind = 'taken' AND e.by = ANY (parts))))
        ORDER BY a.id
    $$;
    CREATE POLICY owner_asks ON people_account FOR SELECT TO CURRENT_USER USING (true);
"""
NO_OFFICERS = """
    DROP POLICY owner_asks ON people_account;
    DROP FUNCTION fashu_officers_of_case(bigint, text[]);
"""


def name(title: str, *, blank: bool = False) -> models.CharField:
    return models.CharField(title, max_length=64, default="", blank=blank)


class Migration(migrations.Migration):
    dependencies = [("cases", "0010_spelling")]

    operations = [
        migrations.AddField("avoidance", "name", name("工作人员"), False),
        migrations.AddField("avoidance", "raised_name", name("提出人"), False),
        migrations.AddField("avoidance", "decided_name", name("决定人", blank=True), False),
        migrations.AddField(
            "avoidance",
            "answer",
            models.CharField("决定的理由", max_length=500, default="", blank=True),
            False,
        ),
        migrations.RunSQL(OFFICERS, NO_OFFICERS),
    ]
