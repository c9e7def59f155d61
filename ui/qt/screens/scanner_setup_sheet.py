"""The scanner's set-up: three scans, how it types, and one button that goes on."""

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QBoxLayout, QWidget

from ui.qt.design.tokens import BUTTON, GAP, GAP_LARGE, GAP_SMALL, TOUCH, Colour, Type
from ui.qt.screens.note_card import NoteCard
from ui.qt.widgets.frames import Surface, column, empty, row
from ui.qt.widgets.key_button import KeyButton
from ui.qt.widgets.label import Label
from ui.qt.widgets.sheet import Sheet
from ui.qt.widgets.steps import Steps
from ui.viewmodels.commands import Command
from ui.viewmodels.scanner_setup import ScannerSetup
from ui.viewmodels.till import Till
from ui.viewmodels.wedge_setup import SCANS

WIDTH = 640
RESULTS_HEIGHT = 3 * TOUCH
NOTICE_HEIGHT = 76


class ScannerSetupSheet(Sheet):
    """Shows a ``ScannerSetup`` stage. It is as high with results as without."""

    def __init__(self, window: QWidget, till: Till, stage: ScannerSetup) -> None:
        super().__init__(window, WIDTH)
        self._till, self._stage = till, stage
        self._shown: tuple[int, tuple[tuple[str, str], ...]] | None = None
        self.body.addWidget(Label(self.tr("Set up the scanner"), Type.HEADING, bold=True))
        hint = self.tr("Use the scanner that is to be set up. Nothing goes onto the bill meanwhile.")
        self.body.addWidget(Label(hint, tint=Colour.SECOND, wrap=True))
        self.body.addLayout(self._progress())
        results = QWidget()
        results.setFixedHeight(RESULTS_HEIGHT)
        self._rows = column(results)
        self.body.addWidget(results)
        self._notice = NoteCard()
        space = QWidget()
        space.setFixedHeight(NOTICE_HEIGHT)
        column(space).addWidget(self._notice, 0, Qt.AlignmentFlag.AlignVCenter)
        self.body.addWidget(space)
        self.body.addLayout(self._keys())
        self.refresh()

    def _progress(self) -> QBoxLayout:
        line = row(gap=GAP)
        self._steps = row()
        self._prompt = Label(scale=Type.LARGE, bold=True)
        self._prompt.setObjectName("prompt")
        line.addLayout(self._steps)
        line.addWidget(self._prompt, 1)
        return line

    def _keys(self) -> QBoxLayout:
        self._back = self._key(self.tr("Back"), Command.BACK, "back")
        self._again = self._key(self.tr("Measure again"), Command.UNDO, "again")
        self._accept = self._key(self.tr("Save"), Command.ENTER, "accept", "primary")
        line = row(gap=GAP_SMALL)
        for key, stretch in ((self._back, 2), (self._again, 3), (self._accept, 4)):
            line.addWidget(key, stretch)
        return line

    def _key(self, text: str, command: Command, name: str, role: str = "") -> KeyButton:
        key = KeyButton(text, command.key, role, height=BUTTON)
        key.setObjectName(name)
        key.clicked.connect(partial(self._press, command))
        return key

    def _press(self, command: Command, _checked: bool = False) -> None:
        self._till.press(command)

    def refresh(self) -> None:
        """Shows how far the set-up is."""
        stage = self._stage
        is_heard = stage.result is not None and not stage.is_listening
        self._prompt.setText(stage.prompt)
        self._notice.show_notice(stage.notice)
        self._again.setEnabled(is_heard)
        self._again.setVisible(stage.result is None or stage.result.trouble is None)
        self._accept.setEnabled(is_heard)
        self._accept.set_text(self._accept_text())
        if (stage.done, stage.rows) != self._shown:
            self._shown = stage.done, stage.rows
            empty(self._steps)
            self._steps.addWidget(Steps(stage.done, SCANS))
            self._show_rows(stage.rows)

    def _accept_text(self) -> str:
        stage = self._stage
        if stage.is_saved:
            return self.tr("Done")
        return self.tr("Save") if stage.result is None or stage.may_save else self.tr("Measure again")

    def _show_rows(self, rows: tuple[tuple[str, str], ...]) -> None:
        empty(self._rows)
        for name, value in rows:
            line = Surface("row")
            line.setFixedHeight(TOUCH)
            layout = row(line, gap=GAP_LARGE)
            layout.addWidget(Label(name, tint=Colour.SECOND), 1)
            is_known = self._stage.result is not None
            layout.addWidget(Label(value, Type.LARGE, Colour.INK if is_known else Colour.SECOND, bold=is_known))
            self._rows.addWidget(line)
        self._rows.addStretch(1)
