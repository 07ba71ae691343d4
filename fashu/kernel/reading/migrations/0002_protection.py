"""Who sees whose reading: the reader his own, whom it concerns, the head of his office, audit."""

from django.db import migrations

from fashu.kernel.access.rls import ACCOUNT, KIND, OFFICE, append_only, in_scope

HEADS = "ARRAY['authority', 'office_head', 'head']::varchar[]"
"""The posts whose holders answer for how their office reads."""

IS_HEAD = f"""(SELECT EXISTS (
    SELECT FROM people_posting post JOIN people_office place ON place.id = post.office_id
    WHERE post.account_id = {ACCOUNT} AND place.path = {OFFICE} AND post.roles && {HEADS}
    AND (post.until IS NULL OR post.until >= CURRENT_DATE)))"""  # noqa: S608 - constants of this migration

SEEN = f"""account_id = {ACCOUNT} OR {KIND} IN ('auditor', 'system')
    OR cases && (SELECT fashu_cases_about_me())
    OR ({in_scope("office_path")} AND {IS_HEAD})"""


class Migration(migrations.Migration):
    dependencies = [("reading", "0001_initial"), ("cases", "0002_protection")]

    operations = [
        migrations.RunSQL(
            f"""
            CREATE FUNCTION fashu_cases_about_me() RETURNS bigint[]
            LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
            AS $$
                SELECT coalesce(array_agg(case_id), '{{}}') FROM cases_participant
                WHERE account_id = {ACCOUNT}
            $$;
            ALTER TABLE reading_entry ENABLE ROW LEVEL SECURITY;
            ALTER TABLE reading_entry FORCE ROW LEVEL SECURITY;
            CREATE POLICY visible ON reading_entry FOR SELECT USING ({SEEN});
            CREATE POLICY noted ON reading_entry FOR INSERT WITH CHECK (account_id = {ACCOUNT});
            """,  # noqa: S608 - constants of this migration
            """
            DROP POLICY noted ON reading_entry;
            DROP POLICY visible ON reading_entry;
            ALTER TABLE reading_entry NO FORCE ROW LEVEL SECURITY;
            ALTER TABLE reading_entry DISABLE ROW LEVEL SECURITY;
            DROP FUNCTION fashu_cases_about_me();
            """,
        ),
        append_only("reading_entry"),
    ]
