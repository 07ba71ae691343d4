"""A chosen table between its preview and its import. One for each person and kind is kept."""

from fashu.kernel import clock
from fashu.kernel.access import current_actor
from fashu.kernel.people.administration import keeper
from fashu.kernel.people.models import Upload


def keep(kind: str, name: str, content: bytes) -> Upload:
    """Keep a table for its preview; the one chosen before goes. Raises Refused for non-keepers."""
    keeper()
    account = current_actor().account_id or 0
    Upload.objects.filter(account_id=account, kind=kind).delete()
    return Upload.objects.create(
        account_id=account, kind=kind, name=name[:200], content=content, uploaded_at=clock.now()
    )


def find(kind: str, number: int) -> Upload | None:
    """One's own table of this number."""
    account = current_actor().account_id or 0
    return Upload.objects.filter(pk=number, kind=kind, account_id=account).first()


def drop(upload: Upload) -> None:
    """The table has been imported, or given up."""
    upload.delete()
