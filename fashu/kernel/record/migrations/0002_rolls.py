"""Rolls: many readings as one entry of the log. As before, only fashu_record adds to them."""

from django.db import migrations, models

from fashu.kernel.access.rls import append_only

TABLES = ("record_roll", "record_rolled")


def written_by_the_sequencer(table: str) -> migrations.RunSQL:
    """Everybody of the platform may read the table, only fashu_record may add to it."""
    return migrations.RunSQL(
        f"""
        REVOKE INSERT, UPDATE, DELETE ON {table} FROM fashu_app;
        GRANT SELECT, INSERT ON {table} TO fashu_record;
        """,
        f"""
        REVOKE SELECT, INSERT ON {table} FROM fashu_record;
        GRANT INSERT, UPDATE, DELETE ON {table} TO fashu_app;
        """,
    )


class Migration(migrations.Migration):
    dependencies = [
        ("record", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Roll",
            fields=[
                (
                    "number",
                    models.BigIntegerField(primary_key=True, serialize=False, verbose_name="批"),
                ),
                ("first", models.BigIntegerField(verbose_name="首条查阅记录")),
                ("made_at", models.DateTimeField(db_index=True, verbose_name="汇集时间")),
                ("envelope", models.BinaryField(verbose_name="信封")),
            ],
        ),
        migrations.CreateModel(
            name="Rolled",
            fields=[
                (
                    "reading_id",
                    models.BigIntegerField(
                        primary_key=True, serialize=False, verbose_name="查阅记录"
                    ),
                ),
                ("roll_id", models.BigIntegerField(db_index=True, verbose_name="批")),
                ("digest", models.BinaryField(verbose_name="摘要")),
            ],
        ),
        migrations.AddField(
            model_name="entry",
            name="roll_id",
            field=models.BigIntegerField(null=True, unique=True, verbose_name="批"),
        ),
        migrations.AlterField(
            model_name="entry",
            name="event_id",
            field=models.BigIntegerField(null=True, unique=True, verbose_name="事件"),
        ),
        migrations.AddConstraint(
            model_name="entry",
            constraint=models.CheckConstraint(
                condition=models.Q(("event_id", None), ("roll_id", None), _connector="XOR"),
                name="entry_of_one",
            ),
        ),
        *map(written_by_the_sequencer, TABLES),
        *map(append_only, TABLES),
    ]
