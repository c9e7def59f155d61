"""The print queue's sheet: what waits, what became of the rest, and a button for each."""

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QBoxLayout, QScrollArea, QWidget

from ui.qt.design.tokens import BILL_ROW, GAP, GAP_LARGE, GAP_SMALL, TOUCH, Colour, Type
from ui.qt.screens.note_card import NoteCard
from ui.qt.widgets.chip import Chip
from ui.qt.widgets.frames import Surface, column, empty, row, scroll_area
from ui.qt.widgets.key_button import KeyButton
from ui.qt.widgets.label import Label
from ui.qt.widgets.sheet import Sheet
from ui.viewmodels.commands import Command
from ui.viewmodels.print_queue import JobRow, PrintQueue
from ui.viewmodels.till import Till

WIDTH = 900
STATE_WIDTH = 148
KEY_WIDTH = 148
LIST_HEIGHT = 6 * (BILL_ROW + 2)
REASONS_HEIGHT = BILL_ROW + GAP_LARGE * 2


class JobRowView(Surface):
    """One job; a touch chooses it, its button prints it again or cancels it."""

    def __init__(self, till: Till, stage: PrintQueue, index: int, job: JobRow) -> None:
        super().__init__("row")
        self._till, self._stage, self._index = till, stage, index
        self.setObjectName(f"job_{index}")
        self.setAccessibleName(", ".join(text for text in (job.title, job.detail, job.state) if text))
        self.setProperty("chosen", stage.chosen == index)
        self.setFixedHeight(BILL_ROW)
        texts = column(gap=2)
        texts.addStretch(1)
        texts.addWidget(Label(job.title, Type.LARGE))
        texts.addWidget(Label(job.detail, Type.SMALL, Colour.SECOND))
        texts.addStretch(1)
        state, chip = QWidget(), Chip(job.state, job.tone)
        state.setFixedWidth(max(STATE_WIDTH, chip.sizeHint().width()))
        row(state).addWidget(chip, 0, Qt.AlignmentFlag.AlignRight)
        layout = row(self, (GAP_SMALL, 0, GAP, 0), GAP)
        layout.addLayout(texts, 1)
        layout.addWidget(state)
        layout.addWidget(self._key(job))

    def _key(self, job: JobRow) -> QWidget:
        if not (job.may_print or job.may_cancel):
            nothing = QWidget()
            nothing.setFixedWidth(KEY_WIDTH)
            return nothing
        text = self.tr("Cancel job") if job.may_cancel else self.tr("Print again")
        is_enters = self._stage.chosen == self._index and self._stage.cancelling is None
        key = KeyButton(text, Command.ENTER.key if is_enters else "", "link", height=TOUCH)
        key.setObjectName(f"job_{self._index}_key")
        key.set_width(KEY_WIDTH)
        key.clicked.connect(self._act)
        return key

    def _act(self, _checked: bool = False) -> None:
        self._till.do(partial(self._stage.act, self._index))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Chooses the row."""
        event.accept()
        self._till.do(partial(self._stage.choose, self._index))


class PrintQueueSheet(Sheet):
    """Shows a ``PrintQueue`` stage."""

    def __init__(self, window: QWidget, till: Till, stage: PrintQueue) -> None:
        super().__init__(window, WIDTH)
        self._till, self._stage = till, stage
        self._shown: tuple[tuple[JobRow, ...], int | None, int | None] | None = None
        self._built = 0
        self.body.addWidget(Label(self.tr("Print queue"), Type.HEADING, bold=True))
        hint = self.tr('What waits prints by itself. "Not confirmed" means: look whether the paper is there.')
        self.body.addWidget(Label(hint, Type.SMALL, Colour.SECOND, wrap=True))
        self.body.addWidget(self._list())
        self._notice = NoteCard()
        self.body.addWidget(self._notice)
        self._question = Label(bold=True, wrap=True)
        self.body.addWidget(self._question)
        self._reasons = QWidget()
        self._reasons.setLayout(self._reason_keys())
        self.body.addWidget(self._reasons)
        self.body.addLayout(self._keys())
        self.refresh()

    def _keys(self) -> QBoxLayout:
        line = row(gap=GAP_SMALL)
        for text, command, name in (
            (self.tr("Back"), Command.BACK, "back"),
            (self.tr("Devices"), Command.DEVICES, "devices"),
            (self.tr("Day report"), Command.DAY_REPORT, "day_report"),
        ):
            key = KeyButton(text, command.key)
            key.setObjectName(name)
            key.clicked.connect(partial(self._press, command))
            line.addWidget(key)
        return line

    def _list(self) -> QScrollArea:
        area = scroll_area()
        area.setFixedHeight(LIST_HEIGHT)
        inside = self._inside = QWidget()
        holder = column(inside)
        self._rows = column()
        self._empty = Label(self.tr("Nothing has been printed on this till yet."), tint=Colour.SECOND)
        holder.addWidget(self._empty)
        holder.addLayout(self._rows)
        holder.addStretch(1)
        area.setWidget(inside)
        area.verticalScrollBar().valueChanged.connect(self._build_rows)
        self._area = area
        return area

    def _reason_keys(self) -> QBoxLayout:
        line = row(gap=GAP_SMALL)
        keys = []
        for place, reason in enumerate(self._stage.reasons):
            key = KeyButton(reason, str(place + 1))
            key.setObjectName(f"reason_{place + 1}")
            key.clicked.connect(partial(self._cancel, place))
            keys.append(key)
            line.addWidget(key)
        for key in keys:
            key.peers = keys
        return line

    def _cancel(self, place: int, _checked: bool = False) -> None:
        self._till.do(partial(self._stage.cancel, place))

    def _press(self, command: Command, _checked: bool = False) -> None:
        self._till.press(command)

    def refresh(self) -> None:
        """Shows the jobs as they stand."""
        stage = self._stage
        self._notice.show_notice(self._till.desk.notice)
        self._question.set_text(stage.cancelling_text)
        self._reasons.setVisible(bool(stage.cancelling_text))
        self._area.setFixedHeight(LIST_HEIGHT - (REASONS_HEIGHT if stage.cancelling_text else 0))
        rows = stage.rows
        self._empty.setVisible(stage.jobs is not None and not rows)
        needed = rows, stage.chosen, stage.cancelling
        if needed == self._shown:
            return
        self._shown = needed
        bar = self._area.verticalScrollBar()
        place = bar.value()
        empty(self._rows)
        self._built = 0
        self._inside.setMinimumHeight(len(rows) * BILL_ROW)  # at once: Qt would find out later, and the list jump
        self._inside.resize(self._inside.width(), max(len(rows) * BILL_ROW, self._area.height()))
        bar.setValue(self._place_that_shows(stage.chosen, place))
        self._build_rows()

    def _build_rows(self, _place: int = 0) -> None:
        """Those that can be seen, and all above them: a day's list would take as long as a frozen screen is noticed."""
        rows = self._shown[0] if self._shown else ()
        seen = (self._area.verticalScrollBar().value() + self._area.height()) // BILL_ROW + 1
        for index in range(self._built, min(len(rows), seen + 1)):
            self._rows.addWidget(JobRowView(self._till, self._stage, index, rows[index]))
            self._built = index + 1

    def _place_that_shows(self, chosen: int | None, place: int) -> int:
        """Where the list stands so that the chosen row can be seen, moved as little as may be."""
        if chosen is None:
            return place
        return min(max(place, (chosen + 1) * BILL_ROW - self._area.height()), chosen * BILL_ROW)
