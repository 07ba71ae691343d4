"""Who sees which case, and what nobody may change."""

from django.db import migrations

from fashu.kernel.access.rls import (
    admit,
    append_only,
    protect_by_account,
    protect_by_case,
    protect_cases,
)


class Migration(migrations.Migration):
    dependencies = [("cases", "0001_initial")]

    operations = [
        protect_cases("cases_case", "cases_participant"),
        protect_by_case("cases_event"),
        protect_by_case("cases_payload"),
        protect_by_case("cases_runningterm"),
        protect_by_case("cases_issuedpaper"),
        protect_by_case("cases_attachment"),
        protect_by_case("cases_note"),
        protect_by_account("cases_draft"),
        protect_by_account("cases_draftfile"),
        protect_by_account("cases_request"),
        append_only("cases_event"),
        # The record reads envelopes; erasure by law removes payloads and nothing else.
        admit("cases_event", "fashu_record", "SELECT"),
        admit("cases_payload", "fashu_record", "SELECT"),
        admit("cases_payload", "fashu_eraser", "SELECT"),
        admit("cases_payload", "fashu_eraser", "DELETE"),
        # Whoever holds a query code learns the number of its row, and nothing without it.
        migrations.RunSQL(
            """
            CREATE FUNCTION fashu_case_of_code(given text) RETURNS bigint
            LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
            AS $$ SELECT id FROM cases_case WHERE code = given $$;
            CREATE POLICY owner_asks ON cases_case FOR SELECT TO CURRENT_USER USING (true);
            """,
            """
            DROP POLICY owner_asks ON cases_case;
            DROP FUNCTION fashu_case_of_code(text);
            """,
        ),
        migrations.RunSQL(
            "REVOKE UPDATE, DELETE, TRUNCATE ON cases_payload FROM fashu_app;",
            "GRANT UPDATE, DELETE ON cases_payload TO fashu_app;",
        ),
    ]
