"""Which widget shows which section: loaded behind the window, and built when it is first opened."""

from collections.abc import Mapping
from pkgutil import resolve_name
from typing import Any

from ui.qt.office.section_page import SectionPage
from ui.viewmodels.office.section import SectionName
from ui.viewmodels.till import Till

SECTIONS: Mapping[SectionName, str] = {
    SectionName.DAY: "day_page:DayPage",
    SectionName.SHIFTS: "shifts_page:ShiftsPage",
    SectionName.POINTS: "points_page:PointsPage",
    SectionName.MEMBERS: "members_page:MembersPage",
    SectionName.EXCEPTIONS: "exceptions_page:ExceptionsPage",
    SectionName.SYNC: "sync_page:SyncPage",
    SectionName.SETTINGS: "settings_page:SettingsPage",
    SectionName.STAFF: "staff_page:StaffPage",
}
"""Each one's module and its class in there."""


def section_page(name: SectionName, till: Till, section: Any) -> SectionPage:
    """A new widget of the section ``name``, for its view-model."""
    page: SectionPage = _loaded(SECTIONS[name])(till, section)
    return page


def load() -> None:
    """Loads all of them, though not what charts are drawn with, which is large. Any thread may."""
    for place in SECTIONS.values():
        _loaded(place)


def _loaded(place: str) -> Any:
    return resolve_name(f"ui.qt.office.{place}")
