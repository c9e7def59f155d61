"""What the binding enumerates is the same whether Python's ``enum`` made it or a quicker way did."""

import enum
import json
import subprocess
import sys
from enum import KEEP, Enum, Flag

import pytest

from ui.qt import enumerations


def enumerated(way: str) -> dict[str, list[str]]:
    """What can be said of every enumeration of the binding's modules that windows use, by its path."""
    command = [sys.executable, "-m", "tests.ui.enumerated", way]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    found: dict[str, list[str]] = json.loads(ran.stdout)
    return found


def test_every_enumeration_of_the_binding_is_as_enum_makes_it() -> None:
    quick, plain = enumerated("quick"), enumerated("plain")
    assert len(plain) > 500
    assert [path for path in plain if quick.get(path) != plain[path]] == []
    assert quick.keys() == plain.keys()


@pytest.mark.parametrize(
    ("names", "options"),
    [
        ("RED GREEN", {"boundary": KEEP}),
        ([("RED", "red")], {"boundary": KEEP}),
        ([("name", 1)], {"boundary": KEEP}),
        ([("_RED", 1)], {"boundary": KEEP}),
        ([("RED", 1)], {}),
        ([("RED", True)], {"boundary": KEEP}),
    ],
    ids=["words", "text", "a name that means something", "a name of its own", "not the binding's", "truth"],
)
def test_what_is_not_as_plain_as_that_goes_the_way_of_enum(
    names: object, options: dict[str, enum.FlagBoundary], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[object] = []
    make = enumerations._make

    def making(base: type[Enum], name: str, names: object, **options: object) -> type[Enum]:
        asked.append(names)
        return make(base, name, names, **options)

    monkeypatch.setattr(enumerations, "_make", making)
    enumerations._create(Enum, "Colour", names, **options)
    assert asked == [names]


def test_a_name_given_twice_is_refused_as_ever() -> None:
    with pytest.raises(TypeError, match="RED"):
        enumerations._create(Flag, "Colour", [("RED", 1), ("RED", 2)], boundary=KEEP)
