"""Two members who are one person: the search for the other one, then both beside each other and who stays."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import QBoxLayout, QButtonGroup, QStackedWidget, QWidget

from ui.qt.design.tokens import BUTTON, CARD_PADDING, GAP, GAP_SMALL, Colour, Type
from ui.qt.office.fact_rows import fact_row
from ui.qt.office.member_cells import member_cells
from ui.qt.office.record_table import Cell, ColumnLook, RecordTable
from ui.qt.widgets.edits import NameEdit
from ui.qt.widgets.frames import Surface, column, empty, row, scroll_area
from ui.qt.widgets.key_button import KeyButton
from ui.qt.widgets.label import Figure, Label, LinesLabel
from ui.qt.widgets.tabs import Tabs
from ui.viewmodels.commands import Command
from ui.viewmodels.office.member_line import member_line
from ui.viewmodels.office.members import Members
from ui.viewmodels.office.merging import REASONS, MergeSide, Merging
from ui.viewmodels.till import Till

KEY_WIDTH = 150
TEXT_LENGTH = 64


class FoundRecords:
    """Who was found, as the table asks for them; there are no further pages."""

    can_grow = False

    def __init__(self, section: Members) -> None:
        self._section = section

    @property
    def number(self) -> object:
        """Which list it is."""
        merging = self._section.merging
        return (merging.key, merging.number) if merging else None

    @property
    def count(self) -> int:
        """How many were found."""
        return len(self._section.merging.rows) if self._section.merging else 0

    def cells(self, place: int) -> Sequence[Cell]:
        """A member, masked."""
        merging = self._section.merging
        return member_cells(member_line(merging.desk, merging.rows[place])) if merging else ()

    def more(self) -> None:
        """There is nothing to ask for."""


class SideCard(Surface):
    """One of the two, with the button that lets them stay."""

    def __init__(self, name: str, key: KeyButton) -> None:
        super().__init__("card")
        self.setObjectName(name)
        self._name = LinesLabel(scale=Type.HEADING, bold=True)
        self._phone = Label(scale=Type.BODY, tint=Colour.SECOND)
        self._balance = Figure(Type.FIGURE, Colour.TEAL_INK, least=Type.HEADING)
        self._facts = column()
        self._key = key
        head, foot = row(margins=(0, 0, GAP, 0), gap=GAP), row(margins=(0, 0, GAP, 0))
        who = column()
        who.addWidget(self._name)
        who.addWidget(self._phone)
        head.addLayout(who, 1)
        head.addWidget(self._balance)
        area, inside = scroll_area(), QWidget()
        area.setObjectName(f"{name}_facts")
        column(inside, (0, 0, GAP, 0)).addLayout(self._facts)
        area.setWidget(inside)
        foot.addWidget(key)
        layout = column(self, (CARD_PADDING, GAP, GAP_SMALL, GAP), GAP)  # what scrolls has its bar in its margin
        layout.addLayout(head)
        layout.addWidget(area, 1)
        layout.addLayout(foot)

    def show_side(self, side: MergeSide) -> None:
        """Who it is, and whether they stay."""
        self.setAccessibleName(f"{side.name} {side.balance}")
        self._name.setText(side.name)
        self._phone.setText(side.phone)
        self._balance.set(side.balance)
        self._key.setChecked(side.stays)
        empty(self._facts)
        for name, text in side.figures:
            self._facts.addWidget(fact_row(name, text))
        self._facts.addStretch(1)


class MergingPanel(QWidget):
    """Is there while ``section`` merges."""

    def __init__(self, till: Till, section: Members, columns: Sequence[ColumnLook]) -> None:
        super().__init__()
        self._till, self._section = till, section
        self._shown: Merging | None = None
        self._sides: tuple[MergeSide, ...] = ()
        layout = column(self, gap=GAP)
        layout.addLayout(self._head())
        self._stack = QStackedWidget()
        self._stack.addWidget(self._search_page(columns))
        self._stack.addWidget(self._both_page())
        layout.addWidget(self._stack, 1)

    def _head(self) -> QBoxLayout:
        head = row(gap=GAP)
        titles = column()
        titles.addWidget(Label(self.tr("Merge two members who are one person"), Type.LARGE, bold=True))
        self._status = LinesLabel(tint=Colour.SECOND)
        self._status.setObjectName("merging_status")
        titles.addWidget(self._status)
        head.addLayout(titles, 1)
        back = KeyButton(self.tr("Back"), Command.BACK.key)
        back.setObjectName("merging_back")
        back.set_width(KEY_WIDTH)
        back.clicked.connect(self._back)
        head.addWidget(back)
        return head

    def _search_page(self, columns: Sequence[ColumnLook]) -> QWidget:
        page = QWidget()
        layout = column(page, gap=GAP)
        self.search = NameEdit(TEXT_LENGTH)
        self.search.setObjectName("merging_search")
        self.search.setAccessibleName(self.tr("The other member"))
        self.search.setPlaceholderText(self.tr("Phone, card or name"))
        self.search.textEdited.connect(self._search)
        self.table = RecordTable("merging_found", self.tr("The other member"), FoundRecords(self._section), columns)
        self.table.clicked.connect(self._choose)
        layout.addWidget(self.search)
        layout.addWidget(self.table, 1)
        return page

    def _both_page(self) -> QWidget:
        page = QWidget()
        layout = column(page, gap=GAP)
        cards = row(gap=GAP)
        self._cards: list[SideCard] = []
        one_of_both = QButtonGroup(self)
        for place, arrow in enumerate(("←", "→")):
            key = KeyButton(self.tr("Keep this one"), arrow, "mark")
            key.setObjectName(f"keep_{place}")
            key.setCheckable(True)
            one_of_both.addButton(key)
            key.clicked.connect(partial(self._keep, place))
            card = SideCard(f"merging_side_{place}", key)
            self._cards.append(card)
            cards.addWidget(card, 1)
        layout.addLayout(cards, 1)
        self._sum = Label(wrap=True)
        self._sum.setObjectName("merging_sum")
        layout.addWidget(self._sum)
        layout.addLayout(self._last_line())
        return page

    def _last_line(self) -> QBoxLayout:
        words = self._section.desk.words
        self._reasons = Tabs([words.merge_reason(code) for code in REASONS], len(REASONS), BUTTON)
        self._reasons.setObjectName("merging_reasons")
        self._reasons.chosen.connect(self._choose_reason)
        for key, code in zip(self._reasons.buttons, REASONS, strict=True):
            key.setObjectName(f"merge_reason_{code}")
            key.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._accept = KeyButton(self.tr("Merge"), Command.ENTER.key, "primary")
        self._accept.setObjectName("merging_accept")
        self._accept.set_width(KEY_WIDTH)
        self._accept.clicked.connect(self._take)
        line = row(gap=GAP_SMALL)
        line.addWidget(Label(self.tr("Why"), tint=Colour.SECOND))
        line.addWidget(self._reasons, 1)
        line.addWidget(self._accept)
        return line

    def refresh(self) -> None:
        """Shows how far it is, or nothing."""
        merging = self._section.merging
        if merging is not self._shown:
            self._shown, self._sides = merging, ()
            self._begin(merging)
        if merging is None:
            return
        is_search = merging.other is None
        came_back = is_search and self._stack.currentIndex() != 0
        self._stack.setCurrentIndex(int(not is_search))
        self._status.setText(merging.status if is_search else "")
        self._status.setVisible(is_search)
        self.table.sync(merging.chosen)
        if came_back:
            self.take_keys()
        if not is_search:
            self._show_both(merging)

    def _begin(self, merging: Merging | None) -> None:
        if merging is None:
            self.window().setFocus()
            return
        self.search.setText(merging.text)
        self._stack.setCurrentIndex(0)
        self.take_keys()

    def _show_both(self, merging: Merging) -> None:
        sides = merging.sides
        if sides != self._sides:
            if not self._sides:
                self.window().setFocus()
            self._sides = sides
            for card, side in zip(self._cards, sides, strict=True):
                card.show_side(side)
        self._sum.setText(merging.summary)
        self._reasons.show_chosen(merging.reason)
        self._accept.setEnabled(merging.can_accept)

    def take_keys(self) -> None:
        """What is typed goes into the field, in the place of what is there."""
        self.search.setFocus()
        self.search.selectAll()

    def _search(self, text: str) -> None:
        if self._shown is not None:
            self._till.do(partial(self._shown.search, text))

    def _choose(self, index: QModelIndex) -> None:
        if self._shown is not None:
            self._till.do(partial(self._shown.choose, index.row()))

    def _keep(self, place: int, _checked: bool = False) -> None:
        if self._shown is not None:
            self._till.do(partial(self._shown.keep, place))

    def _choose_reason(self, place: int) -> None:
        if self._shown is not None:
            self._shown.reason = place

    def _take(self, _checked: bool = False) -> None:
        if self._shown is not None:
            self._till.do(self._shown.accept)

    def _back(self, _checked: bool = False) -> None:
        self._till.press(Command.BACK)
