"""Which widget shows which section: loaded behind the window, and built when it is first opened."""

from collections.abc import Mapping
from importlib import import_module
from typing import Any

from ui.qt.office.section_page import SectionPage
from ui.viewmodels.office.section import SectionName
from ui.viewmodels.till import Till

_OFFICE = "ui.qt.office"
SECTIONS: Mapping[SectionName, tuple[str, str]] = {
    SectionName.DAY: ("day_page", "DayPage"),
    SectionName.SHIFTS: ("shifts_page", "ShiftsPage"),
    SectionName.POINTS: ("points_page", "PointsPage"),
    SectionName.MEMBERS: ("members_page", "MembersPage"),
    SectionName.EXCEPTIONS: ("exceptions_page", "ExceptionsPage"),
    SectionName.SYNC: ("sync_page", "SyncPage"),
    SectionName.SETTINGS: ("settings_page", "SettingsPage"),
    SectionName.STAFF: ("staff_page", "StaffPage"),
}
"""Each one's module and its class in there."""


def section_page(name: SectionName, till: Till, section: Any) -> SectionPage:
    """A new widget of the section ``name``, for its view-model."""
    page: SectionPage = _loaded(*SECTIONS[name])(till, section)
    return page


def load() -> None:
    """Loads all of them, though not what charts are drawn with, which is large. Any thread may."""
    for module, name in SECTIONS.values():
        _loaded(module, name)


def _loaded(module: str, name: str) -> Any:
    return getattr(import_module(f"{_OFFICE}.{module}"), name)
