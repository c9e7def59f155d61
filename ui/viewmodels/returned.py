"""What comes back in an exchange."""

from __future__ import annotations

from typing import TYPE_CHECKING

from terminal.domain.records import record

if TYPE_CHECKING:
    from terminal.usecases.giving_back import WantedLines


@record
class Returned:
    """Lines of a sale that come back for others: what an exchange begins with. ``amount`` was paid for them."""

    sale_id: str
    number: str
    member_id: str | None
    lines: WantedLines
    amount: int
    approved_by: str = ""
