"""The office paths of what is under supervision follow when a branch of the tree moves."""

from django.db import migrations

FOLLOW = """
    ALTER TABLE {table} ADD CONSTRAINT {table}_office_path FOREIGN KEY (office_path)
        REFERENCES people_office (path) ON UPDATE CASCADE;
"""
FORGET = "ALTER TABLE {table} DROP CONSTRAINT {table}_office_path;"
TABLES = ("supervision_alert", "supervision_order", "supervision_drawsecret")


class Migration(migrations.Migration):
    dependencies = [("supervision", "0002_protection"), ("people", "0007_office_tree")]

    operations = [
        migrations.RunSQL(FOLLOW.format(table=table), FORGET.format(table=table))
        for table in TABLES
    ]
