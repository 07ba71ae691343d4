"""Reading a rule: its norm, the source that decides, and the facts it looks at.

A rule is code, the only opaque part of a procedure. Its docstring's first line names the norm;
its source belongs to the procedure's digest, together with what it calls in its own package.
"""

import hashlib
import inspect
import re
from collections.abc import Callable, Collection, Iterator
from datetime import date
from enum import Enum
from functools import cache
from types import CodeType, FunctionType, ModuleType

from fashu.kernel.law.citation import Citation, Law
from fashu.kernel.law.parse import parse_citations
from fashu.kernel.procedure.facts import Fact
from fashu.kernel.procedure.refusal import Refusal
from fashu.kernel.procedure.steps import Rule, Step

AnyRule = Callable[..., Refusal | None]
"""A rule of a step, of every step, or of service."""


def rules_of(step: Step) -> tuple[Rule, ...]:
    """All rules of a step."""
    return (*step.when, *step.checks)


def name_of(rule: AnyRule) -> str:
    """Where the rule is written, e.g. businesses.government.reconsideration.rules.in_time."""
    return f"{rule.__module__}.{_function(rule).__qualname__}".removeprefix("fashu.")


def norm_line(rule: AnyRule) -> str:
    """The first line of the docstring, empty where there is none."""
    return (inspect.getdoc(rule) or "").partition("\n")[0].strip().rstrip("。.")


def norm_words(rule: AnyRule) -> str:
    """The provisions that the rule states, as they are written there, without their gist."""
    return re.split("[：:]", norm_line(rule))[0].strip()


def gist(rule: AnyRule) -> str:
    """What the norm demands: the words after the colon, or else the second paragraph.

    Empty where they are not in Chinese: then they are meant for developers.
    """
    paragraphs = (inspect.getdoc(rule) or "").split("\n\n")
    after = "".join(re.split("[：:]", norm_line(rule), maxsplit=1)[1:]).strip()
    words = after or "".join(paragraphs[1:2]).replace("\n", "").strip("「」 ")
    return words.rstrip("。.") if re.search("[\u4e00-\u9fff]", words) else ""


def norms(rule: AnyRule, law: Law) -> tuple[Citation, ...]:
    """The provisions that the rule states; what follows a colon is their gist.

    Raises CitationError where the line does not begin with provisions.
    """
    return parse_citations(norm_words(rule), law=law)


def source_digest(rule: AnyRule) -> str:
    """SHA-256 of the rule's source, that of the functions it calls in its package, and constants.

    Source text and not byte code, which differs between versions of Python.
    """
    digest = hashlib.sha256()
    for function in _closure(rule):
        digest.update(f"{function.__qualname__}\n{inspect.getsource(function)}\0".encode())
        for name, value in sorted(_values(function).items()):
            if _is_plain(value):
                digest.update(f"{name}={_words(value)}\0".encode())
    return digest.hexdigest()


def mentions(rule: AnyRule, keys: Collection[str]) -> set[str]:
    """Those of the fact keys that the rule names, as a word or through a Fact."""
    return set(names_in(rule).intersection(keys))


@cache
def names_in(rule: AnyRule) -> frozenset[str]:
    """All texts in the rule and what it calls in its package, keys of facts among them."""
    found: set[str] = set()
    for function in _closure(rule):
        consts = [const for code in _codes(function.__code__) for const in code.co_consts]
        for value in (*consts, *_values(function).values()):
            found |= set(_flat(value))
    return frozenset(found)


def _flat(value: object) -> Iterator[str]:
    """The texts in a value, and the keys of the facts in it."""
    if isinstance(value, tuple | frozenset):
        for item in value:
            yield from _flat(item)
    elif isinstance(value, Fact):
        yield value.key
    elif isinstance(value, str):
        yield value


def _function(rule: AnyRule) -> FunctionType:
    if not isinstance(rule, FunctionType):
        raise TypeError(f"a rule is a plain function, not {rule!r}")
    return rule


def _closure(rule: AnyRule) -> list[FunctionType]:
    """The rule and every function that it reaches by name in its own package."""
    first = _function(rule)
    package = first.__module__.rpartition(".")[0]
    found = news = [first]
    while news:
        called = [value for function in news for value in _values(function).values()]
        functions = [value for value in called if isinstance(value, FunctionType)]
        news = [f for f in functions if f.__module__.startswith(package) and f not in found]
        found = [*found, *dict.fromkeys(news)]
    return sorted(found, key=lambda f: (f.__module__, f.__qualname__))


def _values(function: FunctionType) -> dict[str, object]:
    """What the names in a function mean outside it: globals, names of modules, enclosed values."""
    names = {name for code in _codes(function.__code__) for name in code.co_names}
    space = function.__globals__
    found = {name: space[name] for name in names if name in space}
    for module in [value for value in found.values() if isinstance(value, ModuleType)]:
        found |= {name: vars(module)[name] for name in names if name in vars(module)}
    cells = zip(function.__code__.co_freevars, function.__closure__ or (), strict=True)
    return found | {name: cell.cell_contents for name, cell in cells}


def _codes(code: CodeType) -> Iterator[CodeType]:
    yield code
    for const in code.co_consts:
        if isinstance(const, CodeType):
            yield from _codes(const)


def _is_plain(value: object) -> bool:
    if isinstance(value, tuple | frozenset):
        return all(_is_plain(item) for item in value)
    return value is None or isinstance(value, bool | int | str | date | Enum)


def _words(value: object) -> str:
    return repr(sorted(value, key=repr)) if isinstance(value, frozenset) else repr(value)
