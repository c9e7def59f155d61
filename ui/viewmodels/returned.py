"""What comes back in an exchange."""

from __future__ import annotations

from typing import TYPE_CHECKING

from terminal.domain.records import record

if TYPE_CHECKING:
    from terminal.usecases.giving_back import RefundDone, RefundQuote, WantedLines


@record
class Returned:
    """Lines of a sale that come back for others: what an exchange begins with. ``amount`` was paid for them."""

    sale_id: str
    number: str
    member_id: str | None
    lines: WantedLines
    amount: int
    approved_by: str = ""

    def points(self, back: RefundQuote | RefundDone | None, member_id: str | None) -> int:
        """What it does to the points of ``member_id``: those that paid for it return, those it earned are taken back.

        Nothing where they are somebody else's, or as long as ``back`` has not been worked out.
        """
        is_theirs = member_id is not None and member_id == self.member_id
        return back.result.returned - back.result.clawed_back if back is not None and is_theirs else 0
