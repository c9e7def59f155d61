"""The middle column: the menu's tiles by category, and a pad for amounts where the left column has none."""

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QGridLayout, QPushButton, QScrollArea, QStackedWidget, QWidget

from terminal.domain.programme import MenuItem
from ui.qt.design.tokens import (
    BUTTON,
    GAP,
    GAP_SMALL,
    MENU_TILE_WIDTH_MIN,
    MENU_TILE_WIDTH_MIN_ROOMY,
    ROOMY_HEIGHT,
    SHEET_PADDING,
    TILE,
    TILE_ROOMY,
    Colour,
    Type,
)
from ui.qt.screens.found_list import FoundList
from ui.qt.screens.note_card import NoteCard
from ui.qt.widgets.entry_field import EntryField
from ui.qt.widgets.frames import Surface, column, empty, row, scroll_area
from ui.qt.widgets.key_button import KeyButton
from ui.qt.widgets.label import Label, LinesLabel, centred
from ui.qt.widgets.number_pad import NumberPad
from ui.qt.widgets.tabs import Tabs
from ui.viewmodels.commands import Command
from ui.viewmodels.entry import EntryKind
from ui.viewmodels.till import Till
from ui.viewmodels.words import money

TABS_MAX = 4
TIMES_WIDTH = 72
TILES_MAX = 120
"""So many at once: of a larger category the last tile says how many are left, and brings as many more."""


class Tile(QPushButton):
    """An item of the menu. Tab and the arrow keys walk from tile to tile."""

    def __init__(self, name: str, price: str, *, is_roomy: bool) -> None:
        super().__init__()
        self.setFixedHeight(TILE_ROOMY if is_roomy else TILE)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName(f"{name} {price}")
        layout = column(self, (GAP + 1, 6, GAP_SMALL, 6), 4)
        title = LinesLabel(name, Type.LARGE if is_roomy else Type.BODY)
        cost = Label(price, Type.BODY if is_roomy else Type.SMALL, Colour.SECOND)
        title.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        cost.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        layout.addStretch(2)
        layout.addWidget(title)
        layout.addWidget(cost)
        layout.addStretch(7)  # a name of one line stands where the first of two would


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
        self._tile_page, self._pad_page = self._build_tiles(), self._build_pad()
        self._nothing_page, self.found = self._build_nothing(), FoundList(till)
        for page in (self._tile_page, self._pad_page, self.found, self._nothing_page):
            self.stack.addWidget(page)
        self.notice = NoteCard()
        layout = column(self, gap=GAP)
        layout.addWidget(self.tabs)
        layout.addWidget(self.stack, 1)
        self._find = self._find_key()
        layout.addWidget(self._find)
        layout.addWidget(self.notice)
        self._columns, self._shown, self._is_roomy = 0, TILES_MAX, False
        self._tiles: list[Tile] = []

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

    def _build_pad(self) -> QWidget:
        page = QWidget()
        layout = column(page, gap=GAP)
        self.field = EntryField()
        self._pad = NumberPad()
        self._pad.types_into(self._till)
        self._add = KeyButton(self.tr("Add amount"), "Enter", "primary", height=BUTTON)
        self._add.setObjectName("add_amount_middle")
        self._add.clicked.connect(self._accept)
        self._times = KeyButton("×", Command.TIMES.key, height=BUTTON)
        self._times.setObjectName("times_middle")
        self._times.setAccessibleName(self.tr("So many of the next item"))
        self._times.set_width(TIMES_WIDTH)
        self._times.clicked.connect(partial(self._press, Command.TIMES))
        keys = row(gap=GAP_SMALL)
        keys.addWidget(self._times)
        keys.addWidget(self._add, 1)
        layout.addWidget(self.field)
        layout.addWidget(self._pad)
        layout.addLayout(keys)
        layout.addStretch(1)
        return page

    def _build_nothing(self) -> QWidget:
        """What a brand without tiles has here while the pad is on the left."""
        page = Surface("card")
        text = centred(Label(self._till.desk.words.say("menu_none"), Type.LARGE, Colour.SECOND, wrap=True))
        column(page, (SHEET_PADDING,) * 4).addWidget(text)
        return page

    def _accept(self) -> None:
        self._till.press(Command.ENTER)

    def _choose(self, index: int) -> None:
        self._category = index
        self._columns, self._shown = 0, TILES_MAX
        self.refresh()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lays the tiles out again when their size or their number of columns changes."""
        super().resizeEvent(event)
        self._pad.fit(self.height())
        self._lay_tiles()

    def showEvent(self, event: QShowEvent) -> None:
        """By now it has its size: tiles that were laid before would be laid again."""
        super().showEvent(event)
        self._lay_tiles()

    def refresh(self) -> None:
        """Shows the chosen category, what is typed, and the notice."""
        selling = self._till.selling
        self._show_page()
        self.found.refresh()
        self._find.setVisible(not selling.search.is_shown)
        self.field.set(selling.entry.shown(self._till.desk.currency))
        is_coupon = selling.typed_coupon is not None
        self._add.set_text(self._add_text(is_coupon))
        self._add.setEnabled(selling.entry.kind in {EntryKind.AMOUNT, EntryKind.CODE, EntryKind.DECIMAL})
        self._times.setVisible(selling.entry.number is not None)
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
        page = self._pad_page if self._has_pad else self._nothing_page
        self.stack.setCurrentWidget(self.found if selling.search.is_shown else page if is_amount else self._tile_page)

    @property
    def _has_pad(self) -> bool:
        """Whether the pad is here: the member's card has taken the omnibox's place."""
        return self._till.has_member

    def _add_text(self, is_coupon: bool) -> str:
        if is_coupon:
            return self.tr("Use coupon")
        if self._till.selling.chosen_line is not None:
            return self.tr("Change quantity")
        return self.tr("Add amount")

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
