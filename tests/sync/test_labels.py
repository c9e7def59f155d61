"""Tags and segments: given by the office, known at every till."""

from collections.abc import Callable

import pytest
from sqlalchemy import select

from sync.server.office.labels import LabelKind, label_member
from sync.server.office.merges import merge_members
from sync.server.storage.tables import office_log
from terminal.domain.errors import Refusal
from tests.sync.office import desk, known, server_profile
from tests.sync.world import Lane, World

MakeLane = Callable[[str], Lane]
PHONE, OTHER = "+886912345678", "+886923456789"


def test_a_tag_reaches_the_tills_and_goes_again(world: World, lanes: MakeLane) -> None:
    lane = lanes("first")
    member_id = lane.enrol(PHONE, "王小明")
    lane.sync()
    given = label_member(desk(world), PHONE, LabelKind.TAG, ["vip", "staff"], remove=False)
    assert (given.labels, given.changed) == (("staff", "vip"), True)
    label_member(desk(world), member_id, LabelKind.SEGMENT, ["lapsed"], remove=False)
    lane.sync()
    person = known(lane, PHONE).person
    assert (person.tags, person.segments) == (("staff", "vip"), ("lapsed",))
    assert known(lane, PHONE).name == "王小明"
    label_member(desk(world), PHONE, LabelKind.TAG, ["vip"], remove=True)
    lane.sync()
    assert known(lane, PHONE).person.tags == ("staff",)


def test_labelling_twice_changes_nothing(small_world: World, lanes_small: MakeLane) -> None:
    lane = lanes_small("first")
    lane.enrol(PHONE)
    lane.sync()
    for remove, changed in ((False, True), (False, False), (True, True), (True, False)):
        assert label_member(desk(small_world), PHONE, LabelKind.TAG, ["vip"], remove=remove).changed is changed
    with small_world.database.read() as connection:
        rows = connection.execute(select(office_log).order_by(office_log.c.number)).all()
    assert [(row.operation, row.other) for row in rows] == [("tag_add", "vip"), ("tag_remove", "vip")]


def test_the_label_of_another_name_is_the_members(small_world: World, lanes_small: MakeLane) -> None:
    lane = lanes_small("first")
    old, new = lane.enrol(PHONE), lane.enrol(OTHER)
    lane.sync()
    merge_members(desk(small_world), old, new)
    label_member(desk(small_world), old, LabelKind.TAG, ["vip"], remove=False)
    profile = server_profile(small_world, new)
    assert profile is not None and profile.tags == ("vip",)


@pytest.mark.parametrize(
    ("codes", "kind"), [(["VIP!"], "label_invalid"), ([f"t{n}" for n in range(101)], "labels_too_many")]
)
def test_what_is_refused(small_world: World, lanes_small: MakeLane, codes: list[str], kind: str) -> None:
    lane = lanes_small("first")
    lane.enrol(PHONE)
    lane.sync()
    with pytest.raises(Refusal) as refused:
        label_member(desk(small_world), PHONE, LabelKind.TAG, codes, remove=False)
    assert refused.value.kind == kind
