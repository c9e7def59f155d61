"""The office's day and shifts in pictures."""

import sys
from collections.abc import Callable, Mapping

from ui.qt.office.chart_place import CHART
from ui.qt.screens.scene import Scene
from ui.viewmodels.commands import Command
from ui.viewmodels.office.day import Day
from ui.viewmodels.office.office import Office
from ui.viewmodels.office.section import SectionName


def _office(scene: Scene, name: SectionName) -> Office | None:
    scene.press(Command.OFFICE)
    stage = scene.till.stage
    if not isinstance(stage, Office):
        return None
    scene.till.do(lambda: stage.choose(name))
    return stage


def _day(scene: Scene) -> None:
    _office(scene, SectionName.DAY)


class _Endless:
    """A ``Runner`` whose work never ends."""

    def run(self, job: object, done: object, failed: object) -> None:
        """Takes it, and that is all."""


def _chart_coming(scene: Scene) -> None:
    """As it is opened for the first time: the library of charts is still to come."""
    sys.modules.pop(CHART, None)
    scene.till.desk.aside = _Endless()
    _day(scene)


def _past_day(scene: Scene) -> None:
    _day(scene)
    scene.type("y")


def _week(scene: Scene) -> None:
    _day(scene)
    scene.type("w")


def _month(scene: Scene) -> None:
    _day(scene)
    scene.type("m")


def _pick(scene: Scene) -> None:
    _day(scene)
    scene.type("d")
    scene.press(Command.UP, Command.FEWER)


def _saving(scene: Scene) -> None:
    """In the middle of an export."""
    office = _office(scene, SectionName.DAY)
    scene.type("m")
    if office is not None and isinstance(office.section, Day):
        exporting = office.section.exporting
        exporting.is_at_work, exporting.done, exporting.total = True, 12, 30
        scene.till.changed.tell()


def _saved(scene: Scene) -> None:
    _day(scene)
    scene.type("e")


def _shifts(scene: Scene) -> None:
    _office(scene, SectionName.SHIFTS)
    scene.press(Command.ENTER, Command.DOWN)


OFFICE_DAY_STATES: Mapping[str, Callable[[Scene], None]] = {
    "office-day": _day,
    "office-day-past": _past_day,
    "office-day-chart-coming": _chart_coming,
    "office-week": _week,
    "office-month": _month,
    "office-day-pick": _pick,
    "office-day-saving": _saving,
    "office-day-saved": _saved,
    "office-shifts": _shifts,
}
