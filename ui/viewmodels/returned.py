"""What comes back in an exchange."""

from dataclasses import dataclass

from terminal.usecases.giving_back import WantedLines


@dataclass(frozen=True, slots=True)
class Returned:
    """Lines of a sale that come back for others: what an exchange begins with. ``amount`` was paid for them."""

    sale_id: str
    number: str
    member_id: str | None
    lines: WantedLines
    amount: int
    approved_by: str = ""
