"""How a bill is paid: who gives change, what is still missing."""

from enum import StrEnum
from typing import Final

from terminal.domain.errors import Refusal
from terminal.domain.money import AMOUNT_MINOR_MAX, Currency
from terminal.domain.records import record


class TenderType(StrEnum):
    """What one can pay with. Only cash gives change."""

    CASH = "cash"
    CARD = "card"
    LINE_PAY = "line_pay"
    EASYCARD = "easycard"
    STORED_VALUE = "stored_value"
    GIFT_CARD = "gift_card"
    E_WALLET = "e_wallet"
    VOUCHER = "voucher"
    OTHER = "other"


CASH: Final = TenderType.CASH.value


@record
class TenderRule:
    """A tender a brand takes: whether what it pays ``earns`` points, and ``counts`` as spend towards tiers."""

    type: TenderType
    earns: bool = True
    counts: bool = True


@record
class TenderRequest:
    """How the customer pays. Without an amount the tender pays what the others leave due."""

    type: str
    amount: int | None = None


@record
class TenderPaid:
    """A tender as booked: for cash, ``amount`` is what was handed over, change included."""

    type: str
    amount: int


@record
class Settled:
    """The tenders that pay a bill, and the change, in minor units."""

    paid: tuple[TenderPaid, ...]
    change: int

    def kept(self) -> tuple[TenderPaid, ...]:
        """What each tender paid of the bill: cash without the change."""
        return tuple(
            TenderPaid(tender.type, tender.amount - back)
            for tender, back in zip(self.paid, self._change_of_each(), strict=True)
        )

    def _change_of_each(self) -> list[int]:
        left, backs = self.change, []
        for tender in self.paid:
            back = min(left, tender.amount) if tender.type == CASH else 0
            left -= back
            backs.append(back)
        return backs


def settle(
    accepted: tuple[TenderRule, ...], currency: Currency, due: int, requests: tuple[TenderRequest, ...]
) -> Settled:
    """The tenders that pay ``due``. No request at all means exact cash.

    Raises ``Refusal``: ``tender_unknown``, ``tender_amount_invalid``, ``tender_amount_missing``, ``tenders_short``,
    ``tenders_over``.
    """
    for request in requests:
        _check(accepted, request)
    given = sum(request.amount for request in requests if request.amount is not None)
    paid = _fill(requests or (TenderRequest(CASH),), max(due - given, 0))
    change = sum(tender.amount for tender in paid) - due
    if change < 0:
        missing_text = currency.text(-change)
        raise Refusal("tenders_short", due=due, tendered=given, missing=-change, missing_text=missing_text)
    cash = sum(tender.amount for tender in paid if tender.type == CASH)
    if change > cash:
        over = change - cash
        last = next(tender.type for tender in reversed(paid) if tender.type != CASH)
        raise Refusal("tenders_over", tender=last, due=due, over=over, over_text=currency.text(over))
    return Settled(paid, change)


def _check(accepted: tuple[TenderRule, ...], request: TenderRequest) -> None:
    types = [tender.type for tender in accepted]
    if request.type not in types:
        raise Refusal("tender_unknown", tender=request.type[:40], accepted=", ".join(types))
    amount = request.amount
    if amount is not None and (type(amount) is not int or not 0 <= amount <= AMOUNT_MINOR_MAX):
        raise Refusal("tender_amount_invalid", amount=str(amount)[:40])


def _fill(requests: tuple[TenderRequest, ...], rest: int) -> tuple[TenderPaid, ...]:
    """The requests with amounts; the one without takes ``rest``. Tenders of nothing are left out."""
    paid = []
    open_ended = [request for request in requests if request.amount is None]
    if len(open_ended) > 1:
        raise Refusal("tender_amount_missing", tender=open_ended[-1].type)
    for request in requests:
        amount = rest if request.amount is None else request.amount
        if amount:
            paid.append(TenderPaid(request.type, amount))
    return tuple(paid)
