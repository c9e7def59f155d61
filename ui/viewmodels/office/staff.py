"""Who works at this till: adding somebody, another PIN, what they are, and who may sign in no longer."""

from collections.abc import Callable
from dataclasses import replace

from terminal.domain.records import record
from terminal.domain.staff import Colleague, Deed, Role
from terminal.usecases.staff import Listed
from ui.viewmodels.actions import TillActions
from ui.viewmodels.choosing import within
from ui.viewmodels.commands import Command
from ui.viewmodels.desk import Desk
from ui.viewmodels.office.section import Section, SectionName
from ui.viewmodels.office.staff_form import StaffForm
from ui.viewmodels.office.standing_approval import StandingApproval
from ui.viewmodels.tone import Tone

ADD_KEY, PIN_KEY, ROLE_KEY, ACTIVE_KEY = "N", "P", "R", "D"


@record
class StaffRow:
    """Somebody as the list shows them."""

    name: str
    role: str
    state: str
    tone: Tone
    is_active: bool
    is_manager: bool


@record
class Done:
    """What was done, and who is here now; ``signed_in`` is the first one, who goes on with their name."""

    key: str
    who: Colleague
    listed: tuple[Listed, ...]
    signed_in: Colleague | None = None


class Staff(Section):
    """The list, ``None`` until it arrives, with one chosen; or the form beside it."""

    name = SectionName.STAFF
    can_be_entered = True

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.listed: tuple[Listed, ...] | None = None
        self.chosen: int | None = None
        self.form: StaffForm | None = None
        self._approval = StandingApproval(desk, Deed.STAFF)
        self._is_busy = False

    def opened(self) -> None:
        """Asks who is here; whoever wants to change it proves it anew."""
        self.form = None
        self._approval.lapse()
        self.desk.ask(self.desk.actions.staff.everyone, self._came)

    def entered(self) -> None:
        """The keys go through the list."""
        if self.chosen is None and self.listed:
            self.chosen = 0

    # --- what is shown ------------------------------------------------------------------------------------------------

    @property
    def rows(self) -> tuple[StaffRow, ...]:
        """Who is here."""
        return tuple(self._row(one) for one in self.listed or ())

    @property
    def row(self) -> StaffRow | None:
        """The one that is chosen."""
        return None if self._one is None else self._row(self._one)

    @property
    def is_nobody(self) -> bool:
        """Whether the till asks nobody for anything."""
        return self.listed is not None and not any(one.is_active for one in self.listed)

    @property
    def hint(self) -> str:
        """What holds of the form."""
        form = self.form
        return self.desk.words.say("staff_form_first" if form is not None and form.is_first else "staff_form_pin")

    @property
    def problem(self) -> str:
        """What is wrong with what was typed; empty while nothing is."""
        key = "" if self.form is None else self.form.problem
        return self.desk.words.say(key) if key else ""

    def role(self, role: Role) -> str:
        """What a role is called."""
        return self.desk.words.say(f"staff_is_{role}")

    # --- what is done -------------------------------------------------------------------------------------------------

    def choose(self, index: int) -> None:
        """Turns to somebody; what was typed for another one is gone."""
        if 0 <= index < len(self.listed or ()):
            self.chosen, self.form, self.is_entered = index, None, True
            self.desk.notice = None

    def start_adding(self) -> None:
        """The form for somebody new, once a manager approves."""
        if self.listed is not None:
            self._approval.then(lambda: self._open(StaffForm(is_first=self.is_nobody)))

    def start_pin(self) -> None:
        """The form for another PIN, once a manager approves."""
        one = self._one
        if one is not None:
            self._approval.then(lambda: self._open(StaffForm(one.who.name)))

    def switch(self) -> None:
        """The chosen one signs in no longer, or again."""
        one = self._one
        if one is not None:
            self._approval.then(lambda: self._change(lambda actions: _switched(actions, one)))

    def change_role(self) -> None:
        """The chosen one is a store manager, or a cashier, from now on."""
        one = self._one
        if one is not None:
            self._approval.then(lambda: self._change(lambda actions: _made(actions, one)))

    def choose_role(self, role: Role) -> None:
        """What the new one is."""
        if self.form is not None:
            self.form.role = role

    def typed(self) -> None:
        """The form has changed: what was said of it no longer holds."""
        self.desk.notice = None

    def close(self) -> None:
        """Gives up what was typed."""
        self.form, self.desk.notice = None, None

    def accept(self) -> None:
        """Does what the form says, or leads to what is missing in it. Whoever has signed in since is asked anew."""
        form = self.form
        if form is not None and form.gap is not None:
            form.wanted = form.gap
        elif form is not None and not form.is_busy:
            self._approval.then(lambda: self._accept(form))

    def _accept(self, form: StaffForm) -> None:
        actions = self.desk.actions
        form.is_busy, self.desk.notice = True, None
        self.desk.ask(lambda: _added(actions, form) if form.is_new else _given(actions, form), self._done, self._failed)

    # --- keys ---------------------------------------------------------------------------------------------------------

    @property
    def takes_digits(self) -> bool:
        """None leads away from a form that is half filled in."""
        return self.form is not None

    def digit(self, digit: str) -> bool:
        """As above."""
        return self.takes_digits

    def letter(self, letter: str) -> bool:
        """The keys that are printed on the buttons."""
        deeds = {
            ADD_KEY: self.start_adding,
            PIN_KEY: self.start_pin,
            ROLE_KEY: self.change_role,
            ACTIVE_KEY: self.switch,
        }
        deed = deeds.get(letter.upper())
        if deed is None or self.form is not None:
            return False
        deed()
        return True

    def press(self, command: Command) -> bool:
        """Through the list, the form, and back step by step."""
        match command:
            case Command.BACK if self.form is not None:
                self.close()
            case Command.ENTER if self.form is not None:
                self.accept()
            case Command.UP | Command.DOWN if self.form is None and self.is_entered and self.listed:
                self.choose(within(self.chosen, command.step, len(self.listed)))
            case _:
                return self.form is not None and command in {Command.UP, Command.DOWN}
        return True

    # --- answers ------------------------------------------------------------------------------------------------------

    @property
    def _one(self) -> Listed | None:
        return None if self.listed is None or self.chosen is None else self.listed[self.chosen]

    def _row(self, one: Listed) -> StaffRow:
        state = self.desk.words.say("staff_active" if one.is_active else "staff_inactive")
        tone = Tone.CALM if one.is_active else Tone.PLAIN
        return StaffRow(one.who.name, self.role(one.who.role), state, tone, one.is_active, one.who.is_manager)

    def _open(self, form: StaffForm) -> None:
        self.form, self.is_entered, self.desk.notice = form, True, None
        form.wanted = form.gap

    def _change(self, change: Callable[[TillActions], Done]) -> None:
        actions = self.desk.actions
        if not self._is_busy:
            self._is_busy = True
            self.desk.ask(lambda: change(actions), self._done, self._failed)

    def _came(self, listed: tuple[Listed, ...]) -> None:
        self.listed = listed
        if self.chosen is not None and self.chosen >= len(listed):
            self.chosen = None

    def _done(self, done: Done) -> None:
        self.form, self._is_busy, desk = None, False, self.desk
        self._came(done.listed)
        self.chosen = [one.who.staff_id for one in done.listed].index(done.who.staff_id)
        desk.shop = replace(desk.shop, staff=tuple(one.who for one in done.listed if one.is_active))
        if done.signed_in is not None:
            desk.has_signed_in(done.signed_in)
        elif desk.who is not None and desk.who.staff_id == done.who.staff_id:
            desk.who = done.who  # a store manager who is a cashier now stays signed in, and is asked like one
        desk.say(Tone.CALM, done.key, name=done.who.name)

    def _failed(self, error: Exception) -> None:
        self._is_busy = False
        if self.form is not None:
            self.form.is_busy = False
        self.desk.refuse(error)


def _added(actions: TillActions, form: StaffForm) -> Done:
    """The first one is signed in at once: they have just said who they are, and go on with the next."""
    who = actions.staff.add(form.command())
    signed_in = actions.sign_in(who.staff_id, form.pin) if form.is_first else None
    return Done("staff_first" if form.is_first else "staff_new", who, actions.staff.everyone(), signed_in)


def _given(actions: TillActions, form: StaffForm) -> Done:
    who = actions.staff.set_pin(form.whose, form.pin)
    return Done("staff_has_pin", who, actions.staff.everyone())


def _switched(actions: TillActions, one: Listed) -> Done:
    who = actions.staff.set_active(one.who.name, not one.is_active)
    return Done("staff_off" if one.is_active else "staff_on", who, actions.staff.everyone())


def _made(actions: TillActions, one: Listed) -> Done:
    role = Role.CASHIER if one.who.is_manager else Role.MANAGER
    who = actions.staff.set_role(one.who.name, role)
    return Done(f"staff_now_{role}", who, actions.staff.everyone())
