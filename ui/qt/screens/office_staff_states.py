"""The office's staff in pictures: nobody yet, some people, the form, and what is refused."""

from collections.abc import Callable, Mapping

from terminal.domain.staff import Colleague, Role
from ui.qt.screens.record_states import section_of
from ui.qt.screens.scene import Scene
from ui.qt.screens.staff_states import MANAGER_PIN, sign_in
from ui.viewmodels.commands import Command
from ui.viewmodels.office.section import SectionName
from ui.viewmodels.office.staff import ACTIVE_KEY, ADD_KEY, ROLE_KEY, Staff
from ui.viewmodels.office.staff_form import StaffForm

LONG, LONGEST = "歐陽慕容司徒小姐", "歐陽慕容司徒 Anastasia Papadop"
FIRST = {"zh_TW": "王店長", "en": "Ms Wang"}


def staff_of(scene: Scene) -> Staff:
    """Opens the staff."""
    section = section_of(scene, SectionName.STAFF)
    assert isinstance(section, Staff)
    return section


def managed(scene: Scene, *, downs: int = 1) -> Staff:
    """A store manager has signed in and looks at the staff; so far down the list."""
    sign_in(scene, "3", MANAGER_PIN)
    section = staff_of(scene)
    scene.press(Command.ENTER, *(Command.DOWN,) * downs)
    return section


def _nobody(scene: Scene) -> None:
    staff_of(scene)


def _first(scene: Scene) -> None:
    """The first one is typed in."""
    section = staff_of(scene)
    section.form = StaffForm(is_first=True, name=FIRST[scene.shop.language], pin=MANAGER_PIN)
    scene.press(Command.ENTER)


def _first_done(scene: Scene) -> None:
    section, name = staff_of(scene), FIRST[scene.shop.language]
    section.form = StaffForm(is_first=True, name=name, pin=MANAGER_PIN, again=MANAGER_PIN)
    scene.press(Command.ENTER)


def _listed(scene: Scene) -> None:
    managed(scene)


def _another_pin(scene: Scene) -> None:
    """The second PIN is not the first."""
    section = managed(scene)
    whose = section.row.name if section.row else ""
    section.form = StaffForm(whose, pin="4711", again="4712")
    scene.press(Command.ENTER)


def _adding(scene: Scene) -> None:
    managed(scene)
    scene.type(ADD_KEY)


def _deactivated(scene: Scene) -> None:
    managed(scene)
    scene.type(ACTIVE_KEY)


def _promoted(scene: Scene) -> None:
    """A cashier is a store manager now."""
    managed(scene)
    scene.type(ROLE_KEY)


def _last_manager(scene: Scene) -> None:
    managed(scene, downs=2)
    scene.type(ACTIVE_KEY)


def _many(scene: Scene) -> None:
    """More than there is room for, with the longest name there may be."""
    sign_in(scene, "3", MANAGER_PIN)
    staff = scene.shop.staff
    names = (LONGEST, *(f"{LONG} {place}" for place in range(1, 12)))
    staff.people += tuple(Colleague(f"more-{place}", name, Role.CASHIER) for place, name in enumerate(names))
    staff_of(scene)
    scene.press(Command.ENTER, *(Command.DOWN,) * 3)


OFFICE_STAFF_STATES: Mapping[str, Callable[[Scene], None]] = {
    "office-staff-nobody": _nobody,
    "office-staff-first": _first,
    "office-staff-first-done": _first_done,
    "office-staff": _listed,
    "office-staff-many": _many,
    "office-staff-adding": _adding,
    "office-staff-pin": _another_pin,
    "office-staff-deactivated": _deactivated,
    "office-staff-promoted": _promoted,
    "office-staff-last-manager": _last_manager,
}
