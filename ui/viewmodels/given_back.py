"""After a refund or a void: what goes back to the customer, the points, the slip."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ui.viewmodels.back_face import back_explained, back_figures
from ui.viewmodels.commands import Command
from ui.viewmodels.desk import Desk, Page, Stage, StageName
from ui.viewmodels.past_words import tenders_text
from ui.viewmodels.tone import Tone
from ui.viewmodels.words import figure

if TYPE_CHECKING:
    from terminal.ports.printing import ReceiptDocument
    from terminal.usecases.giving_back import RefundDone


class GivenBack(Page):
    """Shows what was booked. Enter, a digit or a scan leads back to the bill, which has not changed."""

    name = StageName.GIVEN_BACK

    def __init__(self, desk: Desk, before: Stage, done: RefundDone, *, is_void: bool) -> None:
        self.desk, self.before, self.done, self.is_void = desk, before, done, is_void

    @property
    def document(self) -> ReceiptDocument:
        """The slip."""
        return self.done.document

    @property
    def paper_dots(self) -> int:
        """How wide the printer's paper is, in dots."""
        return self.desk.shop.paper_dots

    @property
    def title(self) -> str:
        """What was done to which sale."""
        return self.desk.words.say("voided" if self.is_void else "refunded", number=self.done.number)

    @property
    def amount_text(self) -> str:
        """What goes back to the customer."""
        return figure(self.done.currency, self.done.result.amount)

    @property
    def tenders_text(self) -> str:
        """By what it goes back."""
        return tenders_text(self.desk, self.done.tenders)

    @property
    def figures(self) -> tuple[tuple[str, str], ...]:
        """What became of the member's points: each figure's name and value; none without a member."""
        return back_figures(self.desk.words, self.done)

    @property
    def explained(self) -> tuple[str, ...]:
        """What else came of it."""
        return back_explained(self.desk.words, self.done)

    def digit(self, digit: str) -> None:
        """The next customer's first digit."""
        self.desk.go(self.before)
        self.desk.stage.digit(digit)

    def press(self, command: Command) -> None:
        """Back to the bill, or a copy of the slip."""
        match command:
            case Command.ENTER | Command.BACK:
                self.desk.go(self.before)
            case Command.REPRINT:
                desk, job = self.desk, self.done.output_id
                desk.ask(lambda: desk.actions.print_again(job), lambda copy: self._copied(copy.title))
            case _:
                pass

    def _copied(self, title: str) -> None:
        self.desk.receipt_queued.tell()
        self.desk.say(Tone.CALM, "print_again", title=title)
