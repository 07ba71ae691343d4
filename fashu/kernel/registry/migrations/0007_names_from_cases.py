"""Other names of a person are those in the cases that a reader sees. A column of them told everybody
what was written in a case of another office."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("registry", "0006_codes_in_byte_order"),
    ]

    operations = [
        migrations.RemoveField(
            model_name="person",
            name="aliases",
        ),
    ]
