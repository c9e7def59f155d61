"""After the sale: the change in large figures, the points, and the receipt on the right."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QGridLayout, QScrollArea, QSizePolicy, QWidget

from ui.qt.design.tokens import GAP, GAP_LARGE, GAP_SMALL, Colour, Type
from ui.qt.screens.done_parts import MIDDLE, done_keys, figures_line, paper_desk
from ui.qt.screens.note_card import NoteCard
from ui.qt.widgets.frames import column, row
from ui.qt.widgets.label import Figure, Label, centred
from ui.qt.widgets.stage_page import StagePage
from ui.viewmodels.commands import Command
from ui.viewmodels.completed import Completed
from ui.viewmodels.till import Till

RECEIPT_WIDTHS = ((1200, 430, 376, 640), (0, 340, 300, 560))
"""From which window width on, how wide the desk, the paper on it and what is explained are."""

EXPLAINED_ONE_COLUMN = 4
EXPLAINED_GAP = 40
SIDES = (Qt.AlignmentFlag.AlignRight, Qt.AlignmentFlag.AlignLeft)
"""Where the texts of two columns meet: at the axis of all that is above and below them."""
EXPLAINED_HEIGHT_MIN = 104


class Scrolled(QScrollArea):
    """As high as what is ``inside`` where there is room, less high where there is not: then it scrolls."""

    def __init__(self, inside: QWidget, width: int, height: int) -> None:
        super().__init__()
        self._hint = QSize(width, height)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWidget(inside)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        self.setMaximumHeight(height)

    def sizeHint(self) -> QSize:
        """All of it."""
        return self._hint

    def minimumSizeHint(self) -> QSize:
        """A few lines of it."""
        return QSize(self._hint.width(), min(self._hint.height(), EXPLAINED_HEIGHT_MIN))


class CompletedPage(StagePage):
    """Shows a ``Completed`` stage."""

    def __init__(self, window: QWidget, till: Till, stage: Completed) -> None:
        super().__init__()
        self._till, self._stage = till, stage
        self._window_width = window.width()
        _, desk_width, paper_width, _ = next(widths for widths in RECEIPT_WIDTHS if self._window_width >= widths[0])
        self._desk = paper_desk(stage.done.document, paper_width, stage.paper_dots)
        self._desk.setFixedWidth(desk_width)
        layout = row(self)
        layout.addLayout(self._figures(), 1)
        layout.addWidget(self._desk)
        self.refresh()

    def _figures(self) -> QBoxLayout:
        stage = self._stage
        layout = column(margins=(GAP_LARGE,) * 4)
        change = Figure(Type.DISPLAY, Colour.INK, MIDDLE)
        change.setObjectName("change")
        change.set(stage.change_text)
        layout.addStretch(1)
        title = self.tr("Pay back") if stage.paid_out else self.tr("Change")
        layout.addWidget(centred(Label(title, Type.HEADING, Colour.SECOND)))
        layout.addWidget(change)
        layout.addWidget(centred(Label(stage.paid_text, Type.LARGE, Colour.SECOND)))
        layout.addSpacing(36)
        if stage.has_member:
            layout.addLayout(self._points())
            layout.addSpacing(12)
            upgrade = Label(tint=Colour.GOLD, bold=True)
            upgrade.set_text(stage.upgrade_text)
            layout.addWidget(centred(upgrade))
        layout.addWidget(self._explained(), 0, MIDDLE)
        layout.addSpacing(24)
        layout.addLayout(self._buttons())
        self._notice = NoteCard()
        self._notice.setAlignment(MIDDLE)
        layout.addSpacing(GAP)
        line = row()
        line.addStretch(1)
        line.addWidget(self._notice, 6)
        line.addStretch(1)
        layout.addLayout(line)
        layout.addStretch(1)
        return layout

    def _points(self) -> QBoxLayout:
        stage = self._stage
        return figures_line(
            (
                (self.tr("Earned"), stage.earned_text, Colour.TEAL_INK),
                (self.tr("Redeemed"), stage.redeemed_text, Colour.INK),
                (self.tr("Balance"), stage.balance_text, Colour.INK),
            )
        )

    def _explained(self) -> QScrollArea:
        """What the points are for, what was given; more of it than has room is scrolled."""
        inside = QWidget()
        lines = column(inside, gap=4)
        grid = QGridLayout()
        grid.setSpacing(4)
        explained = self._stage.explained
        columns = 1 if len(explained) <= EXPLAINED_ONE_COLUMN else 2
        grid.setHorizontalSpacing(EXPLAINED_GAP)
        for side in range(columns):
            grid.setColumnStretch(side, 1)
        for place, text in enumerate(explained):
            label = Label(text, tint=Colour.SECOND, wrap=True)
            is_whole_row = columns == 1 or (place == len(explained) - 1 and place % columns == 0)
            label.setAlignment(MIDDLE if is_whole_row else SIDES[place % columns])
            grid.addWidget(label, place // columns, place % columns, 1, columns if is_whole_row else 1)
        lines.addLayout(grid)
        if explained and self._stage.given:
            lines.addSpacing(GAP_SMALL)
        for text in self._stage.given:
            lines.addWidget(centred(Label(text, tint=Colour.TEAL_INK, wrap=True)))
        width = next(widths[3] for widths in RECEIPT_WIDTHS if self._window_width >= widths[0])
        has_any = bool(explained or self._stage.given)
        return Scrolled(inside, width, inside.heightForWidth(width) if has_any else 0)

    def _buttons(self) -> QBoxLayout:
        return done_keys(self._press, (self.tr("Reprint receipt"), 200), (self.tr("Next customer"), 280))

    def _press(self, command: Command, _checked: bool = False) -> None:
        self._till.press(command)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keeps the desk in proportion to the window."""
        super().resizeEvent(event)
        _, desk_width, _, _ = next(widths for widths in RECEIPT_WIDTHS if self.width() >= widths[0])
        self._desk.setFixedWidth(desk_width)

    def refresh(self) -> None:
        """Shows what was said since."""
        self._notice.show_notice(self._till.desk.notice)
