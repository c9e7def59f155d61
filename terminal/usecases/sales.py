"""Finding a sale again."""

import re
import zlib
from datetime import date

from terminal.domain.errors import Refusal
from terminal.ports.store import StoredSale, UnitOfWork
from terminal.usecases.till import Counter

_REFERENCE = re.compile(r"([0-9]{6})([0-9]{6,})([0-9]{6})")
_NUMBER = re.compile(r"[0-9]{4,9}")
_SHOWN_LENGTH_MAX = 40
_REFERENCE_MAX = 23
"""A printed coupon's number has one digit more."""


def sale_reference(sale: StoredSale, terminal_number: int) -> str:
    """What a receipt's barcode says: day, terminal, number, and six digits drawn from the id (``261121020214067482``).

    Digits only, because those make a Code 128 that a 58 mm receipt can hold in bars that every scanner reads. Every
    store has a first terminal and a first sale of the day; the digits of the id keep their receipts apart.
    """
    return f"{sale.day:%y%m%d}{terminal_number:02d}{sale.number}{_drawn_from_id(sale)}"


def is_reference(text: str) -> bool:
    """Whether ``text`` can be what a receipt's barcode says, of whatever till."""
    reference = _REFERENCE.fullmatch(text)
    return reference is not None and len(text) <= _REFERENCE_MAX and _day(reference[1]) is not None


def find_sale(unit: UnitOfWork, counter: Counter, text: str) -> StoredSale:
    """The sale with this id, this receipt barcode (``sale_reference``) or, today, this number.

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
    here = f"{counter.identity.number:02d}"
    day = _day(reference[1]) if reference and reference[2].startswith(here) else None
    if not reference or not day:
        return None
    sale = unit.sale_by_number(reference[2].removeprefix(here), day)
    return sale if sale and _drawn_from_id(sale) == reference[3] else None


def _drawn_from_id(sale: StoredSale) -> str:
    return f"{zlib.crc32(sale.sale_id.encode()) % 10**6:06d}"


def _day(digits: str) -> date | None:
    try:
        return date.fromisoformat(f"20{digits}")
    except ValueError:
        return None
