"""Readings go into the log by their salted digests, which the sequencer asks the database for."""

import django.contrib.postgres.functions
from django.db import migrations, models

from fashu.kernel.access.rls import admit


class Migration(migrations.Migration):
    dependencies = [
        ("reading", "0005_disposal_protection"),
    ]

    operations = [
        migrations.AddField(
            model_name="entry",
            name="salt",
            field=models.UUIDField(
                db_default=django.contrib.postgres.functions.RandomUUID(),
                editable=False,
                verbose_name="盐",
            ),
        ),
        admit("reading_entry", "fashu_record", "SELECT"),
    ]
