"""Fill in the path of the superior and the initials of every office there is."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps
from pypinyin import Style, lazy_pinyin

FILL = """
    UPDATE people_office o SET parent_path = p.path FROM people_office p WHERE p.id = o.parent_id
"""


def spell(apps: StateApps, schema: BaseDatabaseSchemaEditor) -> None:
    offices = apps.get_model("people", "Office").objects.using(schema.connection.alias)
    for office in offices.all():
        letters = "".join(lazy_pinyin(office.title, style=Style.FIRST_LETTER))
        offices.filter(pk=office.pk).update(initials=letters[:100].lower())


class Migration(migrations.Migration):
    dependencies = [("people", "0005_offices_and_posts")]

    operations = [
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.RunPython(spell, migrations.RunPython.noop),
    ]
