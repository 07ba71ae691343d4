"""Answers read out: to their author before he sends them, and on the pages of a case."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from fashu.kernel.procedure import Fact, Kind
from fashu.kernel.procedure.facts import Json
from fashu.web.questions.offices import named
from fashu.web.questions.sheet import Kept
from fashu.web.questions.words import in_words


@dataclass(frozen=True, slots=True)
class Answer:
    """One question with its answer, line by line; no lines where it was left open."""

    fact: Fact
    lines: tuple[str, ...]
    files: tuple[Kept, ...] = ()


def read_out(
    facts: Iterable[Fact], answers: Mapping[str, Json], files: Iterable[Kept] = ()
) -> tuple[Answer, ...]:
    """Every one of these questions with its answer; `files` are those that answers may name."""
    facts = tuple(facts)
    kept = {file.sha256: file for file in files}
    codes = [str(answers.get(fact.key)) for fact in facts if fact.kind is Kind.OFFICE]
    titles = {code: office.title for code, office in named(codes).items()} if codes else {}
    names = {**titles, **{key: file.name for key, file in kept.items()}}
    return tuple(_answer(fact, answers.get(fact.key), names, kept) for fact in facts)


def _answer(fact: Fact, value: Json, names: Mapping[str, str], kept: Mapping[str, Kept]) -> Answer:
    held: tuple[Kept, ...] = ()
    if fact.kind is Kind.FILES and isinstance(value, list):
        held = tuple(kept[key] for key in map(str, value) if key in kept)
    return Answer(fact, in_words(fact, value, names), held)
