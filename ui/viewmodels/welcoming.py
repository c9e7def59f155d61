"""Who the bill is for: looked up by what is typed or scanned, welcomed, or nobody."""

from __future__ import annotations

from typing import TYPE_CHECKING

from terminal.domain.errors import Refusal
from terminal.domain.member_tokens import read
from ui.viewmodels.claiming import Claiming
from ui.viewmodels.entry import Entry, EntryKind
from ui.viewmodels.looking_up import LookUp
from ui.viewmodels.ringing import Ringing
from ui.viewmodels.tone import Tone

if TYPE_CHECKING:
    from terminal.domain.coupons import Coupon
    from terminal.usecases.habits import Habits
    from terminal.usecases.identify import MemberCard
    from ui.viewmodels.desk import Desk

NOT_A_MEMBER = {"identifier_unknown_form", "phone_invalid"}


class Welcoming(Ringing):
    """``entry`` is what is typed into the omnibox.

    ``unknown_phone`` is a whole phone that nobody here has: the screen offers to make it a member. It
    ``may_earn_by_phone`` where nobody can be asked whose it is.
    """

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.entry = Entry()
        self.is_walk_in = False
        self.unknown_phone: str | None = None
        self.may_earn_by_phone = False
        self.claiming = Claiming(desk)
        self._lookup = 0

    @property
    def member(self) -> MemberCard | None:
        """Who the bill is for."""
        return self.desk.bill.content.member

    def _type(self, entry: Entry) -> None:
        self.entry, self.unknown_phone, self.desk.notice = entry, None, None
        self.may_earn_by_phone = False
        self._lookup += 1
        if entry.kind is EntryKind.CODE:
            self.search.look(entry.text)
        else:
            self.search.close()

    @property
    def typed_coupon(self) -> Coupon | None:
        """The coupon that is typed: by its code, or by the short number of a voucher that the member holds."""
        return self.desk.bill.book.typed(self.entry.text, is_amount=self.entry.kind is EntryKind.AMOUNT)

    def present(self, text: str) -> None:
        """Puts a coupon on the bill."""
        self._type(Entry())
        self.desk.bill.put_coupon(text)

    def identify(self, text: str) -> None:
        """Looks up whoever ``text`` names; an answer that comes after other typing is dropped.

        A scanner easily reads a code twice: one of the member who is on the bill already changes nothing.
        """
        if self._is_code_of_member(text):
            return
        self._lookup += 1
        lookup = self._lookup

        def found(card: MemberCard) -> None:
            if lookup == self._lookup:
                self.welcome(card)

        def missed(error: Exception) -> None:
            if lookup == self._lookup:
                self._not_found(text, error)
                if isinstance(error, Refusal) and error.kind == "member_unknown":
                    LookUp(self.desk, text, lambda: lookup == self._lookup, found, self._nobody_answers).begin()

        self.desk.ask(lambda: self.desk.actions.identify(text), found, missed)

    def _nobody_answers(self) -> None:
        self.may_earn_by_phone = self.unknown_phone is not None

    def earn_by_phone(self) -> None:
        """Puts the unknown phone on the bill: it earns, and it is found out later whose it is."""
        phone = self.unknown_phone
        if phone is None or not self.may_earn_by_phone:
            return
        lookup = self._lookup

        def arrived(card: MemberCard) -> None:
            if lookup == self._lookup:
                self.welcome(card)

        self.desk.ask(lambda: self.desk.actions.card_by_phone(phone), arrived)

    def _is_code_of_member(self, text: str) -> bool:
        try:
            return self.member is not None and read(text).member_id == self.member.member_id
        except Refusal:
            return False

    def welcome(self, card: MemberCard) -> None:
        """Puts the member on the bill."""
        self._type(Entry())
        self.is_walk_in = False
        self.desk.bill.put_member(card)
        self._say_what_is_next()
        self.desk.stage.member_arrived(card)
        self.claiming.welcomed(card)
        self._ask_habits(card.member_id)

    def _say_what_is_next(self) -> None:
        """Where something comes back and nothing is taken instead yet: what was said of it when it began."""
        content = self.desk.bill.content
        if content.exchange is not None and not content.cart.lines:
            self.desk.say(Tone.CALM, "exchange_begun")

    def _ask_habits(self, member_id: str) -> None:
        """What they like, in its own time: the bill waits for nothing. Nobody misses what does not come."""

        def arrived(habits: Habits) -> None:
            self.desk.habits = member_id, habits

        self.desk.ask(lambda: self.desk.actions.past.habits(member_id), arrived, lambda _error: None)

    def no_member(self) -> None:
        """The customer is no member, or does not want to be one today."""
        self._type(Entry())
        self.is_walk_in = True
        self.desk.bill.put_member(None)

    def _not_found(self, text: str, error: Exception) -> None:
        is_unknown = isinstance(error, Refusal) and error.kind == "member_unknown"
        if is_unknown and self.entry.is_whole_phone and self.entry.text == text:
            self.unknown_phone = text
        elif isinstance(error, Refusal) and error.kind in NOT_A_MEMBER and self.entry.kind is EntryKind.CODE:
            self.desk.say(Tone.AMBER, "scan_unknown", text=text)
        else:
            self.desk.refuse(error)
