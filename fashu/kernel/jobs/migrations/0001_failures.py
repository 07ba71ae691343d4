"""Why jobs failed, for the system administrator."""

from django.db import migrations, models

from fashu.kernel.access.rls import KIND, protect


class Migration(migrations.Migration):
    initial = True

    dependencies = [("access", "0002_protection")]

    operations = [
        migrations.CreateModel(
            name="Failure",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("job_id", models.BigIntegerField(db_index=True, verbose_name="作业")),
                ("task", models.CharField(max_length=128, verbose_name="作业名")),
                ("at", models.DateTimeField(verbose_name="时间")),
                ("words", models.CharField(max_length=200, verbose_name="原因")),
                ("error", models.CharField(blank=True, max_length=200, verbose_name="错误类型")),
                ("place", models.CharField(blank=True, max_length=200, verbose_name="位置")),
            ],
            options={"ordering": ["-id"]},
        ),
        protect("jobs_failure", f"{KIND} IN ('system', 'system_admin')"),
    ]
