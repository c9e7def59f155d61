"""Numbers of coupons: what stands under a printed coupon's barcode, and the short number of a member's voucher.

A printed coupon belongs to whoever brings it. Its number has digits only and says which kind it is, when it was issued
and which of that day it is; check digits made with the group's key let every till of the group tell it from an
invented one without asking anybody: ``kkk dddd ssssssssssss ccccc``.
"""

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from functools import lru_cache
from typing import Final

from terminal.domain.records import record

KIND_MAX: Final = 999
NUMBER_LENGTH: Final = 24
SHORT_LENGTH: Final = 6
_KIND, _DAY, _SERIAL, _CHECK = 3, 4, 12, 5
_FIRST_DAY: Final = date(2020, 1, 1)
_DAYS: Final = 10**_DAY
_DAYS_AHEAD: Final = 2  # a store of another time zone may be a day ahead, a wrong clock another

Check = Callable[[str], str]
"""The check digits of a text, made with a key that only the group's tills have."""


@record
class CouponNumber:
    """What a printed coupon's number says: the kind's number in the programme, the day of issue, the serial."""

    kind: int
    issued: date
    serial: int


def check_digits(keyed_hash: str) -> str:
    """The check digits in ``keyed_hash`` (hexadecimal)."""
    return f"{int(keyed_hash, 16) % 10**_CHECK:0{_CHECK}d}"


def taken_as_genuine(numbers: Iterable[str]) -> Check:
    """A check that these ``numbers`` pass, for whoever has no key: of those, what is left to ask is what they say."""
    digits = {number[:-_CHECK]: number[-_CHECK:] for number in numbers}
    return lambda said: digits.get(said, "")


def printed_number(kind: int, issued: date, seed: str, check: Check) -> str:
    """The number of a coupon of ``kind``; its serial is drawn from ``seed`` (the sale's id and the coupon's place)."""
    from hashlib import sha256

    serial = int(sha256(seed.encode()).hexdigest(), 16) % 10**_SERIAL
    days = (issued - _FIRST_DAY).days % _DAYS
    said = f"{kind:0{_KIND}d}{days:0{_DAY}d}{serial:0{_SERIAL}d}"
    return said + check(said)


def read_number(text: str, today: date, check: Check) -> CouponNumber | None:
    """What ``text`` says if it is the number of a printed coupon and its check digits are right."""
    if len(text) != NUMBER_LENGTH or not (text.isascii() and text.isdigit()):
        return None
    said, given = text[:-_CHECK], text[-_CHECK:]
    if check(said) != given:
        return None
    kind, days, serial = said[:_KIND], said[_KIND : _KIND + _DAY], said[_KIND + _DAY :]
    return CouponNumber(int(kind), _issued(int(days), today), int(serial))


@lru_cache(maxsize=4096)  # whatever is presented is compared with all that the member holds
def short_number(voucher_id: str) -> str:
    """The digits by which a member's voucher can be typed; they tell one member's vouchers apart."""
    from hashlib import sha256

    return f"{int(sha256(voucher_id.encode()).hexdigest(), 16) % 10**SHORT_LENGTH:0{SHORT_LENGTH}d}"


def _issued(days: int, today: date) -> date:
    """The newest day with that count that is not in the future: counts come round after twenty-seven years."""
    newest = today + timedelta(days=_DAYS_AHEAD)
    return newest - timedelta(days=((newest - _FIRST_DAY).days - days) % _DAYS)
