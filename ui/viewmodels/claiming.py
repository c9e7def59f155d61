"""Points of an earlier receipt: its code is scanned before the member or after, and waits for whom is missing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from terminal.usecases.till import new_id
from ui.viewmodels.tone import Tone
from ui.viewmodels.words import points

if TYPE_CHECKING:
    from terminal.usecases.claim_points import PointsClaimed
    from terminal.usecases.identify import MemberCard
    from ui.viewmodels.desk import Desk


class Claiming:
    """Takes claims for the member on the bill; one that came before the member waits for the next who is welcomed."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.waiting: str | None = None

    def take(self, code: str) -> None:
        """A claim's code was scanned."""
        member = self.desk.bill.content.member
        if member is None:
            self.waiting = code
            self.desk.say(Tone.CALM, "claim_needs_member")
        else:
            self._claim(code, member)

    def welcomed(self, member: MemberCard) -> None:
        """A member is on the bill: what waited is theirs."""
        code, self.waiting = self.waiting, None
        if code is not None:
            self._claim(code, member)

    def forget(self) -> None:
        """The customer has gone."""
        self.waiting = None

    def _claim(self, code: str, member: MemberCard) -> None:
        from terminal.usecases.claim_points import ClaimPoints

        desk = self.desk
        if member.is_newcomer:
            desk.say(Tone.AMBER, "claim_needs_known_member")
            return
        command = ClaimPoints(member.member_id, code, desk.bill.cashier, new_id())
        desk.ask(lambda: desk.actions.past.claim_points(command), self._claimed)

    def _claimed(self, done: PointsClaimed) -> None:
        """Says so, and shows the member as they are now."""
        desk = self.desk
        desk.say(Tone.CALM, "claimed", points=points(done.points), balance=points(done.balance))

        def fresh(card: MemberCard) -> None:
            member = desk.bill.content.member
            if member is not None and member.member_id == card.member_id:
                desk.bill.put_fresh_member(card)

        desk.ask(lambda: desk.actions.identify(done.member_id), fresh)
