"""The form that puts a member's points right by hand."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import uuid4

from terminal.usecases.adjust import POINTS_MAX, REASON_LENGTH_MAX, Adjust


@dataclass(slots=True)
class Adjusting:
    """What was typed so far. ``reasons`` are the programme's codes; without any, the reason is typed.

    ``key`` makes adjusting twice impossible.
    """

    member_id: str
    approved_by: str
    reasons: Sequence[str] = ()
    is_taking: bool = False
    points: str = ""
    reason: str = ""
    is_busy: bool = False
    key: str = field(default_factory=lambda: str(uuid4()))

    @property
    def amount(self) -> int:
        """The points, signed; 0 while there are none."""
        digits = self.points.strip()
        if not (digits.isascii() and digits.isdigit()) or int(digits) > POINTS_MAX:
            return 0
        return -int(digits) if self.is_taking else int(digits)

    @property
    def can_accept(self) -> bool:
        """Whether points and a reason are there."""
        return self.amount != 0 and 0 < len(self.reason.strip()) <= REASON_LENGTH_MAX

    def command(self) -> Adjust:
        """What is to be done."""
        return Adjust(self.member_id, self.amount, self.reason.strip(), self.approved_by, self.key)
