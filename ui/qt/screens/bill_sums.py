"""What leads from the lines to what is due: every amount that comes off or on."""

from PySide6.QtWidgets import QWidget

from ui.qt.design.tokens import GAP, GAP_LARGE, GAP_SMALL, Colour, Type
from ui.qt.widgets.frames import Surface, column, row
from ui.qt.widgets.label import Figure, Label
from ui.viewmodels.bill_face import BillFace


class SumRow(QWidget):
    """A name and an amount; it goes when there is no name."""

    def __init__(self, text: str = "", tint: Colour = Colour.SECOND, amount_tint: Colour = Colour.INK) -> None:
        super().__init__()
        self._name = Label(text, tint=tint)
        self._amount = Figure(Type.BODY, amount_tint, bold=False)
        layout = row(self, gap=GAP)
        layout.addWidget(self._name, 1)
        layout.addWidget(self._amount)

    def set(self, amount: str, text: str | None = None) -> None:
        """Another amount, perhaps another name. Without an amount or a name the row goes."""
        if text is not None:
            self._name.setText(text)
        self._amount.set(amount)
        self.setVisible(bool(amount and self._name.text()))


class BillSums(Surface):
    """Shows the sums of a bill."""

    def __init__(self) -> None:
        super().__init__("section")
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
        self.exchanged.set(face.exchanged_amount, face.exchanged)
        self.tax_included.set_text(face.tax_included)
