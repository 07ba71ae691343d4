"""Row-level security for migrations: who sees which row, written once.

Every table that holds cases, persons, papers, events or attachments gets one of these
operations in the migration that creates it:

    operations = [
        migrations.CreateModel("Case", ...),          # id bigint, office_path text COLLATE "C"
        migrations.CreateModel("Participant", ...),   # case_id, account_id NULL, office_path NULL
        protect_cases("cases_case", "cases_participant"),
        protect_by_case("cases_attachment"),          # any table with a case_id
        append_only("cases_event"),
    ]

A case is visible to an actor
- whose roles reach it (数据范围, `reach.py`; for most officers his office and those below), or
- who takes part in it: a participant row names his account, or the very office he acts for, or
- who is opening it in this transaction (`access.opening_case`),
and never to an administrator, nor to an officer who must avoid it (回避). See `reach_cases`.

`in_scope` is the place in the tree (whose posts, templates and lists an officer sees), `in_reach`
what of cases: whatever copies words of cases into a table of its own asks `in_reach`, or better
hangs on the case.

What hangs on a case is visible with it. Where nobody acts, nothing is visible: every setting
is then NULL or empty and every comparison fails. The same condition guards writing.

FORCE binds the owner too. A data migration therefore sees nothing unless it sets `fashu.kind` to
`system` and runs
`SELECT set_config('fashu.scope_from', '0', true), set_config('fashu.scope_to', '~', true)`, and the
same of `fashu.reach_from` and `fashu.reach_to` for cases.

Each setting is read in a sub-select, so that PostgreSQL asks for it once per query.
"""

from django.db.migrations import RunSQL

SCOPE_FROM = "(SELECT current_setting('fashu.scope_from', true))"
SCOPE_TO = "(SELECT current_setting('fashu.scope_to', true))"
ACCOUNT = "(SELECT NULLIF(current_setting('fashu.account', true), '')::bigint)"
OFFICE = "(SELECT NULLIF(current_setting('fashu.office', true), ''))"
OPENING = "(SELECT NULLIF(current_setting('fashu.opening', true), '')::bigint)"
SIGNING_IN = "(SELECT NULLIF(current_setting('fashu.signing_in', true), ''))"
KIND = "(SELECT current_setting('fashu.kind', true))"

WHO_MAY = """WHERE current_setting('fashu.kind', true)
    IN ('visitor', 'citizen', 'officer', 'auditor', 'system')"""
"""Whoever says who he is, and is no administrator. Where it fails, a setting reads as NULL.

It stands inside the sub-selects: as a condition of its own it would halve PostgreSQL's estimate of
how much is in sight, which then sorts everything where it need only read twenty rows.
"""
REACH_FROM = f"(SELECT current_setting('fashu.reach_from', true) {WHO_MAY})"
REACH_TO = f"(SELECT current_setting('fashu.reach_to', true) {WHO_MAY})"
REACH = "(SELECT NULLIF(current_setting('fashu.reach', true), '')::jsonb)"
IS_PLAIN = "(SELECT COALESCE(current_setting('fashu.reach', true), '') = '')"
OFFICES = f"(SELECT NULLIF(current_setting('fashu.offices', true), '')::jsonb {WHO_MAY})"
OWN = f"(SELECT NULLIF(current_setting('fashu.own', true), '')::jsonb {WHO_MAY})"
ADMINISTERS = f"{KIND} IN ('system_admin', 'security_admin', 'audit_admin')"

APP = "fashu_app"


def in_scope(path_column: str) -> str:
    """The condition that an office path lies within the actor's scope."""
    return f"({path_column} >= {SCOPE_FROM} AND {path_column} < {SCOPE_TO})"


def in_reach(path_column: str, business_column: str) -> str:
    """The condition that a case lies within what the actor's roles let him see (数据范围).

    The range is the cheap outer bound, and for the plain scope all there is. What differs from
    business to business is looked up only where `fashu.reach` says that something does. Single
    offices (自定, 本部门) are an index search each.
    """
    ranged = f"COALESCE({REACH} -> {business_column}, {REACH} -> '*')"
    single = f"COALESCE({OFFICES} -> {business_column}, {OFFICES} -> '*')"
    listed = f"""SELECT jsonb_array_elements_text(each.value)
        FROM jsonb_each({OFFICES}) AS each"""  # noqa: S608 - constants of a migration
    return f"""(
        ({path_column} >= {REACH_FROM} AND {path_column} < {REACH_TO} AND (
            {IS_PLAIN} OR
            ({path_column} >= ({ranged} ->> 0) AND {path_column} < ({ranged} ->> 1))))
        OR ({path_column} = ANY (ARRAY({listed})) AND {single} ? {path_column}))"""


def protect(table: str, condition: str) -> RunSQL:
    """Rows of `table` are visible and writable where the SQL `condition` holds."""
    return RunSQL(
        f"""
        ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
        ALTER TABLE {table} FORCE ROW LEVEL SECURITY;
        CREATE POLICY visible ON {table} USING ({condition}) WITH CHECK ({condition});
        """,
        f"""
        DROP POLICY visible ON {table};
        ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY;
        ALTER TABLE {table} DISABLE ROW LEVEL SECURITY;
        """,
    )


def protect_by_office(table: str, path_column: str = "office_path") -> RunSQL:
    """Rows belong to an office: visible within the actor's scope."""
    return protect(table, in_scope(path_column))


def protect_by_account(table: str, account_column: str = "account_id") -> RunSQL:
    """Rows belong to one account (drafts, say): visible to that account only."""
    return protect(table, f"{account_column} = {ACCOUNT}")


def protect_by_case(
    table: str, case_column: str = "case_id", case_table: str = "cases_case"
) -> RunSQL:
    """Rows hang on a case: visible exactly where the case is.

    The sub-query is itself under the row-level security of `case_table`.
    """
    return protect(
        table, f"EXISTS (SELECT FROM {case_table} seen WHERE seen.id = {table}.{case_column})"
    )


def protect_cases(case_table: str, participant_table: str) -> RunSQL:
    """The cases themselves and those who take part in them; see the module's docstring.

    The participants are asked through a function with the owner's rights: a policy of either
    table that read the other directly would run in a circle.
    """
    cases = protect(
        case_table,
        f"{in_scope('office_path')} OR id = ANY (ARRAY(SELECT fashu_own_cases()))"
        f" OR id = {OPENING}",
    )
    participants = protect_by_case(participant_table, case_table=case_table)
    return RunSQL(
        f"""
        CREATE FUNCTION fashu_own_cases() RETURNS SETOF bigint
        LANGUAGE sql STABLE SECURITY DEFINER PARALLEL SAFE SET search_path = public, pg_temp
        AS $$
            SELECT case_id FROM {participant_table} WHERE account_id = {ACCOUNT}
            UNION ALL
            SELECT case_id FROM {participant_table} WHERE office_path = {OFFICE}
        $$;
        {cases.sql}
        {participants.sql}
        CREATE POLICY owner_asks ON {participant_table} FOR SELECT TO CURRENT_USER USING (true);
        """,  # noqa: S608 - table names are constants of a migration
        f"""
        DROP POLICY owner_asks ON {participant_table};
        {participants.reverse_sql}
        {cases.reverse_sql}
        DROP FUNCTION fashu_own_cases();
        """,
    )


def judges(case: str = "seen.") -> str:
    """The condition that the actor's roles show him the whole of a case, as he handles or oversees.

    Whoever merely takes part sees the case as well, but not what is for the office alone.
    """
    within = in_reach(f"{case}office_path", f"{case}procedure")
    return f"({within} OR {case}id = ANY (ARRAY(SELECT fashu_handled_cases())))"


def reach_cases(case_table: str, event_table: str, kept_out: str) -> RunSQL:
    """What `protect_cases` began, with data scopes and avoidance (回避).

    A case is visible within the actor's reach, to those who take part in it, to an officer of
    scope 仅本人 who handles it or took a step in it, and to whoever is opening it; never to an
    administrator, nor to an officer kept away from it in `kept_out`.
    """
    own = f"COALESCE({OWN} -> c.procedure, {OWN} -> '*')"
    within = (
        f"{OWN} IS NOT NULL AND c.office_path >= ({own} ->> 0) AND c.office_path < ({own} ->> 1)"
    )
    handled = f"""
        SELECT c.id FROM {case_table} c WHERE c.handler_id = {ACCOUNT} AND {within}
        UNION ALL
        SELECT c.id FROM {event_table} e JOIN {case_table} c ON c.id = e.case_id
        WHERE e.account_id = {ACCOUNT} AND {within}"""  # noqa: S608
    function = """CREATE FUNCTION {}() RETURNS SETOF bigint
        LANGUAGE sql STABLE SECURITY DEFINER PARALLEL SAFE SET search_path = public, pg_temp
        AS $$ {} $$;"""
    taking_part = f"id = ANY (ARRAY(SELECT fashu_own_cases())) OR id = {OPENING}"
    outside = f"""id = ANY (ARRAY(SELECT fashu_own_cases() {WHO_MAY}))
        OR id = (SELECT NULLIF(current_setting('fashu.opening', true), '')::bigint {WHO_MAY})"""
    condition = f"""NOT id = ANY (ARRAY(SELECT fashu_avoided_cases()))
        AND ({judges("")} OR {outside})"""
    before = f"{in_scope('office_path')} OR {taking_part}"
    policy = f"""DROP POLICY visible ON {case_table};
        CREATE POLICY visible ON {case_table} USING ({{0}}) WITH CHECK ({{0}});"""
    avoided = f"SELECT case_id FROM {kept_out} WHERE account_id = {ACCOUNT} AND shuts_out"  # noqa: S608
    return RunSQL(
        f"""
        {function.format("fashu_avoided_cases", avoided)}
        {function.format("fashu_handled_cases", handled)}
        {policy.format(condition)}
        CREATE POLICY owner_asks ON {event_table} FOR SELECT TO CURRENT_USER USING (true);
        CREATE POLICY owner_asks ON {kept_out} FOR SELECT TO CURRENT_USER USING (true);
        """,
        f"""
        DROP POLICY owner_asks ON {kept_out};
        DROP POLICY owner_asks ON {event_table};
        {policy.format(before)}
        DROP FUNCTION fashu_handled_cases();
        DROP FUNCTION fashu_avoided_cases();
        """,
    )


def admit(table: str, role: str, command: str, condition: str = "true") -> RunSQL:
    """Let another role of the platform (fashu_record, fashu_eraser) do one thing with a table.

    `command` is SELECT, INSERT, UPDATE or DELETE; `condition` narrows the rows.
    """
    name = f"{role}_{command.lower()}"
    clause = "WITH CHECK" if command == "INSERT" else "USING"
    return RunSQL(
        f"""
        GRANT {command} ON {table} TO {role};
        CREATE POLICY {name} ON {table} FOR {command} TO {role} {clause} ({condition});
        """,
        f"DROP POLICY {name} ON {table}; REVOKE {command} ON {table} FROM {role};",
    )


def append_only(table: str) -> RunSQL:
    """What was written stays: nobody updates, deletes or empties, not even the owner.

    The rights are withdrawn, and a trigger refuses whoever still has them.
    """
    return RunSQL(
        f"""
        REVOKE UPDATE, DELETE, TRUNCATE ON {table} FROM {APP}, CURRENT_USER;
        CREATE FUNCTION {table}_stays() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN RAISE insufficient_privilege USING MESSAGE = '{table} is append-only'; END
        $$;
        CREATE TRIGGER stays BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}
            FOR EACH STATEMENT EXECUTE FUNCTION {table}_stays();
        """,
        f"""
        DROP TRIGGER stays ON {table};
        DROP FUNCTION {table}_stays();
        GRANT UPDATE, DELETE ON {table} TO {APP};
        GRANT UPDATE, DELETE, TRUNCATE ON {table} TO CURRENT_USER;
        """,
    )
