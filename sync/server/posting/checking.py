"""Sales calculated again by their own bundle: what comes out otherwise is shown to a person, the frame counts."""

from dataclasses import asdict

from sync.server.accounts.books import PostingException, case_of
from terminal.domain.audit import sale_differences
from terminal.domain.errors import Broken, Refusal
from terminal.domain.frames import Frame
from terminal.domain.programme import Programme
from terminal.domain.sold import SoldBill

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


def _mismatch(frame: Frame, sold: SoldBill, data: dict[str, object]) -> PostingException:
    return case_of(frame, 0, "rule_mismatch", sold.member_id, {"sale": sold.sale_id, **data})
