"""The two lines of a pole: words and figures that every display has, never a name of a person."""

from __future__ import annotations

import unicodedata
from enum import StrEnum
from typing import TYPE_CHECKING

from resources.language import sentence
from terminal.domain.records import record
from ui.viewmodels.completed import Completed
from ui.viewmodels.desk import Desk, below_pages
from ui.viewmodels.tendering import Tendering
from ui.viewmodels.words import MINUS, figure, signed

if TYPE_CHECKING:
    from ui.viewmodels.cart import CartLine

COLUMNS = 20

PoleLines = tuple[str, str]
BLANK: PoleLines = ("", "")


class Moment(StrEnum):
    """What has just happened at the counter, as far as it concerns the customer."""

    IDLE = "idle"
    ITEM = "item"
    MEMBER = "member"
    TOTAL = "total"
    PAYING = "paying"
    DONE = "done"


@record
class Pole:
    """What the lines are made of: the counter, the moment, the pieces that just came onto the bill.

    ``is_practice`` while nothing is sold in earnest.
    """

    desk: Desk
    moment: Moment
    added: CartLine | None = None
    is_practice: bool = False

    def say(self, key: str, **data: object) -> str:
        """The pole's word; ASCII in every language, because a pole has nothing else."""
        return sentence(f"pole_{key}", data, self.desk.words.language, section="customer")

    def amount(self, key: str, amount_minor: int) -> str:
        """A whole line: a word on the left, an amount on the right."""
        return pair(self.say(key), figure(self.desk.currency, amount_minor))

    def points(self, key: str, count: int) -> str:
        """A whole line: a word on the left, points on the right."""
        return pair(self.say(key), f"{count:,}")


def pole_lines(pole: Pole) -> PoleLines:
    """Both lines, each of at most 20 ASCII characters. In practice the upper one says so, and the lower an amount."""
    upper, lower = _lines(pole)
    if pole.is_practice:
        return pole.say("practice"), upper if pole.moment is Moment.DONE else lower
    return upper, lower


def _lines(pole: Pole) -> PoleLines:
    match pole.moment:
        case Moment.ITEM if pole.added is not None:
            upper, lower = _item(pole, pole.added), _total(pole)
        case Moment.MEMBER:
            upper, lower = _member(pole), _total(pole) if pole.desk.bill.content.cart.lines else pole.say("welcome")
        case Moment.PAYING:
            upper, lower = _paying(pole)
        case Moment.DONE:
            upper, lower = _done(pole)
        case Moment.IDLE:
            upper, lower = plain(pole.desk.shop.brand.name.en) or "", pole.say("welcome")
        case _:
            upper, lower = _earning(pole), _total(pole)
    return upper, lower


def pair(left: str, right: str) -> str:
    """``left`` and ``right`` at the ends of a line. The figure is always whole; the word gives way."""
    shown = right.replace(MINUS, "-")[-COLUMNS:]
    room = max(COLUMNS - len(shown) - 1, 0)
    return f"{left[:room]:<{COLUMNS - len(shown)}}{shown}" if room else shown.rjust(COLUMNS)


def plain(text: str) -> str | None:
    """``text`` without accents, ``None`` where something in it is not ASCII even so."""
    folded = unicodedata.normalize("NFKD", text.replace("’", "'"))
    bare = "".join(character for character in folded if not unicodedata.combining(character))
    return bare[:COLUMNS] if bare.isascii() and bare.isprintable() else None


def _item(pole: Pole, line: CartLine) -> str:
    name = plain(line.name.en) or pole.say("item")
    count = f"{line.quantity}x " if line.quantity > 1 else ""
    return pair(count + name, figure(pole.desk.currency, line.amount))


def _total(pole: Pole) -> str:
    bill = pole.desk.bill
    due = bill.difference if bill.content.exchange else bill.due
    return pole.amount("total" if due >= 0 else "back", abs(due))


def _member(pole: Pole) -> str:
    card = pole.desk.bill.content.member
    return pole.points("points", card.balance) if card and not card.is_newcomer else ""


def _earning(pole: Pole) -> str:
    quote = pole.desk.bill.quote
    if quote is None or quote.figures.balance is None:
        return ""
    return pole.points("earn", quote.figures.earned)


def _paying(pole: Pole) -> PoleLines:
    stage = below_pages(pole.desk.stage)
    if not isinstance(stage, Tendering) or not stage.paid:
        return _total(pole), _earning(pole)
    paid = sum(tender.amount or 0 for tender in stage.paid)
    return pole.amount("paid", paid), pole.amount("due", stage.remaining)


def _done(pole: Pole) -> PoleLines:
    stage = below_pages(pole.desk.stage)
    if not isinstance(stage, Completed):
        return BLANK
    made, done = stage.done.figures, stage.done
    paid = pole.amount("paid", sum(tender.amount for tender in done.tendered))
    change = pole.amount("back", stage.paid_out) if stage.paid_out else pole.amount("change", done.change)
    if made.balance is None or done.member_pending:
        return paid, change
    earned, balance = pole.say("earned", points=signed(made.earned)), pole.say("balance", points=f"{made.balance:,}")
    both = f"{earned} {balance}".replace(MINUS, "-")
    points = pair(earned, balance) if len(both) <= COLUMNS else pole.points("points", made.balance)
    return (change if done.change or stage.paid_out else paid), points.replace(MINUS, "-")
