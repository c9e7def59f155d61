"""Bills that the sample shop has set aside."""

from dataclasses import dataclass, field
from datetime import datetime

from terminal.domain.errors import Refusal
from terminal.ports.parked import ParkedBill
from terminal.usecases.parking import Park


@dataclass
class SampleAside:
    """``bills`` by their keys, oldest first."""

    bills: dict[str, ParkedBill] = field(default_factory=dict)

    def park(self, command: Park, now: datetime) -> int:
        """Sets it aside; gives how many are."""
        bill = ParkedBill(command.key, now, command.cashier, command.member, command.due, command.body)
        self.bills[command.key] = bill
        return len(self.bills)

    def take(self, park_id: str) -> ParkedBill:
        """It is no longer set aside. Raises ``Refusal("parked_gone")``."""
        if park_id not in self.bills:
            raise Refusal("parked_gone")
        return self.bills.pop(park_id)
