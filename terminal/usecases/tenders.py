"""How a bill is paid: who gives change, what is still missing."""

from dataclasses import dataclass

from terminal.domain.errors import Refusal
from terminal.domain.money import AMOUNT_MINOR_MAX
from terminal.domain.programme import Brand
from terminal.usecases.wording import money_text

CASH = "cash"


@dataclass(frozen=True, slots=True)
class TenderRequest:
    """How the customer pays. Without an amount the tender pays what the others leave due."""

    type: str
    amount: int | None = None


@dataclass(frozen=True, slots=True)
class TenderPaid:
    """A tender as booked: for cash, ``amount`` is what was handed over, change included."""

    type: str
    amount: int


def settle(brand: Brand, due: int, requests: tuple[TenderRequest, ...]) -> tuple[tuple[TenderPaid, ...], int]:
    """The tenders that pay ``due``, and the change, all in minor units. No request at all means exact cash.

    Raises ``Refusal``: ``tender_unknown``, ``tender_amount_invalid``, ``tender_amount_missing``, ``tenders_short``,
    ``tenders_over``.
    """
    for request in requests:
        _check(brand, request)
    given = sum(request.amount for request in requests if request.amount is not None)
    paid = _fill(requests or (TenderRequest(CASH),), max(due - given, 0))
    change = sum(tender.amount for tender in paid) - due
    if change < 0:
        missing_text = money_text(brand.currency, -change)
        raise Refusal("tenders_short", due=due, tendered=given, missing=-change, missing_text=missing_text)
    cash = sum(tender.amount for tender in paid if tender.type == CASH)
    if change > cash:
        over = change - cash
        last = next(tender.type for tender in reversed(paid) if tender.type != CASH)
        raise Refusal("tenders_over", tender=last, due=due, over=over, over_text=money_text(brand.currency, over))
    return paid, change


def _check(brand: Brand, request: TenderRequest) -> None:
    accepted = [str(tender) for tender in brand.tenders]
    if request.type not in accepted:
        raise Refusal("tender_unknown", tender=request.type[:40], accepted=", ".join(accepted))
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
