"""Members' codes from the server's signature to the till that takes them once."""

from collections.abc import Callable
from datetime import timedelta
from fractions import Fraction
from functools import partial

import pytest

from sync.protocol.signing import SigningKey
from sync.server.office.member_codes import mint_code
from terminal.domain.bills import Line
from terminal.domain.errors import Refusal
from terminal.domain.member_tokens import mint
from terminal.ports.signing import is_signed
from terminal.store.store import open_terminal_store
from terminal.usecases.adjust import Adjust, adjust
from terminal.usecases.identify import identify
from terminal.usecases.sell import Sell, quote_sale, sell
from terminal.usecases.till import Till
from tests.sync.office import desk
from tests.sync.test_pushing import PHONE, MakeLane
from tests.sync.world import Lane, World

LINES = (Line("tea", "Tea", "drink", Fraction(1), 100),)


@pytest.fixture
def lane(lanes: MakeLane) -> Lane:
    lane = lanes("one")
    lane.enrol("0912345678", "王小明")
    lane.sync()
    return lane


def refusal_of(act: Callable[[], object]) -> str:
    with pytest.raises(Refusal) as caught:
        act()
    return caught.value.kind


def code(world: World) -> str:
    return mint_code(desk(world), "0912345678").token


def test_a_code_names_its_member_once(world: World, lane: Lane) -> None:
    made = mint_code(desk(world), "0912345678")
    assert identify(lane.till, made.token).member_id == made.member
    assert refusal_of(lambda: identify(lane.till, made.token)) == "member_token_used"
    world.clock.instant += timedelta(seconds=1)
    assert identify(lane.till, code(world)).phone == PHONE


def test_what_was_used_stays_used_after_a_restart(world: World, lane: Lane) -> None:
    used = code(world)
    identify(lane.till, used)
    lane.store.close()
    lane.store = open_terminal_store(lane.folder, lane.secrets)
    assert refusal_of(lambda: identify(Till(lane.store, lane.clock), used)) == "member_token_used"


def test_a_quote_takes_no_code_and_a_sale_does(world: World, lane: Lane) -> None:
    bill = Sell(code(world), LINES)
    for _ in range(2):
        assert quote_sale(lane.till, bill).member is not None
    assert sell(lane.till, bill).member_id == identify(lane.till, "0912345678").member_id
    assert refusal_of(lambda: sell(lane.till, bill)) == "member_token_used"
    assert refusal_of(lambda: adjust(lane.till, Adjust(bill.member or "", 5, "missed"))) == "member_token_used"


def test_a_sale_that_is_refused_leaves_the_code_good(world: World, lane: Lane) -> None:
    bill = Sell(code(world), ())
    assert refusal_of(lambda: sell(lane.till, bill)) == "lines_empty"
    assert identify(lane.till, bill.member or "").phone == PHONE


@pytest.mark.parametrize(
    ("passed", "kind"),
    [(timedelta(minutes=7), "member_token_expired"), (-timedelta(hours=1), "member_token_not_yet_valid")],
)
def test_a_code_out_of_its_time_is_refused(world: World, lane: Lane, passed: timedelta, kind: str) -> None:
    late = code(world)
    lane.till = Till(lane.store, type(lane.clock)(world.clock.now() + passed))
    assert refusal_of(lambda: identify(lane.till, late)) == kind


def test_a_code_that_another_key_signed_or_that_was_changed_is_refused(world: World, lane: Lane) -> None:
    member = identify(lane.till, "0912345678").member_id
    foreign = mint(member, world.clock.now(), SigningKey.generate().sign)
    genuine = code(world)
    changed = genuine[:20] + ("A" if genuine[20] != "A" else "B") + genuine[21:]
    for text in (foreign, changed, genuine[:-8]):
        assert refusal_of(partial(identify, lane.till, text)) == "member_token_not_signed"
        assert refusal_of(partial(sell, lane.till, Sell(text, LINES))) == "member_token_not_signed"


def test_a_store_without_the_key_takes_no_code() -> None:
    assert not is_signed(None, b"statement", b"signature")
    assert not is_signed(b"short", b"statement", b"signature")
