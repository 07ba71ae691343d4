"""A person is for those who see a case in which he takes part, the office that entered him, and
himself; a number for whoever sees the person, and whoever typed it."""

from django.db import migrations
from django.db.migrations import RunSQL

from fashu.kernel.access.rls import ACCOUNT, KIND, OFFICE, in_scope, protect, protect_by_case

SYSTEM = f"{KIND} = 'system'"
ENTERED = f"account_id = {ACCOUNT} OR office_path = {OFFICE} OR {SYSTEM}"
STAFF = f"{KIND} IN ('officer', 'auditor', 'system')"


def through_part(table: str, column: str) -> str:
    return f"EXISTS (SELECT FROM registry_part part WHERE part.{column} = {table}.id)"


PERSON = (
    f"{ENTERED} OR own_account_id = {ACCOUNT} OR {through_part('registry_person', 'person_id')}"
)
DOCUMENT = f"""{ENTERED} OR {through_part("registry_identitydocument", "document_id")}
    OR EXISTS (SELECT FROM registry_person who WHERE who.id = registry_identitydocument.person_id)"""


FOLLOW = """
    ALTER TABLE registry_{table} ADD CONSTRAINT registry_{table}_office_path
        FOREIGN KEY (office_path) REFERENCES people_office (path) ON UPDATE CASCADE;
"""
FORGET = "ALTER TABLE registry_{table} DROP CONSTRAINT registry_{table}_office_path;"
TABLES = ("person", "organisation", "place", "matter", "identitydocument", "merge")


class Migration(migrations.Migration):
    dependencies = [
        ("registry", "0001_initial"),
        ("cases", "0002_protection"),
        ("people", "0007_office_tree"),
    ]

    operations = [
        *(RunSQL(FOLLOW.format(table=t), FORGET.format(table=t)) for t in TABLES),
        protect_by_case("registry_part"),
        protect("registry_person", PERSON),
        protect("registry_identitydocument", DOCUMENT),
        # Which companies exist is public; officers choose from them everywhere.
        protect("registry_organisation", f"{STAFF} OR account_id = {ACCOUNT}"),
        protect("registry_place", f"{ENTERED} OR {in_scope('office_path')}"),
        protect("registry_matter", f"{ENTERED} OR {in_scope('office_path')}"),
        protect("registry_merge", f"{ENTERED} OR {in_scope('office_path')}"),
        # Whose number it is, for whoever has the whole number before him; no more than a row's id.
        migrations.RunSQL(
            f"""
            CREATE POLICY owner_asks ON registry_identitydocument
                FOR SELECT TO CURRENT_USER USING (true);
            CREATE POLICY owner_asks ON registry_person FOR SELECT TO CURRENT_USER USING (true);
            CREATE FUNCTION fashu_person_of_ref(given text) RETURNS bigint
            LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
            AS $$
                SELECT person_id FROM registry_identitydocument
                WHERE ref = given AND person_id IS NOT NULL ORDER BY id LIMIT 1
            $$;
            CREATE FUNCTION fashu_persons_about_me() RETURNS bigint[]
            LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
            AS $$
                WITH RECURSIVE me AS (
                    SELECT id FROM registry_person WHERE own_account_id = {ACCOUNT}
                    UNION
                    SELECT gone.id FROM registry_person gone JOIN me ON gone.merged_into_id = me.id
                )
                SELECT coalesce(array_agg(id), '{{}}') FROM me
            $$;
            """,  # noqa: S608 - constants of this migration
            """
            DROP FUNCTION fashu_persons_about_me();
            DROP FUNCTION fashu_person_of_ref(text);
            DROP POLICY owner_asks ON registry_person;
            DROP POLICY owner_asks ON registry_identitydocument;
            """,
        ),
    ]
