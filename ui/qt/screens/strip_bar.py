"""The bar on top: where we are, how link and devices do, who sells, what time it is."""

from PySide6.QtCore import Qt

from ui.qt.design.tokens import CARD_PADDING, GAP_LARGE, TOP_BAR, Colour, Type
from ui.qt.widgets.chip import Chip
from ui.qt.widgets.frames import Surface, row
from ui.qt.widgets.label import Label
from ui.viewmodels.till import Till

CHIPS = 3


class StripBar(Surface):
    """Shows the strip's view-model."""

    def __init__(self, till: Till) -> None:
        super().__init__("bar")
        self._till = till
        self.setFixedHeight(TOP_BAR)
        self._brand = Label(scale=Type.LARGE, bold=True)
        self._place = Label(tint=Colour.SECOND)
        self._cashier = Label(tint=Colour.SECOND)
        self._time = Label()
        self.chips = [Chip(dot=True) for _ in range(CHIPS)]
        layout = row(self, (CARD_PADDING, 0, CARD_PADDING, 0), GAP_LARGE)
        layout.addWidget(self._brand)
        layout.addWidget(self._place)
        layout.addStretch(1)
        for chip in self.chips:
            layout.addWidget(chip)
        layout.addSpacing(8)
        layout.addWidget(self._cashier)
        layout.addWidget(self._time, 0, Qt.AlignmentFlag.AlignVCenter)
        self.refresh()

    def refresh(self) -> None:
        """Shows the strip as it is now."""
        shop, words = self._till.desk.shop, self._till.desk.words
        self._brand.setText(words.name(shop.brand.name))
        number = self.tr("{store} ・ Till {number}").format(store=words.name(shop.store.name), number=shop.terminal)
        self._place.setText(number)
        self._cashier.set_text(shop.cashier)
        self._time.set_text(self._till.strip.time)
        for chip, widget in zip(self._till.strip.chips, self.chips, strict=True):
            widget.setObjectName(f"chip_{chip.name}")
            widget.set(chip.text, chip.tone)
