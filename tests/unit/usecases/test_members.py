"""Enrolling, identifying, adjusting, and the ledger page."""

from datetime import date, timedelta
from typing import Any

import pytest

from terminal.domain.errors import Refusal
from terminal.domain.frames import FrameKind
from terminal.domain.ledger import EntryKind, LotPart, MemberState
from terminal.ports.replica import MemberRow
from terminal.ports.store import MemberProfile
from terminal.usecases.adjust import Adjust, adjust
from terminal.usecases.enrol_member import EnrolMember, enrol_member
from terminal.usecases.identify import identify
from terminal.usecases.link_state import link_state
from terminal.usecases.member_ledger import member_ledger
from tests.unit.usecases.counter import AT, PHONE, CounterInMemory

SERVERS = "01890000-0000-7000-8000-000000000001"


def known_to_the_server(counter: CounterInMemory, points: int) -> None:
    lot = LotPart("lot", "tea", points, None, date(2026, 1, 1))
    state = MemberState(SERVERS, (lot,), visits=3, last_visit=date(2026, 11, 8))
    profile = MemberProfile(SERVERS, "林志華", "+886912345678")
    counter.replica.apply_page([MemberRow(SERVERS, 1, state, profile=profile)], 1, (0, 0))


def test_a_new_member_has_nothing_but_a_card(counter: CounterInMemory) -> None:
    card = enrol_member(counter.till, EnrolMember("0912-345-678", "林志華", date(1990, 11, 2), card="20000017"))
    assert (card.name, card.phone, card.balance, card.visits) == ("林志華", "+886912345678", 0, 0)
    assert card.gap is not None
    assert (card.tier.code, card.gap.tier.code, card.gap.spend) == ("member", "gold", 12_000)
    frame = counter.frames[-1]
    assert frame.kind is FrameKind.MEMBER_ENROLLED
    assert frame.body["member"] == card.member_id
    assert [identifier["kind"] for identifier in frame.body["identifiers"]] == ["phone", "card"]


@pytest.mark.parametrize("text", ["0912345678", "+886 912 345 678", "０９１２３４５６７８", "2000-0017"])
def test_any_identifier_finds_the_member(counter: CounterInMemory, text: str) -> None:
    member = counter.enrol(card="20000017")
    assert identify(counter.till, text).member_id == member
    assert identify(counter.till, member).member_id == member


@pytest.mark.parametrize(
    ("kind", "data", "fields"),
    [
        ("phone_invalid", {}, {"phone": "091234567"}),
        ("phone_invalid", {}, {"phone": "20000017"}),
        ("card_invalid", {}, {"card": "0987654321"}),
        ("card_invalid", {}, {"card": "?"}),
        ("name_invalid", {"length_max": 60}, {"name": "x" * 61}),
        ("name_invalid", {"length_max": 60}, {"name": "a\x00b"}),
        ("birthday_invalid", {"birthday": "2026-11-22"}, {"birthday": date(2026, 11, 22)}),
        ("birthday_invalid", {"birthday": "1899-12-31"}, {"birthday": date(1899, 12, 31)}),
        ("referrer_self", {}, {"referrer": "+886987654321"}),
        ("card_taken", {}, {"card": "20000017"}),
    ],
)
def test_what_cannot_be_enrolled_is_refused(
    counter: CounterInMemory, kind: str, data: dict[str, object], fields: dict[str, Any]
) -> None:
    counter.enrol(card="20000017")
    before = counter.store.files.journal
    with pytest.raises(Refusal) as refused:
        enrol_member(counter.till, EnrolMember(**{"phone": "0987654321", **fields}))
    assert (refused.value.kind, dict(refused.value.data)) == (kind, data)
    assert counter.store.files.journal is before


def test_a_phone_is_enrolled_once(counter: CounterInMemory) -> None:
    member = counter.enrol()
    with pytest.raises(Refusal) as refused:
        counter.enrol("+886912345678")
    assert (refused.value.kind, refused.value.data["member"]) == ("phone_taken", member)


def test_the_same_key_enrols_once(counter: CounterInMemory) -> None:
    assert counter.enrol(key="e") == counter.enrol(key="e")
    assert len(counter.frames) == 2


def test_a_referrer_known_here_is_kept_by_id_and_one_unknown_by_a_keyed_hash(counter: CounterInMemory) -> None:
    first = counter.enrol()
    second = counter.enrol("0987654321", referrer=PHONE)
    third = counter.enrol("0987654322", referrer="0911222333")
    profiles = counter.store.files.journal.profiles
    with counter.store.view() as unit:
        hashed = unit.identifier_hash("phone", "+886911222333")
    assert (profiles[second].referrer, profiles[third].referrer) == (first, f"phone:{hashed}")


def test_an_unknown_phone_is_named_masked(counter: CounterInMemory) -> None:
    with pytest.raises(Refusal) as refused:
        identify(counter.till, PHONE)
    assert (refused.value.kind, refused.value.data["member"]) == ("member_unknown", "0912-***-678")


def test_the_card_tells_confirmed_points_from_pending_ones(counter: CounterInMemory) -> None:
    known_to_the_server(counter, points=1000)
    counter.sell(500, member=PHONE)
    card = identify(counter.till, PHONE)
    assert (card.balance, card.pending, card.visits, card.last_visit) == (1050, 50, 4, date(2026, 11, 21))
    assert card.limit.points == 1050
    assert card.offline_since is None
    assert card.next_to_expire is not None
    assert card.next_to_expire.points == 50


def test_the_card_says_since_when_the_till_is_offline(counter: CounterInMemory) -> None:
    counter.enrol()
    counter.go_offline(hours=3)
    assert identify(counter.till, PHONE).offline_since == AT - timedelta(hours=3)


def test_a_sync_in_the_future_counts_as_fresh_only_where_the_clock_was_set_a_little(counter: CounterInMemory) -> None:
    counter.replica.record_attempt(True, AT + timedelta(minutes=5))
    assert link_state(counter.till).online
    counter.replica.record_attempt(True, AT + timedelta(days=900))
    assert not link_state(counter.till).online
    assert link_state(counter.till).age is None


@pytest.mark.parametrize(("minutes", "reached", "online"), [(10, True, True), (11, True, False), (1, False, False)])
def test_online_is_a_sync_that_reached_the_server_just_now(
    counter: CounterInMemory, minutes: int, reached: bool, online: bool
) -> None:
    counter.replica.record_attempt(True, AT - timedelta(minutes=minutes))
    if not reached:
        counter.replica.record_attempt(False, AT)
    assert link_state(counter.till).online is online


def test_an_adjustment_adds_and_takes(counter: CounterInMemory) -> None:
    counter.enrol()
    assert adjust(counter.till, Adjust(PHONE, 250, "service recovery", approved_by="陳先生")).balance == 250
    assert adjust(counter.till, Adjust(PHONE, -250, "entered twice")).balance == 0
    frame = counter.frames[-1]
    assert (frame.kind, frame.body["reason"]) == (FrameKind.ADJUSTMENT, "entered twice")
    assert [entry.kind for entry in frame.entries] == [EntryKind.ADJUST]


@pytest.mark.parametrize(
    ("kind", "points", "reason"),
    [
        ("adjust_zero", 0, "why"),
        ("reason_missing", 10, "  "),
        ("reason_invalid", 10, "x" * 201),
        ("points_invalid", 10**9 + 1, "why"),
        ("points_invalid", -(10**9) - 1, "why"),
        ("adjust_below_zero", -101, "why"),
    ],
)
def test_what_cannot_be_adjusted_is_refused(counter: CounterInMemory, kind: str, points: int, reason: str) -> None:
    counter.enrol(points=100)
    before = counter.store.files.journal
    with pytest.raises(Refusal) as refused:
        adjust(counter.till, Adjust(PHONE, points, reason))
    assert refused.value.kind == kind
    assert counter.store.files.journal is before


def test_the_ledger_lists_what_happened_here_and_sums_up_the_rest(counter: CounterInMemory) -> None:
    known_to_the_server(counter, points=1000)
    sold = counter.sell(500, member=PHONE, redeem=100)
    ledger = member_ledger(counter.till, PHONE)
    assert [(row.entry.kind, row.entry.points, row.sale_id) for row in ledger.rows] == [
        (EntryKind.REDEEM, -100, sold.sale_id),
        (EntryKind.ACCRUE, 49, sold.sale_id),
    ]
    assert (ledger.elsewhere, ledger.balance) == (1000, 949)
    assert not any(row.confirmed for row in ledger.rows)
