"""An organisation is for those who see a case in which it takes part, and for the office that
entered it and those above, as places and matters are. That it is entered says that somebody has to
do with it, which is nobody else's business; whoever has its whole code finds it."""

from django.db import migrations
from django.db.migrations import RunSQL

from fashu.kernel.access.rls import ACCOUNT, KIND, OFFICE, in_scope, protect

SYSTEM = f"{KIND} = 'system'"
ENTERED = f"account_id = {ACCOUNT} OR office_path = {OFFICE} OR {SYSTEM}"
BEFORE = f"{KIND} IN ('officer', 'auditor', 'system') OR account_id = {ACCOUNT}"
NOW = f"""{ENTERED} OR {in_scope("office_path")}
    OR EXISTS (SELECT FROM registry_part part WHERE part.organisation_id = registry_organisation.id)
"""
POLICY = """
    DROP POLICY visible ON registry_organisation;
    CREATE POLICY visible ON registry_organisation USING ({0}) WITH CHECK ({0});
"""
FOLLOW = """
    ALTER TABLE registry_organisationmerge ADD CONSTRAINT registry_organisationmerge_office_path
        FOREIGN KEY (office_path) REFERENCES people_office (path) ON UPDATE CASCADE;
"""
FORGET = """
    ALTER TABLE registry_organisationmerge DROP CONSTRAINT registry_organisationmerge_office_path;
"""
ASK = """
    CREATE POLICY owner_asks ON registry_organisation FOR SELECT TO CURRENT_USER USING (true);
    CREATE FUNCTION fashu_organisation_of_code(given text) RETURNS bigint
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
    AS $$
        SELECT id FROM registry_organisation
        WHERE credit_code = given AND credit_code <> '' ORDER BY id LIMIT 1
    $$;
"""
UNASK = """
    DROP FUNCTION fashu_organisation_of_code(text);
    DROP POLICY owner_asks ON registry_organisation;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("registry", "0004_organisations"),
    ]

    operations = [
        RunSQL(FOLLOW, FORGET),
        protect("registry_organisationmerge", f"{ENTERED} OR {in_scope('office_path')}"),
        RunSQL(POLICY.format(NOW), POLICY.format(BEFORE)),
        RunSQL(ASK, UNASK),
    ]
