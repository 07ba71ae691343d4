"""Whoever holds a second factor sees it; the platform finds a passkey before it knows whose."""

from django.db import migrations

from fashu.kernel.access.rls import ACCOUNT, KIND, protect

ITSELF = f"account_id = {ACCOUNT} OR {KIND} = 'system'"


class Migration(migrations.Migration):
    dependencies = [("credentials", "0003_factors")]

    operations = [
        protect("credentials_totp", ITSELF),
        protect("credentials_recoverycode", ITSELF),
        protect("credentials_passkey", ITSELF),
    ]
