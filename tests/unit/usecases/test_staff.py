"""Who may sign in, what proves it, and what five wrong PINs do."""

from datetime import timedelta

import pytest

from terminal.domain.errors import Refusal
from terminal.domain.staff import APPROVED_BY_CHOICE, Colleague, Deed, Role
from terminal.ports.staff import StaffEvent
from terminal.usecases.sign_in import approve, sign_in
from terminal.usecases.staff import (
    AddStaff,
    add_staff,
    everyone,
    list_staff,
    manager_approves,
    remove_staff,
    set_active,
    set_pin,
    set_role,
)
from tests.unit.usecases.counter import CounterInMemory


@pytest.fixture
def staff(counter: CounterInMemory) -> tuple[Colleague, Colleague]:
    """A manager and a cashier."""
    return (
        add_staff(counter.till, AddStaff("王店長", Role.MANAGER, "987654")),
        add_staff(counter.till, AddStaff("  林 小姐 ", Role.CASHIER, "1234")),
    )


def events(counter: CounterInMemory) -> list[tuple[StaffEvent, str]]:
    with counter.store.view() as unit:
        return [(note.event, note.name) for note in unit.staff_notes(99)][::-1]


def refused(counter: CounterInMemory, who: Colleague, pin: str) -> Refusal:
    with pytest.raises(Refusal) as raised:
        sign_in(counter.till, who.staff_id, pin)
    return raised.value


def test_staff_are_listed_as_they_came(counter: CounterInMemory, staff: tuple[Colleague, Colleague]) -> None:
    assert list_staff(counter.till) == staff
    assert [(who.name, who.is_manager) for who in staff] == [("王店長", True), ("林 小姐", False)]


def test_pins_are_kept_salted_and_hashed(counter: CounterInMemory, staff: tuple[Colleague, Colleague]) -> None:
    set_pin(counter.till, "王店長", "1234")
    with counter.store.view() as unit:
        kept = [record.credential for record in unit.staff()]
    assert len({each.digest for each in kept}) == len({each.salt for each in kept}) == 2
    assert all(b"1234" not in each.digest + each.salt for each in kept)
    assert "1234" not in repr([(each.salt, each.digest) for each in kept])


@pytest.mark.parametrize("pin", ["", "123", "1234567", "12a4", "１２３４", " 1234"])
def test_what_is_no_pin(counter: CounterInMemory, pin: str) -> None:
    with pytest.raises(Refusal, match="pin_invalid"):
        add_staff(counter.till, AddStaff("王", Role.MANAGER, pin))
    assert list_staff(counter.till) == ()


@pytest.mark.parametrize(
    ("name", "role", "kind"),
    [
        ("", Role.MANAGER, "staff_name_invalid"),
        ("x" * 25, Role.MANAGER, "staff_name_invalid"),
        ("a\x00b", Role.MANAGER, "staff_name_invalid"),
        ("林", Role.CASHIER, "staff_needs_manager"),
    ],
)
def test_who_cannot_be_the_first(counter: CounterInMemory, name: str, role: Role, kind: str) -> None:
    with pytest.raises(Refusal, match=kind):
        add_staff(counter.till, AddStaff(name, role, "1234"))


def test_a_name_is_one_persons(counter: CounterInMemory, staff: tuple[Colleague, Colleague]) -> None:
    with pytest.raises(Refusal, match="staff_name_taken"):
        add_staff(counter.till, AddStaff("林  小姐", Role.MANAGER, "5555"))


def test_the_last_manager_goes_last(counter: CounterInMemory, staff: tuple[Colleague, Colleague]) -> None:
    with pytest.raises(Refusal, match="staff_needs_manager"):
        remove_staff(counter.till, "王店長")
    remove_staff(counter.till, "林 小姐")
    remove_staff(counter.till, "王店長")
    assert list_staff(counter.till) == ()
    with pytest.raises(Refusal, match="staff_unknown"):
        remove_staff(counter.till, "王店長")


def test_five_wrong_pins_lock_for_five_minutes(counter: CounterInMemory, staff: tuple[Colleague, Colleague]) -> None:
    _, cashier = staff
    said = [refused(counter, cashier, "0000") for _ in range(5)]
    assert [(each.kind, each.data.get("left")) for each in said] == [
        ("pin_wrong", 4), ("pin_wrong", 3), ("pin_wrong", 2), ("pin_wrong", 1), ("pin_locked", None),
    ]  # fmt: skip
    counter.clock.instant += timedelta(minutes=4)
    assert refused(counter, cashier, "1234").data["minutes"] == 1
    counter.clock.instant += timedelta(minutes=1)
    assert refused(counter, cashier, "0000").data["left"] == 4
    assert sign_in(counter.till, cashier.staff_id, "1234") == cashier
    assert (StaffEvent.LOCKED_OUT, cashier.name) in events(counter)


def test_the_right_pin_begins_the_count_anew(counter: CounterInMemory, staff: tuple[Colleague, Colleague]) -> None:
    _, cashier = staff
    for _ in range(3):
        for _ in range(4):
            assert refused(counter, cashier, "0000").kind == "pin_wrong"
        sign_in(counter.till, cashier.staff_id, "1234")


def test_a_manager_who_signs_in_unlocks(counter: CounterInMemory, staff: tuple[Colleague, Colleague]) -> None:
    manager, cashier = staff
    for _ in range(5):
        refused(counter, cashier, "0000")
    sign_in(counter.till, manager.staff_id, "987654")
    assert sign_in(counter.till, cashier.staff_id, "1234") == cashier


def test_another_pin_unlocks_too(counter: CounterInMemory, staff: tuple[Colleague, Colleague]) -> None:
    _, cashier = staff
    for _ in range(5):
        refused(counter, cashier, "0000")
    set_pin(counter.till, "林 小姐", "4321")
    assert sign_in(counter.till, cashier.staff_id, "4321") == cashier


def test_who_was_removed_signs_in_no_more(counter: CounterInMemory, staff: tuple[Colleague, Colleague]) -> None:
    remove_staff(counter.till, "林 小姐")
    assert refused(counter, staff[1], "1234").kind == "staff_gone"


def test_managers_approve_and_the_trail_says_for_whom(
    counter: CounterInMemory, staff: tuple[Colleague, Colleague]
) -> None:
    manager, cashier = staff
    with pytest.raises(Refusal, match="staff_no_manager"):
        approve(counter.till, cashier.staff_id, "1234", Deed.VOID, cashier.name)
    assert approve(counter.till, manager.staff_id, "987654", Deed.VOID, cashier.name) == manager
    with counter.store.view() as unit:
        (last,) = unit.staff_notes(1)
    assert (last.event, last.name, last.deed, last.asked_by) == (StaffEvent.APPROVED, "王店長", "void", "林 小姐")
    assert events(counter)[:2] == [(StaffEvent.ADDED, "王店長"), (StaffEvent.ADDED, "林 小姐")]


def test_a_setting_says_what_managers_approve(counter: CounterInMemory) -> None:
    with counter.store.unit_of_work() as unit:
        assert manager_approves(unit) == set(APPROVED_BY_CHOICE)
        unit.set_setting("manager_approves", "void, office")
        assert manager_approves(unit) == {Deed.VOID, Deed.OFFICE}
        unit.set_setting("manager_approves", "")
        assert manager_approves(unit) == set()


def test_who_is_deactivated_signs_in_no_more_until_activated(
    counter: CounterInMemory, staff: tuple[Colleague, Colleague]
) -> None:
    manager, cashier = staff
    assert set_active(counter.till, "林  小姐", is_active=False) == cashier
    assert [(one.who, one.is_active) for one in everyone(counter.till)] == [(manager, True), (cashier, False)]
    assert list_staff(counter.till) == (manager,)
    assert refused(counter, cashier, "1234").kind == "staff_gone"
    assert set_active(counter.till, "林 小姐", is_active=True) == cashier
    assert sign_in(counter.till, cashier.staff_id, "1234") == cashier
    assert events(counter)[2:] == [
        (StaffEvent.DEACTIVATED, cashier.name), (StaffEvent.ACTIVATED, cashier.name),
        (StaffEvent.SIGNED_IN, cashier.name),
    ]  # fmt: skip


def test_what_is_so_already_leaves_no_trace(counter: CounterInMemory, staff: tuple[Colleague, Colleague]) -> None:
    before = events(counter)
    set_active(counter.till, staff[1].name, is_active=True)
    assert events(counter) == before
    with pytest.raises(Refusal, match="staff_unknown"):
        set_active(counter.till, "nobody", is_active=False)


def test_the_last_active_manager_stays(counter: CounterInMemory, staff: tuple[Colleague, Colleague]) -> None:
    manager, cashier = staff
    deputy = add_staff(counter.till, AddStaff("陳副店長", Role.MANAGER, "5555"))
    set_active(counter.till, manager.name, is_active=False)
    with pytest.raises(Refusal, match="staff_needs_manager"):
        set_active(counter.till, deputy.name, is_active=False)
    with pytest.raises(Refusal, match="staff_needs_manager"):
        remove_staff(counter.till, deputy.name)
    assert list_staff(counter.till) == (cashier, deputy)
    set_active(counter.till, manager.name, is_active=True)
    set_active(counter.till, deputy.name, is_active=False)
    assert list_staff(counter.till) == (manager, cashier)


def test_a_role_changes_and_name_and_pin_stay(counter: CounterInMemory, staff: tuple[Colleague, Colleague]) -> None:
    manager, cashier = staff
    promoted = set_role(counter.till, "林  小姐", Role.MANAGER)
    assert promoted == Colleague(cashier.staff_id, cashier.name, Role.MANAGER)
    assert list_staff(counter.till) == (manager, promoted)
    assert approve(counter.till, cashier.staff_id, "1234", Deed.VOID, manager.name) == promoted
    assert set_role(counter.till, cashier.name, Role.CASHIER) == cashier
    with pytest.raises(Refusal, match="staff_no_manager"):
        approve(counter.till, cashier.staff_id, "1234", Deed.VOID, manager.name)
    assert [each for each in events(counter) if each[0] not in {StaffEvent.ADDED, StaffEvent.APPROVED}] == [
        (StaffEvent.MADE_MANAGER, cashier.name), (StaffEvent.MADE_CASHIER, cashier.name),
    ]  # fmt: skip


def test_a_role_that_somebody_has_leaves_no_trace(counter: CounterInMemory, staff: tuple[Colleague, Colleague]) -> None:
    before = events(counter)
    assert set_role(counter.till, staff[0].name, Role.MANAGER) == staff[0]
    assert events(counter) == before
    with pytest.raises(Refusal, match="staff_unknown"):
        set_role(counter.till, "nobody", Role.MANAGER)


def test_another_role_does_not_unlock(counter: CounterInMemory, staff: tuple[Colleague, Colleague]) -> None:
    _, cashier = staff
    for _ in range(5):
        refused(counter, cashier, "0000")
    set_role(counter.till, cashier.name, Role.MANAGER)
    assert refused(counter, cashier, "1234").kind == "pin_locked"


def test_the_last_active_manager_becomes_no_cashier(
    counter: CounterInMemory, staff: tuple[Colleague, Colleague]
) -> None:
    manager, _ = staff
    deputy = add_staff(counter.till, AddStaff("陳副店長", Role.MANAGER, "5555"))
    set_active(counter.till, deputy.name, is_active=False)
    before = events(counter)
    with pytest.raises(Refusal, match="staff_needs_manager"):
        set_role(counter.till, manager.name, Role.CASHIER)
    assert (list_staff(counter.till)[0], events(counter)) == (manager, before)
    set_active(counter.till, deputy.name, is_active=True)
    assert not set_role(counter.till, manager.name, Role.CASHIER).is_manager
    with pytest.raises(Refusal, match="staff_needs_manager"):
        set_role(counter.till, deputy.name, Role.CASHIER)


def test_who_is_deactivated_changes_role_and_stays_away(
    counter: CounterInMemory, staff: tuple[Colleague, Colleague]
) -> None:
    manager, cashier = staff
    set_active(counter.till, cashier.name, is_active=False)
    promoted = set_role(counter.till, cashier.name, Role.MANAGER)
    assert [(one.who, one.is_active) for one in everyone(counter.till)] == [(manager, True), (promoted, False)]
    with pytest.raises(Refusal, match="staff_needs_manager"):
        set_role(counter.till, manager.name, Role.CASHIER)
    assert set_role(counter.till, cashier.name, Role.CASHIER) == cashier


def test_nobody_is_left_alone_with_a_till_that_asks_nobody(counter: CounterInMemory) -> None:
    add_staff(counter.till, AddStaff("王店長", Role.MANAGER, "987654"))
    with pytest.raises(Refusal, match="staff_needs_manager"):
        set_active(counter.till, "王店長", is_active=False)
    assert len(list_staff(counter.till)) == 1


def test_the_name_of_who_is_deactivated_stays_theirs(
    counter: CounterInMemory, staff: tuple[Colleague, Colleague]
) -> None:
    set_active(counter.till, staff[1].name, is_active=False)
    with pytest.raises(Refusal, match="staff_name_taken"):
        add_staff(counter.till, AddStaff(staff[1].name, Role.CASHIER, "5555"))


def test_a_command_does_not_tell_its_pin() -> None:
    assert "987654" not in repr(AddStaff("王店長", Role.MANAGER, "987654"))
