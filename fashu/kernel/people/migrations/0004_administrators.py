"""Three administrators, one keeping the other in check, and what each may do with accounts."""

from django.db import migrations, models

from fashu.kernel.access.rls import ACCOUNT, KIND, SIGNING_IN, in_scope

KINDS = [
    ("citizen", "公众"),
    ("officer", "工作人员"),
    ("auditor", "督察人员"),
    ("system_admin", "系统管理员"),
    ("security_admin", "安全管理员"),
    ("audit_admin", "审计管理员"),
    ("system", "系统"),
]
ADMINISTERS = f"{KIND} IN ('system_admin', 'security_admin', 'audit_admin')"
ONESELF = f"id = {ACCOUNT} OR username = {SIGNING_IN} OR {KIND} = 'system'"
COLLEAGUE = "EXISTS (SELECT FROM people_posting p WHERE p.account_id = people_account.id)"
SERVES_WITHIN_SCOPE = f"""EXISTS (
    SELECT FROM people_office office
    WHERE office.id = people_posting.office_id AND {in_scope("office.path")})"""

# Until now one policy served for reading and writing alike, so that whoever saw an account of
# his office could also change it. Officers see each other; administrators alone write.
POLICIES = f"""
    DROP POLICY visible ON people_account;
    CREATE POLICY visible ON people_account FOR SELECT
        USING ({ONESELF} OR {COLLEAGUE} OR ({ADMINISTERS} AND kind <> 'citizen'));
    CREATE POLICY itself ON people_account FOR UPDATE USING ({ONESELF});
    CREATE POLICY planted ON people_account FOR INSERT WITH CHECK ({KIND} = 'system');
    CREATE POLICY dropped ON people_account FOR DELETE USING ({KIND} = 'system');
    CREATE POLICY kept ON people_account FOR INSERT
        WITH CHECK ({KIND} = 'system_admin' AND kind IN ('officer', 'auditor'));
    CREATE POLICY administered ON people_account FOR UPDATE
        USING ({KIND} IN ('system_admin', 'security_admin') AND kind <> 'citizen');

    DROP POLICY visible ON people_posting;
    CREATE POLICY visible ON people_posting FOR SELECT
        USING (account_id = {ACCOUNT} OR {ADMINISTERS} OR {SERVES_WITHIN_SCOPE});
    CREATE POLICY kept ON people_posting
        USING ({KIND} IN ('system', 'system_admin', 'security_admin'));
"""
BEFORE = f"""
    DROP POLICY kept ON people_posting;
    DROP POLICY visible ON people_posting;
    CREATE POLICY visible ON people_posting
        USING (account_id = {ACCOUNT} OR {SERVES_WITHIN_SCOPE});
    DROP POLICY administered ON people_account;
    DROP POLICY kept ON people_account;
    DROP POLICY dropped ON people_account;
    DROP POLICY planted ON people_account;
    DROP POLICY itself ON people_account;
    DROP POLICY visible ON people_account;
    CREATE POLICY visible ON people_account USING ({ONESELF} OR {COLLEAGUE});
"""

# A policy sees rows, not what changes in them; these triggers do.
DUTIES = """
    CREATE FUNCTION fashu_account_duties() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE
        acts text := COALESCE(current_setting('fashu.kind', true), '');
        oneself boolean := NEW.id::text = current_setting('fashu.account', true);
    BEGIN
        IF acts = 'system' THEN RETURN NEW; END IF;
        IF TG_OP = 'UPDATE' AND NEW.kind <> OLD.kind THEN
            RAISE insufficient_privilege USING MESSAGE = '账号的类型不能更改';
        END IF;
        IF TG_OP = 'UPDATE' AND acts = 'security_admin' AND NOT oneself
            AND (NEW.username, NEW.name, NEW.password) <> (OLD.username, OLD.name, OLD.password)
        THEN
            RAISE insufficient_privilege USING MESSAGE = '账号由系统管理员维护';
        END IF;
        RETURN NEW;
    END $$;
    CREATE TRIGGER duties BEFORE INSERT OR UPDATE ON people_account
        FOR EACH ROW EXECUTE FUNCTION fashu_account_duties();

    CREATE FUNCTION fashu_posting_duties() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE
        acts text := COALESCE(current_setting('fashu.kind', true), '');
        former varchar[] := CASE WHEN TG_OP = 'UPDATE' THEN OLD.roles ELSE '{}' END;
    BEGIN
        IF acts = 'system_admin' AND NEW.roles <> former THEN
            RAISE insufficient_privilege USING MESSAGE = '角色由安全管理员授予';
        END IF;
        IF acts = 'security_admin' AND (TG_OP = 'INSERT' OR
            (NEW.account_id, NEW.office_id) <> (OLD.account_id, OLD.office_id))
        THEN
            RAISE insufficient_privilege USING MESSAGE = '任职由系统管理员维护';
        END IF;
        RETURN NEW;
    END $$;
    CREATE TRIGGER duties BEFORE INSERT OR UPDATE ON people_posting
        FOR EACH ROW EXECUTE FUNCTION fashu_posting_duties();
"""
NO_DUTIES = """
    DROP TRIGGER duties ON people_posting;
    DROP FUNCTION fashu_posting_duties();
    DROP TRIGGER duties ON people_account;
    DROP FUNCTION fashu_account_duties();
"""


class Migration(migrations.Migration):
    dependencies = [("people", "0003_handling_office")]

    operations = [
        migrations.AlterField(
            "account", "kind", models.CharField("类型", max_length=16, choices=KINDS)
        ),
        migrations.AddConstraint(
            "account",
            models.CheckConstraint(
                condition=models.Q(("kind__in", [key for key, _ in KINDS])),
                name="account_of_one_kind",
            ),
        ),
        migrations.RunSQL(POLICIES, BEFORE),
        migrations.RunSQL(DUTIES, NO_DUTIES),
    ]
