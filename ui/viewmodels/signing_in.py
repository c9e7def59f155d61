"""Who is at the till: signing in, and a manager's word in place. A name is picked, then the PIN is typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from terminal.domain.staff import PIN_DIGITS, Colleague, Deed
from ui.viewmodels.commands import Command
from ui.viewmodels.desk import Desk, Page, Stage, StageName

if TYPE_CHECKING:
    from collections.abc import Callable


class PinPage(Page):
    """Digits pick a name until one is picked, then they are the PIN. What is typed is never shown."""

    def __init__(self, desk: Desk, before: Stage, chosen: str = "") -> None:
        self.desk, self.before = desk, before
        self.pin = ""
        self._chosen = chosen
        self._is_busy = False

    @property
    def people(self) -> tuple[Colleague, ...]:
        """Whose PIN will do."""
        return self.desk.shop.staff

    @property
    def chosen(self) -> Colleague | None:
        """Whose PIN is typed: the one picked, or the only one there is."""
        people = self.people
        picked = next((who for who in people if who.staff_id == self._chosen), None)
        return people[0] if picked is None and len(people) == 1 else picked

    @property
    def may_accept(self) -> bool:
        """Whether what is typed is long enough for a PIN."""
        return self.chosen is not None and len(self.pin) >= PIN_DIGITS[0] and not self._is_busy

    def pick(self, staff_id: str) -> None:
        """Another one; what was typed for the last is gone."""
        self._chosen, self.pin, self.desk.notice = staff_id, "", None

    def digit(self, digit: str) -> None:
        """A name by its place, or the PIN's next digit."""
        if self.chosen is not None:
            self.pin = (self.pin + digit)[: PIN_DIGITS[1]]
        elif 0 < int(digit) <= len(self.people):
            self.pick(self.people[int(digit) - 1].staff_id)

    def press(self, command: Command) -> None:
        """Through the names, out of the PIN, or on."""
        match command:
            case Command.ENTER if self.may_accept:
                self._accept()
            case Command.UP | Command.DOWN:
                self._step(command.step)
            case Command.ERASE:
                self.pin = self.pin[:-1]
            case Command.CLEAR | Command.UNDO:
                self.pin = ""
            case Command.BACK:
                self._back()
            case _:
                pass

    def _step(self, step: int) -> None:
        people, chosen = self.people, self.chosen
        if people:
            place = people.index(chosen) + step if chosen else (0 if step > 0 else -1)
            self.pick(people[place % len(people)].staff_id)

    def _accept(self) -> None:
        chosen, pin = self.chosen, self.pin
        if chosen is not None:
            self._is_busy, self.pin = True, ""
            self.desk.ask(lambda: self._check(chosen.staff_id, pin), self._is_right, self._is_wrong)

    def _is_right(self, who: Colleague) -> None:
        self._is_busy = False
        self._accepted(who)

    def _is_wrong(self, error: Exception) -> None:
        self._is_busy, self.pin = False, ""
        self.desk.refuse(error)

    def _check(self, staff_id: str, pin: str) -> Colleague:
        """On the store's thread."""
        raise NotImplementedError

    def _accepted(self, who: Colleague) -> None:
        raise NotImplementedError

    def _back(self) -> None:
        raise NotImplementedError


class SignIn(PinPage):
    """Nothing else can be done before somebody has signed in. ``was`` is who was locked out, whose bill is kept."""

    name = StageName.SIGN_IN
    holds = True

    def __init__(self, desk: Desk, before: Stage) -> None:
        self.was = desk.who
        super().__init__(desk, before, self.was.staff_id if self.was else "")
        desk.who = None

    @property
    def kept_text(self) -> str:
        """Who was here, and that their bill is safe; empty where nobody was."""
        if self.was is None:
            return ""
        key = "locked_empty" if self.desk.bill.is_clear else "locked_bill"
        return self.desk.words.say(key, name=self.was.name)

    def staff_gone(self) -> None:
        """Then nobody can sign in, and nobody has to."""
        self.leave()

    def leave(self) -> None:
        """On with what was going on."""
        self.holds = False
        self.desk.go(self.before)

    def _check(self, staff_id: str, pin: str) -> Colleague:
        return self.desk.actions.sign_in(staff_id, pin)

    def _accepted(self, who: Colleague) -> None:
        self.desk.has_signed_in(who)
        self.leave()

    def _back(self) -> None:
        """Out of the PIN, to the names."""
        self.pick("")


class Approval(PinPage):
    """A manager's word for ``deed``; ``then`` goes on with their name, where the till was."""

    name = StageName.APPROVAL

    def __init__(self, desk: Desk, before: Stage, deed: Deed, then: Callable[[str], None]) -> None:
        super().__init__(desk, before)
        self.deed, self._then = deed, then

    @property
    def people(self) -> tuple[Colleague, ...]:
        """The managers."""
        return tuple(who for who in self.desk.shop.staff if who.is_manager)

    @property
    def question(self) -> str:
        """What is to be approved."""
        return self.desk.words.say(f"approve_{self.deed.value}")

    def _check(self, staff_id: str, pin: str) -> Colleague:
        asked_by = self.desk.who.name if self.desk.who else self.desk.shop.cashier
        return self.desk.actions.approve(staff_id, pin, self.deed, asked_by)

    def _accepted(self, who: Colleague) -> None:
        if self.desk.stage is self:
            self.desk.go(self.before)
            self._then(who.name)

    def _back(self) -> None:
        self.desk.go(self.before)
