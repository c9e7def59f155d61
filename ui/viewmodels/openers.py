"""What the function keys open wherever the till is: pages, the drawer, the lock, practice, another language or look.

Each page is loaded when it is first opened.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from resources.language import LANGUAGES, vocabulary
from terminal.domain.staff import Deed
from terminal.settings.options import option
from ui.viewmodels.commands import Command
from ui.viewmodels.desk import Desk, Page, Stage, StageName
from ui.viewmodels.tone import Tone
from ui.viewmodels.training import NOT_PRACTISED, Training

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Set

    from ui.viewmodels.selling import Selling

NOTHING_HALF_DONE = {
    StageName.SELLING,
    StageName.COMPLETED,
    StageName.DEVICES,
    StageName.PRINT_QUEUE,
    StageName.DAY_REPORT,
    StageName.CASH_SHIFT,
    StageName.MENU,
    StageName.OFFICE,
}

_PAGES: Mapping[Command, Set[StageName]] = {
    Command.MENU: {StageName.MENU},
    Command.DEVICES: {StageName.DEVICES, StageName.SCANNER_SETUP},
    Command.PRINT_QUEUE: {StageName.PRINT_QUEUE},
    Command.DAY_REPORT: {StageName.DAY_REPORT},
    Command.CASH_SHIFT: {StageName.CASH_SHIFT},
    Command.PAST_SALES: {StageName.FINDING_SALE},
    Command.OFFICE: {StageName.OFFICE},
}
"""The pages that each command opens, and that know themselves what it means."""


class Openers:
    """``press`` is what a chosen row of the menu does, ``set_language`` speaks another language from now on."""

    def __init__(
        self,
        desk: Desk,
        selling: Selling,
        training: Training,
        press: Callable[[Command], None],
        set_language: Callable[[str], None],
    ) -> None:
        self._desk, self._selling, self._training = desk, selling, training
        self._press, self._set_language = press, set_language
        self._anywhere: Mapping[Command, Callable[[], None]] = {
            Command.LOCK: self.lock,
            Command.TRAINING: self._practise,
            Command.DRAWER: self._open_drawer,
            Command.MENU: self._open_menu,
            Command.DEVICES: self._open_devices,
            Command.PRINT_QUEUE: self._open_print_queue,
            Command.DAY_REPORT: self._open_day_report,
            Command.CASH_SHIFT: self._open_cash_shift,
            Command.PAST_SALES: self._open_past_sales,
            Command.OFFICE: self._open_office,
            Command.LANGUAGE: self._change_language,
            Command.THEME: self._change_theme,
        }

    def of(self, command: Command) -> Callable[[], None] | None:
        """What the command does wherever the till is; ``None`` where the stage has to know what it means."""
        stage = self._desk.stage
        if stage.holds:
            return None
        if self._training.is_on and command in NOT_PRACTISED:
            return self._refuse_in_training
        return None if stage.name in _PAGES.get(command, ()) else self._anywhere.get(command)

    def lock(self) -> None:
        """Keeps all as it is until somebody signs in; where no staff is set up, nobody could."""
        if self._desk.shop.staff:
            from ui.viewmodels.signing_in import SignIn

            self._desk.go(SignIn(self._desk, self._desk.stage))

    @property
    def _nothing_is_half_done(self) -> bool:
        return self._desk.stage.name in NOTHING_HALF_DONE

    def _open_print_queue(self) -> None:
        from ui.viewmodels.print_queue import PrintQueue

        if self._nothing_is_half_done:
            self._desk.go(PrintQueue(self._desk, self._below(StageName.PRINT_QUEUE)))

    def _open_day_report(self) -> None:
        from ui.viewmodels.day_report import DayReport

        if self._nothing_is_half_done:
            self._desk.go(DayReport(self._desk, self._below(StageName.DAY_REPORT)))

    def _open_cash_shift(self) -> None:
        from ui.viewmodels.cash_shift import ShiftPage

        if self._nothing_is_half_done:
            self._desk.go(ShiftPage(self._desk, self._below(StageName.CASH_SHIFT)))

    def _open_menu(self) -> None:
        from ui.viewmodels.menu import Menu

        if self._nothing_is_half_done:
            self._desk.go(Menu(self._desk, self._below(StageName.MENU), self._press))

    def _open_devices(self) -> None:
        """From anywhere but a form, which would lose what is typed into it."""
        from ui.viewmodels.devices import Devices

        desk = self._desk
        if desk.bench is not None and desk.stage.name is not StageName.ENROLLING:
            desk.go(Devices(desk, desk.bench, self._below(StageName.DEVICES)))

    def _open_past_sales(self) -> None:
        """A bill that is done makes room for the next."""
        from ui.viewmodels.finding_sale import FindingSale

        if self._nothing_is_half_done:
            if self._below(StageName.FINDING_SALE).name is StageName.COMPLETED:
                self._selling.next_customer()
            below = self._below(StageName.FINDING_SALE)
            self._desk.go(FindingSale(self._desk, below, self._selling.begin_exchange))

    def _open_office(self) -> None:
        if self._nothing_is_half_done:
            self._desk.approve(Deed.OFFICE, self._enter_office)

    def _enter_office(self, _approved_by: str) -> None:
        from ui.viewmodels.office.office import Office

        self._desk.go(Office(self._desk, self._below(StageName.OFFICE)))

    def _open_drawer(self) -> None:
        """The same whatever the cashier is doing."""
        desk, open_it = self._desk, self._desk.open_drawer
        if self._training.is_on:
            desk.say(Tone.AMBER, "training_drawer_shut")
        elif open_it is None:
            desk.say(Tone.AMBER, "no_drawer")
        else:
            desk.approve(Deed.DRAWER, lambda _approved_by: self._drawer_approved(open_it))

    def _drawer_approved(self, open_it: Callable[[], None]) -> None:
        open_it()
        self._desk.say(Tone.CALM, "drawer_opened")

    def _practise(self) -> None:
        """To the practice counter or back."""
        if self._nothing_is_half_done:
            self._training.toggle()

    def _refuse_in_training(self) -> None:
        self._desk.say(Tone.AMBER, "training_not_practised")

    def _change_language(self) -> None:
        """The other language, at once and from now on."""
        languages, now = tuple(LANGUAGES), self._desk.words.language
        self._choose("language", languages[(languages.index(now) + 1) % len(languages)], self._set_language)

    def _change_theme(self) -> None:
        """The next look, at once and from now on."""
        themes = option("screen_theme").choices
        theme = themes[(themes.index(self._desk.shop.theme) + 1) % len(themes)]
        self._choose("screen_theme", theme, self._wear)

    def _wear(self, theme: str) -> None:
        desk = self._desk
        desk.wear(theme)
        name = vocabulary(desk.words.language)["setting_value"][f"screen_theme_{theme}"]
        desk.say(Tone.CALM, "theme_worn", theme=name)

    def _choose(self, name: str, value: str, use: Callable[[str], None]) -> None:
        """Keeps a choice and goes by it; a form that is half filled in stays as it is."""
        desk, care = self._desk, self._desk.care
        if not self._nothing_is_half_done:
            return
        if isinstance(desk.stage, Page) and desk.stage.name is StageName.MENU:
            desk.go(desk.stage.before)
        if care is not None:
            desk.ask(lambda: care.save_settings({name: value}), lambda _: use(value))
        else:
            use(value)

    def _below(self, name: StageName) -> Stage:
        """What the page of that name leads back to: where we are, but never to itself, nor to the menu."""
        now = self._desk.stage
        here = stage = now.before if isinstance(now, Page) and now.name is StageName.MENU else now
        while isinstance(stage, Page):
            if stage.name is name:
                return stage.before
            stage = stage.before
        return here
