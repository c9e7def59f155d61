"""Giving back: the sale's lines on the left, what comes of it on the right."""

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QBoxLayout, QWidget

from ui.qt.design.tokens import CARD_PADDING, GAP, GAP_LARGE, GAP_SMALL, TENDER_KEY, TOUCH, Colour, Type
from ui.qt.screens.back_rows import BackRow
from ui.qt.screens.note_card import NoteCard
from ui.qt.widgets.frames import Surface, column, empty, row, scroll_area
from ui.qt.widgets.key_button import KeyButton
from ui.qt.widgets.label import Figure, Label, LinesLabel
from ui.qt.widgets.stage_page import StagePage
from ui.qt.widgets.tabs import Tabs
from ui.viewmodels.back_face import BackLine
from ui.viewmodels.commands import Command
from ui.viewmodels.giving_back import ALL_KEY, EXCHANGE_KEY, VOID_KEY, GivingBack
from ui.viewmodels.tender_keys import KEYS as TENDER_KEYS
from ui.viewmodels.till import Till
from ui.viewmodels.words import money

SUMS_WIDTH = 400
TENDER_COLUMNS = 2


class GivingBackPage(StagePage):
    """Shows a ``GivingBack`` stage."""

    def __init__(self, _window: QWidget, till: Till, stage: GivingBack) -> None:
        super().__init__()
        self._till, self._stage = till, stage
        self._shown: tuple[tuple[BackLine, ...], int | None, bool] | None = None
        self._told: tuple[object, ...] | None = None
        layout = row(self, (GAP_LARGE,) * 4, GAP_LARGE)
        left = column(gap=GAP)
        left.addWidget(self._sale(), 1)
        left.addLayout(self._keys())
        layout.addLayout(left, 1)
        layout.addWidget(self._sums())
        self.refresh()

    def _sale(self) -> Surface:
        stage, card = self._stage, Surface("card")
        layout = column(card, (1, 1, 1, 1))
        head = Surface("row")
        texts = column(head, (GAP_LARGE, GAP, GAP_LARGE, GAP), 4)
        self._heading = Label(scale=Type.HEADING, bold=True)
        texts.addWidget(self._heading)
        texts.addWidget(LinesLabel(stage.head, tint=Colour.SECOND))
        texts.addWidget(Label(self.tr("Paid: {tenders}").format(tenders=stage.paid_text), Type.SMALL, Colour.SECOND))
        layout.addWidget(head)
        self._area = scroll_area()
        inside = QWidget()
        holder = column(inside)
        self._rows = column()
        holder.addLayout(self._rows)
        holder.addStretch(1)
        self._area.setWidget(inside)
        layout.addWidget(self._area, 1)
        return card

    def _keys(self) -> QBoxLayout:
        stage, line = self._stage, row(gap=GAP_SMALL)
        back = self._key(self.tr("Back"), Command.BACK.key, "back")
        back.clicked.connect(partial(self._press, Command.BACK))
        self._all = self._key(self.tr("All of it"), ALL_KEY, "all")
        self._all.clicked.connect(partial(self._do, stage.toggle_all))
        self._exchange = self._key(self.tr("Exchange"), EXCHANGE_KEY, "exchange")
        self._exchange.clicked.connect(partial(self._do, stage.exchange))
        self._void = self._key("", VOID_KEY, "void")
        self._void.clicked.connect(partial(self._do, stage.toggle_void))
        keys = (back, self._all, self._exchange, self._void)
        for key in keys:
            key.peers = keys
            line.addWidget(key)
        return line

    def _key(self, text: str, hint: str, name: str) -> KeyButton:
        key = KeyButton(text, hint)
        key.setObjectName(name)
        return key

    def _sums(self) -> QWidget:
        side = QWidget()
        side.setFixedWidth(SUMS_WIDTH)
        layout = column(side, gap=GAP)
        card = Surface("card")
        body = column(card, (CARD_PADDING,) * 4, GAP_SMALL)
        self._title = Label(tint=Colour.SECOND)
        self._amount = Figure(Type.TOTAL, Colour.TEAL_INK, Qt.AlignmentFlag.AlignLeft)
        self._amount.setObjectName("paid_back")
        body.addWidget(self._title)
        body.addWidget(self._amount)
        body.addSpacing(GAP_SMALL)
        self._by = Label(tint=Colour.SECOND, wrap=True)
        body.addWidget(self._by)
        types = self._stage.sale.tenders
        words = self._till.desk.words
        keys = [TENDER_KEYS[kind] for kind in types]
        self._types = Tabs([words.tender(kind) for kind in types], TENDER_COLUMNS, TOUCH, keys)
        self._types.setObjectName("back_tenders")
        self._types.chosen.connect(self._choose_tender)
        body.addWidget(self._types)
        self._figures = column(gap=GAP_SMALL)
        body.addSpacing(GAP_SMALL)
        body.addLayout(self._figures)
        layout.addWidget(card)
        self._notice = NoteCard()
        layout.addWidget(self._notice)
        layout.addStretch(1)
        self._accept = KeyButton("", Command.ENTER.key, "primary", height=TENDER_KEY, size="heading")
        self._accept.setObjectName("accept")
        self._accept.clicked.connect(partial(self._press, Command.ENTER))
        layout.addWidget(self._accept)
        return side

    def _press(self, command: Command, _checked: bool = False) -> None:
        self._till.press(command)

    def _do(self, action: object, _checked: bool = False) -> None:
        if callable(action):
            self._till.do(action)

    def _choose_tender(self, index: int) -> None:
        self._till.do(partial(self._stage.choose_tender, self._stage.sale.tenders[index]))

    def refresh(self) -> None:
        """Shows what comes back, and what that brings."""
        stage = self._stage
        heading = self.tr("Void all of no. {number}") if stage.is_void else self.tr("What comes back of no. {number}")
        self._heading.setText(heading.format(number=stage.sale.number))
        amount = money(stage.sale.currency, stage.quote.result.amount if stage.quote else 0)
        self._title.setText(self.tr("The whole sale is undone") if stage.is_void else self.tr("Paid back"))
        self._amount.set(amount)
        self._by.set_text(stage.void_tenders)
        self._types.setVisible(not stage.is_void)
        self._types.show_chosen(stage.sale.tenders.index(stage.tender))
        self._void.set_text(self.tr("Refund instead") if stage.is_void else self.tr("Void the sale"))
        self._all.setEnabled(not stage.is_void)
        self._exchange.setEnabled(not stage.is_void and stage.can_accept)
        text = self.tr("Void, pay back {amount}") if stage.is_void else self.tr("Pay back {amount}")
        self._accept.set_text(text.format(amount=amount))
        self._accept.setEnabled(stage.can_accept)
        self._notice.show_notice(self._till.desk.notice)
        self._show_figures()
        self._show_lines()

    def _show_figures(self) -> None:
        told = (self._stage.figures, self._stage.explained)
        if told == self._told:
            return
        self._told = told
        empty(self._figures)
        for name, value in self._stage.figures:
            figure = Figure(Type.LARGE)
            figure.set(value)
            line = row(gap=GAP)
            line.addWidget(Label(name, tint=Colour.SECOND), 1)
            line.addWidget(figure)
            self._figures.addLayout(line)
        for text in self._stage.explained:
            self._figures.addWidget(Label(text, Type.SMALL, Colour.SECOND, wrap=True))

    def _show_lines(self) -> None:
        stage = self._stage
        wanted = (stage.lines, stage.chosen, stage.is_void)
        if wanted == self._shown:
            return
        self._shown = wanted
        place = self._area.verticalScrollBar().value()
        empty(self._rows)
        for index, line in enumerate(stage.lines):
            self._rows.addWidget(BackRow(self._till, stage, index, line))
        inside = self._area.widget()
        layout = inside.layout() if inside is not None else None
        if layout is not None:
            layout.activate()
        self._area.verticalScrollBar().setValue(place)
        item = self._rows.itemAt(stage.chosen) if stage.chosen is not None else None
        chosen = item.widget() if item is not None else None
        if chosen is not None:
            self._area.ensureWidgetVisible(chosen, 0, 0)
