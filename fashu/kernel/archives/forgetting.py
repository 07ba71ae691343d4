"""What goes with a destroyed case, table by table, and why the rest stays.

`cases.archiving` forgets what is its own. Here is everything that other parts keep of a case: a
test reads the models themselves and fails on one that is neither forgotten nor kept for a reason.
"""

from collections.abc import Iterable

from django.apps import apps
from django.db import connections, transaction

from fashu.kernel.access import SYSTEM, acting_as
from fashu.kernel.cases.archiving import GONE
from fashu.kernel.cases.attachments import path_of
from fashu.kernel.cases.models import Attachment, Case, DraftFile
from fashu.kernel.documents.models import Document, Receipt

REMOVED: dict[str, str] = {
    "desk.Letter": "notice__number",
    "desk.Notice": "number",
    "desk.Task": "case",
    "desk.Copy": "case",
    "documents.Receipt": "case",
    "archives.Loan": "case",
}
"""Model -> the path to the case, or to its number: the rows go."""

BLANKED: dict[str, tuple[str, dict[str, object]]] = {
    "desk.Errand": ("case", {"title": GONE, "words": ""}),
    "documents.Document": ("case", {"content": {}, "ended_because": ""}),
    "supervision.Alert": ("case", {"measure": "", "evidence": {}}),
    "hall.Rating": ("case", {"words": "", "finding": "", "remedy": "", "answer": ""}),
    "archives.Volume": ("case", {"items": []}),
}
"""Model -> the path to the case, and what its words become: the line stays, for counts."""

ERASED: dict[str, str] = {
    "desk.Allotment": "case",
    "desk.ErrandEvent": "errand__case",
    "desk.Handling": "case",
    "desk.Urge": "case",
    "supervision.OrderEntry": "order__case",
}
"""Append-only model -> the path to the case: the eraser's role alone may remove them."""

KEPT: dict[str, str] = {
    "cases.Participant": "cases.archiving blanks the names",
    "cases.Spelling": "cases.archiving removes it",
    "cases.Event": "envelopes hold hashes, not words",
    "cases.Payload": "cases.archiving has the eraser remove all but the last",
    "cases.RunningTerm": "a closed case has none",
    "cases.IssuedPaper": "that a paper of this kind was made and when it was served",
    "cases.Attachment": "cases.archiving removes it",
    "cases.Note": "cases.archiving removes it",
    "cases.Avoidance": "cases.archiving removes it",
    "cases.Draft": "cases.archiving removes it",
    "cases.DraftFile": "goes with its draft",
    "cases.Request": "a key and a digest",
    "registry.Part": "cases.archiving removes it, and who stood there for its sake alone",
    "documents.SealUse": "the ledger of a seal: which paper, which number, which hash",
    "supervision.Order": "a number and dates; what was said in it is erased",
    "reading.Disposal": "this is the proof",
}
"""Model -> why nothing is left to forget here."""


def forget(case: Case) -> tuple[dict[str, int], tuple[str, ...]]:
    """Forget a destroyed case; how many rows of what, and the files that it named.

    Needs a transaction; what only the eraser may remove goes after its end.
    """
    with acting_as(SYSTEM):
        files = [
            *Document.objects.filter(case=case).exclude(sha256="").values_list("sha256", flat=True),
            *Receipt.objects.filter(case=case).exclude(proof="").values_list("proof", flat=True),
        ]
        counts = {label: _remove(label, path, case) for label, path in REMOVED.items()}
        counts |= {label: _blank(label, case) for label in BLANKED}
        marked = {label: _numbers(label, path, case) for label, path in ERASED.items()}
    counts |= {label: len(numbers) for label, numbers in marked.items()}
    transaction.on_commit(lambda: _erase(marked))
    return {label: count for label, count in counts.items() if count}, tuple(files)


def drop_bytes(files: Iterable[str]) -> None:
    """Remove the bytes of files that nothing names any more, in whatever case. Repeatable."""
    with acting_as(SYSTEM):
        for sha256 in set(files):
            named = (
                Attachment.objects.filter(sha256=sha256),
                DraftFile.objects.filter(sha256=sha256),
                Document.objects.filter(sha256=sha256, case__destroyed_at=None),
                Receipt.objects.filter(proof=sha256),
            )
            if not any(found.exists() for found in named):
                path_of(sha256).unlink(missing_ok=True)


def _remove(label: str, path: str, case: Case) -> int:
    value = case.number if path.endswith("number") else case.pk
    count: int = apps.get_model(label)._default_manager.filter(**{path: value}).delete()[0]
    return count


def _blank(label: str, case: Case) -> int:
    path, values = BLANKED[label]
    found = apps.get_model(label)._default_manager.filter(**{path: case.pk})
    count: int = found.update(**values)
    return count


def _numbers(label: str, path: str, case: Case) -> list[int]:
    found = apps.get_model(label)._default_manager.filter(**{path: case.pk})
    return list(found.values_list("pk", flat=True))


def _erase(marked: dict[str, list[int]]) -> None:
    """Runs after the destruction has been committed. Repeating it does no harm."""
    with connections["eraser"].cursor() as cursor:
        for label, numbers in marked.items():
            table = apps.get_model(label)._meta.db_table
            cursor.execute(f"DELETE FROM {table} WHERE id = ANY (%s)", [numbers])  # noqa: S608 - the name of a table
