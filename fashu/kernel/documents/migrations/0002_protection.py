"""Who sees which paper, and what a stranger who holds one may ask about it."""

from django.db import migrations

from fashu.kernel.access.rls import append_only, in_scope, protect, protect_by_office


def released(table: str, condition: str) -> migrations.RunSQL:
    """Those who can see the case read these rows as well; they never write them."""
    seen = f"EXISTS (SELECT FROM cases_case seen WHERE seen.id = {table}.case_id)"
    return migrations.RunSQL(
        f"CREATE POLICY released ON {table} FOR SELECT USING ({condition} AND {seen});",
        f"DROP POLICY released ON {table};",
    )


FOLLOW = """
    ALTER TABLE {table} ADD CONSTRAINT {table}_office_path FOREIGN KEY (office_path)
        REFERENCES people_office (path) ON UPDATE CASCADE;
"""
FORGET = "ALTER TABLE {table} DROP CONSTRAINT {table}_office_path;"
TABLES = ("template", "series", "number", "seal", "document", "receipt")


class Migration(migrations.Migration):
    dependencies = [
        ("documents", "0001_initial"),
        ("cases", "0002_protection"),
        ("people", "0007_office_tree"),
    ]

    operations = [
        protect_by_office("documents_number"),
        protect_by_office("documents_seal"),
        protect_by_office("documents_sealuse"),
        append_only("documents_sealuse"),
        protect("documents_document", in_scope("office_path")),
        released("documents_document", "status IN ('sealed', 'revoked', 'superseded')"),
        protect("documents_receipt", in_scope("office_path")),
        released("documents_receipt", "true"),
        *(
            migrations.RunSQL(
                FOLLOW.format(table=f"documents_{name}"), FORGET.format(table=f"documents_{name}")
            )
            for name in TABLES
        ),
        # 公开核验: who holds a paper learns whether it stands, and nothing about its case.
        migrations.RunSQL(
            """
            CREATE FUNCTION fashu_paper_check(given_code text, given_hash text)
            RETURNS TABLE (status text, office text, title text, number text, dated text,
                           sha256 text, seal text, sealed_at timestamptz, event_id bigint,
                           replaced boolean)
            LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
            AS $$
                SELECT d.status, o.title, d.title, coalesce(n.text, ''),
                       coalesce(d.content->'sign'->>'date', ''), d.sha256, coalesce(s.title, ''),
                       d.sealed_at, d.event_id,
                       EXISTS (SELECT FROM documents_document newer
                               WHERE newer.case_id = d.case_id AND newer.paper = d.paper
                                 AND newer.n = d.n AND newer.id > d.id AND newer.status = 'sealed')
                FROM documents_document d JOIN people_office o ON o.id = d.office_id
                LEFT JOIN documents_number n ON n.id = d.number_id
                LEFT JOIN documents_seal s ON s.id = d.seal_id
                WHERE d.sha256 <> '' AND (d.code = given_code OR d.sha256 = given_hash)
            $$;
            CREATE POLICY owner_asks ON documents_document
                FOR SELECT TO CURRENT_USER USING (true);
            CREATE POLICY owner_asks ON documents_number FOR SELECT TO CURRENT_USER USING (true);
            CREATE POLICY owner_asks ON documents_seal FOR SELECT TO CURRENT_USER USING (true);
            """,
            """
            DROP POLICY owner_asks ON documents_seal;
            DROP POLICY owner_asks ON documents_number;
            DROP POLICY owner_asks ON documents_document;
            DROP FUNCTION fashu_paper_check(text, text);
            """,
        ),
    ]
