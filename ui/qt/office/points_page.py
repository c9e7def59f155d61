"""The points ledger: filters above, the list below, or the frame that was opened in its place."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import QBoxLayout, QStackedWidget, QWidget

from ui.qt.design.tokens import GAP_SMALL, TONES, TOUCH, Colour, Type
from ui.qt.office.frame_panel import FramePanel
from ui.qt.office.nothing import Nothing
from ui.qt.office.record_table import Cell, ColumnLook, RecordTable
from ui.qt.office.section_page import SectionPage
from ui.qt.widgets.edits import PlainEdit
from ui.qt.widgets.frames import column, row
from ui.qt.widgets.key_button import KeyButton
from ui.qt.widgets.label import Label
from ui.qt.widgets.tabs import Tabs
from ui.viewmodels.office.points import KINDS, SIGNS, Period, Points
from ui.viewmodels.till import Till

DAY_WIDTH, MEMBER_WIDTH, UNSENT_WIDTH = 128, 210, 130
DAY_LENGTH, MEMBER_LENGTH = 10, 64


class EntryRecords:
    """The entries as the table asks for them."""

    def __init__(self, section: Points) -> None:
        self._section = section

    @property
    def number(self) -> object:
        """Which list it is."""
        return self._section.pages.number

    @property
    def count(self) -> int:
        """How many entries have come."""
        return len(self._section.pages.rows)

    @property
    def can_grow(self) -> bool:
        """Whether more may come."""
        return not self._section.pages.has_all

    def cells(self, place: int) -> Sequence[Cell]:
        """An entry."""
        shown = self._section.row(place)
        return (
            Cell(shown.when, Colour.SECOND),
            Cell(shown.who),
            Cell(shown.what),
            Cell(shown.points, Colour.TEAL_INK if shown.is_gain else Colour.INK),
            Cell(shown.state, TONES[shown.tone][0]),
        )

    def more(self) -> None:
        """The next page."""
        self._section.pages.more()


class PointsPage(SectionPage):
    """Shows ``Points``."""

    def __init__(self, till: Till, section: Points) -> None:
        super().__init__(section.title)
        self._till, self._section = till, section
        self.about.setText(till.desk.words.say("ledger_about"))
        self._filters = QWidget()
        lines = column(self._filters, gap=GAP_SMALL)
        lines.addLayout(self._days())
        self._kinds = Tabs([self.tr("All"), *(till.desk.words.say(f"ledger_kind_{kind}") for kind in KINDS if kind)], 8)
        self._kinds.setObjectName("kinds")
        self._kinds.chosen.connect(self._choose_kind)
        lines.addWidget(self._kinds)
        lines.addLayout(self._more_filters())
        self.body.addWidget(self._filters)
        self.table = RecordTable("entries", section.title, EntryRecords(section), self._columns())
        self.table.clicked.connect(self._open)
        self._empty = Nothing(till.desk.words.say("ledger_none"))
        self._list = QWidget()
        below = column(self._list)
        below.addWidget(self._empty, 1)
        below.addWidget(self.table, 1)
        self._frame = FramePanel(till, section)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._list)
        self._stack.addWidget(self._frame)
        self.body.addWidget(self._stack, 1)
        for key in (*self._periods.buttons, *self._kinds.buttons, *self._signs.buttons, self._unsent):
            key.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.refresh()

    def _columns(self) -> tuple[ColumnLook, ...]:
        return (
            ColumnLook(self.tr("Day and time"), 164),
            ColumnLook(self.tr("Member")),
            ColumnLook(self.tr("What")),
            ColumnLook(self.tr("Points"), 100, is_figure=True),
            ColumnLook(self.tr("State"), 104),
        )

    def _days(self) -> QBoxLayout:
        names = {
            Period.TODAY: self.tr("Today"),
            Period.WEEK: self.tr("7 days"),
            Period.MONTH: self.tr("30 days"),
            Period.ALL: self.tr("Every day"),
        }
        self._periods = Tabs([names[period] for period in Period], len(names))
        self._periods.setObjectName("periods")
        self._periods.chosen.connect(self._choose_period)
        line = row(gap=GAP_SMALL)
        line.addWidget(self._periods, 1)
        self._first, self._last = PlainEdit(DAY_LENGTH), PlainEdit(DAY_LENGTH)
        for edit, name, text in (
            (self._first, "first_day", self.tr("From")),
            (self._last, "last_day", self.tr("To")),
        ):
            edit.setObjectName(name)
            edit.setAccessibleName(text)
            edit.setFixedSize(DAY_WIDTH, TOUCH)
            edit.setProperty("scale", Type.BODY.value)
            edit.setPlaceholderText("2026/11/21")
            edit.editingFinished.connect(self._choose_days)
            line.addWidget(Label(text, tint=Colour.SECOND))
            line.addWidget(edit)
        return line

    def _more_filters(self) -> QBoxLayout:
        self._signs = Tabs([self.tr("In and out"), self.tr("In"), self.tr("Out")], 3)
        self._signs.setObjectName("signs")
        self._signs.chosen.connect(self._choose_sign)
        self._unsent = KeyButton(self.tr("Not sent yet"), height=TOUCH)
        self._unsent.setObjectName("unsent")
        self._unsent.setCheckable(True)
        self._unsent.set_width(UNSENT_WIDTH)
        self._unsent.clicked.connect(self._toggle_unsent)
        self._member = PlainEdit(MEMBER_LENGTH)
        self._member.setObjectName("member")
        self._member.setAccessibleName(self.tr("Member"))
        self._member.setPlaceholderText(self.tr("Phone or card"))
        self._member.setFixedSize(MEMBER_WIDTH, TOUCH)
        self._member.setProperty("scale", Type.BODY.value)
        self._member.editingFinished.connect(self._choose_member)
        self._whose = Label(bold=True)
        line = row(gap=GAP_SMALL)
        line.addWidget(self._signs, 1)
        line.addWidget(self._unsent)
        line.addWidget(self._whose)
        line.addWidget(self._member)
        return line

    def refresh(self) -> None:
        """Shows what has come."""
        section = self._section
        wanted, is_open = section.wanted, section.frame is not None
        self._filters.setVisible(not is_open)
        self._stack.setCurrentIndex(int(is_open))
        self._frame.refresh()
        self._empty.setVisible(section.is_empty)
        self.table.setVisible(not section.is_empty)
        self.table.sync(section.chosen)
        self._periods.show_chosen(list(Period).index(section.period) if section.period else -1)
        self._kinds.show_chosen(KINDS.index(wanted.kind))
        self._signs.show_chosen(SIGNS.index(wanted.sign))
        self._unsent.setChecked(wanted.unsent)
        self._whose.set_text(section.member_text)
        for edit, text in zip((self._first, self._last), section.days_text, strict=True):
            if not edit.hasFocus():
                edit.setText(text)

    def turn(self, step: int) -> None:
        """The next page of the list or of the frame, or the one before."""
        if self._section.frame is None:
            self.table.turn(step)
        else:
            super().turn(step)

    def _open(self, index: QModelIndex) -> None:
        self._till.do(partial(self._section.open, index.row()))

    def _choose_period(self, place: int) -> None:
        self._till.do(partial(self._section.choose_period, list(Period)[place]))

    def _choose_kind(self, place: int) -> None:
        self._till.do(partial(self._section.choose_kind, KINDS[place]))

    def _choose_sign(self, place: int) -> None:
        self._till.do(partial(self._section.choose_sign, SIGNS[place]))

    def _toggle_unsent(self, _checked: bool = False) -> None:
        self._till.do(self._section.toggle_unsent)

    def _choose_days(self) -> None:
        """Fields end their editing whenever the focus leaves them, whether anything was typed or not."""
        days = self._first.text(), self._last.text()
        if days != tuple(self._section.days_text):
            self._till.do(partial(self._section.choose_days, *days))

    def _choose_member(self) -> None:
        text = self._member.text()
        if text.strip() or self._section.member is not None:
            self._till.do(partial(self._section.choose_member, text))
