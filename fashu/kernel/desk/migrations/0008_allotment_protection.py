"""Rules are for their office, those above it and whoever keeps the register; why a case was given
is for those who work on it; who is away is known in his office."""

from django.db import migrations

from fashu.kernel.access.rls import ACCOUNT, KIND, OFFICE, append_only, in_scope, protect

FOLLOW = """
    ALTER TABLE {table} ADD CONSTRAINT {table}_office_path
        FOREIGN KEY (office_path) REFERENCES people_office (path) ON UPDATE CASCADE;
"""
FORGET = "ALTER TABLE {table} DROP CONSTRAINT {table}_office_path;"
TABLES = ("desk_absence", "desk_allotmentrule", "desk_allotmentswitch")

KEPT = f"{in_scope('office_path')} OR {KIND} IN ('system', 'system_admin')"
AWAY = f"account_id = {ACCOUNT} OR office_path = {OFFICE} OR {KIND} = 'system'"
WHY = f"""EXISTS (SELECT FROM cases_case seen
    WHERE seen.id = desk_allotment.case_id AND {in_scope("seen.office_path")})"""

# That somebody has passed his work on for a while is asked by the rules; to whom and why is not.
DELEGATING = """
    CREATE POLICY owner_asks ON desk_delegation FOR SELECT TO CURRENT_USER USING (true);
    CREATE FUNCTION fashu_delegating(people bigint[], day date)
    RETURNS TABLE (account_id bigint, until date)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
    AS $$
        SELECT d.account_id, max(d.until) FROM desk_delegation d
        WHERE d.account_id = ANY (people) AND d.ended_at IS NULL AND day BETWEEN d.since AND d.until
        GROUP BY d.account_id
    $$;
"""
NO_DELEGATING = """
    DROP FUNCTION fashu_delegating(bigint[], date);
    DROP POLICY owner_asks ON desk_delegation;
"""


class Migration(migrations.Migration):
    dependencies = [("desk", "0007_allotment"), ("people", "0007_office_tree")]

    operations = [
        *(
            migrations.RunSQL(FOLLOW.format(table=table), FORGET.format(table=table))
            for table in TABLES
        ),
        protect("desk_absence", AWAY),
        protect("desk_allotmentrule", KEPT),
        protect("desk_allotmentswitch", KEPT),
        protect("desk_allotment", WHY),
        append_only("desk_allotment"),
        migrations.RunSQL(DELEGATING, NO_DELEGATING),
    ]
