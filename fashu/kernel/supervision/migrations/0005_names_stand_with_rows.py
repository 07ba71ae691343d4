"""Names stand with the rows: whoever reads one need not see the account."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("supervision", "0004_reach"),
    ]

    operations = [
        migrations.AddField(
            model_name="alert",
            name="settled_name",
            field=models.CharField(blank=True, max_length=64, verbose_name="反馈人"),
        ),
    ]
