"""What the customer sees of the sale, on a second screen and on a pole: read from the till, never in its way."""

from __future__ import annotations

import logging
from dataclasses import replace
from enum import StrEnum
from typing import TYPE_CHECKING

from resources.language import sentence
from terminal.domain.records import record
from ui.viewmodels.completed import Completed
from ui.viewmodels.desk import Desk, below_pages
from ui.viewmodels.listeners import Listeners
from ui.viewmodels.pole import BLANK, Moment, Pole, PoleLines, pole_lines
from ui.viewmodels.tendering import Tendering
from ui.viewmodels.words import SEPARATOR, figure, masked_briefly, points, signed

if TYPE_CHECKING:
    from terminal.usecases.identify import MemberCard
    from ui.viewmodels.bill import BillContent
    from ui.viewmodels.bill_face import LineFace
    from ui.viewmodels.cart import CartLine
    from ui.viewmodels.till import Till

_log = logging.getLogger(__name__)


class Showing(StrEnum):
    """What the second screen is about."""

    IDLE = "idle"
    BILL = "bill"
    DONE = "done"


@record
class Amount:
    """A figure and what it is called."""

    name: str
    text: str


@record
class CustomerFace:
    """Texts of the second screen. Members appear masked; a phone is never whole.

    ``greeting`` and ``greeting_note`` speak to the customer. ``total`` is what is to be paid, or the change once the
    sale is done; ``sums`` lead to it, ``points`` are those it brings. What there is none of is empty.
    """

    showing: Showing
    shop: str
    greeting: str
    greeting_note: str
    lines: tuple[LineFace, ...] = ()
    coupons: tuple[str, ...] = ()
    sums: tuple[Amount, ...] = ()
    total: Amount = Amount("", "")
    total_note: str = ""
    points: tuple[Amount, ...] = ()
    more_above: str = ""
    """What stands above the lines when ``{count}`` of them have no room."""
    practice: str = ""
    """That nothing is sold, while somebody practises, and the word ``mark`` that lies over everything then."""
    mark: str = ""


class CustomerView:
    """Follows a till: ``face`` for the second screen, ``pole`` for a line display, ``changed`` when either changes.

    While a bill is being worked out the last total stays: a customer is never shown a figure that is about to change.
    """

    def __init__(self, till: Till) -> None:
        self.changed = Listeners()
        self._till = till
        self._seen = till.desk.bill.content
        self._moment = Moment.IDLE
        self._added: CartLine | None = None
        self.face = CustomerFace(Showing.IDLE, "", "", "")
        self.pole: PoleLines = BLANK
        self._look()
        till.changed.add(self._look)

    def close(self) -> None:
        """Follows no more."""
        self._till.changed.remove(self._look)

    def _look(self) -> None:
        """Whatever goes wrong here, the sale goes on."""
        try:
            self._follow()
        except Exception:
            _log.exception("what the customer sees could not be brought up to date")

    def _follow(self) -> None:
        desk = self._till.desk
        if not desk.bill.is_fresh and not isinstance(below_pages(desk.stage), Completed):
            return
        before, self._seen = self._seen, desk.bill.content
        if before is not self._seen:
            self._added = added_line(before, self._seen)
        self._moment = self._moment_since(before)
        pole = pole_lines(Pole(desk, self._moment, self._added, is_practice=self._till.training.is_on))
        face = customer_face(self._till)
        if (face, pole) != (self.face, self.pole):
            self.face, self.pole = face, pole
            self.changed.tell()

    def _moment_since(self, before: BillContent) -> Moment:
        stage, content = below_pages(self._till.desk.stage), self._seen
        if isinstance(stage, Completed):
            return Moment.DONE
        if isinstance(stage, Tendering):
            return Moment.PAYING
        if not content.cart.lines:
            return Moment.MEMBER if content.member else Moment.IDLE
        stays = self._moment if self._moment in {Moment.ITEM, Moment.MEMBER} else Moment.TOTAL
        if content is before:
            return stays
        if content.member and _member_id(content) != _member_id(before):
            return Moment.MEMBER
        if self._added is not None:
            return Moment.ITEM
        is_as_it_was = content.cart.lines == before.cart.lines and content.redeem == before.redeem
        return stays if is_as_it_was else Moment.TOTAL


def _member_id(content: BillContent) -> str | None:
    return content.member.member_id if content.member else None


def added_line(before: BillContent, now: BillContent) -> CartLine | None:
    """What came onto the bill: a new line, or the pieces by which one grew; ``None`` for every other change."""
    held = before.cart.lines if now.key == before.key else ()
    lines = now.cart.lines
    if len(lines) == len(held) + 1:
        return lines[-1]
    if len(lines) == len(held):
        for old, new in zip(held, lines, strict=True):
            if old.sku == new.sku and new.quantity > old.quantity:
                return replace(new, quantity=new.quantity - old.quantity)
    return None


def customer_face(till: Till) -> CustomerFace:
    """The second screen as it reads now."""
    face = _face(till)
    if not till.training.is_on:
        return face
    return replace(face, practice=_say(till.desk, "practice"), mark=till.training.mark)


def _face(till: Till) -> CustomerFace:
    desk, stage = till.desk, below_pages(till.desk.stage)
    if isinstance(stage, Completed):
        return _done(desk, stage)
    content = desk.bill.content
    if not content.cart.lines and content.member is None:
        return CustomerFace(Showing.IDLE, _shop(desk), _say(desk, "greeting"), _say(desk, "invitation"))
    return _bill(till)


def _bill(till: Till) -> CustomerFace:
    desk, face = till.desk, till.bill
    card = desk.bill.content.member
    total, note = _total(desk)
    sums = (
        Amount(_say(desk, "subtotal"), face.subtotal),
        Amount(_say(desk, "discount"), face.discount),
        Amount(face.redeemed, face.redeemed_amount),
        Amount(face.tax_added, face.tax_amount),
        Amount(face.exchanged, face.exchanged_amount),
    )
    off = tuple(each for each in sums[1:] if each.name and each.text)
    return CustomerFace(
        showing=Showing.BILL,
        shop=_shop(desk),
        greeting=_say(desk, "hello", name=_masked(card)) if card else _say(desk, "greeting"),
        greeting_note=_member_note(desk, card) if card else _say(desk, "invitation"),
        lines=face.lines,
        coupons=tuple(coupon.name for coupon in face.coupons if not coupon.is_waiting),
        sums=(sums[0], *off) if off else (),
        total=total,
        total_note=note,
        points=_points_to_come(desk) if card else (),
        more_above=_say(desk, "more_above"),
    )


def _total(desk: Desk) -> tuple[Amount, str]:
    """What is to be paid, or what is left of it once a part is paid, and a note below it."""
    stage, symbol = below_pages(desk.stage), desk.currency.symbol
    if isinstance(stage, Tendering) and stage.paid:
        paid = sum(tender.amount or 0 for tender in stage.paid)
        total = Amount(_say(desk, "remaining", symbol=symbol), figure(desk.currency, stage.remaining))
        return total, _say(desk, "paid", amount=figure(desk.currency, paid))
    pieces = sum(line.quantity for line in desk.bill.content.cart.lines)
    due = desk.bill.difference if desk.bill.content.exchange else desk.bill.due
    total = Amount(_say(desk, "to_pay" if due >= 0 else "paid_back", symbol=symbol), figure(desk.currency, abs(due)))
    return total, _say(desk, "pieces", count=pieces)


def _points_to_come(desk: Desk) -> tuple[Amount, ...]:
    quote = desk.bill.quote
    if quote is None or quote.figures.balance is None:
        return ()
    made, brought = quote.figures, desk.bill.points_brought
    goods_back = (Amount(_say(desk, "goods_back"), signed(brought)),) if brought else ()
    earned = Amount(_say(desk, "to_earn"), signed(made.earned))
    if _is_newcomer(desk.bill.content.member):
        return (earned,)
    return (earned, *goods_back, Amount(_say(desk, "balance_after"), points(made.balance or 0)))


def _done(desk: Desk, stage: Completed) -> CustomerFace:
    brought = (
        Amount(_say(desk, "earned"), stage.earned_text),
        Amount(_say(desk, "goods_back"), stage.brought_text),
        Amount(_say(desk, "redeemed"), stage.redeemed_text if stage.done.figures.redeemed else ""),
        Amount(_say(desk, "balance"), "" if stage.done.member_pending else stage.balance_text),
    )
    return CustomerFace(
        showing=Showing.DONE,
        shop=_shop(desk),
        greeting=_say(desk, "thanks"),
        greeting_note=stage.upgrade_text,
        total=Amount(
            _say(desk, "paid_back" if stage.paid_out else "change", symbol=desk.currency.symbol), stage.change_text
        ),
        total_note=stage.paid_text if stage.exchange else _paid(desk, stage),
        points=tuple(each for each in brought if each.text) if stage.has_member else (),
    )


def _paid(desk: Desk, stage: Completed) -> str:
    """What was to be paid and what was given, as one says it to the customer."""
    done, words = stage.done, desk.words
    given = (
        _say(desk, "given", name=words.tender(tender.type), amount=figure(done.currency, tender.amount))
        for tender in done.tendered
    )
    return SEPARATOR.join([_say(desk, "was_to_pay", amount=figure(done.currency, done.figures.due)), *given])


def _masked(card: MemberCard) -> str:
    return masked_briefly(card.name, card.phone)


def _is_newcomer(card: MemberCard | None) -> bool:
    """Whether only their phone is known: what they have, if anything, is not known here, and is not said."""
    return card is not None and card.is_newcomer


def _member_note(desk: Desk, card: MemberCard) -> str:
    if _is_newcomer(card):
        return _say(desk, "newcomer")
    return _say(desk, "points_now", tier=desk.words.name(card.tier.name), points=points(card.balance))


def _shop(desk: Desk) -> str:
    return desk.words.name(desk.shop.brand.name)


def _say(desk: Desk, key: str, **data: object) -> str:
    return sentence(key, data, desk.words.language, section="customer")
