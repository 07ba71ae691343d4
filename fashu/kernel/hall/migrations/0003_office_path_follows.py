"""The office paths of bookings and of what people wrote follow when a branch of the tree moves."""

from django.db import migrations, models

FOLLOW = """
    ALTER TABLE {table} ADD CONSTRAINT {table}_office_path FOREIGN KEY (office_path)
        REFERENCES people_office (path) ON UPDATE CASCADE;
"""
FORGET = "ALTER TABLE {table} DROP CONSTRAINT {table}_office_path;"
TABLES = ("hall_booking", "hall_feedback")


class Migration(migrations.Migration):
    dependencies = [("hall", "0002_protect"), ("people", "0007_office_tree")]

    operations = [
        migrations.RunSQL(FOLLOW.format(table=table), FORGET.format(table=table))
        for table in TABLES
    ] + [
        migrations.AddIndex(
            "feedback", models.Index(fields=["office_path"], name="feedback_office")
        ),
    ]
