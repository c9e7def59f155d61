"""A member as the till sees them: the server's state, with what this terminal did since."""

from dataclasses import replace

from terminal.domain.ledger import Entry, EntryKind, MemberState, Reservation, ReservationStep, Reserving
from terminal.ports.replica import MemberRow
from terminal.ports.store import HeldReservation, MemberProfile, MemberRecord
from tests.store import facts
from tests.store.conftest import Terminal
from tests.store.facts import DAY
from tests.unit.domain.samples import lot

LOCAL = facts.PROFILE.member_id


def member(terminal: Terminal, member_id: str) -> MemberRecord:
    with terminal.store.view() as unit:
        record = unit.member(member_id)
    assert record is not None
    return record


def balance(terminal: Terminal, member_id: str) -> int:
    return member(terminal, member_id).state.balance(DAY)


def test_nobody_knows_them(terminal: Terminal) -> None:
    with terminal.store.view() as unit:
        assert unit.member("m1") is None
        assert unit.find_member("phone", facts.PHONE) is None
        assert unit.find_member("carrier", "/ABC1234") is None


def test_a_member_enrolled_here_is_known_at_once(terminal: Terminal) -> None:
    facts.enrol(terminal.store)
    with terminal.store.view() as unit:
        assert unit.find_member("phone", facts.PHONE) == LOCAL
        assert unit.find_member("card", "C0001") == LOCAL
    known = member(terminal, LOCAL)
    assert (known.name, known.phone, known.birthday) == ("王小明", facts.PHONE, facts.PROFILE.birthday)
    assert known.state == MemberState(LOCAL)
    assert known.confirmed is None


def test_a_member_of_the_server_is_known(terminal: Terminal) -> None:
    row = facts.server_member("m1", 100)
    terminal.replica.apply_page([row], 1, (0, 0))
    with terminal.store.view() as unit:
        assert unit.find_member("phone", facts.PHONE) == unit.find_member("card", "S0001") == "m1"
    known = member(terminal, "m1")
    assert known.name == "Server Name"
    assert known.state == known.confirmed == row.state


def test_own_entries_lie_over_the_servers_state(terminal: Terminal) -> None:
    terminal.replica.apply_page([facts.server_member("m1", 100)], 1, (0, 0))
    facts.append(terminal.store, facts.accrue("m1", 30, "a", spend=300))
    facts.append(terminal.store, facts.redeem("m1", 110), facts.accrue("other", 5, "o"))
    known = member(terminal, "m1")
    assert known.state.balance(DAY) == 20
    assert (known.state.spend_minor, known.state.visits) == (400, 4)
    assert known.confirmed is not None and known.confirmed.balance(DAY) == 100
    assert known.state.applied["t1"] == (1, 3)


def test_entries_that_the_server_has_applied_do_not_count_twice(terminal: Terminal) -> None:
    first = facts.append(terminal.store, facts.accrue("m1", 30, "a"))
    facts.append(terminal.store, facts.accrue("m1", 7, "b"))
    terminal.replica.apply_page([facts.server_member("m1", 130, applied={"t1": (1, first)})], 1, (1, first))
    assert balance(terminal, "m1") == 137


def test_what_other_terminals_applied_is_not_ours(terminal: Terminal) -> None:
    facts.append(terminal.store, facts.accrue("m1", 30, "a"))
    terminal.replica.apply_page([facts.server_member("m1", 100, applied={"t9": (5, 900)})], 1, (0, 0))
    assert balance(terminal, "m1") == 130


def test_applying_a_page_twice_changes_nothing(terminal: Terminal) -> None:
    facts.append(terminal.store, facts.accrue("m1", 30, "a"))
    for _ in range(2):
        terminal.replica.apply_page([facts.server_member("m1", 100)], 1, (0, 0))
    assert balance(terminal, "m1") == 130


def test_an_alias_is_the_member_it_became(terminal: Terminal) -> None:
    facts.enrol(terminal.store)
    facts.append(terminal.store, facts.accrue(LOCAL, 30, "a"))
    terminal.replica.apply_page([facts.server_member("m1", 100), facts.alias(LOCAL, "m1")], 2, (0, 0))
    assert balance(terminal, LOCAL) == balance(terminal, "m1") == 130
    assert member(terminal, LOCAL).member_id == "m1"
    with terminal.store.view() as unit:
        assert unit.find_member("card", "C0001") == "m1"


def test_aliases_of_aliases_are_followed(terminal: Terminal) -> None:
    facts.append(terminal.store, facts.accrue("m3", 30, "a"))
    rows = [facts.server_member("m1", 100), facts.alias("m2", "m1"), facts.alias("m3", "m2")]
    terminal.replica.apply_page(rows, 3, (0, 0))
    assert member(terminal, "m3").member_id == "m1"
    assert balance(terminal, "m1") == 130


def test_a_phone_enrolled_here_and_elsewhere_is_one_member_before_the_server_says_so(terminal: Terminal) -> None:
    facts.enrol(terminal.store)
    facts.append(terminal.store, facts.accrue(LOCAL, 30, "a"))
    terminal.replica.apply_page([facts.server_member("m1", 100)], 1, (0, 0))
    with terminal.store.view() as unit:
        assert unit.find_member("phone", facts.PHONE) == "m1"
    assert balance(terminal, LOCAL) == balance(terminal, "m1") == 130


def test_a_member_posted_under_their_own_id_keeps_it(terminal: Terminal) -> None:
    facts.enrol(terminal.store)
    facts.append(terminal.store, facts.accrue(LOCAL, 30, "a"))
    terminal.replica.apply_page([facts.server_member(LOCAL, 30, applied={"t1": (1, 3)})], 1, (1, 3))
    known = member(terminal, facts.PROFILE.member_id)
    assert known.member_id == LOCAL
    assert known.state == known.confirmed


def test_an_erased_member_is_no_longer_found(terminal: Terminal) -> None:
    row = facts.server_member("m1", 100)
    terminal.replica.apply_page([row], 1, (0, 0))
    terminal.replica.apply_page([replace(row, profile=None, number=2)], 2, (0, 0))
    with terminal.store.view() as unit:
        assert unit.find_member("phone", facts.PHONE) is None
    assert member(terminal, "m1").phone == ""


def test_a_new_phone_replaces_the_old_one(terminal: Terminal) -> None:
    terminal.replica.apply_page([facts.server_member("m1")], 1, (0, 0))
    terminal.replica.apply_page([facts.server_member("m1", phone="+886922222222", number=2)], 2, (0, 0))
    with terminal.store.view() as unit:
        assert unit.find_member("phone", facts.PHONE) is None
        assert unit.find_member("phone", "+886922222222") == "m1"


def test_the_ledger_shows_own_entries_and_which_are_confirmed(terminal: Terminal) -> None:
    facts.enrol(terminal.store)
    facts.sell(terminal.store, "s1", facts.accrue(LOCAL, 30, "s1"), facts.accrue("other", 1, "o"))
    facts.append(terminal.store, facts.redeem("m1", 10))
    terminal.replica.apply_page([facts.server_member("m1", 30, applied={"t1": (1, 3)})], 1, (1, 3))
    with terminal.store.view() as unit:
        rows = unit.ledger("m1")
    assert [(row.entry.points, row.sale_id, row.confirmed, row.seq) for row in rows] == [
        (30, "s1", True, 3),
        (-10, None, False, 4),
    ]
    assert rows[0].at == facts.NOW and rows[0].day == DAY


def test_what_was_redeemed_here_counts_under_all_ids_and_by_day(terminal: Terminal) -> None:
    facts.append(terminal.store, facts.redeem("m1", 10), facts.accrue("m1", 99, "a"))
    facts.append(terminal.store, facts.redeem("m2", 5))
    facts.append(terminal.store, facts.redeem("m3", 1000), day=DAY)
    facts.append(terminal.store, facts.redeem("m1", 40), day=DAY.replace(day=22))
    terminal.replica.apply_page([facts.server_member("m1"), facts.alias("m2", "m1")], 2, (0, 0))
    with terminal.store.view() as unit:
        assert unit.redeemed_here("m2", DAY) == 15
        assert unit.redeemed_here("m9", DAY) == 0
        assert unit.redeemed_unsent() == 1055
    terminal.replica.record_push(durable=(1, 3), posted=(0, 0))
    with terminal.store.view() as unit:
        assert unit.redeemed_unsent() == 1040


def test_reservations_of_this_terminal_are_found_until_they_were_given_back(terminal: Terminal) -> None:
    mine = Reservation("r", "t1", DAY, (lot("a", 60),), recalled=True)
    theirs = Reservation("s", "t2", DAY, (lot("b", 5),))
    row = facts.server_member("m1", 100)
    row = replace(row, state=replace(row.state, reserved=(mine, theirs)))
    pool = MemberRow("pool", 2, MemberState("pool", reserved=(replace(mine, reservation_id="q"),)))
    terminal.replica.apply_page([row, facts.alias("m2", "m1"), pool], 2, (0, 0))
    assert member(terminal, "m2").state == row.state
    with terminal.store.view() as unit:
        assert unit.reservations() == (
            HeldReservation("m1", mine),
            HeldReservation("pool", replace(mine, reservation_id="q")),
        )
    spends = replace(facts.redeem("m2", 20), reservation=Reserving("r", ReservationStep.SPEND, "t1"))
    facts.append(terminal.store, spends)
    with terminal.store.view() as unit:
        left, _ = unit.reservations()
        assert left.reservation.points == 40
        assert unit.redeemed_here("m1", DAY) == unit.redeemed_unsent() == 0
    returns = Reserving("r", ReservationStep.RETURN, "t1")
    facts.append(terminal.store, Entry("m1", EntryKind.TRANSFER, 0, reservation=returns))
    assert member(terminal, "m1").state.reserved == (theirs,)
    assert balance(terminal, "m1") == 145
    with terminal.store.view() as unit:
        assert [held.member_id for held in unit.reservations()] == ["pool"]


def test_a_fresh_start_forgets_members_that_are_gone(terminal: Terminal) -> None:
    terminal.replica.apply_page([facts.server_member("m1")], 1, (0, 0))
    other = replace(facts.server_member("m2"), profile=MemberProfile("m2", "", "+886922222222"))
    terminal.replica.apply_page([other], 1, (0, 0), fresh=True)
    with terminal.store.view() as unit:
        assert unit.member("m1") is None
        assert unit.member("m2") is not None
