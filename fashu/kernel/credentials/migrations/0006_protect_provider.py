"""What other subsystems were told is the platform's own business; a consent is its giver's too."""

from django.db import migrations

from fashu.kernel.access.rls import ACCOUNT, KIND, protect

PLATFORM = f"{KIND} = 'system'"


class Migration(migrations.Migration):
    dependencies = [("credentials", "0005_provider")]

    operations = [
        protect("credentials_signingkey", PLATFORM),
        protect("credentials_client", f"{PLATFORM} OR {KIND} = 'system_admin'"),
        protect("credentials_consent", f"{PLATFORM} OR account_id = {ACCOUNT}"),
        protect("credentials_grant", PLATFORM),
        protect("credentials_token", PLATFORM),
    ]
