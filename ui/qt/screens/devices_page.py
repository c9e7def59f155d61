"""The device page: a row for each kind of device, and a button that tries it out."""

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.qt.design.tokens import BUTTON, GAP, GAP_LARGE, GAP_SMALL, Colour, Type
from ui.qt.widgets.chip import Chip
from ui.qt.widgets.frames import Surface, column, row
from ui.qt.widgets.key_button import KeyButton
from ui.qt.widgets.label import Label
from ui.qt.widgets.sheet import Sheet
from ui.viewmodels.commands import Command
from ui.viewmodels.devices import SET_UP_KEY, DeviceRow, Devices
from ui.viewmodels.till import Till
from ui.viewmodels.tone import Tone

WIDTH = 820
ROW_HEIGHT = 112
TEST_WIDTH = 120
TRIAL_TINTS = {Tone.CALM: Colour.TEAL_INK, Tone.AMBER: Colour.AMBER}


class DeviceRowView(Surface):
    """One device: name and state, where it is, when it was well and when not, and what came of the last test."""

    def __init__(self, till: Till, stage: Devices, device: str, test: str, number: int) -> None:
        super().__init__("row")
        self._till, self._stage, self._device = till, stage, device
        self.setObjectName(f"device_{device}")
        self.setFixedHeight(ROW_HEIGHT)
        self._name, self._state = Label(scale=Type.LARGE, bold=True), Chip(dot=True)
        self._place = Label(scale=Type.SMALL, tint=Colour.SECOND)
        self._history = Label(scale=Type.SMALL, tint=Colour.SECOND)
        self._trial = Label(bold=True)
        self._trial.setObjectName(f"trial_{device}")
        self._test = KeyButton(test, str(number), height=BUTTON)
        self._test.setObjectName(f"test_{device}")
        self._test.set_width(TEST_WIDTH)
        self._test.clicked.connect(self._pressed)
        self._set_up = KeyButton(self.tr("Set up"), SET_UP_KEY, height=BUTTON)
        self._set_up.setObjectName(f"set_up_{device}")
        self._set_up.set_width(TEST_WIDTH)
        self._set_up.clicked.connect(self._set_up_pressed)
        self._set_up.peers = self._test.peers = (self._set_up, self._test)
        layout = row(self, gap=GAP_SMALL)
        layout.addLayout(self._texts(), 1)
        layout.addWidget(self._set_up)
        layout.addWidget(self._test)

    def _texts(self) -> QVBoxLayout:
        texts, head = column(gap=4), row(gap=GAP)
        head.addWidget(self._name)
        head.addWidget(self._state)
        head.addWidget(self._place, 1, Qt.AlignmentFlag.AlignVCenter)
        texts.addStretch(1)
        texts.addLayout(head)
        texts.addWidget(self._history)
        texts.addWidget(self._trial)
        texts.addStretch(1)
        return texts

    def show_row(self, shown: DeviceRow) -> None:
        """Shows how the device is now."""
        self._name.setText(shown.name)
        self._state.set(shown.state, shown.tone)
        self._state.setVisible(bool(shown.state))
        self._place.setText(shown.place)
        self._history.set_text(shown.history)
        self._trial.set_text(shown.trial)
        self._trial.set_tint(TRIAL_TINTS.get(shown.trial_tone, Colour.INK))
        self._test.setVisible(shown.can_try)
        self._set_up.setVisible(shown.can_set_up)

    def _pressed(self, _checked: bool = False) -> None:
        self._till.do(partial(self._stage.try_out, self._device))

    def _set_up_pressed(self, _checked: bool = False) -> None:
        self._till.do(self._stage.set_up_scanner)


class DevicesPage(Sheet):
    """Shows a ``Devices`` stage."""

    follows_strip = True

    def __init__(self, window: QWidget, till: Till, stage: Devices) -> None:
        super().__init__(window, WIDTH)
        self._till, self._stage = till, stage
        self.body.setSpacing(0)
        self.body.addWidget(Label(self.tr("Devices"), Type.HEADING, bold=True))
        self._rows = [
            DeviceRowView(till, stage, shown.device, self.tr("Test"), number)
            for number, shown in enumerate(stage.rows, 1)
        ]
        for view in self._rows:
            self.body.addWidget(view)
        self.body.addSpacing(GAP_LARGE)
        keys = row(gap=GAP_SMALL)
        keys.addWidget(self._key(self.tr("Back"), Command.BACK, "back"))
        keys.addWidget(self._key(self.tr("Print queue"), Command.PRINT_QUEUE, "print_queue"))
        keys.addWidget(self._key(self.tr("Day report"), Command.DAY_REPORT, "day_report"))
        self.body.addLayout(keys)
        self.refresh()

    def _key(self, text: str, command: Command, name: str) -> KeyButton:
        key = KeyButton(text, command.key, height=BUTTON)
        key.setObjectName(name)
        key.clicked.connect(partial(self._press, command))
        return key

    def refresh(self) -> None:
        """Shows how the devices are now."""
        for view, shown in zip(self._rows, self._stage.rows, strict=True):
            view.show_row(shown)

    def _press(self, command: Command, _checked: bool = False) -> None:
        self._till.press(command)
