"""A volume is for the office that keeps it, those above it and whoever borrowed it; and the
eraser may remove what was said of a destroyed case in tables that nobody else may touch."""

from django.db import migrations
from django.db.migrations import RunSQL

from fashu.kernel.access.rls import ACCOUNT, OFFICE, admit, in_scope, protect

FOLLOW = """
    ALTER TABLE archives_{table} ADD CONSTRAINT archives_{table}_office_path
        FOREIGN KEY (office_path) REFERENCES people_office (path) ON UPDATE CASCADE;
"""
FORGET = "ALTER TABLE archives_{table} DROP CONSTRAINT archives_{table}_office_path;"


def kept(table: str) -> str:
    seen = f"EXISTS (SELECT FROM cases_case seen WHERE seen.id = {table}.case_id)"
    return f"({in_scope('office_path')} AND {seen})"


# Days end in Beijing, whatever the clock of the server.
BORROWED = f"""
    CREATE POLICY owner_asks ON archives_loan FOR SELECT TO CURRENT_USER USING (true);
    CREATE FUNCTION fashu_borrowed_cases() RETURNS SETOF bigint
    LANGUAGE sql STABLE SECURITY DEFINER PARALLEL SAFE SET search_path = public, pg_temp
    AS $$
        SELECT case_id FROM archives_loan
        WHERE account_id = {ACCOUNT} AND is_granted AND returned_at IS NULL
            AND until >= (now() AT TIME ZONE 'Asia/Shanghai')::date
    $$;
    CREATE POLICY lent ON archives_volume FOR SELECT
        USING (case_id = ANY (ARRAY(SELECT fashu_borrowed_cases())));
    CREATE POLICY own ON archives_loan FOR SELECT USING (account_id = {ACCOUNT});
"""  # noqa: S608 - made of constants
UNBORROWED = """
    DROP POLICY own ON archives_loan;
    DROP POLICY lent ON archives_volume;
    DROP FUNCTION fashu_borrowed_cases();
    DROP POLICY owner_asks ON archives_loan;
"""
OWN = f"""
    CREATE OR REPLACE FUNCTION fashu_own_cases() RETURNS SETOF bigint
    LANGUAGE sql STABLE SECURITY DEFINER PARALLEL SAFE SET search_path = public, pg_temp
    AS $$
        SELECT case_id FROM cases_participant WHERE account_id = {ACCOUNT}
        UNION ALL
        SELECT case_id FROM cases_participant WHERE office_path = {OFFICE}
        {{more}}
    $$;
"""  # noqa: S608 - made of constants

APPEND_ONLY = (
    "desk_allotment",
    "desk_errandevent",
    "desk_handling",
    "desk_urge",
    "supervision_orderentry",
)
STAYS = """
    CREATE OR REPLACE FUNCTION {table}_stays() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            {but}
            RAISE insufficient_privilege USING MESSAGE = '{table} is append-only';
        END
    $$;
"""
BUT = "IF TG_OP = 'DELETE' AND current_user = 'fashu_eraser' THEN RETURN NULL; END IF;"


class Migration(migrations.Migration):
    dependencies = [
        ("archives", "0001_initial"),
        ("cases", "0012_retained"),
        ("desk", "0008_allotment_protection"),
        ("supervision", "0005_names_stand_with_rows"),
    ]

    operations = [
        *(
            RunSQL(FOLLOW.format(table=table), FORGET.format(table=table))
            for table in ("volume", "loan")
        ),
        protect("archives_volume", kept("archives_volume")),
        protect("archives_loan", kept("archives_loan")),
        RunSQL(BORROWED, UNBORROWED),
        RunSQL(OWN.format(more="UNION ALL SELECT fashu_borrowed_cases()"), OWN.format(more="")),
        *(
            RunSQL(STAYS.format(table=t, but=BUT), STAYS.format(table=t, but=""))
            for t in APPEND_ONLY
        ),
        *(
            admit(t, "fashu_eraser", command)
            for t in APPEND_ONLY
            for command in ("SELECT", "DELETE")
        ),
    ]
