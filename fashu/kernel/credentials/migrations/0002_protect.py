"""Who sees what is kept of credentials, and a log that only grows."""

from django.db import migrations

from fashu.kernel.access.rls import ACCOUNT, KIND, append_only, protect

ITSELF = f"account_id = {ACCOUNT} OR {KIND} = 'system'"


def log_writer(table: str) -> migrations.RunSQL:
    """A line of the log is written by the platform, never in the name of whoever it is about."""
    return migrations.RunSQL(
        f"""CREATE POLICY written_by_the_platform ON {table} AS RESTRICTIVE FOR INSERT
            WITH CHECK ({KIND} = 'system')""",
        f"DROP POLICY written_by_the_platform ON {table}",
    )


class Migration(migrations.Migration):
    dependencies = [("credentials", "0001_standing_and_visits")]

    operations = [
        protect("credentials_standing", ITSELF),
        protect("credentials_formerpassword", ITSELF),
        protect("credentials_activationcode", f"{KIND} = 'system'"),
        protect("credentials_session", f"{ITSELF} OR {KIND} = 'security_admin'"),
        protect("credentials_signin", f"{ITSELF} OR {KIND} = 'audit_admin'"),
        log_writer("credentials_signin"),
        append_only("credentials_signin"),
    ]
