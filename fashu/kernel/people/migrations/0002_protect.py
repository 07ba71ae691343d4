"""Accounts and postings: one's own, those who serve within one's scope, and the one signing in."""

from django.db import migrations

from fashu.kernel.access.rls import ACCOUNT, KIND, SIGNING_IN, in_scope, protect

SERVES_WITHIN_SCOPE = f"""EXISTS (
    SELECT FROM people_office office
    WHERE office.id = people_posting.office_id AND {in_scope("office.path")})"""


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial")]

    operations = [
        protect("people_posting", f"account_id = {ACCOUNT} OR {SERVES_WITHIN_SCOPE}"),
        protect(
            "people_account",
            f"""id = {ACCOUNT} OR username = {SIGNING_IN} OR {KIND} = 'system' OR EXISTS (
                SELECT FROM people_posting posting WHERE posting.account_id = people_account.id)""",
        ),
    ]
