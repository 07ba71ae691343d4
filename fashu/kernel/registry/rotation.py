"""Changing the sealing key while everything goes on: re-seal in small steps, then retire the old.

Every step is a transaction of its own in the system's name. Stopped anywhere, each number is sealed
under one key or the other, and both are on the ring.
"""

from django.db.models import Count

from fashu.kernel.registry.models import IdentityDocument
from fashu.kernel.registry.sealing import KEYS
from fashu.kernel.sealing import SealError

BATCH = 500
"""How many numbers one transaction re-seals."""


def reseal(most: int = BATCH) -> int:
    """Seal some numbers of older keys with the newest; how many. Needs the system acting."""
    newest = KEYS.newest
    old = IdentityDocument.objects.exclude(key_id=newest.id).order_by("id")
    rows = list(old.select_for_update(skip_locked=True)[:most])
    for row in rows:
        number = KEYS.key(row.key_id).open(bytes(row.sealed), row.ref)
        row.sealed, row.key_id = newest.seal(number, row.ref), newest.id
    IdentityDocument.objects.bulk_update(rows, ["sealed", "key_id"])
    return len(rows)


def waiting() -> dict[str, int]:
    """Older key -> how many numbers are still sealed with it."""
    rows = IdentityDocument.objects.exclude(key_id=KEYS.newest.id).order_by()
    counted = rows.values("key_id").annotate(n=Count("id"))
    return {row["key_id"]: row["n"] for row in counted}


def retire(key_id: str) -> None:
    """Destroy an old key that seals nothing any more. Raises SealError otherwise."""
    if key_id == KEYS.newest.id:
        raise SealError(f"密钥{key_id}正在使用，不能停用：请先运行 fashu keys rotate")
    KEYS.key(key_id)
    if left := waiting().get(key_id, 0):
        raise SealError(f"还有{left}个号码由密钥{key_id}密封：请先运行 fashu keys rotate")
    KEYS.drop(key_id)
