"""A person's copy of everything that is kept of him: every table that names him, found by itself.

No list of tables has to be kept up: whatever model points to an account or a person of the register
is asked for the rows that name the present actor, under his own row-level security. What is left
out is named in `LEFT_OUT` with its reason; a test fails on a column that is in neither place.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from django.apps import apps
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import BinaryField, Field, Model, Q, QuerySet

from fashu.kernel.access import current_actor
from fashu.kernel.cases.models import Case, Payload
from fashu.kernel.cases.queries import own_cases
from fashu.kernel.cases.roles import account_of
from fashu.kernel.people.models import Account
from fashu.kernel.reading.entries import note
from fashu.kernel.reading.queries import about_me
from fashu.kernel.reading.views import View
from fashu.kernel.record.leaf import read_canonical
from fashu.kernel.registry.models import Person

SUBJECTS = {
    "registry.Person": ("own_account",),
    "registry.IdentityDocument": ("person",),
}
"""Where another column names who wrote the row rather than whom it is about."""

LEFT_OUT = {
    "credentials.": "secrets by which one signs in; the account page shows what may be shown",
    "cases.Case": "about its parties; one's own cases are told under `cases`",
    "reading.Entry": "told in full under `read_by`, where others have read",
    "registry.Merge": "a working note of the office about two entries",
    "registry.OrganisationMerge": "a working note of the office about two entries",
    "registry.Organisation": "about an organisation; the account only entered it",
    "registry.Place": "about a place; the account only entered it",
    "registry.Matter": "about a matter; the account only entered it",
}
"""Model, or beginning of a family of them -> why its rows are not copied."""

HIDDEN = ("password", "code", "digest", "key", "state", "population", "drawn")
"""Columns that hold a secret, what `cases` tells in words, or a list of other people's cases."""


def tables() -> dict[type[Model], tuple[str, ...]]:
    """Every model that names a person, with the columns that do."""
    found = {}
    for model in apps.get_models():
        label = model._meta.label
        if not model.__module__.startswith("fashu.") or is_left_out(label):
            continue
        if names := SUBJECTS.get(label) or tuple(_naming(model)):
            found[model] = names
    return found


def is_left_out(label: str) -> bool:
    """Whether a model stands in `LEFT_OUT`."""
    return any(label == name or (name[-1] == "." and label.startswith(name)) for name in LEFT_OUT)


def _naming(model: type[Model]) -> Iterator[str]:
    for field in model._meta.concrete_fields:
        if field.related_model in (Account, Person):
            yield field.name


def copy_of() -> dict[str, Any]:
    """What the platform keeps of the present actor, as JSON data.

    An officer's copy names the cases on which he worked: for him it is a reading like any other.
    """
    account = account_of(current_actor())
    persons = list(Person.objects.filter(own_account_id=account).values_list("pk", flat=True))
    rows = {
        model._meta.label: _rows(model, names, account, persons)
        for model, names in tables().items()
    }
    own = list(own_cases(current_actor()))
    note(View.EXPORT, cases=[*own, *_cases(rows.values())], purpose="复制本人的个人信息")
    return {
        "account": _plain(Account.objects.get(pk=account)),
        "cases": [_case(case, account) for case in own],
        "read_by": [_plain(entry) for entry in about_me()],
        "rows": {label: list(map(_plain, found)) for label, found in rows.items() if found},
    }


def _rows(
    model: type[Model], names: tuple[str, ...], account: int, persons: list[int]
) -> list[Model]:
    match = Q()
    for name in names:
        is_account = model._meta.get_field(name).related_model is Account
        match |= Q(**{name: account}) if is_account else Q(**{f"{name}__in": persons})
    return list(model._default_manager.filter(match))


def _cases(rows: Iterable[list[Model]]) -> QuerySet[Case]:
    """The cases that the rows are, belong to, or name by their number."""
    flat = [row for found in rows for row in found]
    ids = {row.pk if isinstance(row, Case) else getattr(row, "case_id", None) for row in flat}
    numbers = {number for row in flat if (number := getattr(row, "number", ""))}
    named = [number for number in numbers if isinstance(number, str)]
    return Case.objects.filter(Q(pk__in=ids - {None}) | Q(number__in=named))


def _plain(row: Model) -> dict[str, Any]:
    return {
        str(field.verbose_name): _value(row, field)
        for field in row._meta.concrete_fields
        if not isinstance(field, BinaryField) and field.name not in HIDDEN
    }


def _value(row: Model, field: "Field[Any, Any]") -> Any:
    return getattr(row, field.attname)


def _case(case: Case, account: int) -> dict[str, Any]:
    """A case as its own party has it: what it is, and what he himself said in it."""
    said = Payload.objects.filter(case=case, event__account_id=account).order_by("event__seq")
    events: list[Any] = [read_canonical(bytes(row.payload)) for row in said]
    return {
        "number": case.number,
        "title": case.title,
        "opened_on": case.opened_on,
        "closed_on": case.closed_on,
        "said": [event["event"] for event in events],
    }


class Encoder(DjangoJSONEncoder):
    """Dates and moments as text."""
