"""Whoever is a person of the register sees who has read him there."""

from django.db import migrations

ABOUT_ME = """CREATE POLICY about_me ON reading_entry FOR SELECT
    USING (persons && (SELECT fashu_persons_about_me()));"""


class Migration(migrations.Migration):
    dependencies = [("reading", "0002_protection"), ("registry", "0002_protection")]

    operations = [migrations.RunSQL(ABOUT_ME, "DROP POLICY about_me ON reading_entry;")]
