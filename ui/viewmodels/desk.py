"""What all stages of the till share: the bill, the shop's rules, the notice line, and which stage is on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from enum import StrEnum
from typing import TYPE_CHECKING, TypeVar

from terminal.domain.staff import ALWAYS_APPROVED, Colleague, Deed
from ui.viewmodels.bill import Bill
from ui.viewmodels.coupons import CouponBook
from ui.viewmodels.listeners import Listeners
from ui.viewmodels.long_work import InlineWork, LongWork
from ui.viewmodels.tone import Notice, Tone
from ui.viewmodels.words import Words

if TYPE_CHECKING:
    from datetime import datetime

    from devices.health import Health
    from terminal.domain.money import Currency
    from terminal.usecases.habits import Habits
    from terminal.usecases.identify import MemberCard
    from ui.viewmodels.actions import Shop, TillActions
    from ui.viewmodels.care import Care
    from ui.viewmodels.commands import Command
    from ui.viewmodels.peripherals import DeviceBench, ScanReading
    from ui.viewmodels.runner import Runner

Answer = TypeVar("Answer")


class StageName(StrEnum):
    """What the cashier is doing."""

    SELLING = "selling"
    REDEEMING = "redeeming"
    TENDERING = "tendering"
    COMPLETED = "completed"
    ENROLLING = "enrolling"
    PARKED = "parked"
    COUPONS = "coupons"
    DISCOUNTING = "discounting"
    WEIGHING = "weighing"
    LEDGER = "ledger"
    DEVICES = "devices"
    PRINT_QUEUE = "print_queue"
    DAY_REPORT = "day_report"
    SCANNER_SETUP = "scanner_setup"
    MENU = "menu"
    FINDING_SALE = "finding_sale"
    GIVING_BACK = "giving_back"
    GIVEN_BACK = "given_back"
    OFFICE = "office"
    SIGN_IN = "sign_in"
    APPROVAL = "approval"
    CASH_SHIFT = "cash_shift"
    SET_UP = "set_up"
    PRINTER_SETUP = "printer_setup"
    SCREEN_SETUP = "screen_setup"


class Stage:
    """Decides what digits and commands mean while it is on. What it does not know, it leaves alone."""

    name: StageName
    holds = False
    """Whether nothing leads away from it but itself: who is not signed in gets no further."""

    def entered(self) -> None:
        """It is on, for the first time or again."""

    def digit(self, digit: str) -> None:
        """A digit from the keyboard or the pad."""

    def jump(self, digit: str) -> None:
        """A digit with Ctrl, which no field takes."""

    def letter(self, letter: str) -> None:
        """A letter or a hyphen from the keyboard."""

    def press(self, command: Command) -> None:
        """A command from a key or a button."""

    def member_arrived(self, card: MemberCard) -> None:
        """The bill has another member, from a scan."""

    def scanned(self, reading: ScanReading) -> bool:
        """Whether a scanned code is for itself, and was taken."""
        return False

    def device_tried(self, health: Health) -> None:
        """What came of trying a device out."""

    def synced(self, at: datetime | None) -> None:
        """Once a second, with the instant at which sync last came through: what it shows may be another by now."""

    def staff_gone(self) -> None:
        """Nobody is set up to work here any more."""


class Page(Stage):
    """A page of the till's own over what goes on with the customer, who sees nothing of it.

    ``before`` is what it leads back to. One that ``keeps_scans`` is not left by a scan, which means nothing there.
    """

    before: Stage
    keeps_scans = False

    def member_arrived(self, card: MemberCard) -> None:
        """Of no interest to a page: a scan leaves it first, or means nothing there."""

    def scanned(self, reading: ScanReading) -> bool:
        """Kept, and nothing comes of it, where a scan means nothing."""
        return self.keeps_scans


def below_pages(stage: Stage) -> Stage:
    """What goes on with the customer, whichever page of the till's own was opened over it."""
    while isinstance(stage, Page):
        stage = stage.before
    return stage


class Rescaled(StrEnum):
    """What becomes of a new size of everything on the screen."""

    SAME = "same"
    NOW = "now"
    LATER = "later"


AskManager = Callable[[Deed, Callable[[str], None]], None]


class Desk:
    """The counter itself.

    ``changed`` is told after everything that may show, ``receipt_queued`` when paper is waiting to be printed.
    ``settings_changed`` is told when an option was set here. ``aside`` runs what takes its time, beside the store's
    thread. ``care`` looks after the terminal itself; it is ``None`` where nobody does.
    ``open_drawer`` is ``None`` where there is no cash drawer, ``bench`` where no devices are looked after. ``who`` is
    signed in; nobody where no staff is set up, and nobody is asked then. ``ask_manager`` opens the approval sheet.
    ``habits`` are a member's, by their id. ``rescale`` shows everything in the size that is right where 100 pixels are
    so many millimetres.
    """

    def __init__(self, actions: TillActions, runner: Runner, shop: Shop) -> None:
        self.actions, self.runner = actions, runner
        self.shop, self.words = shop, Words(shop.language)
        self.changed, self.receipt_queued = Listeners(), Listeners()
        self.notice: Notice | None = None
        self.home: Stage = Stage()
        self.stage: Stage = self.home
        self.is_selling = False
        self.long_work: LongWork = InlineWork()
        self.habits: tuple[str, Habits] | None = None
        self.who: Colleague | None = None
        self.ask_manager: AskManager | None = None
        self.open_drawer: Callable[[], None] | None = None
        self.bench: DeviceBench | None = None
        self.care: Care | None = None
        self.aside: Runner = runner
        self.settings_changed = Listeners()
        self.rescale: Callable[[float], Rescaled] | None = None
        self.bill = Bill(actions, runner, self.changed.tell, self.refuse)
        self._bill_follows_shop()

    @property
    def currency(self) -> Currency:
        """The currency of this shop's brand."""
        return self.shop.brand.currency

    def use(self, actions: TillActions, shop: Shop) -> None:
        """Goes on at another counter."""
        self.actions, self.shop = actions, shop
        self.bill.use(actions)
        self._bill_follows_shop()

    def go(self, stage: Stage) -> None:
        """Turns to another stage; what was said about the last one is no longer shown."""
        if self.stage.holds and isinstance(self.stage, Page):
            self.stage.before = stage
        else:
            self.stage, self.notice = stage, None
            stage.entered()

    def has_signed_in(self, who: Colleague) -> None:
        """From now on they sell."""
        self.who, self.bill.cashier = who, who.name
        self.shop = replace(self.shop, cashier=who.name)

    def approve(self, deed: Deed, then: Callable[[str], None]) -> None:
        """Runs ``then`` with the name of the manager who approves ``deed``: at once where nobody need be asked.

        The name is empty where no staff is set up, or where the terminal's settings leave the deed to cashiers. When
        nobody approves, nothing happens and the till is where it was.
        """
        who, shop = self.who, self.shop
        if who is not None and who.is_manager:
            then(who.name)
        elif not shop.staff or deed not in ALWAYS_APPROVED | shop.manager_approves or self.ask_manager is None:
            then("")
        else:
            self.ask_manager(deed, then)

    def speak(self, language: str) -> None:
        """Speaks another language from now on."""
        self.words.language = self.bill.language = language
        self.shop = replace(self.shop, language=language)
        self.notice = None

    def wear(self, theme: str) -> None:
        """Looks another way from now on."""
        self.shop = replace(self.shop, theme=theme)

    def go_home(self) -> None:
        """Turns back to the bill."""
        self.go(self.home)

    def say(self, tone: Tone, key: str, **data: object) -> None:
        """Shows a sentence in the notice line."""
        self.notice = Notice(tone, self.words.say(key, **data))

    def refuse(self, error: Exception) -> None:
        """Shows why something did not work."""
        self.notice = self.words.error(error)

    def ask(
        self,
        job: Callable[[], Answer],
        done: Callable[[Answer], None],
        failed: Callable[[Exception], None] | None = None,
    ) -> None:
        """Has ``job`` done on the store's thread; the screen is told after either answer."""
        self._ask(self.runner, job, done, failed)

    def ask_aside(
        self,
        job: Callable[[], Answer],
        done: Callable[[Answer], None],
        failed: Callable[[Exception], None] | None = None,
    ) -> None:
        """Likewise, for what takes its time: no sale waits for it."""
        self._ask(self.aside, job, done, failed)

    def _ask(
        self,
        runner: Runner,
        job: Callable[[], Answer],
        done: Callable[[Answer], None],
        failed: Callable[[Exception], None] | None,
    ) -> None:
        def answered(answer: Answer) -> None:
            done(answer)
            self.changed.tell()

        def broke(error: Exception) -> None:
            (failed or self.refuse)(error)
            self.changed.tell()

        runner.run(job, answered, broke)

    def refresh_shop(self) -> None:
        """Asks for the shop's rules again: another receipt number, perhaps another programme."""
        self.ask(self.actions.shop, self._shop_arrived)

    def _shop_arrived(self, shop: Shop) -> None:
        """Between customers only: a bill is finished by the rules it was begun with."""
        here = self.stage.before if self.stage.holds and isinstance(self.stage, Page) else self.stage
        if self.bill.is_empty and here is self.home:
            self.shop = shop
            self.words.language = shop.language
            self._bill_follows_shop()

    def _bill_follows_shop(self) -> None:
        shop, bill = self.shop, self.bill
        bill.language, bill.cashier = shop.language, self.who.name if self.who else shop.cashier
        self.words.coupons = shop.programme.coupons
        bill.coupons = CouponBook(shop.brand.coupons, shop.programme.coupons)
