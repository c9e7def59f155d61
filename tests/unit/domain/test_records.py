"""A record is a frozen dataclass to whoever uses one, however it was made."""

import pickle
from copy import deepcopy
from dataclasses import FrozenInstanceError, asdict, dataclass, field, fields, is_dataclass, replace
from typing import Any

import pytest

from terminal.domain.records import record


@record
class Point:
    """Two numbers and a note that no comparison sees."""

    x: int
    y: int = 0
    note: str = field(default="", compare=False, repr=False)

    @property
    def length(self) -> int:
        """Without the root."""
        return self.x**2 + self.y**2


@record
class Place(Point):
    """A point with more, some of which is made when it is."""

    names: list[str] = field(default_factory=list)
    size: int = field(init=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "size", len(self.names))


@dataclass(frozen=True)
class Twin:
    """What ``Point`` would be without records."""

    x: int
    y: int = 0
    note: str = field(default="", compare=False, repr=False)


@record
class Nothing:
    """Without fields."""


@pytest.mark.parametrize("given", [{"x": 1}, {"x": 1, "y": 2}, {"x": 1, "y": 2, "note": "here"}])
def test_it_is_what_a_dataclass_would_be(given: dict[str, Any]) -> None:
    point, twin = Point(**given), Twin(**given)
    assert asdict(point) == asdict(twin)
    assert repr(point) == repr(twin).replace("Twin", "Point")
    assert [(each.name, each.type, each.default) for each in fields(point)] == [
        (each.name, each.type, each.default) for each in fields(twin)
    ]
    assert asdict(replace(point, y=5)) == asdict(replace(twin, y=5))
    assert is_dataclass(Point)


def test_two_with_the_same_values_are_one() -> None:
    assert Point(1, 2, "a") == Point(1, 2, "b")
    assert len({Point(1, 2, "a"), Point(1, 2, "b"), Point(2, 1)}) == 2
    assert Point(1, 2) != Place(1, 2)
    assert Nothing() == Nothing() and hash(Nothing()) == hash(Nothing()) and repr(Nothing()) == "Nothing()"


def test_what_derives_from_one_begins_with_its_fields() -> None:
    place = Place(3, 4, names=["a", "b"])
    assert (place.length, place.size, place.note) == (25, 2, "")
    assert Place(1).names is not Place(1).names
    assert [each.name for each in fields(Place)] == ["x", "y", "note", "names", "size"]
    assert Place.__match_args__ == ("x", "y", "note", "names")


def test_it_has_slots_and_travels() -> None:
    point = Point(1, 2, "a")
    assert not hasattr(point, "__dict__")
    for copy in (pickle.loads(pickle.dumps(point)), deepcopy(point)):
        assert copy == point and copy.note == "a"
    match point:
        case Point(x, y):
            assert (x, y) == (1, 2)


def test_only_what_is_frozen_may_derive_from_it() -> None:
    @dataclass(frozen=True, slots=True)
    class Named(Point):
        name: str = ""

    named = Named(1, name="a")
    with pytest.raises(FrozenInstanceError):
        named.name = "b"  # type: ignore[misc]
    with pytest.raises(TypeError, match="frozen"):

        @dataclass
        class Loose(Point):  # type: ignore[misc]
            name: str = ""


@pytest.mark.parametrize("given", [(), (1, 2, "a", 4)])
def test_what_is_missing_or_too_much_is_refused(given: tuple[Any, ...]) -> None:
    for _ in range(2):  # what makes the first of them is not what makes the others
        with pytest.raises(TypeError, match="argument"):
            Point(*given)
