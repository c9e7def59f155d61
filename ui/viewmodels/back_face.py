"""What comes back of a sale, in words: its lines, the member's points, and what else comes of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from terminal.domain.money import Currency, format_quantity
from terminal.domain.records import record
from terminal.usecases.giving_back import RefundDone, RefundQuote
from terminal.usecases.wording import explain_text
from ui.viewmodels.words import Words, figure, points, signed

if TYPE_CHECKING:
    from fractions import Fraction

    from terminal.usecases.past_sales import PastLine

TOLD_IN_FIGURES = {"points_returned", "points_clawed_back"}


@record
class BackLine:
    """A line as the page shows it. ``wanted`` is how much of it comes back; ``amount`` what that brings."""

    name: str
    note: str
    wanted: str
    amount: str
    is_wanted: bool
    is_over: bool


def back_line(words: Words, currency: Currency, line: PastLine, wanted: Fraction, amount: int | None) -> BackLine:
    """``line``, of which ``wanted`` comes back; ``amount`` is ``None`` while it is not known what that brings."""
    sold, left = format_quantity(line.sold), format_quantity(line.left)
    if not line.left:
        note = words.say("back_line_over", sold=sold)
    elif line.left == line.sold:
        note = words.say("back_line", sold=sold, amount=figure(currency, line.amount))
    else:
        note = words.say("back_line_left", sold=sold, left=left, amount=figure(currency, line.left_amount))
    return BackLine(
        name=line.name,
        note=note,
        wanted=f"{format_quantity(wanted)} / {left}",
        amount=figure(currency, -amount) if amount is not None and wanted else "",
        is_wanted=bool(wanted),
        is_over=not line.left,
    )


def back_figures(words: Words, back: RefundQuote | RefundDone) -> tuple[tuple[str, str], ...]:
    """What becomes of the member's points: each figure's name and value; none without a member."""
    if back.balance is None:
        return ()
    return (
        (words.say("back_returned"), signed(back.result.returned)),
        (words.say("back_clawed"), signed(-back.result.clawed_back)),
        (words.say("balance_now" if isinstance(back, RefundDone) else "back_balance"), points(back.balance)),
    )


def back_explained(words: Words, back: RefundQuote | RefundDone) -> tuple[str, ...]:
    """What else comes of it: coupons, missions, the tier."""
    steps = (step for step in back.result.explain if step.code not in TOLD_IN_FIGURES)
    told = tuple(explain_text(step, back.currency, words.language) for step in steps)
    return (words.say("fell_to", tier=words.name(back.fell_to.name)), *told) if back.fell_to else told
