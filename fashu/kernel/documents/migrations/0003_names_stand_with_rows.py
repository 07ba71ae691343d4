"""Names stand with the rows of registers, and what is written of a case hangs on the case.

A paper was seen by everybody in its office; whoever must avoid the case (回避), or whose data scope
does not reach it, sees its papers no more than the case itself.
"""

from django.db import migrations, models

from fashu.kernel.access.rls import in_scope


def hung(table: str) -> migrations.RunSQL:
    """From now on visible in the office's scope only to those who see the case."""
    case = f"EXISTS (SELECT FROM cases_case seen WHERE seen.id = {table}.case_id)"
    policy = f"""DROP POLICY visible ON {table};
        CREATE POLICY visible ON {table} USING ({{0}}) WITH CHECK ({{0}});"""
    before = in_scope("office_path")
    return migrations.RunSQL(policy.format(f"{before} AND {case}"), policy.format(before))


class Migration(migrations.Migration):
    dependencies = [
        ("documents", "0002_protection"),
    ]

    operations = [
        migrations.AddField(
            model_name="document",
            name="approved_name",
            field=models.CharField(blank=True, max_length=64, verbose_name="批准人"),
        ),
        migrations.AddField(
            model_name="number",
            name="name",
            field=models.CharField(blank=True, max_length=64, verbose_name="登记人"),
        ),
        migrations.AddField(
            model_name="seal",
            name="keeper_name",
            field=models.CharField(blank=True, max_length=64, verbose_name="保管人姓名"),
        ),
        migrations.AddField(
            model_name="sealuse",
            name="applied_name",
            field=models.CharField(blank=True, max_length=64, verbose_name="用印人"),
        ),
        migrations.AddField(
            model_name="sealuse",
            name="approved_name",
            field=models.CharField(blank=True, max_length=64, verbose_name="批准人"),
        ),
        migrations.AddField(
            model_name="template",
            name="drafted_name",
            field=models.CharField(blank=True, max_length=64, verbose_name="起草人"),
        ),
        migrations.AddField(
            model_name="template",
            name="published_name",
            field=models.CharField(blank=True, max_length=64, verbose_name="发布人"),
        ),
        hung("documents_document"),
        hung("documents_receipt"),
    ]
