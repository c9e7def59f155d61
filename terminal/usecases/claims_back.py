"""The claim on the receipt of a sale that comes back: what is left of it, and points that somebody had by it."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from terminal.domain.claimed import Claimed, claimable, claimed_in
from terminal.domain.claims import claim_number
from terminal.domain.errors import Refusal
from terminal.domain.ledger import Entry
from terminal.domain.programme import BelowZero, Programme, RefundRule
from terminal.domain.records import record
from terminal.domain.refunds import RefundedLine, RefundResult
from terminal.domain.refunds.claims import (
    ClaimGivenBack,
    amounts_left,
    claim_entries,
    claim_reversal,
    is_by_share,
    taken_beyond,
    taken_of_claim,
)
from terminal.domain.refunds.explaining import claim_clawed_back
from terminal.domain.sold import SoldBill
from terminal.ports.store import StoredSale, UnitOfWork
from terminal.usecases.accounts import accounts_of
from terminal.usecases.sales import sale_reference
from terminal.usecases.till import Counter

_EPOCHS_MAX: Final = 16
Steps = Sequence[Sequence[RefundedLine]]


@record
class Coming:
    """A sale of which something comes back: what ``earlier`` refunds gave back, and the ``rule`` that holds now."""

    sale: StoredSale
    bill: SoldBill
    earlier: Steps
    rule: RefundRule


def left_to_claim(programme: Programme, bill: SoldBill, earlier: Steps) -> int | None:
    """What of the amount that the bill's receipt lets claim is left; ``None`` where it lets nobody claim any."""
    store = programme.store(bill.store)
    earning = claimable(programme.brand_at(store), store, bill)
    if not earning:
        return None
    return (sum(line.amount for line in earning), *amounts_left(bill.lines, earning, earlier))[-1]


def with_claim(unit: UnitOfWork, counter: Counter, coming: Coming, result: RefundResult) -> RefundResult:
    """``result`` with what it says of the claim, and with the points that were claimed here on their way back.

    Those that another till gave for the receipt are taken back by the server, which hears of both.
    """
    programme, bill = unit.programme(coming.sale.programme), coming.bill
    store = programme.store(bill.store)
    earning = claimable(programme.brand_at(store), store, bill)
    if not earning:
        return result
    left = amounts_left(bill.lines, earning, (*coming.earlier, result.lines))
    said = ClaimGivenBack(
        numbers=claim_numbers(counter, coming.sale),
        amount=sum(line.amount for line in earning),
        left=left[-1],
        by_share=is_by_share(coming.rule),
        stops_at_zero=coming.rule.below_zero is not BelowZero.NEGATIVE,
    )
    for number in said.numbers:
        for frame in unit.claim_frames(number):
            result, said = _taken_back(unit, counter, coming.rule, (claimed_in(frame), left), (result, said))
    return replace(result, claim=said)


def claim_numbers(counter: Counter, sale: StoredSale) -> tuple[str, ...]:
    """The numbers that claims of the sale are counted under: a copy is signed in the epoch that prints it."""
    identity = counter.identity
    reference = sale_reference(sale, identity.number)
    epochs = range(max(1, identity.epoch - _EPOCHS_MAX + 1), identity.epoch + 1)
    return tuple(claim_number(identity.terminal_id, epoch, reference) for epoch in epochs)


def _taken_back(
    unit: UnitOfWork,
    counter: Counter,
    rule: RefundRule,
    claim: tuple[Claimed, Sequence[int]],
    so_far: tuple[RefundResult, ClaimGivenBack],
) -> tuple[RefundResult, ClaimGivenBack]:
    (claimed, left), (result, said) = claim, so_far
    programme = _programme_of(unit, claimed)
    before = taken_of_claim(claimed, programme, said.by_share, left[:-1])
    taken = taken_of_claim(claimed, programme, said.by_share, left)
    taken = taken_beyond(taken, before.points, before.qualifying)
    if taken.nothing:
        return so_far
    states = accounts_of(unit, claimed.entries)
    reversal = claim_reversal(claimed, taken, rule, states, counter.day)
    entries: tuple[Entry, ...] = claim_entries(claimed, taken, reversal)
    result = replace(
        result,
        clawed_back=result.clawed_back + reversal.points,
        entries=(*result.entries, *entries),
        explain=(*result.explain, *claim_clawed_back(reversal.points, reversal.waived)),
    )
    return result, replace(said, taken={**said.taken, claimed.lot_id: (taken.points, taken.qualifying)})


def _programme_of(unit: UnitOfWork, claimed: Claimed) -> Programme | None:
    try:
        return unit.programme(claimed.programme)
    except Refusal:  # of a journal whose replica is another one now
        return None
