"""The till's own pages at their edges, in pictures: nothing at all, very much, very long, and no line."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any

from terminal.domain.errors import Refusal
from terminal.domain.staff import Colleague, Role
from terminal.usecases.closings import Closings
from terminal.usecases.day_page import DayPage, Span
from terminal.usecases.period_figures import PeriodFigures
from ui.qt.screens.record_states import exceptions_of, members_of, points_of, section_of
from ui.qt.screens.sample_days import SampleDays
from ui.qt.screens.sample_devices import SampleBench
from ui.qt.screens.scene import Scene
from ui.qt.screens.staff_states import staff_arrives
from ui.viewmodels.commands import Command
from ui.viewmodels.long_work import Told
from ui.viewmodels.office.section import SectionName

LONG_NAME, LONGEST_NAME = "歐陽慕容司徒小姐", "Anastasia Maria Papadopoulou"
FOLDER = "/media/shop/公司共用資料夾/信義店/2026 年 11 月/每日報表與會員資料"
TIMES = 1_000
"""By so much more is sold than on a common day."""


@dataclass
class EdgeDays(SampleDays):
    """A day on which nothing happened, or one of eight digits; nothing was closed, and nothing can be saved."""

    is_quiet: bool = True

    def page(self, span: Span, day: date | None) -> DayPage:
        """That day, and none before it."""
        page = super().page(span, day)
        figures = _none_of(page.figures) if self.is_quiet else _much_of(page.figures)
        return replace(page, figures=figures, before=_none_of(page.before), usual=_none_of(page.usual), not_closed=())

    def save_workbook(self, page: DayPage, folder: str, name: str, told: Told) -> str:
        """The folder cannot be written."""
        raise Refusal("export_failed", folder=folder)

    def closings(self) -> Closings:
        """None."""
        return Closings((), ())


def _none_of(figures: PeriodFigures) -> PeriodFigures:
    return replace(_times(figures, 0), tiers=(), hours=(), days=())


def _much_of(figures: PeriodFigures) -> PeriodFigures:
    tiers = tuple(replace(tier, members=tier.members * TIMES) for tier in figures.tiers)
    return replace(_times(figures, TIMES), tiers=tiers)


def _times(figures: PeriodFigures, factor: int) -> PeriodFigures:
    """Every count and every amount so often."""
    held: dict[str, Any] = {one.name: getattr(figures, one.name) for one in fields(figures)}
    held |= {name: value * factor for name, value in held.items() if isinstance(value, int)}
    return PeriodFigures(**held)


def _days(scene: Scene, *, is_quiet: bool) -> None:
    shop = scene.shop
    shop.days = EdgeDays(shop.programme, shop.brand.currency, shop.days.head, shop.language, FOLDER, is_quiet=is_quiet)


def _cut_off(scene: Scene) -> None:
    scene.shop.online, scene.shop.unsent = False, 1_204
    scene.till.strip.link_arrived(scene.shop.link())


def _quiet_day(scene: Scene) -> None:
    """The shop has just opened for the first time."""
    _days(scene, is_quiet=True)
    scene.shop.records.waiting.clear()
    section_of(scene, SectionName.DAY)


def _large_day(scene: Scene) -> None:
    """Amounts of eight digits, in a store that is cut off from the server."""
    _days(scene, is_quiet=False)
    _cut_off(scene)
    section_of(scene, SectionName.DAY)


def _not_saved(scene: Scene) -> None:
    """The folder for exports cannot be written."""
    _quiet_day(scene)
    scene.type("e")


def _no_shifts(scene: Scene) -> None:
    _days(scene, is_quiet=True)
    section_of(scene, SectionName.SHIFTS)


def _no_points(scene: Scene) -> None:
    section = points_of(scene)
    scene.till.do(lambda: section.choose_days("2020/01/01", "2020/01/02"))


def _no_members(scene: Scene) -> None:
    section = members_of(scene)
    scene.till.do(lambda: section.search("查無此人"))


def _long_member(scene: Scene) -> None:
    """The longest name there may be."""
    records, section = scene.shop.records, members_of(scene)
    member_id = section.rows[2].member_id
    records.faces[member_id] = replace(records.faces[member_id], name=LONGEST_NAME)
    scene.till.do(lambda: section.open(2))


def _exceptions_offline(scene: Scene) -> None:
    _cut_off(scene)
    exceptions_of(scene)


def _no_jobs(scene: Scene) -> None:
    scene.shop.queue.jobs = []
    scene.press(Command.PRINT_QUEUE)


def _no_ports(scene: Scene) -> None:
    """Nothing is plugged in."""
    scene.till.desk.bench = SampleBench(ports=())
    scene.till.set_up(_nothing_more)
    scene.type("1")


def _many_colleagues(scene: Scene) -> None:
    """More names than the list has room for, and long ones."""
    staff_arrives(scene)
    more = (Colleague(f"more-{place}", f"{LONG_NAME} {place}", Role.CASHIER) for place in range(1, 10))
    scene.shop.staff.people = (*scene.shop.staff.people, *more)
    scene.till.desk.refresh_shop()
    scene.press(Command.LOCK)
    scene.type("2")


def _large_shift(scene: Scene) -> None:
    """A float of eight digits."""
    scene.press(Command.CASH_SHIFT, Command.MORE)
    scene.type("12345678")


def _nothing_more() -> None:
    """It is only a picture."""


OFFICE_EDGE_STATES: Mapping[str, Callable[[Scene], None]] = {
    "office-day-quiet": _quiet_day,
    "office-day-large": _large_day,
    "office-day-not-saved": _not_saved,
    "office-shifts-none": _no_shifts,
    "office-points-none": _no_points,
    "office-members-none": _no_members,
    "office-member-long": _long_member,
    "office-exceptions-offline": _exceptions_offline,
    "print-queue-none": _no_jobs,
    "set-up-printer-none": _no_ports,
    "sign-in-many": _many_colleagues,
    "shift-large": _large_shift,
}
"""What ``states`` shows of them."""
