"""The day page: six figures, the chart, the tiers, sums, points, and what waits for a person."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtWidgets import QGridLayout, QWidget

from ui.qt.design.tokens import GAP, GAP_SMALL, TOUCH, Colour, Type
from ui.qt.office.calendar import MonthCalendar
from ui.qt.office.cards import Card, FigureView, SumsCard, TiersCard, WaitingCard
from ui.qt.office.chart_place import ChartPlace
from ui.qt.office.saving import FolderDialogue, SavingBar
from ui.qt.office.section_page import SectionPage
from ui.qt.widgets.frames import column, row, scroll_area
from ui.qt.widgets.key_button import KeyButton
from ui.qt.widgets.label import Label
from ui.qt.widgets.tabs import LABEL_MARGIN
from ui.viewmodels.commands import Command
from ui.viewmodels.office.day import (
    LAST_WEEKDAY_KEY,
    MONTH_KEY,
    PICK_KEY,
    PRINT_KEY,
    TODAY_KEY,
    WEEK_KEY,
    YESTERDAY_KEY,
    Day,
)
from ui.viewmodels.office.day_face import DayFace
from ui.viewmodels.office.exporting import EXCEL_KEY, FOLDER_KEY, PDF_KEY
from ui.viewmodels.till import Till

FIGURES = ("total", "member_share", "new_members", "returning", "average", "issued")
HEAD_KEY_WIDTH, ARROW_WIDTH = 100, 56
CHART_HEIGHT_MIN = 72
WIDE, NARROW = 2, 1
MIDDLE, BOTTOM = 11, 9
MIDDLE_HEIGHT_MAX = 440
"""A chart says no more when it is higher; below it rows stand further apart instead."""


class DayPage(SectionPage):
    """Shows a ``Day``."""

    def __init__(self, till: Till, section: Day) -> None:
        super().__init__(section.title, stacked=True)
        self._till, self._section = till, section
        for text, key, name, action in self._head_keys():
            self.add_key(self._key(text, key, name, action), HEAD_KEY_WIDTH)
        self.body.addWidget(self._make_periods())
        self._sheet = QWidget()
        area = scroll_area()
        area.setWidget(self._sheet)  # while it is empty: it is measured, and dressed again wherever it is put then
        self.body.addWidget(area, 1)
        sheet = column(self._sheet, gap=GAP)
        sheet.addLayout(self._make_figures())
        sheet.addWidget(self._make_middle(), MIDDLE)
        sheet.addWidget(self._make_bottom(), BOTTOM)
        self._saving = SavingBar(till, section.exporting)
        self.body.addWidget(self._saving)
        self._folder = FolderDialogue(self, till, section.exporting)
        self._calendar = MonthCalendar(self, till, section)
        self._shown: object = None

    def _head_keys(self) -> Sequence[tuple[str, str, str, Callable[[], None]]]:
        exporting = self._section.exporting
        return (
            (self.tr("Excel"), EXCEL_KEY, "save_excel", exporting.save_workbook),
            (self.tr("PDF"), PDF_KEY, "save_pdf", exporting.save_pdf),
            (self.tr("Folder"), FOLDER_KEY, "choose_folder", partial(self._letter, FOLDER_KEY)),
            (self.tr("Print"), PRINT_KEY, "print_page", self._section.print_it),
        )

    def _letter(self, key: str) -> None:
        self._section.letter(key)

    def _make_periods(self) -> QWidget:
        periods = (
            (self.tr("Today"), TODAY_KEY),
            (self.tr("Yesterday"), YESTERDAY_KEY),
            (self.tr("A week ago"), LAST_WEEKDAY_KEY),
            (self.tr("This week"), WEEK_KEY),
            (self.tr("This month"), MONTH_KEY),
            (self.tr("Pick a day"), PICK_KEY),
        )
        line = QWidget()
        layout = row(line, gap=GAP_SMALL)
        before = self._key("←", "", "earlier", partial(self._section.step, -1))
        before.setAccessibleName(self.tr("Earlier"))
        self._later = self._key("→", "", "later", partial(self._section.step, 1))
        self._later.setAccessibleName(self.tr("Later"))
        self._periods = {key: self._period_key(text, key) for text, key in periods}
        for arrow in (before, self._later):
            arrow.set_width(ARROW_WIDTH)
        layout.addWidget(before)
        for key in self._periods.values():
            key.peers, key.label_margin = tuple(self._periods.values()), LABEL_MARGIN
            layout.addWidget(key)
        layout.addWidget(self._later)
        return line

    def _period_key(self, text: str, key: str) -> KeyButton:
        button = self._key(text, key, f"period_{key}", partial(self._section.look_at, key))
        button.setCheckable(True)
        return button

    def _key(self, text: str, hint: str, name: str, action: Callable[[], None]) -> KeyButton:
        key = KeyButton(text, hint, height=TOUCH)
        key.setObjectName(name)
        key.clicked.connect(partial(self._do, action))
        return key

    def _do(self, action: Callable[[], None], _checked: bool = False) -> None:
        self._till.do(action)

    def _make_figures(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setSpacing(GAP)
        self._figures = [FigureView(name) for name in FIGURES]
        for place, view in enumerate(self._figures):
            view.figure.peers = [one.figure for one in self._figures]
            grid.addWidget(view, 0, place)
            grid.setColumnStretch(place, 1)
        return grid

    def _make_middle(self) -> QWidget:
        card = Card(" ")
        head = row(gap=GAP)
        self._chart_title, self._chart_note = card.title, Label(scale=Type.SMALL, tint=Colour.SECOND)
        card.body.removeWidget(card.title)
        head.addWidget(self._chart_title, 1)
        head.addWidget(self._chart_note)
        card.body.addLayout(head)
        self.chart = ChartPlace(self._till.desk.aside)
        self.chart.setMinimumHeight(CHART_HEIGHT_MIN)
        self.chart.setAccessibleName(self.tr("Member sales"))
        self.chart.painted.connect(self._section.figures_seen)
        card.body.addWidget(self.chart, 1)
        self._tiers = TiersCard(self.tr("Members who came, by tier"))
        middle = _side_by_side((card, WIDE), (self._tiers, NARROW))
        middle.setMaximumHeight(MIDDLE_HEIGHT_MAX)
        return middle

    def _make_bottom(self) -> QWidget:
        self._sums = SumsCard(self.tr("Sales"))
        self._moves = SumsCard(self.tr("Points"))
        self._waiting = WaitingCard(self.tr("To be looked at"))
        return _side_by_side((self._sums, 1), (self._moves, 1), (self._waiting, 1))

    def refresh(self) -> None:
        """Shows the page that has arrived, and what is done with it."""
        section = self._section
        self._saving.refresh()
        self._calendar.refresh()
        self._folder.refresh()
        self._later.setEnabled(section.may_go_later)
        for key, button in self._periods.items():
            button.setChecked(key == section.chosen_key)
        face, shown = section.face, (section.page, section.exceptional)
        if face is not None and shown != self._shown:
            self._shown = shown
            self._show(face)
        if section.exporting.pdf_wanted is not None:
            self._save_pdf(*section.exporting.pdf_wanted)

    def _show(self, face: DayFace) -> None:
        self.heading.setText(face.title)
        self.about.setText(face.about)
        for view, card in zip(self._figures, face.cards, strict=True):
            view.show_card(card)
        self._chart_title.setText(face.chart_title)
        self._chart_note.set_text(face.chart_note)
        self.chart.show_bars(face.bars)
        self._tiers.show_tiers(face.tiers, self.tr("No members yet"))
        self._sums.show_rows(face.sums)
        self._moves.show_rows(face.moves)
        nothing = "" if self._section.exceptional is None else self.tr("Nothing waits.")
        self._waiting.show_waiting(face.waiting(self._section.exceptional), nothing)

    def _save_pdf(self, folder: str, name: str) -> None:
        from ui.qt.office.page_pdf import save_pdf

        exporting = self._section.exporting
        exporting.pdf_wanted = None
        self.chart.finish()
        exporting.pdf_done(save_pdf(self._sheet, folder, name))

    def turn(self, step: int) -> None:
        """Through the months of the calendar, or through the periods."""
        if self._section.picking is not None:
            self._calendar.turn(step)
        else:
            self._till.press(Command.MORE if step > 0 else Command.FEWER)


def _side_by_side(*parts: tuple[QWidget, int]) -> QWidget:
    line = QWidget()
    grid = QGridLayout(line)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setSpacing(GAP)
    for place, (widget, stretch) in enumerate(parts):
        grid.addWidget(widget, 0, place)
        grid.setColumnStretch(place, stretch)
    return line
