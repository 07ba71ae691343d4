"""A list for destruction is seen by the office that keeps the file, by those above, and by audit."""

from django.db import migrations

from fashu.kernel.access.rls import KIND, in_scope, protect

FOLLOW = """
    ALTER TABLE reading_disposal ADD CONSTRAINT reading_disposal_office_path
        FOREIGN KEY (office_path) REFERENCES people_office (path) ON UPDATE CASCADE;
"""


class Migration(migrations.Migration):
    dependencies = [("reading", "0004_disposal"), ("people", "0007_office_tree")]

    operations = [
        migrations.RunSQL(
            FOLLOW, "ALTER TABLE reading_disposal DROP CONSTRAINT reading_disposal_office_path;"
        ),
        protect("reading_disposal", f"{in_scope('office_path')} OR {KIND} = 'system'"),
    ]
