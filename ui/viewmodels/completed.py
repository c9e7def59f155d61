"""After the sale: the change, the points, the receipt."""

from collections.abc import Callable

from terminal.usecases.identify import MemberCard
from terminal.usecases.sell import SaleDone
from ui.viewmodels.commands import Command
from ui.viewmodels.desk import Desk, Stage, StageName
from ui.viewmodels.words import figure, points, signed

SEPARATOR = " ・ "


class Completed(Stage):
    """Shows what was booked. Enter, or the next customer's first digit or scan, clears the counter."""

    name = StageName.COMPLETED

    def __init__(self, desk: Desk, done: SaleDone, next_customer: Callable[[], None]) -> None:
        self.desk, self.done = desk, done
        self.next_customer = next_customer

    @property
    def change_text(self) -> str:
        """What goes back to the customer."""
        return figure(self.done.currency, self.done.change)

    @property
    def paid_text(self) -> str:
        """What was due and how it was paid."""
        words, currency = self.desk.words, self.done.currency
        parts = [words.say("due_of", amount=figure(currency, self.done.figures.due))]
        parts += [
            words.say("paid_by", name=words.tender(tender.type), amount=figure(currency, tender.amount))
            for tender in self.done.tendered
        ]
        return SEPARATOR.join(parts)

    @property
    def has_member(self) -> bool:
        """Whether there are points to speak of."""
        return self.done.figures.balance is not None

    @property
    def earned_text(self) -> str:
        """Points earned."""
        return signed(self.done.figures.earned)

    @property
    def redeemed_text(self) -> str:
        """Points redeemed."""
        return signed(-self.done.figures.redeemed)

    @property
    def balance_text(self) -> str:
        """The member's balance now."""
        return points(self.done.figures.balance or 0)

    @property
    def upgrade_text(self) -> str:
        """The tier that this sale lifted the member to; empty when it did not."""
        words, tier = self.desk.words, self.done.figures.upgraded_to
        return words.say("upgraded", tier=words.name(tier.name)) if tier else ""

    def digit(self, digit: str) -> None:
        """The next customer's first digit."""
        self.next_customer()
        self.desk.stage.digit(digit)

    def press(self, command: Command) -> None:
        """The next customer, or a copy of the receipt."""
        match command:
            case Command.ENTER | Command.BACK:
                self.next_customer()
            case Command.REPRINT:
                self.desk.home.press(command)
            case _:
                pass

    def member_arrived(self, card: MemberCard) -> None:
        """Cannot happen: a scan clears the counter first."""
