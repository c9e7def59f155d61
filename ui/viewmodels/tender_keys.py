"""The letter that chooses each way to pay, on every sheet where money moves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from terminal.domain.tenders import TenderType

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

KEYS: Mapping[str, str] = {
    TenderType.CASH: "C",
    TenderType.CARD: "K",
    TenderType.LINE_PAY: "L",
    TenderType.EASYCARD: "E",
    TenderType.STORED_VALUE: "S",
    TenderType.GIFT_CARD: "G",
    TenderType.E_WALLET: "W",
    TenderType.VOUCHER: "V",
    TenderType.OTHER: "O",
}


def tender_of_key(letter: str, types: Sequence[str]) -> str | None:
    """Which of ``types`` that letter chooses, if any."""
    return next((kind for kind in types if KEYS[kind] == letter.upper()), None)
