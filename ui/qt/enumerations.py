"""Makes the enumerations of Qt's binding in a part of the time that ``enum`` takes for them.

The binding makes all enumerations of a class when the class is first mentioned: ``Qt`` alone has ninety, with twelve
hundred members. ``enum`` asks of each member whether it is a descriptor, a private name, a tuple, an alias or a part of
a flag, in Python. Here is what remains of it for names of whole numbers, which is all that Qt has. What they are in the
end is the same; what is not as plain as that, and every other version of Python, goes ``enum``'s own way.
"""

import sys
from collections.abc import Callable, Sequence
from enum import KEEP, Enum, EnumType, Flag
from functools import cache
from typing import Any

KNOWN_VERSION = (3, 11)
"""The Python whose ``enum`` keeps its members as they are put in here."""

_make: Callable[..., type[Enum]] = EnumType._create_  # type: ignore[attr-defined]  # what the functional API calls


def quicken_enumerations() -> None:
    """From now on; made are the same enumerations as before."""
    if sys.version_info[:2] == KNOWN_VERSION:
        EnumType._create_ = _create  # type: ignore[attr-defined]  # the only place to come in between


def _create(base: type[Enum], name: str, names: Any, **options: Any) -> Any:
    if options.get("boundary") is not KEEP or not _is_plain(base, names):  # by that the binding is known
        return _make(base, name, names, **options)
    made = _empty(base, name)
    _add_members(made, names)
    if issubclass(base, Flag):
        _add_flags(made)
    return made


def _is_plain(base: type[Enum], names: Any) -> bool:
    """Whether names and numbers may be put in unasked."""
    if not isinstance(names, list) or len(dict(names)) < len(names):
        return False
    return all(
        type(value) is int and not name.startswith("_") and name not in _inherited(base) for name, value in names
    )


@cache
def _inherited(base: type[Enum]) -> frozenset[str]:
    """Names that mean something already in an enumeration of this kind."""
    return frozenset({"mro"}.union(*(vars(each) for each in base.__mro__)))


def _empty(base: type[Enum], name: str) -> Any:
    """One without members: as ``enum`` made the first of its kind, with places of its own for them."""
    places: dict[str, Any] = {
        "_member_names_": [],
        "_member_map_": {},
        "_value2member_map_": {},
        "_unhashable_values_": [],
    }
    made: Any = type.__new__(EnumType, name, (base,), {**_body(base), **places})
    return made


@cache
def _body(base: type[Enum]) -> dict[str, Any]:
    body = dict(vars(_make(base, "Empty", (), boundary=KEEP)))
    for own in ("__dict__", "__weakref__"):
        body.pop(own, None)
    return body


def _add_members(made: Any, names: Sequence[tuple[str, int]]) -> None:
    new, is_number, is_flag = made._new_member_, made._use_args_, issubclass(made, Flag)
    ordered, by_name, by_value = made._member_names_, made._member_map_, made._value2member_map_
    for name, value in names:
        member = by_value.get(value)
        if member is None:
            member = by_value[value] = new(made, value) if is_number else new(made)
            member._value_, member._name_, member.__objclass__ = value, name, made
            member._sort_order_ = len(ordered)
            if not is_flag or _is_single_bit(value):
                ordered.append(name)
        by_name[name] = member
        type.__setattr__(made, name, member)


def _add_flags(made: Any) -> None:
    """Which bits there are; and members go in the order of their bits unless they were named in another."""
    values = list(made._value2member_map_)
    for value in values:
        made._flag_mask_ |= value
    made._singles_mask_ = sum(filter(_is_single_bit, values))
    made._all_bits_ = 2 ** made._flag_mask_.bit_length() - 1
    singles = [made._member_map_[name]._value_ for name in made._member_names_]
    if singles != sorted(singles):
        made._iter_member_ = made._iter_member_by_def_


def _is_single_bit(value: int) -> bool:
    return value != 0 and value & (value - 1) == 0
