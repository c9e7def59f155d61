"""Points claimed later, with the code on a receipt."""

from datetime import timedelta

import pytest

from terminal.domain.errors import Refusal
from terminal.domain.frames import FrameKind
from terminal.domain.ledger import EntryKind
from terminal.ports.printing import RowKind
from terminal.usecases.claim_points import ClaimPoints, claim_points
from terminal.usecases.refund import Refund, refund
from terminal.usecases.sell import SaleDone
from tests.unit.usecases.counter import PHONE, CounterInMemory
from tests.unit.usecases.test_receipt_templates import CLAIMS, KEY, shop

OWN = ("terminal-1", 1)


@pytest.fixture
def counter() -> CounterInMemory:
    counter = shop(CLAIMS)
    counter.store.files.terminal_keys[OWN] = KEY.public_key().public_bytes_raw()
    return counter


def code_on(sale: SaleDone) -> str:
    return next(row.left for row in sale.document.rows if row.kind is RowKind.QR)


def test_the_member_gets_what_the_amount_earns(counter: CounterInMemory) -> None:
    sale = counter.sell(300, 65)
    before, earns = counter.balance(), 36
    done = claim_points(counter.till, ClaimPoints(PHONE, code_on(sale), cashier="林小姐"))
    assert (done.points, done.balance, counter.balance()) == (earns, before + earns, before + earns)
    frame = counter.frames[-1]
    assert (frame.kind, frame.body["reason"], frame.body["cashier"]) == (FrameKind.ADJUSTMENT, "claim", "林小姐")
    assert [entry.kind for entry in frame.entries] == [EntryKind.ACCRUE]
    assert PHONE not in str(frame.body)


def test_a_receipt_is_claimed_once(counter: CounterInMemory) -> None:
    code = code_on(counter.sell(300))
    claim_points(counter.till, ClaimPoints(PHONE, code))
    counter.enrol("0922333444")
    for phone in (PHONE, "0922333444"):
        with pytest.raises(Refusal, match="claim_used"):
            claim_points(counter.till, ClaimPoints(phone, code))


def test_the_same_key_hears_the_same_answer(counter: CounterInMemory) -> None:
    command = ClaimPoints(PHONE, code_on(counter.sell(300)), key="k")
    first, frames = claim_points(counter.till, command), len(counter.frames)
    assert claim_points(counter.till, command) == first
    assert len(counter.frames) == frames


def test_what_was_given_back_has_no_points(counter: CounterInMemory) -> None:
    sale = counter.sell(300)
    refund(counter.till, Refund(sale.sale_id))
    with pytest.raises(Refusal, match="claim_given_back"):
        claim_points(counter.till, ClaimPoints(PHONE, code_on(sale)))


def test_a_refused_claim_books_nothing(counter: CounterInMemory) -> None:
    sale, tiny = counter.sell(300), counter.sell(1)
    frames = len(counter.frames)
    refused = [(code_on(tiny), "claim_without_points"), (code_on(sale)[:-8] + "AAAAAAAA", "claim_not_signed")]
    for code, kind in refused:
        with pytest.raises(Refusal, match=kind):
            claim_points(counter.till, ClaimPoints(PHONE, code))
    with pytest.raises(Refusal, match="member_unknown"):
        claim_points(counter.till, ClaimPoints("0999888777", code_on(sale)))
    counter.clock.instant += timedelta(days=15)
    with pytest.raises(Refusal, match="claim_expired"):
        claim_points(counter.till, ClaimPoints(PHONE, code_on(sale)))
    counter.store.files.terminal_keys.clear()
    with pytest.raises(Refusal, match="claim_till_unknown"):
        claim_points(counter.till, ClaimPoints(PHONE, code_on(sale)))
    assert len(counter.frames) == frames
