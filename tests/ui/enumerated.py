"""Says all that can be said of each enumeration of Qt's binding: ``python -m tests.ui.enumerated quick``, or plain.

It is a process of its own because the binding makes each of them once, for good.
"""

import inspect
import json
import sys
from collections.abc import Callable
from enum import EnumType, Flag
from operator import invert
from typing import Any

Said = dict[str, list[str]]


def said(kind: Any) -> list[str]:
    """Its members with their numbers and places, and what flags can be counted with."""
    lines = [kind.__qualname__, kind.__module__, str([base.__name__ for base in kind.__mro__]), str(sorted(vars(kind)))]
    lines += [
        f"{name} {member!r} {member} {member.value!r} {member._sort_order_}"
        f" {getattr(kind, name) is member} {kind(member.value) is member} {member.__objclass__ is kind}"
        for name, member in kind.__members__.items()
    ]
    lines += [str(list(kind)), str(len(kind)), str(sorted(map(str, kind._value2member_map_)))]
    if issubclass(kind, Flag) and len(kind):
        flags = [kind(kind._flag_mask_), kind(0), kind(1 << 20), *kind.__members__.values()]
        lines += [f"{flag!r} {tried(list, flag)} {tried(invert, flag)}" for flag in flags]
        lines.append(str(kind._boundary_))
    return lines


def tried(ask: Callable[[Any], object], flag: object) -> str:
    """What comes of it; some have a member for all bits there are, and cannot be taken to pieces."""
    try:
        return repr(ask(flag))
    except (AttributeError, TypeError, ValueError) as trouble:
        return repr(trouble)


def seen_in(owner: Any, path: str, found: Said, known: set[type]) -> None:
    """Goes through a module, or a class and the classes in it."""
    for name in dir(owner):
        value = inspect.getattr_static(owner, name, None) if inspect.isclass(owner) else getattr(owner, name, None)
        if isinstance(value, EnumType):
            found[f"{path}.{name}"] = said(value)
        elif isinstance(value, type) and value not in known and value.__module__.startswith("PySide6"):
            known.add(value)
            dir(value)  # by that it is mentioned
            seen_in(value, f"{path}.{name}", found, known)


def main() -> None:
    """Prints them as JSON, by their paths."""
    if sys.argv[1] == "quick":
        from ui.qt.enumerations import quicken_enumerations

        quicken_enumerations()
    from PySide6 import QtCore, QtGui, QtNetwork, QtWidgets

    found: Said = {}
    known: set[type] = set()
    for module in (QtCore, QtGui, QtNetwork, QtWidgets):
        seen_in(module, module.__name__, found, known)
    json.dump(found, sys.stdout)


if __name__ == "__main__":
    main()
