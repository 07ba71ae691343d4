"""That the record was audited, and what came of it. As before, only fashu_record adds to it."""

from django.db import migrations, models

from fashu.kernel.access.rls import append_only

WRITTEN = """
    REVOKE INSERT, UPDATE, DELETE ON record_audit FROM fashu_app;
    GRANT SELECT, INSERT ON record_audit TO fashu_record;
    GRANT USAGE ON SEQUENCE record_audit_id_seq TO fashu_record;
"""
UNWRITTEN = """
    REVOKE USAGE ON SEQUENCE record_audit_id_seq FROM fashu_record;
    REVOKE SELECT, INSERT ON record_audit FROM fashu_record;
    GRANT INSERT, UPDATE, DELETE ON record_audit TO fashu_app;
"""


class Migration(migrations.Migration):
    dependencies = [("record", "0002_rolls")]

    operations = [
        migrations.CreateModel(
            name="Audit",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="时间")),
                ("seconds", models.FloatField(verbose_name="用时")),
                ("events", models.BigIntegerField(verbose_name="事件")),
                ("entries", models.BigIntegerField(verbose_name="日志条数")),
                ("damages", models.BigIntegerField(verbose_name="问题")),
            ],
            options={"ordering": ("-id",)},
        ),
        migrations.RunSQL(WRITTEN, UNWRITTEN),
        append_only("record_audit"),
    ]
