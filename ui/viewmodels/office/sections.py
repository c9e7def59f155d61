"""Which sections the office has. Each is imported when it is first opened."""

from collections.abc import Callable, Mapping

from ui.viewmodels.desk import Desk
from ui.viewmodels.office.section import Section, SectionName


def _day(desk: Desk) -> Section:
    from ui.viewmodels.office.day import Day

    return Day(desk)


def _points(desk: Desk) -> Section:
    from ui.viewmodels.office.points import Points

    return Points(desk)


def _members(desk: Desk) -> Section:
    from ui.viewmodels.office.members import Members

    return Members(desk)


def _exceptions(desk: Desk) -> Section:
    from ui.viewmodels.office.exceptions import Exceptions

    return Exceptions(desk)


def _shifts(desk: Desk) -> Section:
    from ui.viewmodels.office.shifts import Shifts

    return Shifts(desk)


def _sync(desk: Desk) -> Section:
    from ui.viewmodels.office.sync import Sync

    return Sync(desk)


def _settings(desk: Desk) -> Section:
    from ui.viewmodels.office.settings import Settings

    return Settings(desk)


def _staff(desk: Desk) -> Section:
    from ui.viewmodels.office.staff import Staff

    return Staff(desk)


SECTIONS: Mapping[SectionName, Callable[[Desk], Section]] = {
    SectionName.DAY: _day,
    SectionName.SHIFTS: _shifts,
    SectionName.POINTS: _points,
    SectionName.MEMBERS: _members,
    SectionName.EXCEPTIONS: _exceptions,
    SectionName.SYNC: _sync,
    SectionName.SETTINGS: _settings,
    SectionName.STAFF: _staff,
}
"""What makes each section; one that is not here is not in the side menu."""
