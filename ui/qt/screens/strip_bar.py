"""The bar on top: where we are, how link and devices do, who sells, what time it is."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from ui.qt.design.tokens import CARD_PADDING, GAP_LARGE, GAP_SMALL, TOP_BAR, TOUCH, Colour, Type
from ui.qt.widgets.chip import Chip
from ui.qt.widgets.frames import Surface, row
from ui.qt.widgets.key_button import KeyButton
from ui.qt.widgets.label import Label
from ui.viewmodels.commands import Command
from ui.viewmodels.till import Till
from ui.viewmodels.tone import Tone

CHIPS = 3
MENU_WIDTH, MENU_WIDTH_NARROW = 96, 80
FITS = ((3, True, 400), (2, True, 240), (2, False, 240), (2, False, 0), (1, False, 0))
"""How many parts of the chips' texts, whether the store, how much of the cashier's name: the first that has room."""
NARROW = 1200
"""Below this width of the window everything stands closer together."""


class StripBar(Surface):
    """Shows the strip's view-model. A touch on a device's chip opens the print queue, or the page of all devices."""

    def __init__(self, till: Till, parent: QWidget) -> None:
        super().__init__("bar", parent)
        self._till = till
        self.setFixedHeight(TOP_BAR)
        self._brand = Label(scale=Type.LARGE, bold=True)
        self._place = Label(tint=Colour.SECOND)
        self._cashier = Label(tint=Colour.SECOND)
        self._time = Label()
        self.chips = [Chip(dot=True) for _ in range(CHIPS)]
        self._row = layout = row(self, (CARD_PADDING, 0, GAP_SMALL, 0), GAP_LARGE)
        layout.addWidget(self._brand)
        layout.addWidget(self._place)
        self._training = Chip(till.training.mark, Tone.AMBER, bold=True)
        self._training.setObjectName("training")
        layout.addWidget(self._training)
        layout.addStretch(1)
        self.display = Chip(dot=True)
        for chip in (*self.chips, self.display):
            layout.addWidget(chip)
        layout.addSpacing(8)
        layout.addWidget(self._cashier)
        layout.addWidget(self._time, 0, Qt.AlignmentFlag.AlignVCenter)
        self._menu = self._menu_key()
        layout.addWidget(self._menu)
        self.refresh()

    def _menu_key(self) -> KeyButton:
        key = KeyButton(self.tr("Menu"), Command.MENU.key, "bare", height=TOUCH)
        key.setObjectName("menu")
        key.clicked.connect(self._open_menu)
        return key

    def _open_menu(self, _checked: bool = False) -> None:
        self._till.press(Command.MENU)

    def refresh(self) -> None:
        """Shows the strip as it is now."""
        shop, words = self._till.desk.shop, self._till.desk.words
        self._brand.setText(words.name(shop.brand.name))
        number = self.tr("{store} ・ Till {number}").format(store=words.name(shop.store.name), number=shop.terminal)
        self._place.setText(number)
        self._cashier.set_text(shop.cashier)
        self._time.set_text(self._till.strip.time)
        self._show_training(self._till.training.is_on)
        for chip, widget in zip(self._till.strip.chips, self.chips, strict=True):
            widget.setObjectName(f"chip_{chip.name}")
            widget.set(chip.text, chip.tone)
        display = self._till.strip.display_chip
        self.display.setVisible(display is not None)
        if display is not None:
            self.display.set(display.text, display.tone)
        for widget in (*self.chips[1:], self.display):
            command = self._opened_by(widget)
            what = self.tr("Print queue") if command is Command.PRINT_QUEUE else self.tr("Devices")
            widget.set_opens(what, command.key)
        self._fit()

    def _fit(self) -> None:
        """Says less where not everything has room: last what is wrong, which colours and a page tell too."""
        self._time.setMinimumWidth(self._time.sizeHint().width())
        for parts, has_place, cashier_width in FITS:
            for chip in (*self.chips, self.display):
                chip.show_parts(parts)
            self._place.setVisible(has_place)
            self._cashier.setMaximumWidth(cashier_width)
            self._cashier.setVisible(bool(self._cashier.text() and cashier_width))
            self._row.invalidate()
            if self._row.sizeHint().width() <= self.width():
                return

    def _show_training(self, is_on: bool) -> None:
        """Another colour, and the word: nobody should take practice for business, nor the other way round."""
        self._training.setVisible(is_on)
        if bool(self.property("training")) is not is_on:
            self.setProperty("training", is_on)
            self.style().polish(self)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Makes room where there is little."""
        is_narrow = event.size().width() < NARROW
        self._row.setSpacing(GAP_SMALL if is_narrow else GAP_LARGE)
        self._menu.set_width(MENU_WIDTH_NARROW if is_narrow else MENU_WIDTH)
        super().resizeEvent(event)
        self._fit()

    def _opened_by(self, chip: Chip) -> Command:
        """What a device's chip leads to: the queue while paper waits, else all devices."""
        is_queue = chip.objectName() == "chip_printer" and self._till.strip.has_paper_waiting
        return Command.PRINT_QUEUE if is_queue else Command.DEVICES

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Opens what a device's chip is about. The link's is none."""
        event.accept()
        touched = [
            chip
            for chip in (*self.chips[1:], self.display)
            if chip.isVisible() and _is_near(chip, event.position().x())
        ]
        if touched:
            self._till.press(self._opened_by(touched[0]))


def _is_near(chip: Chip, x: float) -> bool:
    """Whether a finger at ``x`` means the chip: it is less high than a finger, so the whole bar's height counts."""
    return chip.x() <= x <= chip.x() + chip.width()
