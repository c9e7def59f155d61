"""The left column with a member: who they are, what they have, what to mention."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QBoxLayout, QWidget

from ui.qt.design.tokens import CARD_PADDING, GAP, GAP_LARGE, GAP_SMALL, TOUCH, Colour, Type
from ui.qt.screens.note_card import NoteCard
from ui.qt.widgets.chip import Chip
from ui.qt.widgets.frames import Surface, column, empty, row, scroll_area
from ui.qt.widgets.key_button import KeyButton
from ui.qt.widgets.label import Figure, Label, LinesLabel
from ui.qt.widgets.steps import Steps
from ui.qt.widgets.tier_bar import TierBar
from ui.viewmodels.commands import Command
from ui.viewmodels.tone import Notice, Tone

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QResizeEvent

    from ui.viewmodels.member_face import InfoRow, MemberFace
    from ui.viewmodels.till import Till

FACTS_MAX = 3
ROWS_FIRST = 1000
"""How much sooner the rows get what room there is than the gap below them."""
USE_WIDTH = 84


class Rows(QWidget):
    """What is in a scrolled card, and says when it asks for another height."""

    needs_changed = Signal()

    def event(self, event: QEvent) -> bool:
        """Its layout asks by an event."""
        is_taken = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:
            self.needs_changed.emit()
        return is_taken


class MemberPanel(QWidget):
    """Shows the bill's member."""

    def __init__(self, till: Till, parent: QWidget) -> None:
        super().__init__(parent)
        self._till = till
        self._shown: MemberFace | None = None
        layout = column(self, gap=GAP)
        layout.addWidget(self._card())
        layout.addWidget(self._scrolled_rows(), ROWS_FIRST)
        layout.addStretch(1)
        buttons = row(gap=GAP_SMALL)
        buttons.addWidget(self._button(self.tr("Details"), Command.DETAILS, "details"))
        self._change = self._button(self.tr("Switch"), Command.BACK, "change_member")
        buttons.addWidget(self._change)
        layout.addLayout(buttons)

    def _scrolled_rows(self) -> Surface:
        """A card as high as its rows; where they have no room in it they scroll, and the card stays whole."""
        area = scroll_area()
        inside = Rows()
        holder = column(inside)
        self._rows_layout = column()
        holder.addLayout(self._rows_layout)
        holder.addStretch(1)
        area.setWidget(inside)
        inside.needs_changed.connect(self._fit_rows)
        self._rows, self._inside = Surface("card"), holder
        column(self._rows).addWidget(area)
        return self._rows

    def _fit_rows(self) -> None:
        border = self._rows.contentsMargins()
        width = self.width() - border.left() - border.right()
        rows = self._inside
        height = rows.heightForWidth(width) if rows.hasHeightForWidth() else rows.sizeHint().height()
        self._rows.setMaximumHeight(height + border.top() + border.bottom())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Makes the card as high as its rows are at this width."""
        super().resizeEvent(event)
        self._fit_rows()

    def _card(self) -> Surface:
        card = Surface("card")
        layout = column(card, (CARD_PADDING, CARD_PADDING, CARD_PADDING, 18), GAP_SMALL)
        layout.addLayout(self._head())
        layout.addLayout(self._figures())
        self._offline = NoteCard(Type.SMALL)
        layout.addWidget(self._offline)
        layout.addSpacing(2)
        layout.addLayout(self._progress())
        self._ways = LinesLabel(scale=Type.SMALL)
        layout.addWidget(self._ways)
        self._bar = TierBar()
        layout.addWidget(self._bar)
        layout.addSpacing(4)
        facts = row(gap=6)
        self._facts = [Chip() for _ in range(FACTS_MAX)]
        for chip in self._facts:
            facts.addWidget(chip)
        facts.addStretch(1)
        layout.addLayout(facts)
        return card

    def _head(self) -> QBoxLayout:
        self._name = LinesLabel(scale=Type.HEADING, bold=True)
        self._name.setObjectName("member_name")
        self._phone = Label(tint=Colour.SECOND)
        self._tier = Chip(bold=True)
        names = column()
        names.addWidget(self._name)
        names.addWidget(self._phone)
        head = row(gap=GAP)
        head.addLayout(names, 1)
        right = column(gap=2)
        right.addWidget(self._tier, 0, Qt.AlignmentFlag.AlignRight)
        self._until = Label(scale=Type.SMALL, tint=Colour.SECOND)
        right.addWidget(self._until, 0, Qt.AlignmentFlag.AlignRight)
        head.addLayout(right)
        return head

    def _figures(self) -> QBoxLayout:
        self._balance = Figure(Type.TOTAL, Colour.TEAL_INK, Qt.AlignmentFlag.AlignLeft)
        self._balance.setObjectName("member_balance")
        self._redeemable = Figure(Type.HEADING)
        left, right = column(), column()
        left.addSpacing(4)
        left.addWidget(Label(self.tr("Points available"), Type.SMALL, Colour.SECOND))
        left.addWidget(self._balance)
        right.addStretch(1)
        right.addWidget(Label(self.tr("Worth"), Type.SMALL, Colour.SECOND), 0, Qt.AlignmentFlag.AlignRight)
        right.addWidget(self._redeemable)
        right.addSpacing(10)
        figures = row(gap=GAP)
        figures.addLayout(left, 1)
        figures.addLayout(right)
        return figures

    def _progress(self) -> QBoxLayout:
        self._next_tier = Label(scale=Type.SMALL, tint=Colour.SECOND)
        self._missing = Label(scale=Type.SMALL)
        line = row(gap=GAP_SMALL)
        line.addWidget(self._next_tier, 1)
        line.addWidget(self._missing)
        return line

    def _button(self, text: str, command: Command, name: str) -> KeyButton:
        button = KeyButton(text, command.key)
        button.setObjectName(name)
        button.clicked.connect(partial(self._press, command))
        return button

    def _press(self, command: Command, _checked: bool = False) -> None:
        self._till.press(command)

    def refresh(self) -> None:
        """Shows the member as the bill has them now."""
        face = self._till.member
        # Esc leaves an exchange first: whose it is stays whose it was.
        self._change.setEnabled(self._till.desk.bill.content.exchange is None)
        if face is None or face == self._shown:
            return
        self._shown = face
        self._name.setText(face.name)
        self._phone.setText(face.phone)
        self._tier.set(face.tier, face.tier_tone)
        self._balance.set(face.balance, Colour.RED if face.is_negative else Colour.TEAL_INK)
        self._redeemable.set(face.redeemable)
        self._offline.show_notice(Notice(Tone.AMBER, face.offline_note) if face.offline_note else None)
        self._next_tier.set_text(face.next_tier)
        self._missing.set_text(face.missing)
        self._ways.set_text(face.ways)
        self._until.set_text(face.tier_until)
        self._bar.setVisible(face.progress is not None)
        self._bar.set(face.progress or 0.0)
        for chip, fact in zip(self._facts, (*face.facts, "", "", ""), strict=False):
            chip.set(fact, Tone.PLAIN)
            chip.setVisible(bool(fact))
        self._show_rows(face.rows)

    def _show_rows(self, rows: tuple[InfoRow, ...]) -> None:
        empty(self._rows_layout)
        self._rows.setVisible(bool(rows))
        for index, info in enumerate(rows):
            self._rows_layout.addWidget(self._row(info, is_last=index == len(rows) - 1))

    def _row(self, info: InfoRow, is_last: bool) -> QWidget:
        surface = Surface("none" if is_last else "row")
        line = row(surface, (GAP_LARGE, 11, GAP_LARGE, 11), GAP)
        texts = column(gap=2)
        texts.addStretch(1)
        texts.addWidget(LinesLabel(info.title, bold=True))
        if info.detail:
            texts.addWidget(Label(info.detail, Type.SMALL, Colour.SECOND, wrap=True))
        texts.addStretch(1)
        line.addLayout(texts, 1)
        if info.can_redeem:
            line.addWidget(self._use_key("use_points", self.tr("Use"), partial(self._press, Command.REDEEM)))
        elif info.voucher_id:
            text = self.tr("Take off") if info.is_on_bill else self.tr("Apply")
            line.addWidget(self._use_key(f"voucher_{info.voucher_id}", text, partial(self._tap, info.voucher_id)))
        elif info.sku:
            add = partial(self._add, info.sku)
            line.addWidget(self._use_key(f"favourite_{info.sku}", self.tr("Add"), add))
        elif info.steps is not None:
            line.addWidget(Steps(*info.steps))
        return surface

    def _use_key(self, name: str, text: str, action: Callable[[bool], None]) -> KeyButton:
        key = KeyButton(text, role="link", height=TOUCH)
        key.setObjectName(name)
        key.set_width(USE_WIDTH)
        key.clicked.connect(action)
        return key

    def _add(self, sku: str, _checked: bool = False) -> None:
        self._till.do(partial(self._till.selling.add_favourite, sku))

    def _tap(self, voucher_id: str, _checked: bool = False) -> None:
        self._till.tap_voucher(voucher_id)
