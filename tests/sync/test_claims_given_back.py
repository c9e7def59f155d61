"""Claimed points of goods that came back at another till: found by the server in whatever order it hears of both."""

import random

import pytest

from sync.server.programmes.programmes import publish
from terminal.domain.errors import Refusal
from terminal.usecases.adjust import Adjust, adjust
from terminal.usecases.void import Void, void
from tests.sync.claims_shop import (
    OTHER,
    PHONE,
    MakeLane,
    Tills,
    claimant,
    claimed,
    given_back,
    opened,
    pushed,
    sold,
    told,
    with_claims,
)
from tests.sync.office import codes, conserved, server_state, wallet
from tests.sync.world import Lane, World


@pytest.fixture
def tills(world: World, lanes: MakeLane) -> Tills:
    """The till that sells, and the one of the same store at which its receipts are claimed; both know the member."""
    return opened(world, lanes)


@pytest.fixture
def small_tills(small_world: World, lanes_small: MakeLane) -> Tills:
    """The same in the small world."""
    return opened(small_world, lanes_small)


ORDERS = pytest.mark.parametrize("order", ["claim first", "refund first", "together"])


def heard(world: World, tills: Tills, order: str) -> None:
    seller, other = tills
    if order == "together":
        for lane in tills:
            lane.pause = lambda _seconds: None
            lane.sync()
        world.post()
        for lane in tills:
            lane.pause = world.post
    pushed(*((other, seller) if order == "claim first" else (seller, other)))
    pushed(seller, other)


@ORDERS
@pytest.mark.parametrize(("numbers", "kept"), [((), 0), ((1,), 20), ((2,), 30), ((3,), 30), ((1, 3), 10)])
def test_what_is_kept_is_what_the_kept_part_earns(
    world: World, tills: Tills, order: str, numbers: tuple[int, ...], kept: int
) -> None:
    seller, other = tills
    sale = sold(seller, 210, 150, 90)
    assert claimed(other, sale) == 40
    assert given_back(seller, sale, *numbers) == 0  # this till has not heard of the claim
    heard(world, tills, order)
    assert (wallet(seller, PHONE), wallet(other, PHONE)) == (kept, kept)
    assert told(world) == [("claim_taken_back", 40 - kept)]
    assert conserved(world) and "rule_mismatch" not in codes(world)
    pushed(seller, other)
    world.post()
    assert wallet(other, PHONE) == kept


@ORDERS
def test_what_counts_towards_tiers_goes_with_the_points(world: World, tills: Tills, order: str) -> None:
    seller, other = tills
    sale = sold(seller, 210, 150, 90)
    claimed(other, sale)
    given_back(seller, sale, 1)
    heard(world, tills, order)
    state = server_state(world, claimant(other))
    assert sum(day.points for day in state.progress.activity) == state.total == 20


def test_refunds_around_a_claim_take_back_once(world: World, tills: Tills) -> None:
    seller, other = tills
    sale = sold(seller, 210, 150, 90)
    given_back(seller, sale, 3)
    pushed(seller)
    claimed(other, sale)
    pushed(other)
    given_back(seller, sale, 1)
    pushed(seller)
    assert server_state(world, claimant(other)).total == 10
    given_back(seller, sale)
    pushed(seller, other)
    assert wallet(other, PHONE) == 0
    assert told(world) == [("claim_taken_back", points) for points in (10, 20, 10)]
    assert conserved(world)


@ORDERS
def test_what_the_till_took_itself_is_not_taken_again(world: World, tills: Tills, order: str) -> None:
    seller, _ = tills
    sale = sold(seller, 210, 150, 90)
    given_back(seller, sale, 3)
    assert claimed(seller, sale) == 30  # of what is left
    assert given_back(seller, sale, 2) == 10
    heard(world, tills, order)
    assert wallet(seller, PHONE) == 20
    assert codes(world) == [] and conserved(world)


def test_a_void_at_one_till_undoes_the_claim_at_another(world: World, tills: Tills) -> None:
    seller, other = tills
    sale = sold(seller, 300)
    claimed(other, sale)
    void(seller.till, Void(sale.sale_id))
    pushed(seller, other)
    assert wallet(other, PHONE) == 0


@ORDERS
def test_a_receipt_that_two_tills_took_loses_both(world: World, tills: Tills, order: str) -> None:
    seller, other = tills
    other.enrol(OTHER)
    sale = sold(seller, 210, 150)
    assert (claimed(seller, sale), claimed(other, sale, OTHER)) == (30, 30)
    assert given_back(seller, sale, 1) == 20
    heard(world, tills, order)
    assert (wallet(other, PHONE), wallet(other, OTHER)) == (10, 10)
    assert sorted(told(world)) == [("claim_taken_back", 20), ("claim_used_twice", 0)]
    assert conserved(world)


@pytest.mark.parametrize(("switch", "left"), [("negative", -25), ("zero", 0), ("refuse", 0)])
def test_points_that_were_spent_follow_the_brands_switch(world: World, tills: Tills, switch: str, left: int) -> None:
    seller, other = tills
    publish(world.database, world.keys, with_claims(3, f"    refund: {{below_zero: {switch}}}\n"), world.clock.now)
    pushed(seller, other)
    sale = sold(seller, 300)
    claimed(other, sale)
    adjust(other.till, Adjust(PHONE, -25, "spent"))
    pushed(other)
    given_back(seller, sale)
    pushed(seller, other)
    assert wallet(other, PHONE) == left
    other.sell(PHONE, 500)
    pushed(seller, other, seller)
    assert wallet(other, PHONE) == left + 50  # what was let go is settled
    assert conserved(world)


def test_a_claim_counts_by_the_programme_of_its_day(world: World, tills: Tills) -> None:
    seller, other = tills
    sale = sold(seller, 210, 150, 90)
    publish(world.database, world.keys, with_claims(3, per=50), world.clock.now)
    pushed(other)
    assert claimed(other, sale) == 90
    given_back(seller, sale, 1)  # of 240 left: 40
    pushed(other, seller, other)
    assert wallet(other, PHONE) == 40


def test_a_claim_that_was_used_here_is_refused_before_anything_is_booked(world: World, tills: Tills) -> None:
    seller, other = tills
    sale = sold(seller, 300)
    claimed(other, sale)
    with pytest.raises(Refusal, match="claim_used"):
        claimed(other, sale)
    pushed(seller, other)
    assert wallet(other, PHONE) == 30


class Counted:
    """A sale of the history, what is left of it, and what two tills gave for its receipt."""

    def __init__(self, seller: Lane, chance: random.Random) -> None:
        self.amounts = [chance.randrange(20, 300) for _ in range(chance.randrange(1, 5))]
        self.sale = sold(seller, *self.amounts)
        self.left = list(range(1, len(self.amounts) + 1))
        self.claims = 0

    def happens(self, tills: Tills, chance: random.Random) -> None:
        if chance.random() < 0.6 and self.left:
            number = self.left.pop(chance.randrange(len(self.left)))
            given_back(tills[0], self.sale, number)
            return
        try:
            claimed(chance.choice(tills), self.sale)
            self.claims += 1
        except Refusal as refusal:
            assert refusal.kind in {"claim_used", "claim_given_back", "claim_without_points"}

    @property
    def kept(self) -> int:
        """What all claims of it come to once everybody has heard of everything."""
        return self.claims * (10 * (sum(self.amounts[number - 1] for number in self.left) // 100))


@pytest.mark.parametrize("seed", range(10))
def test_whatever_comes_first_what_is_kept_is_what_the_kept_parts_earn(
    small_tills: Tills, small_world: World, seed: int
) -> None:
    chance = random.Random(seed)
    sales = [Counted(small_tills[0], chance) for _ in range(6)]
    for _ in range(40):
        if chance.random() < 0.3:
            lane = chance.choice(small_tills)
            lane.pause = chance.choice([small_world.post, lambda _seconds: None])
            lane.sync()
        else:
            chance.choice(sales).happens(small_tills, chance)
    assert sum(sale.claims for sale in sales) > 0
    for lane in small_tills:
        lane.pause = small_world.post
    pushed(*small_tills, *small_tills)
    assert [wallet(lane, PHONE) for lane in small_tills] == [sum(sale.kept for sale in sales)] * 2
    assert conserved(small_world)
