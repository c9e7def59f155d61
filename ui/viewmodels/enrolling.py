"""The new-member sheet: three fields."""

from collections.abc import Callable
from datetime import date

from terminal.domain.errors import Refusal
from terminal.usecases.enrol_member import EnrolMember
from terminal.usecases.identify import MemberCard
from terminal.usecases.till import new_id
from ui.viewmodels.commands import Command
from ui.viewmodels.desk import Desk, Stage, StageName
from ui.viewmodels.entry import PHONE_DIGITS
from ui.viewmodels.tone import Tone

BIRTHDAY_DIGITS = 8


class Enrolling(Stage):
    """Only the phone is needed. A phone that is a member's already brings that member to the bill instead."""

    name = StageName.ENROLLING

    def __init__(self, desk: Desk, phone: str, welcome: Callable[[MemberCard], None]) -> None:
        self.desk, self._welcome = desk, welcome
        self.phone, self.full_name, self.birthday = phone, "", ""
        self.is_busy = False
        self._key = new_id()

    @property
    def can_accept(self) -> bool:
        """Whether the phone is whole and the birthday absent or a day."""
        return len(_digits(self.phone)) >= PHONE_DIGITS and (not self.birthday or self.birthday_day is not None)

    @property
    def birthday_day(self) -> date | None:
        """The birthday as a day; ``None`` while it is not one."""
        digits = _digits(self.birthday)
        try:
            return date.fromisoformat(digits) if len(digits) == BIRTHDAY_DIGITS else None
        except ValueError:
            return None

    @property
    def problem(self) -> str:
        """What is wrong with a birthday that looks finished; empty when nothing is."""
        is_finished = len(_digits(self.birthday)) >= BIRTHDAY_DIGITS
        return self.desk.words.say("birthday_wrong") if is_finished and self.birthday_day is None else ""

    def press(self, command: Command) -> None:
        """Enrols, or leaves without."""
        match command:
            case Command.ENTER:
                self.accept()
            case Command.BACK:
                self.desk.go_home()
            case _:
                pass

    def accept(self) -> None:
        """Enrols the member; a second press while the first is under way does nothing."""
        if self.is_busy or not self.can_accept:
            return
        self.is_busy = True
        command = EnrolMember(self.phone, self.full_name.strip(), self.birthday_day, key=self._key)
        self.desk.ask(lambda: self.desk.actions.enrol_member(command), self._enrolled, self._refused)

    def _enrolled(self, card: MemberCard) -> None:
        if self.desk.stage is self:
            self.desk.go_home()
        self._welcome(card)
        self.desk.say(Tone.CALM, "enrolled")

    def _refused(self, error: Exception) -> None:
        self.is_busy = False
        if isinstance(error, Refusal) and error.kind == "phone_taken":
            phone = self.phone
            self.desk.ask(lambda: self.desk.actions.identify(phone), self._was_member)
        else:
            self.desk.refuse(error)

    def _was_member(self, card: MemberCard) -> None:
        if self.desk.stage is self:
            self.desk.go_home()
        self._welcome(card)
        self.desk.say(Tone.CALM, "already_member")

    def member_arrived(self, card: MemberCard) -> None:
        """A scanned member is no new one."""
        self.desk.go_home()


def _digits(text: str) -> str:
    return "".join(character for character in text if character.isdecimal())
