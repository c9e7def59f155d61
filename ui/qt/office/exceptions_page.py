"""What waits for a person: each with what happened, what to do, and a button that says it was seen."""

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from ui.qt.design.tokens import GAP, GAP_SMALL, TOUCH, Colour, Type
from ui.qt.office.nothing import Nothing
from ui.qt.office.section_page import SectionPage
from ui.qt.widgets.chip import Chip
from ui.qt.widgets.frames import Surface, column, empty, row, scroll_area
from ui.qt.widgets.key_button import KeyButton
from ui.qt.widgets.label import Label
from ui.viewmodels.commands import Command
from ui.viewmodels.office.exception_row import ExceptionRow
from ui.viewmodels.office.exceptions import Exceptions
from ui.viewmodels.till import Till

KEY_WIDTH, KIND_WIDTH = 160, 160


class ExceptionView(Surface):
    """One thing to look at; a touch chooses it, its button marks it as seen."""

    def __init__(self, till: Till, section: Exceptions, index: int, shown: ExceptionRow) -> None:
        super().__init__("row")
        self._till, self._section, self._index = till, section, index
        self.setObjectName(f"exception_{index}")
        self.setAccessibleName(f"{shown.kind}: {shown.what}")
        self.setProperty("chosen", section.chosen == index)
        kind = QWidget()
        chip = Chip(shown.kind, shown.tone)
        kind.setFixedWidth(max(KIND_WIDTH, chip.sizeHint().width()))
        side = column(kind, gap=4)
        side.addWidget(chip, 0, Qt.AlignmentFlag.AlignLeft)
        side.addWidget(Label(shown.when, Type.SMALL, Colour.SECOND))
        side.addStretch(1)
        texts = column(gap=4)
        texts.addWidget(Label(shown.what, wrap=True))
        texts.addWidget(Label(shown.to_do, tint=Colour.SECOND, wrap=True))
        layout = row(self, (GAP_SMALL, GAP, GAP_SMALL, GAP), GAP)
        layout.addWidget(kind)
        layout.addLayout(texts, 1)
        layout.addWidget(self._end(shown))

    def _end(self, shown: ExceptionRow) -> QWidget:
        if shown.seen:
            seen = Label(shown.seen, Type.SMALL, Colour.SECOND, wrap=True)
            seen.setFixedWidth(KEY_WIDTH)
            return seen
        is_chosen = self._section.chosen == self._index
        key = KeyButton(self.tr("Seen"), Command.ENTER.key if is_chosen else "", "link", height=TOUCH)
        key.setObjectName(f"exception_{self._index}_seen")
        key.set_width(KEY_WIDTH)
        key.clicked.connect(self._mark)
        return key

    def _mark(self, _checked: bool = False) -> None:
        self._till.do(partial(self._section.mark_seen, self._index))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Chooses the row."""
        event.accept()
        self._till.do(partial(self._section.choose, self._index))


class ExceptionsPage(SectionPage):
    """Shows ``Exceptions``."""

    def __init__(self, till: Till, section: Exceptions) -> None:
        super().__init__(section.title)
        self._till, self._section = till, section
        self._shown: tuple[object, int | None] | None = None
        self._views: list[ExceptionView] = []
        self._none = Nothing(till.desk.words.say("exceptions_none"))
        self.body.addWidget(self._none, 1)
        self.area, self._inside = scroll_area(), QWidget()
        self.area.setObjectName("exceptions")
        holder = column(self._inside, (0, 0, GAP_SMALL, 0))
        self._rows = column()
        holder.addLayout(self._rows)
        holder.addStretch(1)
        self.area.setWidget(self._inside)
        self._card = Surface("card")
        column(self._card, (GAP_SMALL,) * 4).addWidget(self.area)
        self.body.addWidget(self._card, 1)
        self.body.addStretch(0)  # takes the room while there is nothing to list
        self.refresh()

    def refresh(self) -> None:
        """Shows what there is."""
        section, rows = self._section, self._section.rows
        self.about.setText(section.summary)
        self._none.setVisible(section.found is not None and not rows)
        self._card.setVisible(bool(rows))
        if (rows, section.chosen) == self._shown:
            return
        self._shown = rows, section.chosen
        empty(self._rows)
        self._views = [ExceptionView(self._till, section, place, shown) for place, shown in enumerate(rows)]
        for view in self._views:
            self._rows.addWidget(view)
            view.show()  # what is hidden has no place
        self._bring_into_sight()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """What is chosen stays in sight."""
        super().resizeEvent(event)
        self._bring_into_sight()

    def _bring_into_sight(self) -> None:
        """New rows have no place yet: they get it now, and the bar its length."""
        chosen = self._section.chosen
        if chosen is None or chosen >= len(self._views):
            return
        width = self._inside.width()
        self._inside.resize(width, max(self._inside.heightForWidth(width), self.area.viewport().height()))
        self._rows.activate()
        self.area.ensureWidgetVisible(self._views[chosen], 0, 0)
