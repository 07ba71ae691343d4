"""What each kind of actor may see of the office tree."""

import pytest

from fashu.kernel.access import (
    SYSTEM,
    VISITOR,
    Actor,
    Kind,
    NobodyActsError,
    Scope,
    current_actor,
)


@pytest.mark.parametrize(
    ("path", "seen"),
    [
        ("99/9901/", True),
        ("99/9901/990103/", True),
        ("99/9901/990103/01/", True),
        ("99/", False),
        ("99/9902/", False),
        ("99/99010/", False),
    ],
)
def test_a_city_sees_itself_and_what_is_below(path: str, seen: bool) -> None:
    assert (path in Scope.below("99/9901/")) is seen


def test_an_office_path_must_end_with_a_slash() -> None:
    with pytest.raises(ValueError, match="slash"):
        Scope.below("99/9901")


def test_a_citizen_sees_no_office() -> None:
    citizen = Actor(kind=Kind.CITIZEN, name="甲", account_id=1)
    assert "99/" not in citizen.scope


def test_a_visitor_sees_no_office() -> None:
    assert "99/" not in VISITOR.scope


def test_the_system_sees_every_office() -> None:
    assert "99/9901/990103/" in SYSTEM.scope


def test_asking_who_acts_outside_acting_as_is_an_error() -> None:
    with pytest.raises(NobodyActsError, match="acting_as"):
        current_actor()
