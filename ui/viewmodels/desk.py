"""What all stages of the till share: the bill, the shop's rules, the notice line, and which stage is on."""

from collections.abc import Callable
from enum import StrEnum
from typing import TypeVar

from terminal.domain.money import Currency
from terminal.usecases.identify import MemberCard
from ui.viewmodels.actions import Shop, TillActions
from ui.viewmodels.bill import Bill
from ui.viewmodels.commands import Command
from ui.viewmodels.coupons import CouponBook
from ui.viewmodels.listeners import Listeners
from ui.viewmodels.peripherals import DeviceBench
from ui.viewmodels.runner import Runner
from ui.viewmodels.tone import Notice, Tone
from ui.viewmodels.words import Words

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
    LEDGER = "ledger"
    DEVICES = "devices"
    PRINT_QUEUE = "print_queue"
    DAY_REPORT = "day_report"
    SCANNER_SETUP = "scanner_setup"
    MENU = "menu"


class Stage:
    """Decides what digits and commands mean while it is on. What it does not know, it leaves alone."""

    name: StageName

    def digit(self, digit: str) -> None:
        """A digit from the keyboard or the pad."""

    def letter(self, letter: str) -> None:
        """A letter or a hyphen from the keyboard."""

    def press(self, command: Command) -> None:
        """A command from a key or a button."""

    def member_arrived(self, card: MemberCard) -> None:
        """The bill has another member, from a scan."""


class Page(Stage):
    """A page of the till's own over what goes on with the customer, who sees nothing of it.

    ``before`` is what it leads back to.
    """

    before: Stage


class Desk:
    """The counter itself.

    ``changed`` is told after everything that may show, ``receipt_queued`` when paper is waiting to be printed.
    ``open_drawer`` is ``None`` where there is no cash drawer, ``bench`` where no devices are looked after.
    """

    def __init__(self, actions: TillActions, runner: Runner, shop: Shop) -> None:
        self.actions, self.runner = actions, runner
        self.shop, self.words = shop, Words(shop.language)
        self.changed, self.receipt_queued = Listeners(), Listeners()
        self.notice: Notice | None = None
        self.home: Stage = Stage()
        self.stage: Stage = self.home
        self.is_selling = False
        self.open_drawer: Callable[[], None] | None = None
        self.bench: DeviceBench | None = None
        self.bill = Bill(actions, runner, self.changed.tell, self.refuse)
        self._bill_follows_shop()

    @property
    def currency(self) -> Currency:
        """The currency of this shop's brand."""
        return self.shop.brand.currency

    def go(self, stage: Stage) -> None:
        """Turns to another stage; what was said about the last one is no longer shown."""
        self.stage, self.notice = stage, None

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

        def answered(answer: Answer) -> None:
            done(answer)
            self.changed.tell()

        def broke(error: Exception) -> None:
            (failed or self.refuse)(error)
            self.changed.tell()

        self.runner.run(job, answered, broke)

    def refresh_shop(self) -> None:
        """Asks for the shop's rules again: another receipt number, perhaps another programme."""
        self.ask(self.actions.shop, self._shop_arrived)

    def _shop_arrived(self, shop: Shop) -> None:
        """Between customers only: a bill is finished by the rules it was begun with."""
        if self.bill.is_empty and self.stage is self.home:
            self.shop = shop
            self.words.language = shop.language
            self._bill_follows_shop()

    def _bill_follows_shop(self) -> None:
        shop, bill = self.shop, self.bill
        bill.language, bill.cashier = shop.language, shop.cashier
        self.words.coupons = shop.programme.coupons
        bill.coupons = CouponBook(shop.brand.coupons, shop.programme.coupons)
