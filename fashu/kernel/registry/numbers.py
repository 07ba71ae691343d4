"""Numbers on their way in: checked, sealed, from then on a token; and back, for a reason."""

from collections.abc import Iterable, Mapping

from fashu.kernel import clock
from fashu.kernel.access import current_actor
from fashu.kernel.procedure.facts import Fact, Group, Json, Kind, flatten
from fashu.kernel.procedure.identity import Document, Token, mask, read, token_of
from fashu.kernel.procedure.refusal import refuse
from fashu.kernel.registry.models import IdentityDocument
from fashu.kernel.registry.sealing import KEYS, digest, open_text, seal_text


def seal_answers(asks: Iterable[Fact | Group], answers: Mapping[str, Json]) -> dict[str, Json]:
    """The answers with a token in place of every number that is in order.

    What is not in order stays as it was typed, for the check to name; it is the caller's not to
    keep it. Raises Refused for a token that the present actor cannot have from a page of ours.
    """
    sealed = dict(answers)
    for fact in _identities(asks):
        value = sealed.get(fact.key)
        if isinstance(value, str) and value:
            sealed[fact.key] = _sealed(fact, value)
    return sealed


def _identities(asks: Iterable[Fact | Group]) -> list[Fact]:
    return [fact for fact in flatten(tuple(asks)) if fact.kind is Kind.IDENTITY]


def _sealed(fact: Fact, value: str) -> str:
    token = token_of(value)
    if token is not None:
        return str(_known(fact, token))
    try:
        document, number = read(value)
    except ValueError:
        return value
    return str(keep(document, number))


def _known(fact: Fact, token: Token) -> Token:
    row = IdentityDocument.objects.filter(ref=token.ref).first() if token.ref else None
    if row is None:
        raise refuse(f"“{fact.title}”只有隐藏后的号码", remedy="请重新填写完整的号码")
    return token_from(row)


def token_from(row: IdentityDocument) -> Token:
    """The token of a kept number."""
    return Token(Document(row.document), row.masked, row.ref)


def keep(document: Document, number: str) -> Token:
    """Seal a checked number in the present actor's name, once; its token."""
    actor, key, ref = current_actor(), KEYS.newest, digest(document, number)
    if actor.account_id is None:
        raise refuse("请先登录", remedy="登录后再填写证件号码")
    row, _ = IdentityDocument.objects.get_or_create(
        ref=ref,
        account_id=actor.account_id,
        defaults={
            "document": document.value,
            "masked": mask(number),
            "sealed": key.seal(number.encode(), ref),
            "key_id": key.id,
            "office_path": actor.office_path or None,
            "entered_at": clock.now(),
        },
    )
    return token_from(row)


def full_number(ref: str) -> str:
    """The number behind a digest, for whoever may see its row. Raises Refused.

    Only `reading.reveal` calls this, which writes down why.
    """
    row = IdentityDocument.objects.filter(ref=ref).first()
    if row is None:
        raise refuse("没有找到这个证件号码", remedy="号码可能已经依法清除")
    return KEYS.key(row.key_id).open(bytes(row.sealed), row.ref).decode()


def refs_of(text: str) -> list[str]:
    """The digests under which a typed number may be found; none where it is no whole number."""
    found = []
    for document in Document:
        try:
            kind, number = read(f"{document}:{text}")
        except ValueError:
            continue
        found.append(digest(kind, number))
    return found


def hide_typed(asks: Iterable[Fact | Group], answers: Mapping[str, Json]) -> dict[str, Json]:
    """Answers for a draft: numbers as tokens, and a number not yet in order sealed as words."""
    hidden = seal_answers(asks, answers)
    for fact in _identities(asks):
        value = hidden.get(fact.key)
        if isinstance(value, str) and value and token_of(value) is None:
            hidden[fact.key] = seal_text(value, fact.key)
    return hidden


def show_typed(asks: Iterable[Fact | Group], answers: Mapping[str, Json]) -> dict[str, Json]:
    """The inverse of `hide_typed` for the author of a draft; tokens stay tokens."""
    shown = dict(answers)
    for fact in _identities(asks):
        value = shown.get(fact.key)
        if isinstance(value, str):
            shown[fact.key] = open_text(value, fact.key)
    return shown
