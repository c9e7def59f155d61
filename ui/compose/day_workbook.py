"""A period as an Excel workbook: real numbers, real dates, headings in the terminal's language."""

from __future__ import annotations

import os
from contextlib import suppress
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from xlsxwriter import Workbook
from xlsxwriter.exceptions import FileCreateError

from resources.language import word
from terminal.domain.errors import Refusal
from terminal.settings.options import value_of
from terminal.usecases.day_page import DayPage, Span
from terminal.usecases.period_sales import SoldRow, sales_by_day
from terminal.usecases.till import Till, counter_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from xlsxwriter.worksheet import Worksheet

    from terminal.domain.money import Currency
    from terminal.domain.programme import Programme
    from terminal.usecases.period_figures import BarFigures
    from ui.viewmodels.long_work import Told

Cell = str | int | float | date | datetime | None
WIDTHS = (22, 14)
"""Of the first column and of all others, in characters."""


def save_workbook(till: Till, page: DayPage, folder: Path, name: str, told: Told) -> Path:
    """Writes ``name.xlsx`` into ``folder``, whole or not at all; a file of that name from before is replaced.

    Raises ``Refusal("export_failed")``, and what ``told`` raises.
    """
    with till.store.view() as unit:
        language, programme = value_of("language", unit.setting), counter_of(till, unit).programme
    rows: list[SoldRow] = []
    days = (page.period.last - page.period.first).days + 1
    for done, sales in enumerate(sales_by_day(till, page.period), start=1):
        rows += sales
        told(done, days)
    half, whole = folder / f".{name}.half", folder / f"{name}.xlsx"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _DayWorkbook(half, page, programme, language).write(rows)
        os.replace(half, whole)
    except (OSError, FileCreateError) as error:
        raise Refusal("export_failed", folder=str(folder)) from error
    finally:
        with suppress(OSError):  # whether it was written is known by now
            half.unlink(missing_ok=True)
    return whole


class _DayWorkbook:
    def __init__(self, file: Path, page: DayPage, programme: Programme, language: str) -> None:
        self._page, self._programme, self._language = page, programme, language
        self._book = Workbook(str(file), {"in_memory": True})  # no temporary files outside of its folder
        money = _money_format(page.currency)
        self._formats = {
            "heading": self._book.add_format({"bold": True, "bottom": 1}),
            "text": self._book.add_format({}),
            "count": self._book.add_format({"num_format": "#,##0"}),
            "money": self._book.add_format({"num_format": money}),
            "share": self._book.add_format({"num_format": "0.0%"}),
            "day": self._book.add_format({"num_format": "yyyy-mm-dd"}),
            "at": self._book.add_format({"num_format": "yyyy-mm-dd hh:mm"}),
        }

    def write(self, rows: Sequence[SoldRow]) -> None:
        self._summary()
        figures = self._page.figures
        if self._page.period.span is not Span.DAY:
            self._bars("days", "day", figures.days)
        self._bars("hours", "count", figures.hours)
        self._tiers()
        self._sales(rows)
        self._book.close()

    def _say(self, key: str) -> str:
        return word(key, self._language, "workbook")

    def _sheet(self, name: str, columns: Iterable[str]) -> Worksheet:
        sheet: Worksheet = self._book.add_worksheet(self._say(name))
        sheet.set_column(0, 0, WIDTHS[0])
        sheet.set_column(1, 20, WIDTHS[1])
        for column, key in enumerate(columns):
            sheet.write_string(0, column, self._say(key), self._formats["heading"])
        sheet.freeze_panes(1, 0)
        return sheet

    def _put(self, sheet: Worksheet, row: int, cells: Iterable[tuple[str, Cell]]) -> None:
        for column, (kind, value) in enumerate(cells):
            style = self._formats[kind]
            if isinstance(value, date):
                sheet.write_datetime(row, column, value, style)
            elif isinstance(value, str):
                sheet.write_string(row, column, value, style)
            elif value is not None:
                sheet.write_number(row, column, value, style)

    def _amount(self, minor: int) -> int | float:
        exponent = self._page.currency.exponent
        return minor / 10**exponent if exponent else minor

    def _summary(self) -> None:
        page, figures = self._page, self._page.figures
        sheet = self._sheet("summary", ("what", "value", "before"))
        money = ("net", "total", "refunded", "voided", "member_total", "average", "member_average", "other_average")
        counts = (
            "sales", "member_sales", "refunds", "voids", "new_members", "members", "returning_members",
            "points_issued", "points_redeemed", "points_taken_back", "points_returned",
        )  # fmt: skip
        rows: list[tuple[tuple[str, Cell], ...]] = [
            (("text", self._say("first")), ("day", page.period.first), ("day", page.before.first)),
            (("text", self._say("last")), ("day", page.period.last), ("day", page.before.last)),
            (("text", self._say("as_of")), ("at", page.at.replace(tzinfo=None))),
            (("text", self._say("unsent")), ("count", page.link.unsent_frames)),
        ]
        for kind, names in (("money", money), ("count", counts)):
            for name in names:
                now, before = getattr(figures, name), getattr(page.before, name)
                values = (self._amount(now), self._amount(before)) if kind == "money" else (now, before)
                rows.append((("text", self._say(name)), (kind, values[0]), (kind, values[1])))
        share = (figures.member_share_permille / 1000, page.before.member_share_permille / 1000)
        rows.append((("text", self._say("member_share")), ("share", share[0]), ("share", share[1])))
        for place, row in enumerate(rows, start=1):
            self._put(sheet, place, row)

    def _bars(self, name: str, kind: str, bars: Sequence[BarFigures[Any]]) -> None:
        sheet = self._sheet(name, (f"{name}_place", "sales", "member_sales", "total"))
        for place, bar in enumerate(bars, start=1):
            amount = ("money", self._amount(bar.total))
            self._put(sheet, place, ((kind, bar.place), ("count", bar.sales), ("count", bar.member_sales), amount))

    def _tiers(self) -> None:
        sheet = self._sheet("tiers", ("tier", "members", "member_sales"))
        for place, tier in enumerate(self._page.figures.tiers, start=1):
            name = self._tier(tier.code)
            self._put(sheet, place, (("text", name), ("count", tier.members), ("count", tier.sales)))

    def _tier(self, code: str) -> str:
        names = {tier.code: tier.name.in_language(self._language) for tier in self._programme.tiers}
        return names.get(code, code)

    def _sales(self, rows: Sequence[SoldRow]) -> None:
        columns = (
            "day", "at", "number", "tier", "lines", "total", "tender", "points_issued", "points_redeemed", "refunded",
            "state",
        )  # fmt: skip
        sheet = self._sheet("sales_list", columns)
        zone = self._page.at.tzinfo
        for place, row in enumerate(rows, start=1):
            tenders = ", ".join(word(tender, self._language, "tender") for tender in row.tenders)
            cells: tuple[tuple[str, Cell], ...] = (
                ("day", row.day),
                ("at", row.at.astimezone(zone).replace(tzinfo=None)),
                ("text", row.number),
                ("text", self._tier(row.tier) if row.tier else ""),
                ("count", row.lines),
                ("money", self._amount(row.total)),
                ("text", tenders),
                ("count", row.earned),
                ("count", row.redeemed),
                ("money", self._amount(row.refunded)),
                ("text", self._say("voided_sale") if row.voided else ""),
            )
            self._put(sheet, place, cells)
        sheet.autofilter(0, 0, max(len(rows), 1), len(columns) - 1)


def _money_format(currency: Currency) -> str:
    return "#,##0" + (f".{'0' * currency.exponent}" if currency.exponent else "")
