"""Bills set aside while another customer is served. They live as long as the window does."""

from collections.abc import Callable
from dataclasses import dataclass

from terminal.domain.identifiers import mask_name
from terminal.usecases.identify import MemberCard
from ui.viewmodels.bill import BillContent
from ui.viewmodels.commands import Command
from ui.viewmodels.desk import Desk, Stage, StageName
from ui.viewmodels.tone import Tone
from ui.viewmodels.words import money


@dataclass(frozen=True, slots=True)
class ParkedBill:
    """A bill set aside; ``due`` is what it came to, in minor units."""

    content: BillContent
    due: int


@dataclass(frozen=True, slots=True)
class ParkedRow:
    """A parked bill as the list shows it."""

    title: str
    detail: str
    amount: str


class Parked(Stage):
    """The list of parked bills, oldest first; a digit or a tap takes one up again."""

    name = StageName.PARKED

    def __init__(self, desk: Desk, parked: list[ParkedBill]) -> None:
        self.desk, self._parked = desk, parked

    @property
    def rows(self) -> tuple[ParkedRow, ...]:
        """What is parked."""
        return tuple(self._row(bill) for bill in self._parked)

    def _row(self, bill: ParkedBill) -> ParkedRow:
        words, lines, member = self.desk.words, bill.content.cart.lines, bill.content.member
        pieces = sum(line.quantity for line in lines)
        who = mask_name(member.name) if member else words.say("walk_in")
        return ParkedRow(
            title=words.name(lines[0].name),
            detail=words.say("parked_row", pieces=pieces, who=who),
            amount=money(self.desk.currency, bill.due),
        )

    def take(self, index: int) -> None:
        """Puts a parked bill back on the counter."""
        if index < len(self._parked):
            content = self._parked.pop(index).content
            self.desk.go_home()
            self.desk.bill.put(content)

    def digit(self, digit: str) -> None:
        """The row's number."""
        if digit != "0":
            self.take(int(digit) - 1)

    def press(self, command: Command) -> None:
        """The oldest, or back."""
        match command:
            case Command.ENTER:
                self.take(0)
            case Command.BACK | Command.PARK:
                self.desk.go_home()
            case _:
                pass

    def member_arrived(self, card: MemberCard) -> None:
        """A new customer has come: the list goes."""
        self.desk.go_home()


def park_or_recall(desk: Desk, parked: list[ParkedBill], next_customer: Callable[[], None]) -> None:
    """Parks the bill on the counter; with an empty counter, shows what is parked."""
    if not desk.bill.is_empty:
        parked.append(ParkedBill(desk.bill.content, desk.bill.due))
        next_customer()
        desk.say(Tone.CALM, "parked", count=len(parked))
    elif parked:
        desk.go(Parked(desk, parked))
    else:
        desk.say(Tone.CALM, "nothing_parked")
