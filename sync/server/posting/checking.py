"""Sales and claims calculated again by their bundle: what comes out otherwise is for a person, the frame counts."""

from dataclasses import asdict
from typing import Final

from sync.server.accounts.books import PostingException, case_of
from terminal.domain.audit import Difference, sale_differences
from terminal.domain.awards import earned
from terminal.domain.claimed import Claimed, claim_awards, qualifying_of
from terminal.domain.errors import Broken, Refusal
from terminal.domain.frames import Frame
from terminal.domain.programme import Programme
from terminal.domain.sold import SoldBill

_MISMATCH: Final = "rule_mismatch"
# What rules may stumble over when a frame names things that no till would have written.
STUMBLING = (Broken, ArithmeticError, LookupError, TypeError, ValueError)


def sale_exceptions(frame: Frame, sold: SoldBill, programme: Programme) -> tuple[PostingException, ...]:
    """``rule_mismatch`` with both figures of everything that ``programme`` calculates otherwise than the frame says."""
    try:
        found = sale_differences(programme, sold, frame.body)
    except Refusal as refusal:
        return (_mismatch(frame, sold, {"refused": refusal.kind}),)
    except STUMBLING as error:
        return (_mismatch(frame, sold, {"refused": type(error).__name__}),)
    return (_mismatch(frame, sold, {"differences": [asdict(difference) for difference in found]}),) if found else ()


def claim_exceptions(frame: Frame, number: str, claimed: Claimed, programme: Programme) -> tuple[PostingException, ...]:
    """``rule_mismatch`` where a claim gave others points than ``programme`` gives for the amount that it names."""
    if claimed.moment is None or claimed.facts is None:  # of a till too old to say what it was asked with
        return ()
    try:
        store = programme.store(claimed.store)
        awards = claim_awards(programme, store, claimed.moment, claimed.facts, claimed.amount)
    except (*STUMBLING, Refusal) as error:
        refused = error.kind if isinstance(error, Refusal) else type(error).__name__
        return (case_of(frame, 0, _MISMATCH, claimed.member_id, {"claim": number, "refused": refused}),)
    compared = (
        ("earned", sum(entry.points for entry in claimed.entries), earned(awards)),
        ("qualifying", sum(entry.qualifying for entry in claimed.entries), qualifying_of(awards)),
    )
    found = [asdict(Difference(what, said, computed)) for what, said, computed in compared if said != computed]
    return (case_of(frame, 0, _MISMATCH, claimed.member_id, {"claim": number, "differences": found}),) if found else ()


def _mismatch(frame: Frame, sold: SoldBill, data: dict[str, object]) -> PostingException:
    return case_of(frame, 0, _MISMATCH, sold.member_id, {"sale": sold.sale_id, **data})
