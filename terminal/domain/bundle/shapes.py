"""Shapes: what a document may hold, declared once, from which come strict reading, defaults, docs and JSON Schema.

A shape reads a JSON-able value into a typed one or refuses it with the path and a reason. Nothing is coerced: a number
in quotes is text, an unknown key is an error that names the nearest known one.
"""

import re
from abc import ABC, abstractmethod
from collections.abc import Callable
from enum import StrEnum
from fractions import Fraction
from typing import Any, Final, Generic, TypeVar

from terminal.domain.errors import Refusal
from terminal.domain.records import record

T = TypeVar("T")
E = TypeVar("E", bound=StrEnum)

CODE_PATTERN: Final = "[a-z0-9][a-z0-9_-]{0,39}"
_EXACT: Final = re.compile(r"([0-9]{1,12})(?:\.([0-9]{1,6}))?(%)?|([0-9]{1,12})/([1-9][0-9]{0,5})")


def invalid(path: str, reason: str, **data: object) -> Refusal:
    """The refusal of a document: where, and why as a stable code with its figures.

    ``path`` is exact, ``where`` what people are shown; whoever knows the file and the line says them there too.
    """
    return Refusal("programme_invalid", path=path, where=path or "…", reason=reason, **data)


def below(path: str, key: str | int) -> str:
    """The path of a key or place inside ``path``: ``brands.chawu``, ``menu[2]``."""
    if isinstance(key, int):
        return f"{path}[{key}]"
    return f"{path}.{key}" if path else key


class Shape(ABC, Generic[T]):
    """One kind of value."""

    @abstractmethod
    def read(self, value: object, path: str) -> T:
        """The typed value. Raises ``Refusal("programme_invalid")``."""

    @abstractmethod
    def schema(self) -> dict[str, Any]:
        """The same as JSON Schema (2020-12)."""


@record
class Whole(Shape[int]):
    """A whole number between bounds, both allowed."""

    minimum: int
    maximum: int

    def read(self, value: object, path: str) -> int:
        """The number."""
        if not isinstance(value, int) or isinstance(value, bool):
            raise invalid(path, "not_whole")
        if not self.minimum <= value <= self.maximum:
            raise invalid(path, "out_of_range", minimum=self.minimum, maximum=self.maximum)
        return value

    def schema(self) -> dict[str, Any]:
        """An integer with its bounds."""
        return {"type": "integer", "minimum": self.minimum, "maximum": self.maximum}


@record
class Exact(Shape[Fraction]):
    """An exact number: a whole one, or in quotes ``"1.5"``, ``"50%"``, ``"1/3"``.

    ``maximum`` is allowed, and zero unless it has to be ``above_zero``.
    """

    maximum: int
    above_zero: bool = False

    def read(self, value: object, path: str) -> Fraction:
        """The number as a fraction."""
        number = exact(value)
        if number is None:
            raise invalid(path, "not_exact")
        if number > self.maximum:
            raise invalid(path, "out_of_range", minimum=0, maximum=self.maximum)
        if self.above_zero and number == 0:
            raise invalid(path, "zero")
        return number

    def schema(self) -> dict[str, Any]:
        """A whole number, or text in one of the exact forms."""
        number = {"type": "integer", "minimum": int(self.above_zero), "maximum": self.maximum}
        return {"anyOf": [number, {"type": "string", "pattern": f"^(?:{_EXACT.pattern})$"}]}


@record
class Text(Shape[str]):
    """Text of one line, trimmed, of ``minimum`` to ``maximum`` characters; all of it matches ``pattern`` if given."""

    maximum: int = 80
    minimum: int = 1
    pattern: str | None = None

    def read(self, value: object, path: str) -> str:
        """The text."""
        if not isinstance(value, str):
            raise invalid(path, "not_text")
        if not self.minimum <= len(value) <= self.maximum:
            raise invalid(path, "text_length", minimum=self.minimum, maximum=self.maximum)
        if value != value.strip() or not value.isprintable():
            raise invalid(path, "text_unprintable")
        if self.pattern is not None and re.fullmatch(self.pattern, value) is None:
            raise invalid(path, "text_form", form=self.pattern)
        return value

    def schema(self) -> dict[str, Any]:
        """A string with its length and form."""
        form = {"pattern": f"^(?:{self.pattern})$"} if self.pattern else {}
        return {"type": "string", "minLength": self.minimum, "maxLength": self.maximum, **form}


@record
class Converted(Shape[T]):
    """Text that ``convert`` turns into a value; ``ValueError`` from it refuses the text with ``reason``."""

    text: Text
    convert: Callable[[str], T]
    reason: str

    def read(self, value: object, path: str) -> T:
        """The converted value."""
        text = self.text.read(value, path)
        try:
            return self.convert(text)
        except ValueError as error:
            raise invalid(path, self.reason, value=text) from error

    def schema(self) -> dict[str, Any]:
        """The text's schema; what ``convert`` knows beyond it is checked by reading."""
        return self.text.schema()


@record
class Choice(Shape[E]):
    """One of the words of an enumeration."""

    options: type[E]

    def read(self, value: object, path: str) -> E:
        """The member of the enumeration."""
        words = [option.value for option in self.options]
        if not isinstance(value, str) or value not in words:
            raise unknown_choice(path, value, words)
        return self.options(value)

    def schema(self) -> dict[str, Any]:
        """The words."""
        return {"enum": [option.value for option in self.options]}


@record
class Flag(Shape[bool]):
    """true or false."""

    def read(self, value: object, path: str) -> bool:
        """The flag."""
        if not isinstance(value, bool):
            raise invalid(path, "not_flag")
        return value

    def schema(self) -> dict[str, Any]:
        """A boolean."""
        return {"type": "boolean"}


@record
class ListOf(Shape[tuple[T, ...]]):
    """A list of ``minimum`` to ``maximum`` items of one shape."""

    item: Shape[T]
    maximum: int
    minimum: int = 0

    def read(self, value: object, path: str) -> tuple[T, ...]:
        """The items in order."""
        if not isinstance(value, (list, tuple)):
            raise invalid(path, "not_list")
        if not self.minimum <= len(value) <= self.maximum:
            raise invalid(path, "item_count", minimum=self.minimum, maximum=self.maximum)
        return tuple(self.item.read(item, below(path, index)) for index, item in enumerate(value))

    def schema(self) -> dict[str, Any]:
        """An array."""
        return {"type": "array", "items": self.item.schema(), "minItems": self.minimum, "maxItems": self.maximum}


@record
class SetOf(ListOf[T]):
    """A list that names nothing twice."""

    def read(self, value: object, path: str) -> tuple[T, ...]:
        """The items in order."""
        items = ListOf.read(self, value, path)  # a record is made anew: ``super`` would miss it
        places: dict[T, int] = {}
        for index, item in enumerate(items):
            first = places.setdefault(item, index)
            if first < index:
                raise invalid(below(path, index), "duplicate", code=str(item), first=below(path, first))
        return items

    def schema(self) -> dict[str, Any]:
        """An array of different items."""
        return {**ListOf.schema(self), "uniqueItems": True}


def exact(value: object) -> Fraction | None:
    """An exact number from a whole one or from text like ``"1.5"``, ``"50%"``, ``"1/3"``; ``None`` for the rest."""
    if isinstance(value, int) and not isinstance(value, bool) and value >= 0:
        return Fraction(value)
    match = _EXACT.fullmatch(value) if isinstance(value, str) else None
    if match is None:
        return None
    whole, decimals, percent, numerator, denominator = match.groups()
    if denominator is not None:
        return Fraction(int(numerator), int(denominator))
    number = Fraction(f"{whole}.{decimals or 0}")
    return number / 100 if percent else number


def unknown_choice(path: str, value: object, known: list[str]) -> Refusal:
    """The refusal of a word that is none of the known ones."""
    word = str(value)[:80]
    return invalid(path, "choice_unknown", value=word, known=", ".join(known), nearest=nearest(word, known))


def nearest(word: str, known: list[str]) -> str:
    """The known word most like ``word``; empty when nothing is known."""
    from difflib import get_close_matches

    return next(iter(get_close_matches(word[:80], known, n=1, cutoff=0)), "")
