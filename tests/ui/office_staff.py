"""Hands and eyes for the office's staff."""

from dataclasses import replace

from ui.qt.screens.office_staff_states import staff_of
from ui.qt.screens.staff_states import sign_in
from ui.qt.screens.states import Scene
from ui.viewmodels.office.staff import Staff
from ui.viewmodels.office.staff_form import StaffForm


def said(scene: Scene) -> str:
    return scene.till.desk.notice.text if scene.till.desk.notice else ""


def filled(section: Staff, name: str = "", pin: str = "", again: str = "") -> StaffForm:
    form = section.form
    assert form is not None
    form.name, form.pin, form.again = name or form.name, pin, again
    return form


def opened(section: Staff) -> bool:
    """Whether there is a form."""
    return section.form is not None


def cashiers(scene: Scene) -> Staff:
    """A cashier in an office that is left to cashiers."""
    sign_in(scene)
    desk = scene.till.desk
    desk.shop = replace(desk.shop, manager_approves=frozenset())
    return staff_of(scene)


def names(section: Staff) -> list[str]:
    return [row.name for row in section.rows]
