"""Which widget shows which section. Each is imported when it is first opened: charts and tables cost memory."""

from collections.abc import Callable, Mapping
from typing import Any

from ui.qt.office.section_page import SectionPage
from ui.viewmodels.office.section import SectionName
from ui.viewmodels.till import Till


def _day(till: Till, section: Any) -> SectionPage:
    from ui.qt.office.day_page import DayPage

    return DayPage(till, section)


def _points(till: Till, section: Any) -> SectionPage:
    from ui.qt.office.points_page import PointsPage

    return PointsPage(till, section)


def _members(till: Till, section: Any) -> SectionPage:
    from ui.qt.office.members_page import MembersPage

    return MembersPage(till, section)


def _exceptions(till: Till, section: Any) -> SectionPage:
    from ui.qt.office.exceptions_page import ExceptionsPage

    return ExceptionsPage(till, section)


def _shifts(till: Till, section: Any) -> SectionPage:
    from ui.qt.office.shifts_page import ShiftsPage

    return ShiftsPage(till, section)


def _sync(till: Till, section: Any) -> SectionPage:
    from ui.qt.office.sync_page import SyncPage

    return SyncPage(till, section)


def _settings(till: Till, section: Any) -> SectionPage:
    from ui.qt.office.settings_page import SettingsPage

    return SettingsPage(till, section)


def _staff(till: Till, section: Any) -> SectionPage:
    from ui.qt.office.staff_page import StaffPage

    return StaffPage(till, section)


SECTIONS: Mapping[SectionName, Callable[[Till, Any], SectionPage]] = {
    SectionName.DAY: _day,
    SectionName.SHIFTS: _shifts,
    SectionName.POINTS: _points,
    SectionName.MEMBERS: _members,
    SectionName.EXCEPTIONS: _exceptions,
    SectionName.SYNC: _sync,
    SectionName.SETTINGS: _settings,
    SectionName.STAFF: _staff,
}
