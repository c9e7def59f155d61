"""A table of any length: rows come from a view-model's list, page by page as it is scrolled."""

from collections.abc import Sequence
from typing import Any, Protocol

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from terminal.domain.records import record
from ui.qt.design.palette import colour
from ui.qt.design.tokens import TOUCH, Colour

NOWHERE = QModelIndex()
Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole


@record
class Cell:
    """A text and its colour."""

    text: str
    tint: Colour = Colour.INK


@record
class ColumnLook:
    """A column: its heading, its width (0: what is left over), and whether it holds figures."""

    heading: str
    width: int = 0
    is_figure: bool = False


class Records(Protocol):
    """What a table shows. ``number`` is another one whenever the list begins anew."""

    @property
    def number(self) -> object:
        """Which list it is."""
        ...

    @property
    def count(self) -> int:
        """How many rows have come."""
        ...

    @property
    def can_grow(self) -> bool:
        """Whether more may come."""
        ...

    def cells(self, row: int) -> Sequence[Cell]:
        """A row."""
        ...

    def more(self) -> None:
        """Asks for the next page."""
        ...


class RecordModel(QAbstractTableModel):
    """The rows that have come. Qt asks for more when somebody has scrolled to the last one."""

    def __init__(self, records: Records, columns: Sequence[ColumnLook]) -> None:
        super().__init__()
        self._records, self._columns = records, columns
        self._number, self._count = records.number, records.count

    def sync(self) -> bool:
        """Takes over what has come since; whether the list began anew."""
        records = self._records
        if records.number != self._number or records.count < self._count:
            self.beginResetModel()
            self._number, self._count = records.number, records.count
            self.endResetModel()
            return True
        if records.count > self._count:
            self.beginInsertRows(NOWHERE, self._count, records.count - 1)
            self._count = records.count
            self.endInsertRows()
        return False

    def rowCount(self, parent: Index = NOWHERE) -> int:
        """How many rows are shown."""
        return 0 if parent.isValid() else self._count

    def columnCount(self, parent: Index = NOWHERE) -> int:
        """How many columns there are."""
        return 0 if parent.isValid() else len(self._columns)

    def canFetchMore(self, parent: Index) -> bool:
        """Whether more may come."""
        return not parent.isValid() and self._records.can_grow

    def fetchMore(self, parent: Index) -> None:
        """Asks for the next page; it is shown when it has come."""
        if not parent.isValid():
            self._records.more()

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        """A cell."""
        if not index.isValid() or index.row() >= min(self._count, self._records.count):
            return None
        if role in {Role.DisplayRole, Role.AccessibleTextRole}:
            return self._records.cells(index.row())[index.column()].text
        if role == Role.ForegroundRole:
            return colour(self._records.cells(index.row())[index.column()].tint)
        return self._alignment(index.column()) if role == Role.TextAlignmentRole else None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole) -> Any:
        """A column's heading."""
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self._columns):
            return None
        if role == Role.DisplayRole:
            return self._columns[section].heading
        return self._alignment(section) if role == Role.TextAlignmentRole else None

    def _alignment(self, column: int) -> Qt.AlignmentFlag:
        side = Qt.AlignmentFlag.AlignRight if self._columns[column].is_figure else Qt.AlignmentFlag.AlignLeft
        return side | Qt.AlignmentFlag.AlignVCenter


class RecordTable(QTableView):
    """Shows records; keys reach them through the view-model, a touch through ``clicked``."""

    def __init__(self, name: str, title: str, records: Records, columns: Sequence[ColumnLook]) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(title)
        self.records = RecordModel(records, columns)
        self.setModel(self.records)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setShowGrid(False)
        self.setCornerButtonEnabled(False)
        rows, heads = self.verticalHeader(), self.horizontalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(TOUCH)
        heads.setHighlightSections(False)
        heads.setSectionsClickable(False)
        for place, column in enumerate(columns):
            if column.width:
                heads.setSectionResizeMode(place, QHeaderView.ResizeMode.Fixed)
                heads.resizeSection(place, column.width)
            else:
                heads.setSectionResizeMode(place, QHeaderView.ResizeMode.Stretch)

    def sync(self, chosen: int | None) -> None:
        """Shows what has come, and which row is chosen."""
        if self.records.sync():
            self.scrollToTop()
        if chosen is None:
            self.clearSelection()
        elif chosen < self.records.rowCount() and self.currentRow() != chosen:
            self.selectRow(chosen)
            self.scrollTo(self.records.index(chosen, 0))
        self.viewport().update()

    def currentRow(self) -> int:
        """The chosen row; -1 where there is none."""
        chosen = self.selectionModel().selectedRows()
        return chosen[0].row() if chosen else -1

    def turn(self, step: int) -> None:
        """A page down or up."""
        bar = self.verticalScrollBar()
        bar.setValue(bar.value() + step * bar.pageStep())
