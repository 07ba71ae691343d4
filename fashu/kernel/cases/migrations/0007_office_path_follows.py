"""The office paths of cases and participants follow when a branch of the tree moves."""

from django.db import migrations

FOLLOW = """
    ALTER TABLE {table} ADD CONSTRAINT {table}_office_path FOREIGN KEY (office_path)
        REFERENCES people_office (path) ON UPDATE CASCADE;
"""
FORGET = "ALTER TABLE {table} DROP CONSTRAINT {table}_office_path;"
TABLES = ("cases_case", "cases_participant")


class Migration(migrations.Migration):
    dependencies = [("cases", "0006_counted"), ("people", "0007_office_tree")]

    operations = [
        migrations.RunSQL(FOLLOW.format(table=table), FORGET.format(table=table))
        for table in TABLES
    ]
