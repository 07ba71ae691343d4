"""Which roles want something of the person, and administrators whom no single one can take over."""

from django.db import migrations, models

OF_THE_OFFICE = """
    SELECT set_config('fashu.kind', 'system', true);
    UPDATE access_role SET is_personal = false
        WHERE key IN ('office_head', 'authority', 'superior', 'respondent');
    SELECT set_config('fashu.kind', '', true);
"""

# Whoever keeps accounts could else give another administrator a password, and be him.
DUTIES = """
    CREATE FUNCTION fashu_account_apart() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE
        acts text := COALESCE(current_setting('fashu.kind', true), '');
        oneself boolean := NEW.id::text = current_setting('fashu.account', true);
    BEGIN
        IF acts = 'system_admin' AND NOT oneself
            AND OLD.kind IN ('system_admin', 'security_admin', 'audit_admin')
            AND (NEW.username, NEW.name, NEW.phone, NEW.password, NEW.is_active)
                <> (OLD.username, OLD.name, OLD.phone, OLD.password, OLD.is_active)
        THEN
            RAISE insufficient_privilege USING MESSAGE = '管理员的账号不由另一名管理员一人处置';
        END IF;
        IF acts = 'security_admin' AND NOT oneself
            AND (NEW.phone, NEW.is_active) <> (OLD.phone, OLD.is_active)
        THEN
            RAISE insufficient_privilege USING MESSAGE = '账号由系统管理员维护';
        END IF;
        RETURN NEW;
    END $$;
    CREATE TRIGGER apart BEFORE UPDATE ON people_account
        FOR EACH ROW EXECUTE FUNCTION fashu_account_apart();
"""
NO_DUTIES = """
    DROP TRIGGER apart ON people_account;
    DROP FUNCTION fashu_account_apart();
"""


class Migration(migrations.Migration):
    dependencies = [("access", "0002_protection"), ("people", "0008_uploads")]

    operations = [
        migrations.AddField("role", "is_personal", models.BooleanField("限本人", default=True)),
        migrations.RunSQL(OF_THE_OFFICE, migrations.RunSQL.noop),
        migrations.RunSQL(DUTIES, NO_DUTIES),
    ]
