"""Who grants, who is granted to, and a log that nobody rewrites."""

from django.db import migrations

from fashu.kernel.access.rls import ACCOUNT, ADMINISTERS, KIND, append_only

GRANTS = f"{KIND} IN ('system', 'security_admin')"
"""Rights are the security administrator's alone."""

ROLES = """
    INSERT INTO access_role (key, title, plays, note) VALUES
        ('office', '承办人', '{office}', '在承办机关办理案件'),
        ('office_head', '承办机构负责人', '{office_head}', '批准由承办机构负责人批准的事项'),
        ('authority', '机关负责人', '{authority}', '以机关名义作出决定，决定回避'),
        ('superior', '上级机关人员', '{superior}', '监督下级机关，提级办理'),
        ('respondent', '被申请人代表', '{respondent}', '代表本机关答复、提交证据'),
        ('auditor', '督察', '{auditor}', '只读查看案件');
"""


def guarded(table: str, seen: str, written: str) -> str:
    """Row-level security with one condition for reading and another for writing."""
    return f"""
        ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
        ALTER TABLE {table} FORCE ROW LEVEL SECURITY;
        CREATE POLICY visible ON {table} FOR SELECT USING ({seen});
        CREATE POLICY written ON {table} USING ({written}) WITH CHECK ({written});
    """


def unguarded(table: str) -> str:
    return f"""
        DROP POLICY written ON {table};
        DROP POLICY visible ON {table};
        ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY;
        ALTER TABLE {table} DISABLE ROW LEVEL SECURITY;
    """


# Which roles there are and how far they reach, whoever has signed in may know of.
KNOWN = f"{ACCOUNT} IS NOT NULL OR {KIND} = 'system'"
MINE = f"account_id = {ACCOUNT} OR {ADMINISTERS} OR {KIND} = 'system'"
RULES = {
    "access_role": (KNOWN, GRANTS),
    "access_rolescope": (KNOWN, GRANTS),
    "access_rolescope_offices": (KNOWN, GRANTS),
    "access_grant": (MINE, GRANTS),
    "access_appointment": (f"{ADMINISTERS} OR {KIND} = 'system'", GRANTS),
}

LOG = f"""
    ALTER TABLE access_logentry ENABLE ROW LEVEL SECURITY;
    ALTER TABLE access_logentry FORCE ROW LEVEL SECURITY;
    CREATE POLICY visible ON access_logentry FOR SELECT
        USING (account_id = {ACCOUNT} OR {KIND} IN ('system', 'audit_admin'));
    CREATE POLICY added ON access_logentry FOR INSERT
        WITH CHECK (account_id = {ACCOUNT} OR ({KIND} = 'system' AND account_id IS NULL));
    CREATE POLICY owner_asks ON access_logentry FOR SELECT TO CURRENT_USER USING (true);

    CREATE FUNCTION fashu_log_hash(entry access_logentry) RETURNS bytea
    LANGUAGE sql IMMUTABLE SET search_path = public, pg_temp AS $$
        SELECT sha256(entry.prev || convert_to(jsonb_build_array(
            entry.seq, to_char(entry.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'),
            entry.account_id, entry.kind, entry.name, entry.action, entry.subject,
            entry.before, entry.after)::text, 'UTF8'))
    $$;
    CREATE FUNCTION fashu_chain_log() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    DECLARE
        last access_logentry;
    BEGIN
        PERFORM pg_advisory_xact_lock(hashtext('fashu.access_log'));
        SELECT * INTO last FROM access_logentry ORDER BY seq DESC LIMIT 1;
        NEW.seq := COALESCE(last.seq, 0) + 1;
        NEW.prev := COALESCE(last.hash, '');
        NEW.hash := fashu_log_hash(NEW);
        RETURN NEW;
    END $$;
    CREATE TRIGGER chain BEFORE INSERT ON access_logentry
        FOR EACH ROW EXECUTE FUNCTION fashu_chain_log();
"""  # noqa: S608 - constants of a migration
NO_LOG = """
    DROP TRIGGER chain ON access_logentry;
    DROP FUNCTION fashu_chain_log();
    DROP FUNCTION fashu_log_hash(access_logentry);
    DROP POLICY owner_asks ON access_logentry;
    DROP POLICY added ON access_logentry;
    DROP POLICY visible ON access_logentry;
    ALTER TABLE access_logentry NO FORCE ROW LEVEL SECURITY;
    ALTER TABLE access_logentry DISABLE ROW LEVEL SECURITY;
"""

# An administrator holds no role, and whoever holds one becomes no administrator.
APART = """
    CREATE FUNCTION fashu_grant_duties() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF NOT EXISTS (SELECT FROM people_account a
            WHERE a.id = NEW.account_id AND a.kind IN ('officer', 'auditor'))
        THEN
            RAISE check_violation USING MESSAGE = '角色只能授予工作人员和督察人员';
        END IF;
        IF TG_OP = 'UPDATE' AND (NEW.account_id, NEW.office_id, NEW.role_id, NEW.since)
            <> (OLD.account_id, OLD.office_id, OLD.role_id, OLD.since)
        THEN
            RAISE insufficient_privilege USING MESSAGE = '授权只能收回，不能改成另一项';
        END IF;
        RETURN NEW;
    END $$;
    CREATE TRIGGER duties BEFORE INSERT OR UPDATE ON access_grant
        FOR EACH ROW EXECUTE FUNCTION fashu_grant_duties();

    CREATE FUNCTION fashu_appointment_duties() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE
        acts text := COALESCE(current_setting('fashu.account', true), '');
    BEGIN
        IF TG_OP = 'INSERT' AND (NEW.asked_by_id::text <> acts OR NEW.is_approved IS NOT NULL) THEN
            RAISE insufficient_privilege USING MESSAGE = '申请人应当是本人，复核由另一名安全管理员办理';
        END IF;
        IF TG_OP = 'UPDATE' AND (NEW.decided_by_id::text IS DISTINCT FROM acts
            OR OLD.is_approved IS NOT NULL
            OR (NEW.account_id, NEW.duty, NEW.asked_by_id)
                <> (OLD.account_id, OLD.duty, OLD.asked_by_id))
        THEN
            RAISE insufficient_privilege USING MESSAGE = '复核由另一名安全管理员办理，只能办理一次';
        END IF;
        RETURN NEW;
    END $$;
    CREATE TRIGGER duties BEFORE INSERT OR UPDATE ON access_appointment
        FOR EACH ROW EXECUTE FUNCTION fashu_appointment_duties();

    CREATE OR REPLACE FUNCTION fashu_account_duties() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE
        acts text := COALESCE(current_setting('fashu.kind', true), '');
        oneself boolean := NEW.id::text = current_setting('fashu.account', true);
    BEGIN
        IF acts = 'system' THEN RETURN NEW; END IF;
        IF TG_OP = 'UPDATE' AND NEW.kind <> OLD.kind THEN
            IF acts <> 'security_admin' OR oneself OR NEW.kind IS DISTINCT FROM (
                SELECT duty FROM access_appointment
                WHERE account_id = NEW.id AND is_approved ORDER BY id DESC LIMIT 1)
            THEN
                RAISE insufficient_privilege USING MESSAGE = '账号的类型不能更改';
            END IF;
            IF EXISTS (SELECT FROM people_posting p WHERE p.account_id = NEW.id
                    AND p.roles <> '{}' AND COALESCE(p.until, 'infinity') >= now()::date)
                OR EXISTS (SELECT FROM access_grant g WHERE g.account_id = NEW.id
                    AND g.withdrawn_at IS NULL AND COALESCE(g.until, 'infinity') >= now()::date)
            THEN
                RAISE check_violation USING MESSAGE = '该账号还有办案角色，收回以后才能任命为管理员';
            END IF;
        END IF;
        IF TG_OP = 'UPDATE' AND acts = 'security_admin' AND NOT oneself
            AND (NEW.username, NEW.name, NEW.password) <> (OLD.username, OLD.name, OLD.password)
        THEN
            RAISE insufficient_privilege USING MESSAGE = '账号由系统管理员维护';
        END IF;
        RETURN NEW;
    END $$;
"""
TOGETHER = """
    DROP TRIGGER duties ON access_appointment;
    DROP FUNCTION fashu_appointment_duties();
    DROP TRIGGER duties ON access_grant;
    DROP FUNCTION fashu_grant_duties();
"""


class Migration(migrations.Migration):
    dependencies = [("access", "0001_initial"), ("people", "0004_administrators")]

    operations = [
        migrations.RunSQL(ROLES, "DELETE FROM access_role"),
        *(
            migrations.RunSQL(guarded(table, *rules), unguarded(table))
            for table, rules in RULES.items()
        ),
        migrations.RunSQL(LOG, NO_LOG),
        append_only("access_logentry"),
        migrations.RunSQL(APART, TOGETHER),
    ]
