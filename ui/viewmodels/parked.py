"""Bills set aside while another customer is served. The store keeps them: they outlive the window."""

from __future__ import annotations

from typing import TYPE_CHECKING

from terminal.domain.identifiers import mask_name
from terminal.domain.records import record
from terminal.usecases.parking import Park, Recalled
from terminal.usecases.parking import Parked as Kept
from ui.viewmodels.bill_document import bill_document, bill_from_document, exchanged_number, first_name, pieces
from ui.viewmodels.commands import Command
from ui.viewmodels.desk import Desk, Stage, StageName
from ui.viewmodels.tone import Tone
from ui.viewmodels.words import SEPARATOR, money

if TYPE_CHECKING:
    from collections.abc import Callable

    from terminal.usecases.identify import MemberCard


@record
class ParkedRow:
    """A parked bill as the list shows it."""

    title: str
    detail: str
    amount: str


class Parked(Stage):
    """The list of parked bills, oldest first; a digit, a tap, or Enter on the chosen one takes one up again."""

    name = StageName.PARKED

    def __init__(self, desk: Desk, parked: tuple[Kept, ...]) -> None:
        self.desk, self._parked = desk, parked
        self.chosen = 0
        self._is_taking = False

    @property
    def rows(self) -> tuple[ParkedRow, ...]:
        """What is parked."""
        return tuple(self._row(parked) for parked in self._parked)

    def _row(self, parked: Kept) -> ParkedRow:
        words, bill = self.desk.words, parked.bill
        who = mask_name(parked.name) or words.say("member_without_name" if bill.member else "walk_in")
        zone = self.desk.shop.store.time_zone
        when = words.day_and_time(bill.parked_at, zone)
        first, number = first_name(bill.body), exchanged_number(bill.body)
        back = "" if number is None else words.say("parked_exchange", number=number)
        what = words.say("parked_row", pieces=pieces(bill.body), who=who) if first else who
        parts = (back if first else "", what, when, bill.cashier)
        return ParkedRow(
            title=words.name(first) if first else back,
            detail=SEPARATOR.join(part for part in parts if part),
            amount=money(self.desk.currency, bill.due),
        )

    def take(self, index: int) -> None:
        """Puts a parked bill back on the counter."""
        if index < len(self._parked) and not self._is_taking:
            self._is_taking = True
            park_id = self._parked[index].bill.park_id
            self.desk.ask(lambda: self.desk.actions.recall(park_id), self._taken, self._not_taken)

    def _taken(self, recalled: Recalled) -> None:
        bill = recalled.bill
        if self.desk.stage is self:
            self.desk.go_home()
        self.desk.bill.put(bill_from_document(bill.park_id, bill.body, recalled.card))
        if bill.member and recalled.card is None:
            self.desk.say(Tone.AMBER, "parked_member_gone")
        elif self.desk.bill.content.exchange is not None and self.desk.bill.is_empty:
            self.desk.say(Tone.CALM, "exchange_begun")

    def _not_taken(self, error: Exception) -> None:
        self._is_taking = False
        self.desk.go_home()
        self.desk.refuse(error)
        self.desk.refresh_shop()

    def digit(self, digit: str) -> None:
        """The row's number."""
        if digit != "0":
            self.take(int(digit) - 1)

    def press(self, command: Command) -> None:
        """The chosen one, first the oldest; through the list; or back."""
        match command:
            case Command.ENTER:
                self.take(self.chosen)
            case Command.UP | Command.DOWN:
                self.chosen = (self.chosen + command.step) % len(self._parked)
            case Command.BACK | Command.PARK:
                self.desk.go_home()
            case _:
                pass

    def member_arrived(self, card: MemberCard) -> None:
        """A new customer has come: the list goes."""
        self.desk.go_home()


def park_or_recall(desk: Desk, next_customer: Callable[[], None]) -> None:
    """Parks the bill on the counter; with an empty counter, shows what is parked.

    Where something comes back for it, there is a bill before its first line.
    """
    if not desk.bill.is_clear:
        desk.bill.when_fresh(lambda: _park(desk, next_customer))
    else:
        desk.ask(desk.actions.parked_bills, lambda parked: _show(desk, parked))


def _park(desk: Desk, next_customer: Callable[[], None]) -> None:
    """The counter waits until the bill is written down: it is nowhere else."""
    content, bill = desk.bill.content, desk.bill
    named = content.member.named_by if content.member else None
    due = bill.difference if content.exchange else bill.due
    command = Park(content.key, bill.cashier, named, due, bill_document(content))
    desk.is_selling = True

    def parked(count: int) -> None:
        desk.is_selling = False
        next_customer()
        desk.say(Tone.CALM, "parked", count=count)

    def refused(error: Exception) -> None:
        desk.is_selling = False
        desk.refuse(error)

    desk.ask(lambda: desk.actions.park(command), parked, refused)


def _show(desk: Desk, parked: tuple[Kept, ...]) -> None:
    if not desk.bill.is_clear or desk.stage is not desk.home:
        return
    if parked:
        desk.go(Parked(desk, parked))
    else:
        desk.say(Tone.CALM, "nothing_parked")
