"""Every option of the terminal: what it means, what it is, and what else it may be."""

from collections.abc import Mapping

from resources.language import sentence, vocabulary, word
from terminal.domain.errors import Refusal
from terminal.domain.records import record
from terminal.domain.staff import Deed
from terminal.settings.options import ChangedBy, Option, checked, option, value_of, values_in
from ui.viewmodels.commands import Command
from ui.viewmodels.desk import Desk
from ui.viewmodels.office.drawer_trial import TRY_KEY, DrawerTrial
from ui.viewmodels.office.option_groups import grouped, ordered
from ui.viewmodels.office.section import Section, SectionName
from ui.viewmodels.office.standing_approval import StandingApproval
from ui.viewmodels.set_up import SetUp
from ui.viewmodels.tone import Tone

AFTER_RESTART = {"relay", "relay_port", "relay_peers"}
SET_UP_KEY, UNDO_KEY = "U", "Z"


@record
class OptionRow:
    """An option as the list shows it. ``heading`` is the group's name on its first option, empty on the others."""

    name: str
    heading: str
    meaning: str
    value: str
    is_chosen_value: bool


@record
class Choice:
    """A value to press; ``is_on`` when it is the one, or one of those, that hold."""

    value: str
    text: str
    digit: str
    is_on: bool


@record
class Undo:
    """What an option was before the last change."""

    name: str
    value: str


class Settings(Section):
    """The list with one option chosen, and what it may be. ``typed`` is what stands in its field."""

    name = SectionName.SETTINGS
    can_be_entered = True

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.options = ordered()
        self.chosen = 0
        self.typed = ""
        self.undo: Undo | None = None
        self._values: Mapping[str, str] = {}
        self._approval = StandingApproval(desk, Deed.SETTINGS)
        self._is_busy = False
        self.drawer = DrawerTrial(desk, lambda name: value_of(name, self._values.get))

    def opened(self) -> None:
        """Asks how they stand; whoever wants to change one proves it anew."""
        self._approval.lapse()
        self._reload()

    @property
    def rows(self) -> tuple[OptionRow, ...]:
        """All options, group by group."""
        heads = {name: group for group, names in grouped().items() for name in names[:1]}
        return tuple(self._row(one, heads.get(one.name, "")) for one in self.options)

    @property
    def option(self) -> Option:
        """The one that is chosen."""
        return self.options[self.chosen]

    @property
    def value(self) -> str:
        """What it is now."""
        return value_of(self.option.name, self._values.get)

    @property
    def meaning(self) -> str:
        """What it means."""
        return self._meaning(self.option.name)

    @property
    def who(self) -> str:
        """Who may change it."""
        return self.desk.words.say(f"setting_by_{self.option.changed_by}")

    @property
    def form(self) -> str:
        """What a typed value looks like; empty where there are choices, and where any text will do."""
        one = self.option
        return "" if one.choices or one.several else self.desk.words.say("setting_form", form=self._looks())

    @property
    def default_text(self) -> str:
        """What it is when nobody chose."""
        return self.desk.words.say("setting_default", value=self._shown(self.option, self.option.default))

    @property
    def choices(self) -> tuple[Choice, ...]:
        """The values to press, where they are few."""
        one = self.option
        held = values_in(self.value) if one.several else (self.value,)
        return tuple(
            Choice(value, self._word(one.name, value), str(place) if place <= 9 else "", value in held)
            for place, value in enumerate(one.choices or one.several, 1)
        )

    @property
    def problem(self) -> str:
        """What is wrong with what stands in the field; empty when nothing is."""
        if self.choices or self.typed.strip() == self.value:
            return ""
        try:
            checked(self.option.name, self.typed)
        except Refusal as refusal:
            data = {**refusal.data, "name": self.meaning, "form": self._looks()}
            return sentence(refusal.kind, data, self.desk.words.language)
        return ""

    @property
    def may_save(self) -> bool:
        """Whether the field holds another value, and a good one."""
        return not self.choices and self.typed.strip() != self.value and not self.problem

    @property
    def undo_text(self) -> str:
        """What undoing would bring back; empty where there is nothing to undo."""
        undo = self.undo
        if undo is None:
            return ""
        value = self._shown(option(undo.name), undo.value)
        return self.desk.words.say("setting_undo", name=self._meaning(undo.name), value=value)

    def choose(self, place: int) -> None:
        """Turns to an option."""
        self.chosen, self.typed, self.is_entered = place, "", True
        self.typed, self.desk.notice = self.value, None

    def entered(self) -> None:
        """The keys go through the list."""
        self.typed = self.value

    def type(self, text: str) -> None:
        """What stands in the field."""
        self.typed = text

    def save(self) -> None:
        """Keeps what was typed."""
        if self.may_save:
            self._change(self.option.name, self.typed.strip())

    def pick(self, value: str) -> None:
        """A value was pressed: it holds, or joins those that hold, or leaves them."""
        one = self.option
        if one.several:
            held = set(values_in(self.value)) ^ {value}
            self._change(one.name, ", ".join(each for each in one.several if each in held))
        elif value != self.value:
            self._change(one.name, value)

    def take_back(self) -> None:
        """Undoes the last change."""
        if self.undo is not None:
            self._change(self.undo.name, self.undo.value, is_undo=True)

    def set_up(self) -> None:
        """Printer, scanner and screen, step by step, as on a new till."""
        self._approval.then(lambda: self.desk.go(SetUp(self.desk, self.desk.stage)))

    @property
    def takes_digits(self) -> bool:
        """While there are choices that have them."""
        return self.is_entered and bool(self.choices)

    def digit(self, digit: str) -> bool:
        """A choice's number."""
        for choice in self.choices:
            if choice.digit == digit:
                self.pick(choice.value)
                return True
        return False

    def letter(self, letter: str) -> bool:
        """The keys that are printed on the buttons."""
        if letter.upper() == SET_UP_KEY:
            self.set_up()
        elif letter.upper() == UNDO_KEY:
            self.take_back()
        elif letter.upper() == TRY_KEY and self.drawer.is_about(self.option.name):
            self.drawer.open()
        else:
            return False
        return True

    def press(self, command: Command) -> bool:
        """Through the list; Enter keeps what was typed, Esc gives it up before it leaves the list."""
        if not self.is_entered:
            return False
        if command in {Command.UP, Command.DOWN}:
            self.choose((self.chosen + command.step) % len(self.options))
        elif command is Command.ENTER:
            self.save()
        elif command is Command.BACK and self.typed.strip() != self.value and not self.choices:
            self.typed = self.value
        else:
            return False
        return True

    def _change(self, name: str, value: str, *, is_undo: bool = False) -> None:
        one = option(name)
        if one.changed_by is ChangedBy.CASHIER:
            self._save(name, value, is_undo)
        else:
            self._approval.then(lambda: self._save(name, value, is_undo))

    def _save(self, name: str, value: str, is_undo: bool) -> None:
        care, before = self.desk.care, value_of(name, self._values.get)
        if care is None or self._is_busy:
            return
        self._is_busy = True
        undo = None if is_undo else Undo(name, before)
        self.desk.ask(lambda: care.save_settings({name: value}), lambda _: self._saved(name, value, undo), self._failed)

    def _saved(self, name: str, value: str, undo: Undo | None) -> None:
        self._is_busy, self.undo = False, undo
        self._values = {**self._values, name: value}
        self.typed = self.value
        if name == "language":
            self.desk.speak(value)
        elif name == "screen_theme":
            self.desk.wear(value)
        self.desk.settings_changed.tell()
        data = {"name": self._meaning(name), "value": self._shown(option(name), value)}
        self.desk.say(Tone.CALM, "setting_saved_later" if name in AFTER_RESTART else "setting_saved", **data)

    def _failed(self, error: Exception) -> None:
        self._is_busy = False
        self.desk.refuse(error)

    def _reload(self) -> None:
        care = self.desk.care
        if care is not None:
            self.desk.ask(care.settings, self._arrived)

    def _arrived(self, values: Mapping[str, str]) -> None:
        self._values = values
        self.typed = self.value

    def _row(self, one: Option, group: str) -> OptionRow:
        value = value_of(one.name, self._values.get)
        heading = self.desk.words.say(f"settings_{group}") if group else ""
        is_chosen_value = value != one.default
        return OptionRow(one.name, heading, self._meaning(one.name), self._shown(one, value), is_chosen_value)

    def _meaning(self, name: str) -> str:
        return word(name, self.desk.words.language, "setting")

    def _looks(self) -> str:
        """What a typed value looks like: in words, where codes do not say it."""
        return vocabulary(self.desk.words.language)["setting_looks"].get(self.option.name, self.option.form)

    def _shown(self, one: Option, value: str) -> str:
        if not value:
            return self.desk.words.say("setting_empty")
        if one.several:
            chosen, total = len(values_in(value)), len(one.several)
            key = "setting_all" if chosen == total else "setting_some"
            return self.desk.words.say(key, count=chosen, total=total)
        return self._word(one.name, value)

    def _word(self, name: str, value: str) -> str:
        """A code in words, where there are some."""
        return vocabulary(self.desk.words.language)["setting_value"].get(f"{name}_{value}", value)
