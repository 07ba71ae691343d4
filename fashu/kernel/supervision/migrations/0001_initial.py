"""What supervision keeps."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("cases", "0006_counted"),
        ("people", "0004_administrators"),
    ]

    operations = [
        migrations.CreateModel(
            name="Draw",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(max_length=100, verbose_name="名称")),
                ("population", models.JSONField(verbose_name="名单")),
                ("size", models.PositiveIntegerField(verbose_name="抽取件数")),
                ("commitment", models.CharField(max_length=64, verbose_name="承诺")),
                ("announced_at", models.DateTimeField(verbose_name="公布时间")),
                ("witness", models.CharField(blank=True, max_length=100, verbose_name="见证人")),
                (
                    "witness_words",
                    models.CharField(blank=True, max_length=200, verbose_name="见证人的话"),
                ),
                ("secret", models.CharField(blank=True, max_length=64, verbose_name="密数")),
                ("drawn", models.JSONField(null=True, verbose_name="抽中")),
                ("drawn_at", models.DateTimeField(null=True, verbose_name="抽取时间")),
                (
                    "announced_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.account",
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        to="people.office",
                        verbose_name="机关",
                    ),
                ),
            ],
            options={
                "ordering": ["-id"],
            },
        ),
        migrations.CreateModel(
            name="DrawSecret",
            fields=[
                (
                    "draw",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        serialize=False,
                        to="supervision.draw",
                    ),
                ),
                ("office_path", models.TextField(db_collation="C", verbose_name="机关路径")),
                ("secret", models.BinaryField(max_length=32, verbose_name="密数")),
            ],
        ),
        migrations.CreateModel(
            name="Order",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("office_path", models.TextField(db_collation="C", verbose_name="承办机关路径")),
                ("number", models.CharField(max_length=60, unique=True, verbose_name="督办文号")),
                ("reply_by", models.DateField(verbose_name="要求回复日期")),
                ("state", models.CharField(max_length=12, verbose_name="状态")),
                (
                    "by_office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        to="people.office",
                        verbose_name="督办机关",
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="cases.case",
                    ),
                ),
            ],
            options={
                "ordering": ["reply_by", "id"],
            },
        ),
        migrations.CreateModel(
            name="OrderEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("act", models.CharField(max_length=12, verbose_name="事项")),
                ("text", models.TextField(max_length=4000, verbose_name="内容")),
                ("said_by", models.CharField(max_length=200, verbose_name="何人")),
                ("at", models.DateTimeField(verbose_name="时间")),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="people.account"
                    ),
                ),
                (
                    "order",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="entries",
                        to="supervision.order",
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="Report",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("office_path", models.TextField(db_collation="C", verbose_name="机关路径")),
                ("first", models.DateField(verbose_name="自")),
                ("last", models.DateField(verbose_name="至")),
                ("known_at", models.DateTimeField(verbose_name="统计时点")),
                ("closed_by", models.CharField(max_length=64, verbose_name="结账人")),
                ("figures", models.JSONField(verbose_name="数据")),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="people.account"
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        to="people.office",
                        verbose_name="机关",
                    ),
                ),
            ],
            options={
                "ordering": ["-last", "-id"],
            },
        ),
        migrations.CreateModel(
            name="Alert",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("office_path", models.TextField(db_collation="C", verbose_name="机关路径")),
                ("rule", models.CharField(max_length=32, verbose_name="规则")),
                ("rule_version", models.PositiveSmallIntegerField(verbose_name="规则版本")),
                ("subject", models.CharField(blank=True, max_length=80, verbose_name="对象")),
                (
                    "level",
                    models.CharField(
                        choices=[("yellow", "黄色"), ("red", "红色")],
                        max_length=8,
                        verbose_name="级别",
                    ),
                ),
                ("evidence", models.JSONField(verbose_name="依据")),
                ("raised_at", models.DateTimeField(verbose_name="预警时间")),
                (
                    "verdict",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("confirmed", "属实"),
                            ("refuted", "不属实"),
                            ("gone", "已自行消除"),
                        ],
                        max_length=12,
                        verbose_name="核查结果",
                    ),
                ),
                ("measure", models.TextField(blank=True, verbose_name="处置")),
                ("settled_at", models.DateTimeField(null=True, verbose_name="反馈时间")),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="cases.case",
                    ),
                ),
                (
                    "settled_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.account",
                    ),
                ),
            ],
            options={
                "ordering": ["-raised_at", "-id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("settled_at", None)),
                        fields=("case", "rule", "subject"),
                        name="alert_once_while_open",
                    )
                ],
            },
        ),
    ]
