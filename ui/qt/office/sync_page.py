"""Devices and sync: the figures in groups, and the keys for what one does with them."""

from functools import partial

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QBoxLayout, QGridLayout, QWidget

from ui.qt.design.tokens import BUTTON, CARD_PADDING, GAP, GAP_SMALL, Colour, Type
from ui.qt.office.section_page import SectionPage
from ui.qt.widgets.frames import Surface, column, empty, row, scroll_area
from ui.qt.widgets.key_button import KeyButton
from ui.qt.widgets.label import Label
from ui.qt.widgets.progress_bar import ProgressBar
from ui.viewmodels.commands import Command
from ui.viewmodels.office.support_facts import FactGroup, FactRow
from ui.viewmodels.office.sync import Sync
from ui.viewmodels.till import Till
from ui.viewmodels.tone import Tone

LOOK_MS = 200
NAME_WIDTH, STOP_WIDTH = 128, 128
TINTS = {Tone.AMBER: Colour.AMBER, Tone.RED: Colour.RED, Tone.CALM: Colour.TEAL_INK}


class GroupCard(Surface):
    """Some figures under their heading; a value too long for its line goes on in the next."""

    def __init__(self, group: FactGroup) -> None:
        super().__init__("card")
        body = column(self, (CARD_PADDING, GAP, CARD_PADDING, GAP), GAP_SMALL)
        body.addWidget(Label(group.name, Type.LARGE, bold=True))
        for fact in group.rows:
            body.addLayout(self._row(fact))
        body.addStretch(1)

    def _row(self, fact: FactRow) -> QBoxLayout:
        line = row(gap=GAP)
        name = Label(fact.name, Type.SMALL, Colour.SECOND, wrap=True)
        name.setFixedWidth(NAME_WIDTH)
        value = Label(_breakable(fact.value), Type.SMALL, TINTS.get(fact.tone, Colour.INK), bold=True, wrap=True)
        value.setAccessibleName(f"{fact.name}: {fact.value}")
        line.addWidget(name, 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(value, 1, Qt.AlignmentFlag.AlignTop)
        return line


class SyncPage(SectionPage):
    """Shows ``Sync``."""

    def __init__(self, till: Till, section: Sync) -> None:
        super().__init__(section.title)
        self._till, self._section = till, section
        self._shown: object = None
        section.to_clipboard = QGuiApplication.clipboard().setText
        self._buttons: list[KeyButton] = []
        self.body.addLayout(self._keys())
        self.body.addLayout(self._task())
        self._area, inside = scroll_area(), QWidget()
        self._area.setObjectName("facts")
        self._grid = QGridLayout(inside)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(GAP)
        for half in (0, 1):
            self._grid.setColumnStretch(half, 1)
        self._area.setWidget(inside)
        self.body.addWidget(self._area, 1)
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_MS)
        self._timer.timeout.connect(self._look)
        self.refresh()

    def _keys(self) -> QBoxLayout:
        line = row(gap=GAP_SMALL)
        for text, letter, name in (
            (self.tr("Sync now"), "S", "sync_now"),
            (self.tr("Examine"), "D", "examine"),
            (self.tr("Back up now"), "B", "back_up"),
            (self.tr("Copy as text"), "C", "copy"),
            (self.tr("Print"), "P", "print"),
            (self.tr("Refresh"), "R", "reload"),
        ):
            key = KeyButton(text, letter, height=BUTTON)
            key.setObjectName(name)
            key.clicked.connect(partial(self._press, letter))
            self._buttons.append(key)
            line.addWidget(key)
        for key in self._buttons:
            key.peers = self._buttons
        return line

    def _task(self) -> QBoxLayout:
        self._says, self._bar = Label(tint=Colour.SECOND), ProgressBar()
        self._says.setObjectName("task")
        self._stop = KeyButton(self.tr("Stop"), Command.BACK.key, height=BUTTON)
        self._stop.setObjectName("stop")
        self._stop.set_width(STOP_WIDTH)
        self._stop.clicked.connect(self._stopped)
        line = row(gap=GAP)
        line.addWidget(self._says)
        line.addWidget(self._bar, 1)
        line.addWidget(self._stop)
        return line

    def refresh(self) -> None:
        """Shows the figures as they are now."""
        section = self._section
        self._look()
        (self._timer.start if section.task is not None else self._timer.stop)()
        found = FactGroup(self.tr("What the examination found"), section.results)
        groups = (*([found] if found.rows else []), *section.groups)
        if groups == self._shown:
            return
        self._shown = groups
        empty(self._grid)
        first, rest = ([groups[0]], groups[1:]) if found.rows else ([], groups)
        for group in first:
            self._grid.addWidget(GroupCard(group), 0, 0, 1, 2)
        for place, group in enumerate(rest):
            self._grid.addWidget(GroupCard(group), 1 + place // 2, place % 2)
        self._grid.setRowStretch(len(groups), 1)

    @Slot()
    def _look(self) -> None:
        section = self._section
        is_busy = section.task is not None
        self._says.setText(section.task_text)
        self._bar.set(section.share)
        for widget in (self._says, self._bar, self._stop):
            widget.setVisible(is_busy)
        for button in self._buttons[:3]:
            button.setEnabled(not is_busy)

    def _press(self, letter: str, _checked: bool = False) -> None:
        self._till.letter(letter)

    def _stopped(self, _checked: bool = False) -> None:
        self._till.do(self._section.stop)


def _breakable(value: str) -> str:
    """Ids have no blank at which a line could end: it may end at their hyphens."""
    return value.replace("-", "-\N{ZERO WIDTH SPACE}")
