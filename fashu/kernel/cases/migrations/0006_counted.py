"""What statistics count stands with each event: where it led, whether it ended the case, whose it was.

Nothing has been released before this, so there are no events to fill in.
"""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0005_handler")]

    operations = [
        migrations.AddField(
            "event", "stage", models.CharField("此后阶段", default="", max_length=64), False
        ),
        migrations.AddField("event", "closes", models.BooleanField("办结", default=False), False),
        migrations.AddField(
            "event",
            "office_path",
            models.TextField("机关路径", db_collation="C", default=""),
            False,
        ),
        migrations.AddIndex(
            "event", models.Index(fields=["on", "kind", "key"], name="event_on_kind")
        ),
        migrations.AddIndex(
            "event",
            models.Index(fields=["on"], condition=models.Q(seq=1), name="event_opens"),
        ),
        migrations.AddIndex(
            "event",
            models.Index(fields=["on"], condition=models.Q(closes=True), name="event_closes"),
        ),
    ]
