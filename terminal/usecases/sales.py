"""Finding a sale again."""

import re
from datetime import date

from terminal.domain.errors import Refusal
from terminal.ports.store import StoredSale, UnitOfWork
from terminal.usecases.till import Counter

_REFERENCE = re.compile(r"([0-9]{8})-([0-9]{1,4})-([0-9]{4,9})")
_NUMBER = re.compile(r"[0-9]{4,9}")
_SHOWN_LENGTH_MAX = 40


def find_sale(unit: UnitOfWork, counter: Counter, text: str) -> StoredSale:
    """The sale with this id, this receipt barcode (``20261121-2-0214``) or, today, this number.

    Raises ``Refusal("sale_unknown")``: this terminal did not make it.
    """
    wanted = text.strip()
    sale = unit.sale(wanted) or _by_number(unit, counter, wanted)
    if sale is None:
        raise Refusal("sale_unknown", sale=wanted[:_SHOWN_LENGTH_MAX])
    return sale


def _by_number(unit: UnitOfWork, counter: Counter, text: str) -> StoredSale | None:
    if _NUMBER.fullmatch(text):
        return unit.sale_by_number(text, counter.day)
    reference = _REFERENCE.fullmatch(text)
    if not reference or int(reference[2]) != counter.identity.number:
        return None
    day = _day(reference[1])
    return unit.sale_by_number(reference[3], day) if day else None


def _day(digits: str) -> date | None:
    try:
        return date.fromisoformat(digits)
    except ValueError:
        return None
