"""What a terminal keeps of the points economy: progress, people, bearer coupons, households."""

from dataclasses import replace
from datetime import date

from terminal.domain.facts import Person
from terminal.domain.frames import FrameKind
from terminal.domain.ledger import Entry, EntryKind, LotPart, MemberState
from terminal.domain.progress import HeldTier, Tally, Voucher, progress_of
from terminal.ports.replica import MemberRow
from terminal.ports.store import MemberProfile, MemberRecord, NewFrame, StoredRefund, StoredSale
from tests.store import facts
from tests.store.conftest import Terminal
from tests.store.facts import DAY, NOW

GAINED = progress_of(
    [Tally("mission/tour/steps", 2, DAY)],
    [Voucher("v1", "free-tea", 1, DAY, DAY)],
    [HeldTier("gold", DAY, None, (("calendar", 1, 2, 3),))],
)


def member(terminal: Terminal, member_id: str) -> MemberRecord:
    with terminal.store.view() as unit:
        record = unit.member(member_id)
    assert record is not None
    return record


def test_progress_of_the_server_and_of_own_entries_come_together(terminal: Terminal) -> None:
    lot = LotPart("server", "chawu", 10, date(2027, 1, 1), DAY, 6)
    state = MemberState("m1", (lot,), progress=GAINED)
    terminal.replica.apply_page([MemberRow("m1", 1, state)], 1, (0, 0))
    assert member(terminal, "m1").state == state
    used = progress_of([Tally("mission/tour/steps", 1, DAY)], [Voucher("v1", "free-tea", -1, DAY, DAY)])
    facts.append(terminal.store, Entry("m1", EntryKind.ADJUST, 0, qualifying=5, progress=used))
    progress = member(terminal, "m1").state.progress
    assert (progress.count("mission/tour/steps"), progress.vouchers["v1"].uses) == (3, 0)
    assert progress.tiers == GAINED.tiers
    assert [past.points for past in progress.activity] == [5]


def test_what_conditions_ask_of_a_person_is_known(terminal: Terminal) -> None:
    joined = replace(facts.PROFILE, enrolled_on=DAY, tags=("staff",))
    facts.enrol(terminal.store, joined)
    assert member(terminal, joined.member_id).person == Person(joined.birthday, DAY, "m-friend", ("staff",), ())
    told = MemberProfile("m1", "Name", "+886900000001", None, None, "m-x", date(2020, 2, 2), ("vip", "茶"), ("new",))
    row = MemberRow("m1", 1, MemberState("m1"), profile=told)
    terminal.replica.apply_page([row], 1, (0, 0))
    assert (
        member(terminal, "m1").person == told.person() == Person(None, date(2020, 2, 2), "m-x", ("vip", "茶"), ("new",))
    )
    batch = terminal.replica.unsent((0, 0), 500, 10**6)
    assert batch is not None and batch.profiles == (joined,)


def sell(terminal: Terminal, sale_id: str, coupons: list[list[str | None]], *entries: Entry) -> None:
    with terminal.store.unit_of_work() as unit:
        line = {"sku": "a", "name": "", "category": "", "quantity": "1", "amount": 9, "discounts": [["coupon/x", 4]]}
        figures = {"total": 9, "earned": 0, "redeemed": 0, "tier": ""}
        body = {"sale": sale_id, "number": "0001", "lines": [line], "tenders": [], "coupons": coupons, **figures}
        seq = unit.append(NewFrame(FrameKind.SALE, NOW, DAY, "digest", body, entries))
        unit.add_sale(StoredSale(sale_id, "0001", NOW, DAY, None, body, "digest", "t1", entries), seq, None)
        unit.commit()


def uses(terminal: Terminal, number: str) -> int:
    with terminal.store.view() as unit:
        return unit.coupon_uses(number)


def test_papers_are_counted_by_number_and_vouchers_are_not(terminal: Terminal) -> None:
    taken = Entry("m1", EntryKind.ADJUST, 0, progress=progress_of(vouchers=[Voucher("v1", "free-tea", -1, DAY, DAY)]))
    sell(terminal, "s1", [["paper", "0001"], ["summer", None], ["free-tea", "v1"]], taken)
    sell(terminal, "s2", [["paper", "0001"], ["paper", "0002"], ["paper", "0002"]])
    assert [uses(terminal, number) for number in ("0001", "0002", "v1", "0003")] == [2, 2, 0, 0]
    with terminal.store.unit_of_work() as unit:
        body = {"refund": "r1", "sale": "s2", "lines": [], "coupons": [["paper", "0001"], ["free-tea", "v1"]]}
        seq = unit.append(NewFrame(FrameKind.REFUND, NOW, DAY, "digest", body))
        unit.add_refund(StoredRefund("r1", "s2", body), seq, DAY, None)
        unit.commit()
    assert [uses(terminal, number) for number in ("0001", "0002", "v1")] == [1, 2, 0]


def household(terminal: Terminal) -> None:
    """Two members known to the server, 100 points in their pool."""
    pool = MemberState("pool", (facts.lot("shared", 100),))
    rows = [
        replace(facts.server_member("m1", phone="+886900000001"), household="pool"),
        replace(facts.server_member("m2", phone="+886900000002"), household="pool"),
        MemberRow("pool", 3, pool),
    ]
    terminal.replica.apply_page(rows, 3, (0, 0))


def test_a_households_pool_comes_with_each_of_its_members(terminal: Terminal) -> None:
    household(terminal)
    facts.append(terminal.store, Entry("pool", EntryKind.BONUS, 7, (facts.lot("a", 7),)))
    facts.append(terminal.store, Entry("m1", EntryKind.ACCRUE, 5, (facts.lot("b", 5),), 50, 1))  # before it had heard
    for member_id, spend, visits in (("m1", 50, 4), ("m2", 0, 3)):
        known = member(terminal, member_id)
        assert known.wallet.balance(DAY) == 112
        assert known.pool is not None and known.pool.member_id == "pool"
        assert known.wallet_confirmed is not None and known.wallet_confirmed.balance(DAY) == 100
        assert (known.state.total, known.state.spend_minor, known.state.visits) == (0, spend, visits)


def test_what_the_servers_pool_contains_is_not_laid_over_it_again(terminal: Terminal) -> None:
    household(terminal)
    seq = facts.append(terminal.store, Entry("m1", EntryKind.ACCRUE, 5, (facts.lot("b", 5),), 50, 1))
    member(terminal, "m1")
    lots = (facts.lot("shared", 100), facts.lot("b", 5))
    pool = MemberState("pool", lots, applied={"t1": (1, seq)})
    terminal.replica.apply_page([MemberRow("pool", 4, pool)], 4, (0, 0))
    assert member(terminal, "m2").wallet.balance(DAY) == 105


def test_the_ledger_of_a_households_member_shows_the_pool(terminal: Terminal) -> None:
    household(terminal)
    facts.append(terminal.store, Entry("pool", EntryKind.BONUS, 7, (facts.lot("a", 7),)))
    facts.append(
        terminal.store, Entry("m1", EntryKind.ACCRUE, 0, (), 50, 1), Entry("m2", EntryKind.ACCRUE, 0, (), 9, 1)
    )
    with terminal.store.view() as unit:
        rows = unit.ledger("m1")
    assert [(row.entry.member_id, row.entry.points, row.confirmed) for row in rows] == [
        ("pool", 7, False),
        ("m1", 0, False),
    ]


def test_a_household_whose_pool_has_not_come_yet_has_no_points(terminal: Terminal) -> None:
    row = replace(facts.server_member("m1"), household="pool")
    terminal.replica.apply_page([row], 1, (0, 0))
    known = member(terminal, "m1")
    assert (known.wallet.member_id, known.wallet.total, known.wallet_confirmed) == ("pool", 0, None)


def test_an_alias_that_tells_its_phone_is_found_by_it(terminal: Terminal) -> None:
    old = replace(facts.alias("old", "m1"), profile=MemberProfile("old", "Old", "+886900000009"))
    terminal.replica.apply_page([old, facts.server_member("m1", 100)], 2, (0, 0))
    with terminal.store.view() as unit:
        assert unit.find_member("phone", "+886900000009") == "m1"
    assert member(terminal, "old").name == "Server Name"
