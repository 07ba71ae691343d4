"""The database keeps the tree a tree, the history a history, and a delegation's principal in sight.

A superior is named by its number and its path together. With the checks on the path, a circle is
impossible, and whoever moves a branch moves the whole of it or nothing.
"""

import django.db.models.functions.text
import django.db.models.lookups
from django.db import migrations, models

from fashu.kernel.access.rls import ACCOUNT, KIND, append_only, in_scope

SEEN = f"""account_id = {ACCOUNT}
    OR {KIND} IN ('system_admin', 'security_admin', 'audit_admin')
    OR EXISTS (
        SELECT FROM people_office office
        WHERE office.id = people_posting.office_id AND {in_scope("office.path")})"""
OWN_DELEGATION = "kind = 'delegation' AND on_behalf_of_id = ANY (ARRAY(SELECT fashu_held()))"

TREE = """
    ALTER TABLE people_office ADD CONSTRAINT office_id_and_path UNIQUE (id, path);
    ALTER TABLE people_office ADD CONSTRAINT office_superior
        FOREIGN KEY (parent_id, parent_path) REFERENCES people_office (id, path);
"""
NO_TREE = """
    ALTER TABLE people_office DROP CONSTRAINT office_superior;
    ALTER TABLE people_office DROP CONSTRAINT office_id_and_path;
"""

# Functions with the owner's rights: a policy that read its own table would run in a circle.
DELEGATION = f"""
    CREATE FUNCTION fashu_represented() RETURNS SETOF bigint
    LANGUAGE sql STABLE SECURITY DEFINER PARALLEL SAFE SET search_path = public, pg_temp
    AS $$
        SELECT on_behalf_of_id FROM people_posting
        WHERE account_id = {ACCOUNT} AND on_behalf_of_id IS NOT NULL
    $$;
    CREATE FUNCTION fashu_held() RETURNS SETOF bigint
    LANGUAGE sql STABLE SECURITY DEFINER PARALLEL SAFE SET search_path = public, pg_temp
    AS $$
        SELECT id FROM people_posting
        WHERE account_id = {ACCOUNT} AND on_behalf_of_id IS NULL
    $$;
    CREATE POLICY owner_asks ON people_posting FOR SELECT TO CURRENT_USER USING (true);
    DROP POLICY visible ON people_posting;
    CREATE POLICY visible ON people_posting FOR SELECT
        USING ({SEEN} OR id = ANY (ARRAY(SELECT fashu_represented())));
    CREATE POLICY delegated ON people_posting FOR INSERT WITH CHECK ({OWN_DELEGATION});
    CREATE POLICY ended ON people_posting FOR UPDATE USING ({OWN_DELEGATION});
"""  # noqa: S608 - made of constants
NO_DELEGATION = f"""
    DROP POLICY ended ON people_posting;
    DROP POLICY delegated ON people_posting;
    DROP POLICY visible ON people_posting;
    CREATE POLICY visible ON people_posting FOR SELECT USING ({SEEN});
    DROP POLICY owner_asks ON people_posting;
    DROP FUNCTION fashu_held();
    DROP FUNCTION fashu_represented();
"""

# What comes with a post is a right, and so the security administrator's to give.
DUTIES = """
    CREATE FUNCTION fashu_post_duties() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE
        acts text := COALESCE(current_setting('fashu.kind', true), '');
        former varchar[] := CASE WHEN TG_OP = 'UPDATE' THEN OLD.roles ELSE '{}' END;
    BEGIN
        IF acts NOT IN ('system', 'system_admin', 'security_admin') THEN
            RAISE insufficient_privilege USING MESSAGE = '岗位由系统管理员维护';
        END IF;
        IF acts = 'system_admin' AND NEW.roles <> former THEN
            RAISE insufficient_privilege USING MESSAGE = '角色由安全管理员授予';
        END IF;
        RETURN NEW;
    END $$;
    CREATE TRIGGER duties BEFORE INSERT OR UPDATE ON people_post
        FOR EACH ROW EXECUTE FUNCTION fashu_post_duties();
"""
NO_DUTIES = "DROP TRIGGER duties ON people_post; DROP FUNCTION fashu_post_duties();"


class Migration(migrations.Migration):
    dependencies = [("people", "0006_office_paths")]

    operations = [
        migrations.AddConstraint(
            model_name="office",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "path",
                        django.db.models.functions.text.Concat(
                            models.F("parent_path"), models.F("code"), models.Value("/")
                        ),
                    )
                ),
                name="office_path_follows",
            ),
        ),
        migrations.AddConstraint(
            model_name="office",
            constraint=models.CheckConstraint(
                condition=django.db.models.lookups.Exact(
                    django.db.models.functions.text.StrIndex(
                        django.db.models.functions.text.Concat(
                            models.Value("/"), models.F("parent_path")
                        ),
                        django.db.models.functions.text.Concat(
                            models.Value("/"), models.F("code"), models.Value("/")
                        ),
                    ),
                    0,
                ),
                name="office_in_no_circle",
                violation_error_message="机构不能隶属于自己或者自己的下级。",
            ),
        ),
        migrations.AddConstraint(
            model_name="office",
            constraint=models.CheckConstraint(
                condition=models.Q(("parent__isnull", False), ("parent_path", ""), _connector="OR"),
                name="office_root_has_no_path",
            ),
        ),
        migrations.AddConstraint(
            model_name="office",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("since", None),
                    ("until", None),
                    ("until__gte", models.F("since")),
                    _connector="OR",
                ),
                name="office_closes_after_opening",
            ),
        ),
        migrations.AddConstraint(
            model_name="office",
            constraint=models.CheckConstraint(
                condition=models.Q(("successor", None), ("until__isnull", False), _connector="OR"),
                name="office_successor_of_closed",
            ),
        ),
        migrations.AddConstraint(
            model_name="office",
            constraint=models.UniqueConstraint(
                condition=models.Q(("credit_code", ""), _negated=True),
                fields=("credit_code",),
                name="office_credit_code_once",
            ),
        ),
        migrations.RunSQL(TREE, NO_TREE),
        migrations.RunSQL(DELEGATION, NO_DELEGATION),
        migrations.RunSQL(DUTIES, NO_DUTIES),
        append_only("people_officechange"),
    ]
