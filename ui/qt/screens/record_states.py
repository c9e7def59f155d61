"""The office's lists in pictures: the points ledger, the members, what waits for a person."""

from collections.abc import Callable, Mapping

from ui.qt.screens.sample_records import NAMESAKE, REASON
from ui.qt.screens.scene import Scene, sync_comes_through
from ui.viewmodels.commands import Command
from ui.viewmodels.office.exceptions import Exceptions
from ui.viewmodels.office.members import Members
from ui.viewmodels.office.office import Office
from ui.viewmodels.office.points import Period, Points
from ui.viewmodels.office.section import Section, SectionName


def section_of(scene: Scene, name: SectionName) -> Section:
    """Opens the office at a section."""
    scene.press(Command.OFFICE)
    stage = scene.till.stage
    if not isinstance(stage, Office):
        raise TypeError(f"{stage.name} is not the office")
    scene.till.do(lambda: stage.choose(name))
    return stage.section


def points_of(scene: Scene) -> Points:
    """Opens the points ledger."""
    section = section_of(scene, SectionName.POINTS)
    assert isinstance(section, Points)
    return section


def members_of(scene: Scene) -> Members:
    """Opens the members."""
    section = section_of(scene, SectionName.MEMBERS)
    assert isinstance(section, Members)
    return section


def exceptions_of(scene: Scene) -> Exceptions:
    """Opens what waits for a person."""
    section = section_of(scene, SectionName.EXCEPTIONS)
    assert isinstance(section, Exceptions)
    return section


def _points(scene: Scene) -> None:
    points_of(scene)
    scene.press(Command.ENTER, Command.DOWN)


def _points_filtered(scene: Scene) -> None:
    section = points_of(scene)
    scene.till.do(lambda: section.choose_period(Period.WEEK))
    scene.till.do(lambda: section.choose_sign(-1))
    scene.till.do(lambda: section.choose_member("0912345678"))


def _points_frame(scene: Scene) -> None:
    section = points_of(scene)
    scene.till.do(lambda: section.open(1))


def _members(scene: Scene) -> None:
    members_of(scene)
    scene.press(Command.ENTER, Command.DOWN, Command.DOWN)


def _members_found(scene: Scene) -> None:
    section = members_of(scene)
    scene.till.do(lambda: section.search("志華"))


def _member_file(scene: Scene) -> None:
    scene.shop.start_offers()
    scene.till.desk.refresh_shop()
    section = members_of(scene)
    scene.till.do(lambda: section.open(2))


def _member_adjust(scene: Scene) -> None:
    section = members_of(scene)
    scene.till.do(lambda: section.open(2))
    scene.till.do(section.start_adjusting)


def _member_merge(scene: Scene) -> None:
    section = members_of(scene)
    scene.till.do(lambda: section.open(2))
    scene.till.do(section.start_merging)


def _member_merge_both(scene: Scene) -> None:
    _member_merge(scene)
    scene.press(Command.ENTER)


def _member_merge_noted(scene: Scene) -> None:
    _member_merge_both(scene)
    scene.press(Command.MORE, Command.ENTER)


def _member_is_one_now(scene: Scene) -> None:
    """Somebody merged the open member with another while their points are being put right."""
    section = members_of(scene)
    scene.till.do(lambda: section.open(2))
    section.start_adjusting()
    form, records = section.adjusting, scene.shop.records
    if form is not None:
        form.points, form.reason = "25", REASON
    records.hear_of_merge(section.rows[2].member_id, NAMESAKE)
    sync_comes_through(scene)


def _exceptions(scene: Scene) -> None:
    section = exceptions_of(scene)
    scene.till.do(lambda: section.mark_seen(5))
    scene.press(Command.ENTER)


def _exceptions_none(scene: Scene) -> None:
    scene.shop.records.waiting.clear()
    exceptions_of(scene)


RECORD_STATES: Mapping[str, Callable[[Scene], None]] = {
    "office-points": _points,
    "office-points-filtered": _points_filtered,
    "office-points-frame": _points_frame,
    "office-members": _members,
    "office-members-found": _members_found,
    "office-member": _member_file,
    "office-member-adjust": _member_adjust,
    "office-member-merge": _member_merge,
    "office-member-merge-both": _member_merge_both,
    "office-member-merge-noted": _member_merge_noted,
    "office-member-one-now": _member_is_one_now,
    "office-exceptions": _exceptions,
    "office-exceptions-none": _exceptions_none,
}
"""What ``states`` shows of the office's lists."""
