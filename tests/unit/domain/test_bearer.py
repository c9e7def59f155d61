"""Which numbers on a bill are paper that anybody may hold."""

from datetime import date

from terminal.domain.bearer import BearerUse, bearer_returns, bearer_uses
from terminal.domain.ledger import Entry, EntryKind
from terminal.domain.progress import Voucher, progress_of

DAY = date(2026, 11, 21)
BODY = {"coupons": [["summer", None], ["paper", "0001"], ["paper", "0002"], ["free-tea", "v1"], ["paper", "0001"]]}


def test_a_number_that_no_entry_takes_from_a_member_is_counted() -> None:
    used = Entry("m", EntryKind.ACCRUE, 0, progress=progress_of(vouchers=[Voucher("v1", "free-tea", -1, DAY, DAY)]))
    assert bearer_uses(BODY, (used,)) == (BearerUse("0001", "paper", 2), BearerUse("0002", "paper", 1))


def test_a_refund_gives_uses_back() -> None:
    body = {"coupons": [["paper", "0001"], ["free-tea", "v1"]]}
    back = Entry("m", EntryKind.REVERSE, 0, progress=progress_of(vouchers=[Voucher("v1", "free-tea", 1, DAY, DAY)]))
    assert bearer_returns(body, (back,)) == (BearerUse("0001", "paper", -1),)
    assert bearer_returns({}, ()) == bearer_uses({}, ()) == ()
