"""What a field of a command may hold, checked strictly, and turned into the value a use-case takes."""

from collections.abc import Callable, Mapping
from datetime import date
from difflib import get_close_matches
from fractions import Fraction
from typing import Any

from terminal.domain import claims
from terminal.domain.bundle.shapes import exact
from terminal.domain.errors import Refusal
from terminal.domain.money import parse_quantity
from terminal.domain.records import record

TEXT_LENGTH_MAX = 200
CLAIM_LENGTH_MAX = claims.TEXT_MAX
ITEMS_MAX = 2000
SHOWN_LENGTH_MAX = 40
WHOLE_MAX = 10**SHOWN_LENGTH_MAX
DAY_EARLIEST, DAY_LATEST = date(1900, 1, 1), date(2999, 12, 31)


@record
class Place:
    """Where a value stands: the operation, and the path of the field in it (``lines[0].qty``)."""

    op: str
    path: str = ""

    def field(self, name: str) -> "Place":
        """The place of a field in here."""
        return Place(self.op, f"{self.path}.{name}" if self.path else name)

    def item(self, index: int) -> "Place":
        """The place of an item of the list in here, from 0."""
        return Place(self.op, f"{self.path}[{index}]")

    def refuse(self, expected: str) -> Refusal:
        """The refusal of a value that is not what it should be; ``expected`` is a word of the language files."""
        return Refusal("field_invalid", op=self.op, field=self.path, expected=expected)


Reader = Callable[[Any, Place], Any]


@record
class Field:
    """A field by its reader. ``null`` is the same as leaving an optional field out."""

    read: Reader
    required: bool = False


Shape = Mapping[str, Field]


def read_object(raw: object, shape: Shape, place: Place) -> dict[str, Any]:
    """The fields of ``raw`` that are there, read.

    Raises ``Refusal``: ``field_unknown``, ``field_missing``, ``field_invalid`` and what the readers refuse.
    """
    if not isinstance(raw, dict):
        raise place.refuse("object")
    for name in raw:
        if name not in shape:
            suggestion = nearest(name, shape)
            shown = place.field(name[:SHOWN_LENGTH_MAX]).path
            raise Refusal("field_unknown", op=place.op, field=shown, suggestion=suggestion)
    for name, field in shape.items():
        if field.required and raw.get(name) is None:
            raise Refusal("field_missing", op=place.op, field=place.field(name).path)
    return {name: shape[name].read(value, place.field(name)) for name, value in raw.items() if value is not None}


def nearest(name: str, known: Mapping[str, object]) -> str:
    """The known name most like ``name``."""
    return get_close_matches(name[:SHOWN_LENGTH_MAX], known, n=1, cutoff=0.0)[0]


def text(raw: object, place: Place) -> str:
    """A short text without control characters."""
    return _printable(raw, place, TEXT_LENGTH_MAX)


def claim_code(raw: object, place: Place) -> str:
    """What the QR code of a claim says, which is longer than what people type."""
    return _printable(raw, place, CLAIM_LENGTH_MAX)


def _printable(raw: object, place: Place, length_max: int) -> str:
    if not isinstance(raw, str) or len(raw) > length_max or not raw.isprintable():
        raise place.refuse("text")
    return raw


def whole(raw: object, place: Place) -> int:
    """A whole number; ``true`` is none. What nobody could read out again is refused here, whatever it was for."""
    if not isinstance(raw, int) or isinstance(raw, bool) or abs(raw) > WHOLE_MAX:
        raise place.refuse("whole")
    return raw


def quantity(raw: object, place: Place) -> Fraction:
    """A whole number or a decimal string, not negative. Raises ``Refusal("quantity_invalid")``."""
    if isinstance(raw, bool) or not isinstance(raw, (int, str)):
        raise place.refuse("quantity")
    return parse_quantity(raw)


def day(raw: object, place: Place) -> date:
    """A date, ``YYYY-MM-DD``."""
    try:
        found = date.fromisoformat(raw) if isinstance(raw, str) else None
    except ValueError:
        found = None
    if found is None or found.isoformat() != raw:
        raise place.refuse("date")
    return found


def business_day(raw: object, place: Place) -> date:
    """A date on which a till may have sold."""
    found = day(raw, place)
    if not DAY_EARLIEST <= found <= DAY_LATEST:
        raise place.refuse("date")
    return found


def share(raw: object, place: Place) -> Fraction:
    """A share of the whole, exactly: ``"10%"``, ``"1/3"``, ``"0.25"``."""
    found = exact(raw)
    if found is None or not 0 < found <= 1:
        raise place.refuse("share")
    return found


def redeem(raw: object, place: Place) -> int | str:
    """Points, or ``"max"``."""
    if raw == "max":
        return "max"
    if not isinstance(raw, int) or isinstance(raw, bool) or abs(raw) > WHOLE_MAX:
        raise place.refuse("redeem")
    return raw


def list_of(read: Reader) -> Reader:
    """A list whose every item is read with ``read``."""

    def read_list(raw: object, place: Place) -> tuple[Any, ...]:
        if not isinstance(raw, list) or len(raw) > ITEMS_MAX:
            raise place.refuse("list")
        return tuple(read(item, place.item(index)) for index, item in enumerate(raw))

    return read_list


def object_of(shape: Shape) -> Reader:
    """An object of this shape."""
    return lambda raw, place: read_object(raw, shape, place)
