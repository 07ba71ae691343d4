"""Names stand with the rows: whoever reads one need not see the account."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("desk", "0005_booking_notices"),
    ]

    operations = [
        migrations.AddField(
            model_name="copy",
            name="by_name",
            field=models.CharField(blank=True, max_length=64, verbose_name="抄送人"),
        ),
        migrations.AddField(
            model_name="errand",
            name="initiator_name",
            field=models.CharField(blank=True, max_length=64, verbose_name="发起人"),
        ),
        migrations.AddField(
            model_name="errandevent",
            name="by_name",
            field=models.CharField(blank=True, max_length=64, verbose_name="办理人"),
        ),
        migrations.AddField(
            model_name="errandevent",
            name="hand_name",
            field=models.CharField(blank=True, max_length=64, verbose_name="经手人"),
        ),
        migrations.AddField(
            model_name="handling",
            name="by_name",
            field=models.CharField(blank=True, max_length=64, verbose_name="办理人"),
        ),
        migrations.AddField(
            model_name="handling",
            name="name",
            field=models.CharField(blank=True, max_length=64, verbose_name="承办人"),
        ),
        migrations.AddField(
            model_name="task",
            name="name",
            field=models.CharField(blank=True, max_length=64, verbose_name="办理人"),
        ),
        migrations.AddField(
            model_name="urge",
            name="by_name",
            field=models.CharField(blank=True, max_length=64, verbose_name="催办人"),
        ),
        migrations.AddField(
            model_name="urge",
            name="name",
            field=models.CharField(blank=True, max_length=64, verbose_name="承办人"),
        ),
    ]
