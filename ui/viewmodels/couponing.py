"""The coupons sheet: what is on the bill, what the member holds, and a field for everything else."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from terminal.domain.records import record
from ui.viewmodels.choosing import around
from ui.viewmodels.commands import Command
from ui.viewmodels.coupon_face import coupon_faces, voucher_faces
from ui.viewmodels.coupons import is_paper
from ui.viewmodels.desk import Desk, Stage, StageName
from ui.viewmodels.entry import CODE_LENGTH_MAX

if TYPE_CHECKING:
    from collections.abc import Callable

    from terminal.usecases.identify import MemberCard


@record
class CouponRow:
    """A coupon that can be put on the bill, or is on it and can be taken off."""

    name: str
    note: str
    is_on_bill: bool
    is_waiting: bool
    toggle: Callable[[], None]


class Couponing(Stage):
    """Every digit typed here belongs to a number, so that even one that looks like a phone can be typed."""

    name = StageName.COUPONS

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.text = ""
        self.chosen: int | None = None

    @property
    def rows(self) -> tuple[CouponRow, ...]:
        """First what is on the bill, then the vouchers that are not."""
        return (*self._on_bill(), *self._held())

    def _on_bill(self) -> list[CouponRow]:
        return [
            CouponRow(face.name, face.note, True, face.is_waiting, partial(self._take_off, place))
            for place, face in enumerate(coupon_faces(self.desk))
        ]

    def _held(self) -> list[CouponRow]:
        member = self.desk.bill.content.member
        faces = voucher_faces(self.desk, member.vouchers) if member else ()
        return [
            CouponRow(face.name, face.note, False, False, partial(self._present, face.voucher_id))
            for face in faces
            if not face.is_on_bill
        ]

    def digit(self, digit: str) -> None:
        """A digit of a number or a code; the last one of a printed number is as good as Enter."""
        self.letter(digit)
        if is_paper(self.text):
            self._present(self.text)

    def letter(self, letter: str) -> None:
        """A letter of a code."""
        self.text, self.chosen = (self.text + letter)[:CODE_LENGTH_MAX], None
        self.desk.notice = None

    def press(self, command: Command) -> None:
        """Presents what is typed, walks among the rows, or goes back."""
        self.desk.notice = None
        match command:
            case Command.ENTER:
                self._accept()
            case Command.BACK | Command.COUPONS:
                self.desk.go_home()
            case Command.ERASE:
                self.text = self.text[:-1]
            case Command.CLEAR:
                self.text = ""
            case Command.UP | Command.DOWN:
                self._choose_next(command.step)
            case Command.UNDO if self.chosen is not None and self.rows[self.chosen].is_on_bill:
                self.toggle(self.chosen)
            case _:
                pass

    def toggle(self, index: int) -> None:
        """Puts that row's coupon on the bill, or takes it off."""
        self.desk.notice, self.chosen = None, None
        self.rows[index].toggle()

    def _accept(self) -> None:
        if self.text:
            self._present(self.text)
        elif self.chosen is not None:
            self.toggle(self.chosen)
        else:
            self.desk.go_home()

    def _choose_next(self, step: int) -> None:
        if self.rows:
            self.chosen = around(self.chosen, step, len(self.rows))

    def _present(self, text: str) -> None:
        self.text = ""
        self.desk.bill.put_coupon(text)
        self.desk.bill.when_fresh(self._taken)

    def _taken(self) -> None:
        if self.desk.notice is None and self.desk.stage is self:
            self.desk.go_home()

    def _take_off(self, place: int) -> None:
        self.desk.bill.put_cart(self.desk.bill.content.cart.remove_coupon(place))

    def member_arrived(self, card: MemberCard) -> None:
        """Another member holds other vouchers."""
        self.desk.go_home()
