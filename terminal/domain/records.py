"""Records: what nearly every value here is declared as. To whoever reads them they are frozen dataclasses with slots.

They are made in another way, for a till starts while somebody waits (``make bench-window``) and has hundreds of them.
``dataclasses`` compiles six functions for each class and makes the class twice. A record compares, hashes and prints
itself by functions that all share, and has the one that makes it built when it is first made. ``replace``, ``fields``,
``asdict`` and ``match`` work as they do for dataclasses.

That nothing is assigned to a record is the type checker's to hold: a frozen dataclass sets each field by a call of
``object.__setattr__``, which makes it slower to make, and posting makes a dozen for every sale.
"""

import dataclasses
from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, field
from functools import cache
from operator import attrgetter
from types import CodeType, FunctionType
from typing import Any, TypeVar, dataclass_transform

_Made = TypeVar("_Made")


@dataclasses.dataclass(frozen=True)
class _Frozen:
    """What says of a record that only what is frozen may derive from it."""


_UNSLOTTED = ("__dict__", "__weakref__")


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def record(declared: type[_Made]) -> type[_Made]:
    """The class as a record: slots for its annotations, after the fields of the records that it derives from."""
    own = {name: _field(declared, name, kind) for name, kind in declared.__annotations__.items()}
    inherited = getattr(declared, "__dataclass_fields__", {})
    known: dict[str, Field[Any]] = {**inherited, **own}
    namespace = {name: value for name, value in vars(declared).items() if name not in {*own, *_UNSLOTTED}}
    namespace |= {
        "__slots__": tuple(own),
        "__match_args__": tuple(name for name, each in known.items() if each.init),
        "__dataclass_fields__": known,
        "__dataclass_params__": vars(_Frozen)["__dataclass_params__"],
    }
    metaclass: Any = type(declared)
    made: type[_Made] = metaclass(declared.__name__, declared.__bases__, _shared(known) | namespace)
    _give_init(made, known)
    return made


def _field(declared: type, name: str, kind: Any) -> Field[Any]:
    given = vars(declared).get(name, MISSING)
    found: Field[Any] = given if isinstance(given, Field) else field(default=given)
    found.name, found.type, found.kw_only = name, kind, False
    found._field_type = dataclasses._FIELD  # type: ignore[attr-defined]  # by this dataclasses knows its own
    return found


def _shared(known: Mapping[str, Field[Any]]) -> dict[str, Callable[..., Any]]:
    """How a record with these fields compares, hashes and prints itself."""
    compared = [name for name, each in known.items() if each.compare]
    shown = [name for name, each in known.items() if each.repr]
    values: Callable[[Any], Any] = attrgetter(*compared) if compared else lambda _: ()

    def __eq__(self: Any, other: Any) -> bool:
        return values(self) == values(other) if other.__class__ is self.__class__ else NotImplemented

    def __hash__(self: Any) -> int:
        return hash(values(self))

    def __repr__(self: Any) -> str:
        parts = ", ".join(f"{name}={getattr(self, name)!r}" for name in shown)
        return f"{type(self).__qualname__}({parts})"

    return {"__eq__": __eq__, "__hash__": __hash__, "__repr__": __repr__}


def _give_init(made: Any, known: Mapping[str, Field[Any]]) -> None:
    """The first of its kind that is made has what makes all others built."""

    def __init__(self: Any, *values: Any, **named: Any) -> None:
        made.__init__ = _named_init(made, known) or _compiled_init(made, known)
        made.__init__(self, *values, **named)

    made.__init__ = __init__


def _named_init(made: type, known: Mapping[str, Field[Any]]) -> Callable[..., None] | None:
    """What is compiled once for all with so many fields, under the names of these; ``None`` where that will not do."""
    defaults = tuple(each.default for each in known.values() if each.default is not MISSING)
    is_plain = all(each.init and each.default_factory is MISSING for each in known.values())
    if not is_plain or any(each.default is MISSING for each in tuple(known.values())[len(known) - len(defaults) :]):
        return None
    says_so = ("__post_init__",) if hasattr(made, "__post_init__") else ()
    code = _code_for(len(known), bool(says_so))
    return FunctionType(code.replace(co_varnames=("self", *known), co_names=(*known, *says_so)), {}, None, defaults)


@cache
def _code_for(count: int, has_more_to_do: bool) -> CodeType:
    names = [f"field_{place}" for place in range(count)]
    lines = [f"self.{name} = {name}" for name in names] + ["self.__post_init__()"] * has_more_to_do
    made: dict[str, Any] = {}
    exec(f"def __init__({', '.join(['self', *names])}):\n    " + "\n    ".join(lines or ["pass"]), made)
    code: CodeType = made["__init__"].__code__
    return code


def _compiled_init(made: type, known: Mapping[str, Field[Any]]) -> Callable[..., None]:
    names: dict[str, Any] = {"MISSING": MISSING}
    parameters, lines = ["self"], []
    for name, each in known.items():
        default, otherwise = _default(name, each, names)
        if each.init:
            parameters.append(name + default)
            lines.append(f"self.{name} = {name}" + (f" if {name} is not MISSING else {otherwise}" if otherwise else ""))
        elif default:
            lines.append(f"self.{name} = {otherwise or default[1:]}")
    if hasattr(made, "__post_init__"):
        lines.append("self.__post_init__()")
    body = "\n    ".join(lines or ["pass"])
    exec(f"def __init__({', '.join(parameters)}):\n    {body}", names)  # nothing but the names of fields
    compiled: Callable[..., None] = names["__init__"]
    return compiled


def _default(name: str, each: Field[Any], names: dict[str, Any]) -> tuple[str, str]:
    """What stands behind the parameter, and the call that makes its value where it is made anew each time."""
    if each.default_factory is not MISSING:
        names[f"make_{name}"] = each.default_factory
        return "=MISSING", f"make_{name}()"
    if each.default is not MISSING:
        names[f"default_{name}"] = each.default
        return f"=default_{name}", ""
    return "", ""
