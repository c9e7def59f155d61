"""What leads from the lines to what is due: every amount that comes off or on."""

from collections.abc import Callable

from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.qt.design.tokens import GAP, GAP_LARGE, GAP_SMALL, TOUCH, Colour, Type
from ui.qt.widgets.frames import Surface, column, row
from ui.qt.widgets.key_button import KeyButton
from ui.qt.widgets.label import Figure, Label
from ui.viewmodels.bill_face import BillFace
from ui.viewmodels.commands import Command


class SumRow(QWidget):
    """A name and an amount; it goes when there is no name."""

    def __init__(self, text: str = "", tint: Colour = Colour.SECOND, amount_tint: Colour = Colour.INK) -> None:
        super().__init__()
        self._name = Label(text, tint=tint)
        self._amount = Figure(Type.BODY, amount_tint, bold=False)
        self._row = row(self, gap=GAP)
        self._row.addWidget(self._name, 1)
        self._row.addWidget(self._amount)

    def put_key(self, key: KeyButton) -> None:
        """A key for what the row tells of, between its name and its amount; beside it the name may take two lines."""
        self._name.setWordWrap(True)
        self._name.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self._row.insertWidget(1, key)

    def set(self, amount: str, text: str | None = None) -> None:
        """Another amount, perhaps another name. Without an amount or a name the row goes."""
        if text is not None:
            self._name.setText(text)
        self._amount.set(amount)
        self.setVisible(bool(amount and self._name.text()))


class BillSums(Surface):
    """Shows the sums of a bill."""

    def __init__(self, leave_exchange: Callable[[], None]) -> None:
        super().__init__("section")
        self._leave_exchange = leave_exchange
        self._leave: KeyButton | None = None
        layout = column(self, (GAP_LARGE, GAP_LARGE, GAP_LARGE, GAP_LARGE - 1), GAP_SMALL)
        self.subtotal = SumRow(self.tr("Subtotal"))
        self.discount = SumRow(self.tr("Discounts"), Colour.TEAL_INK, Colour.TEAL_INK)
        self.by_hand = Label(scale=Type.SMALL, tint=Colour.SECOND)
        self.redeemed = SumRow("", Colour.TEAL_INK, Colour.TEAL_INK)
        self.rewards = Label(scale=Type.SMALL, tint=Colour.TEAL_INK, wrap=True)
        self.tax = SumRow()
        self.exchanged = SumRow("", Colour.TEAL_INK, Colour.TEAL_INK)
        self.tax_included = Label(scale=Type.SMALL, tint=Colour.SECOND)
        for part in (
            self.subtotal,
            self.discount,
            self.rewards,
            self.by_hand,
            self.redeemed,
            self.tax,
            self.exchanged,
            self.tax_included,
        ):
            layout.addWidget(part)

    def show_face(self, face: BillFace) -> None:
        """The bill's sums as they are now."""
        self.subtotal.set(face.subtotal)
        self.discount.set(face.discount)
        self.by_hand.set_text(face.by_hand)
        self.rewards.set_text(face.rewards)
        self.redeemed.set(face.redeemed_amount, face.redeemed)
        self.tax.set(face.tax_amount, face.tax_added)
        if face.exchanged and self._leave is None:
            self._leave = self._leave_key()
            self.exchanged.put_key(self._leave)
        self.exchanged.set(face.exchanged_amount, face.exchanged)
        self.tax_included.set_text(face.tax_included)

    def _leave_key(self) -> KeyButton:
        """By hand there is no other way out of an exchange; most bills never have it."""
        key = KeyButton(self.tr("Cancel"), Command.BACK.key, "bare", height=TOUCH)
        key.setObjectName("leave_exchange")
        key.setAccessibleName(self.tr("Leave the exchange"))
        key.set_close()
        key.clicked.connect(self._leave_exchange)
        return key
