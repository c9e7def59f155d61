"""The members: a field to search by, the list, or one member's file in its place."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QModelIndex, QSignalBlocker
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from ui.qt.design.tokens import GAP, Colour
from ui.qt.office.member_cells import member_cells
from ui.qt.office.member_file_panel import MemberFilePanel
from ui.qt.office.merging_panel import MergingPanel
from ui.qt.office.nothing import Nothing
from ui.qt.office.record_table import Cell, ColumnLook, RecordTable
from ui.qt.office.section_page import SectionPage
from ui.qt.widgets.edits import NameEdit
from ui.qt.widgets.frames import column
from ui.qt.widgets.label import Label
from ui.viewmodels.office.members import Members
from ui.viewmodels.till import Till

TEXT_LENGTH = 64


class MemberRecords:
    """The members as the table asks for them."""

    def __init__(self, section: Members) -> None:
        self._section = section

    @property
    def number(self) -> object:
        """Which list it is."""
        return self._section.number

    @property
    def count(self) -> int:
        """How many members have come."""
        return len(self._section.rows)

    @property
    def can_grow(self) -> bool:
        """Whether more may come."""
        return self._section.can_grow

    def cells(self, place: int) -> Sequence[Cell]:
        """A member."""
        return member_cells(self._section.line(place))

    def more(self) -> None:
        """The next page."""
        self._section.more()


class MembersPage(SectionPage):
    """Shows ``Members``. Typing is taken by the field once the section is entered, or the field is touched."""

    def __init__(self, till: Till, section: Members) -> None:
        super().__init__(section.title)
        self._till, self._section = till, section
        self.about.setText(till.desk.words.say("members_about"))
        self.search = NameEdit(TEXT_LENGTH)
        self.search.setObjectName("search")
        self.search.setAccessibleName(self.tr("Search"))
        self.search.setPlaceholderText(self.tr("Phone, card or name (Enter to type)"))
        self.search.setText(section.text)
        self.search.textChanged.connect(self._search)
        self._status = Label(tint=Colour.SECOND)
        self._status.setObjectName("status")
        self.keys.addWidget(self._status)
        self.table = RecordTable("members", section.title, MemberRecords(section), self._columns())
        self.table.clicked.connect(self._open)
        self._list = QWidget()
        listed = column(self._list, gap=GAP)
        listed.addWidget(self.search)
        self._nothing = Nothing()
        listed.addWidget(self._nothing, 1)
        listed.addWidget(self.table, 1)
        self._file = MemberFilePanel(till, section)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._list)
        self._stack.addWidget(self._file)
        self._merging = MergingPanel(till, section, self._columns())
        self._stack.addWidget(self._merging)
        self.body.addWidget(self._stack, 1)
        self._was_entered = False
        self.refresh()

    def _columns(self) -> tuple[ColumnLook, ...]:
        return (
            ColumnLook(self.tr("Name")),
            ColumnLook(self.tr("Phone"), 170),
            ColumnLook(self.tr("Balance"), 120, is_figure=True),
            ColumnLook(self.tr("Visits"), 110, is_figure=True),
            ColumnLook(self.tr("Last visit"), 124),
        )

    def refresh(self) -> None:
        """Shows what has come, and gives the field the keys when the section is entered."""
        section = self._section
        is_open = section.file is not None
        self._stack.setCurrentIndex(2 if section.merging is not None else int(is_open))
        self._file.refresh()
        self._merging.refresh()
        self._show_status()
        if self.search.text() != section.text:
            with QSignalBlocker(self.search):  # nobody typed it
                self.search.setText(section.text)
        self.table.sync(section.chosen)
        takes_keys = section.is_entered and not is_open
        if takes_keys != self._was_entered:
            self._was_entered = takes_keys
            if takes_keys:
                self.search.setFocus()
            elif self.search.hasFocus():
                self.window().setFocus()

    def _show_status(self) -> None:
        """Beside the title in the place of what the page is about; where nobody was found, instead of the list."""
        status, is_empty = self._section.status, bool(self._section.status) and not self._section.rows
        self._nothing.say(status)
        self._nothing.setVisible(is_empty)
        self.table.setVisible(not is_empty)
        self._status.set_text("" if is_empty else status)
        self.about.setVisible(not self._status.text())

    def showEvent(self, event: QShowEvent) -> None:
        """Built anew behind a manager's approval, it goes on where it was."""
        super().showEvent(event)
        if self._section.adjusting is not None:
            self._file.form.points.setFocus()
        elif self._section.merging is not None:
            self._merging.take_keys()
        elif self._was_entered:
            self.search.setFocus()

    def turn(self, step: int) -> None:
        """The next page of the list or of the file, or the one before."""
        if self._section.file is None:
            self.table.turn(step)
        else:
            super().turn(step)

    def _search(self, text: str) -> None:
        self._section.is_entered = True
        self._till.do(partial(self._section.search, text))

    def _open(self, index: QModelIndex) -> None:
        self._till.do(partial(self._section.open, index.row()))
