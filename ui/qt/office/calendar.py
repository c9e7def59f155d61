"""A month to pick a day from: by touch, or with the arrow keys."""

from calendar import Calendar
from datetime import date
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from ui.qt.design.tokens import GAP, GAP_LARGE, GAP_SMALL, TOUCH, Colour, Type
from ui.qt.widgets.frames import Surface, column, empty, row
from ui.qt.widgets.key_button import KeyButton
from ui.qt.widgets.label import Label
from ui.viewmodels.office.day import Day
from ui.viewmodels.till import Till

WIDTH = 420
HEAD = 136
"""Below the buttons that open it."""
MONTH_KEY_WIDTH = 64
NAMES_HEIGHT, WEEKS, SPACING = 28, 6, 2


class MonthCalendar(Surface):
    """Lies over the page while ``Day.picking`` is a day."""

    def __init__(self, page: QWidget, till: Till, section: Day) -> None:
        super().__init__("card")
        self.setParent(page)
        self.setObjectName("calendar")
        self._page, self._till, self._section = page, till, section
        self._shown: tuple[date, date] | None = None
        self.setFixedWidth(WIDTH)
        self.setAccessibleName(self.tr("Pick a day"))
        layout = column(self, (GAP,) * 4, GAP_SMALL)
        head = row(gap=GAP_SMALL)
        self._month = Label(scale=Type.LARGE, bold=True)
        self._month.setAlignment(Qt.AlignmentFlag.AlignCenter)
        head.addWidget(self._month_key("‹", "month_before", -1))
        head.addWidget(self._month, 1)
        head.addWidget(self._month_key("›", "month_after", 1))
        layout.addLayout(head)
        self._days = QWidget()
        self._grid = QGridLayout(self._days)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(SPACING)
        self._days.setFixedHeight(NAMES_HEIGHT + WEEKS * (TOUCH + SPACING))
        self._grid.setRowStretch(WEEKS + 1, 1)
        layout.addWidget(self._days)
        layout.addWidget(
            Label(self.tr("Arrows move, Enter shows the day, Esc closes."), Type.SMALL, Colour.SECOND, wrap=True)
        )
        self.hide()

    def _month_key(self, text: str, name: str, step: int) -> KeyButton:
        key = KeyButton(text, height=TOUCH)
        key.setObjectName(name)
        key.setAccessibleName(self.tr("Month before") if step < 0 else self.tr("Month after"))
        key.set_width(MONTH_KEY_WIDTH)
        key.clicked.connect(partial(self._turn, step))
        return key

    def _turn(self, step: int, _checked: bool = False) -> None:
        self.turn(step)

    def turn(self, step: int) -> None:
        """The month before, or the one after."""
        self._till.do(partial(self._section.move_cursor, 28 * step))

    def refresh(self) -> None:
        """Shows the cursor's month, in the page's upper right."""
        cursor, page = self._section.picking, self._section.page
        self.setVisible(cursor is not None)
        if cursor is None or page is None:
            return
        if self._shown != (cursor, page.today):
            self._shown = cursor, page.today
            self._month.setText(self._till.desk.words.whole_month(cursor))
            self._fill(cursor, page.today)
        self.resize(self.sizeHint())
        self.move(self._page.width() - self.width() - GAP_LARGE, HEAD)
        self.raise_()

    def _fill(self, cursor: date, today: date) -> None:
        empty(self._grid)
        for weekday in range(7):
            name = QLabel(self._till.desk.words.say(f"weekday_{weekday}"))
            name.setAlignment(Qt.AlignmentFlag.AlignCenter)
            self._grid.addWidget(name, 0, weekday)
        for line, week in enumerate(Calendar().monthdatescalendar(cursor.year, cursor.month), start=1):
            for weekday, day in enumerate(week):
                if day.month == cursor.month:
                    self._grid.addWidget(self._day_key(day, cursor, today), line, weekday)

    def _day_key(self, day: date, cursor: date, today: date) -> KeyButton:
        key = KeyButton(str(day.day), height=TOUCH)
        key.setObjectName(f"day_{day.day}")
        key.setAccessibleName(self._till.desk.words.whole_day(day))
        key.setCheckable(True)
        key.setChecked(day == cursor)
        key.setEnabled(day <= today)
        key.clicked.connect(partial(self._pick, day))
        return key

    def _pick(self, day: date, _checked: bool = False) -> None:
        self._till.do(partial(self._section.pick_day, day))
