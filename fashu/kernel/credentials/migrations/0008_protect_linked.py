"""Whose identity it is, its holder sees; the platform finds it before it knows whose."""

from django.db import migrations

from fashu.kernel.access.rls import ACCOUNT, KIND, protect


class Migration(migrations.Migration):
    dependencies = [("credentials", "0007_linked_identity")]

    operations = [
        protect("credentials_linkedidentity", f"account_id = {ACCOUNT} OR {KIND} = 'system'"),
    ]
