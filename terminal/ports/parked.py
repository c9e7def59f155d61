"""A bill set aside, as the store keeps it until it is taken up again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from terminal.domain.records import record

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime


@record
class ParkedBill:
    """``body`` is the bill as the counter writes it; ``due`` what it came to, in minor units, negative if paid out.

    ``member`` is what names its member: an id, or the phone of who is not enrolled yet. It is no sale: nothing of it is
    in the journal's frames, and it is gone when it is taken up.
    """

    park_id: str
    parked_at: datetime
    cashier: str
    member: str | None
    due: int
    body: Mapping[str, Any]


class ParkedBills(Protocol):
    """The bills that are set aside, as a unit of work keeps them."""

    def put_parked_bill(self, bill: ParkedBill) -> None:
        """Sets a bill aside; the same one again takes its own place."""
        ...

    def parked_bills(self) -> tuple[ParkedBill, ...]:
        """All bills that are set aside, oldest first."""
        ...

    def parked_bill_count(self) -> int:
        """How many bills are set aside."""
        ...

    def remove_parked_bill(self, park_id: str) -> None:
        """Forgets a bill that was taken up."""
        ...
