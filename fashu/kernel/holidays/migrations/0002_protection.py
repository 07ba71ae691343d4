"""Days off are public; two administrators put them in force, and nobody rewrites them after."""

from django.db import migrations

from fashu.kernel.access.rls import ACCOUNT, KIND, append_only

# What the State Council announced, everybody may read, a visitor's calculator included.
NOTICE = f"""
    ALTER TABLE holidays_notice ENABLE ROW LEVEL SECURITY;
    ALTER TABLE holidays_notice FORCE ROW LEVEL SECURITY;
    CREATE POLICY visible ON holidays_notice FOR SELECT USING (true);
    CREATE POLICY entered ON holidays_notice FOR INSERT
        WITH CHECK ({KIND} = 'system_admin' AND entered_by_id = {ACCOUNT}
            AND is_confirmed IS NULL AND settled_at IS NULL);
    CREATE POLICY decided ON holidays_notice FOR UPDATE
        USING ({KIND} IN ('system_admin', 'security_admin') AND is_confirmed IS NULL)
        WITH CHECK ({KIND} IN ('system_admin', 'security_admin')
            AND decided_by_id = {ACCOUNT} AND entered_by_id <> {ACCOUNT});
    CREATE POLICY settled ON holidays_notice FOR UPDATE
        USING ({KIND} = 'system' AND is_confirmed)
        WITH CHECK ({KIND} = 'system' AND is_confirmed);
    REVOKE DELETE, TRUNCATE ON holidays_notice FROM fashu_app;

    CREATE FUNCTION fashu_holidays_duties() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF (NEW.year, NEW.number, NEW.issued_on, NEW.source_url, NEW.holidays,
                NEW.entered_by_id, NEW.entered_name, NEW.entered_at)
            IS DISTINCT FROM (OLD.year, OLD.number, OLD.issued_on, OLD.source_url, OLD.holidays,
                OLD.entered_by_id, OLD.entered_name, OLD.entered_at)
        THEN
            RAISE insufficient_privilege USING MESSAGE = '录入的放假安排不能修改，只能退回后重新录入';
        END IF;
        IF OLD.is_confirmed IS NOT NULL
            AND (NEW.is_confirmed, NEW.decided_by_id, NEW.decided_name, NEW.decided_at, NEW.remark)
            IS DISTINCT FROM
            (OLD.is_confirmed, OLD.decided_by_id, OLD.decided_name, OLD.decided_at, OLD.remark)
        THEN
            RAISE insufficient_privilege USING MESSAGE = '放假安排只能复核一次';
        END IF;
        RETURN NEW;
    END $$;
    CREATE TRIGGER duties BEFORE UPDATE ON holidays_notice
        FOR EACH ROW EXECUTE FUNCTION fashu_holidays_duties();
"""  # noqa: S608 - constants of a migration
UNPROTECTED = """
    DROP TRIGGER duties ON holidays_notice;
    DROP FUNCTION fashu_holidays_duties();
    GRANT DELETE ON holidays_notice TO fashu_app;
    DROP POLICY settled ON holidays_notice;
    DROP POLICY decided ON holidays_notice;
    DROP POLICY entered ON holidays_notice;
    DROP POLICY visible ON holidays_notice;
    ALTER TABLE holidays_notice NO FORCE ROW LEVEL SECURITY;
    ALTER TABLE holidays_notice DISABLE ROW LEVEL SECURITY;
"""


class Migration(migrations.Migration):
    dependencies = [("holidays", "0001_initial")]

    operations = [
        migrations.RunSQL(NOTICE, UNPROTECTED),
        append_only("holidays_keptcalendar"),
    ]
