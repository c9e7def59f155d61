"""The middle column: the menu's tiles by category, and a pad for amounts where the left column has none."""

from __future__ import annotations

from functools import cached_property, partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QScrollArea, QStackedWidget, QWidget

from ui.qt.design.tokens import (
    GAP,
    GAP_SMALL,
    MENU_TILE_WIDTH_MIN,
    MENU_TILE_WIDTH_MIN_ROOMY,
    ROOMY_HEIGHT,
    SHEET_PADDING,
    Colour,
    Type,
)
from ui.qt.screens.note_card import NoteCard
from ui.qt.widgets.frames import Surface, column, empty, scroll_area
from ui.qt.widgets.key_button import KeyButton
from ui.qt.widgets.label import Label, centred
from ui.qt.widgets.tabs import Tabs
from ui.qt.widgets.tile import Tile
from ui.viewmodels.commands import Command
from ui.viewmodels.entry import EntryKind
from ui.viewmodels.words import money

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent, QResizeEvent, QShowEvent

    from terminal.domain.programme import MenuItem
    from ui.qt.screens.amount_page import AmountPage
    from ui.qt.screens.found_list import FoundList
    from ui.viewmodels.till import Till

TABS_MAX = 4
TILES_MAX = 120
"""So many at once: of a larger category the last tile says how many are left, and brings as many more."""


class MenuPanel(QWidget):
    """Tiles, and behind the last tab the amount pad, which also opens by itself when an amount is typed.

    Without a member the omnibox stands to the left, with a pad of its own: then there is no second one here.
    """

    def __init__(self, till: Till, parent: QWidget) -> None:
        super().__init__(parent)
        self._till = till
        self._menu = till.desk.shop.brand.menu
        self._category = 0
        words = till.desk.words
        names = [words.name(category.name) for category in self._menu]
        self.tabs = Tabs([*names, self.tr("Amount")], columns=TABS_MAX)
        self.tabs.chosen.connect(self._choose)
        self._keep_place(self.tabs.buttons[-1])
        self.stack = QStackedWidget()
        self._tile_page = self._build_tiles()
        self.stack.addWidget(self._tile_page)
        self.notice = NoteCard()
        layout = column(self, gap=GAP)
        layout.addWidget(self.tabs)
        layout.addWidget(self.stack, 1)
        self._find = self._find_key()
        layout.addWidget(self._find)
        layout.addWidget(self.notice)
        self._columns, self._shown, self._is_roomy = 0, TILES_MAX, False
        self._pages: list[AmountPage | FoundList] = []
        self._tiles: list[Tile] = []

    @cached_property
    def amount(self) -> AmountPage:
        """The pad, from when it is first needed; so are the other pages but the tiles."""
        from ui.qt.screens.amount_page import AmountPage

        page = AmountPage(self._till)
        page.fit(self.height())
        self.stack.addWidget(page)
        self._pages.append(page)
        return page

    @cached_property
    def found(self) -> FoundList:
        """What was found by what is typed."""
        from ui.qt.screens.found_list import FoundList

        page = FoundList(self._till)
        self.stack.addWidget(page)
        self._pages.append(page)
        return page

    @cached_property
    def _nothing(self) -> QWidget:
        """What a brand without tiles has here while the pad is on the left."""
        page = Surface("card")
        text = centred(Label(self._till.desk.words.say("menu_none"), Type.LARGE, Colour.SECOND, wrap=True))
        column(page, (SHEET_PADDING,) * 4).addWidget(text)
        self.stack.addWidget(page)
        return page

    def _keep_place(self, tab: KeyButton) -> None:
        """Its neighbours stay where they are when it comes and goes, but for a row of its own."""
        policy = tab.sizePolicy()
        policy.setRetainSizeWhenHidden(len(self._menu) % TABS_MAX > 0)
        tab.setSizePolicy(policy)

    def _find_key(self) -> KeyButton:
        key = KeyButton(self.tr("Find an item"), Command.FIND.key)
        key.setObjectName("find")
        key.clicked.connect(partial(self._press, Command.FIND))
        return key

    def _press(self, command: Command, _checked: bool = False) -> None:
        self._till.press(command)

    def _build_tiles(self) -> QScrollArea:
        area = scroll_area()
        inside = QWidget()
        holder = column(inside)
        self._grid = QGridLayout()
        self._grid.setSpacing(GAP_SMALL)
        holder.addLayout(self._grid)
        holder.addStretch(1)
        area.setWidget(inside)
        return area

    def _choose(self, index: int) -> None:
        self._category = index
        self._columns, self._shown = 0, TILES_MAX
        self.refresh()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lays the tiles out again when their size or their number of columns changes."""
        super().resizeEvent(event)
        if "amount" in vars(self):
            self.amount.fit(self.height())
        self._lay_tiles()

    def showEvent(self, event: QShowEvent) -> None:
        """By now it has its size: tiles that were laid before would be laid again."""
        super().showEvent(event)
        self._lay_tiles()

    def refresh(self) -> None:
        """Shows the chosen category, what is typed, and the notice."""
        self._show_page()
        for page in self._pages:
            page.refresh()
        self._find.setVisible(not self._till.selling.search.is_shown)
        self.notice.show_notice(self._till.desk.notice)
        self._lay_tiles()

    def _show_page(self) -> None:
        selling, last = self._till.selling, len(self._menu)
        if not self._has_pad and self._category == last and last:
            self._category, self._columns, self._shown = 0, 0, TILES_MAX
        is_typing = self._has_pad and selling.entry.kind is not EntryKind.EMPTY
        is_amount = self._category == last or is_typing
        self.tabs.buttons[last].setVisible(self._has_pad)
        self.tabs.setVisible(self._has_pad or last > 0)
        self.tabs.show_chosen(last if is_amount else self._category)
        if selling.search.is_shown:
            self.stack.setCurrentWidget(self.found)
        elif is_amount and self._has_pad:
            self.stack.setCurrentWidget(self.amount)
        else:
            self.stack.setCurrentWidget(self._nothing if is_amount else self._tile_page)

    @property
    def _has_pad(self) -> bool:
        """Whether the pad is here: the member's card has taken the omnibox's place."""
        return self._till.has_member

    def _lay_tiles(self) -> None:
        if not self.isVisible():
            return
        is_roomy = self.height() >= ROOMY_HEIGHT
        width_min = MENU_TILE_WIDTH_MIN_ROOMY if is_roomy else MENU_TILE_WIDTH_MIN
        columns = max(2, (self.width() + GAP_SMALL) // (width_min + GAP_SMALL))
        if self._category >= len(self._menu) or (columns, is_roomy) == (self._columns, self._is_roomy):
            return
        self._is_roomy = is_roomy
        for column_index in range(self._grid.columnCount()):
            self._grid.setColumnStretch(column_index, 0)
        self._columns = columns
        empty(self._grid)
        items = self._menu[self._category].items
        self._tiles = [self._tile(item) for item in items[: self._shown]]
        if len(items) > self._shown:
            self._tiles.append(self._more(len(items) - self._shown))
        for index, tile in enumerate(self._tiles):
            self._grid.addWidget(tile, index // columns, index % columns)
        for column_index in range(columns):
            self._grid.setColumnStretch(column_index, 1)
            self._grid.setColumnMinimumWidth(column_index, 0)

    def _tile(self, item: MenuItem) -> Tile:
        desk = self._till.desk
        tile = Tile(desk.words.name(item.name), money(desk.currency, item.price), is_roomy=self._is_roomy)
        tile.setObjectName(f"item_{item.sku}")
        tile.clicked.connect(partial(self._tap, item))
        return tile

    def _more(self, count: int) -> Tile:
        words = self._till.desk.words
        text, hint = words.say("more_items", count=count), words.say("more_items_hint")
        tile = Tile(text, hint, is_roomy=self._is_roomy)
        tile.setObjectName("more_items")
        tile.clicked.connect(self._show_more)
        return tile

    def _show_more(self, _checked: bool = False) -> None:
        """Lays more tiles out; whoever came by keys stands on the first of them."""
        first, by_key = len(self._tiles) - 1, self._tiles[-1].hasFocus()
        self._columns, self._shown = 0, self._shown + TILES_MAX
        self._lay_tiles()
        if by_key:
            self._tiles[first].setFocus()

    def _tap(self, item: MenuItem, _checked: bool = False) -> None:
        self._till.tap_item(item, self._menu[self._category])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows walk among the tiles, Enter takes the one they are on, PageUp and PageDown turn the category."""
        steps = {
            Qt.Key.Key_Left: -1,
            Qt.Key.Key_Right: 1,
            Qt.Key.Key_Up: -self._columns,
            Qt.Key.Key_Down: self._columns,
        }
        focused = next((index for index, tile in enumerate(self._tiles) if tile.hasFocus()), None)
        if focused is None:
            event.ignore()
        elif event.key() in steps:
            self._tiles[min(max(focused + steps[Qt.Key(event.key())], 0), len(self._tiles) - 1)].setFocus()
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._tiles[focused].click()
        else:
            event.ignore()

    def turn(self, step: int) -> None:
        """The next or the previous category."""
        tabs = len(self._menu) + int(self._has_pad)
        if tabs:
            self._choose((self._category + step) % tabs)
