"""What a member likes here, from their latest sales on this till."""

from datetime import timedelta
from fractions import Fraction

from terminal.domain.bills import Line
from terminal.usecases.habits import SALES_MAX, Favourite, habits
from terminal.usecases.sell import Sell, sell
from terminal.usecases.void import Void, void
from tests.unit.usecases.counter import PHONE, CounterInMemory


def buy(counter: CounterInMemory, *skus: str) -> str:
    bill = tuple(Line(sku, f"{sku}!", "any", Fraction(1), 50) for sku in skus)
    return sell(counter.till, Sell(PHONE, bill)).sale_id


def test_the_most_bought_comes_first_and_once_is_no_habit(counter: CounterInMemory) -> None:
    member = counter.enrol()
    for skus in (("tea", "roll"), ("tea", "tea", "open"), ("roll", "tea"), ("cake", "open")):
        buy(counter, *skus)
    found = habits(counter.till, member)
    assert found.favourites == (Favourite("tea", "tea!", 3), Favourite("roll", "roll!", 2))
    assert found.items == ("cake!", "open!")


def test_nothing_bought_is_nothing_to_say(counter: CounterInMemory) -> None:
    found = habits(counter.till, counter.enrol())
    assert (found.favourites, found.last_day, found.items) == ((), None, ())


def test_a_void_sale_was_no_visit(counter: CounterInMemory) -> None:
    member = counter.enrol()
    buy(counter, "tea")
    void(counter.till, Void(buy(counter, "cake")))
    assert habits(counter.till, member).items == ("tea!",)


def test_only_the_latest_sales_are_looked_at(counter: CounterInMemory) -> None:
    member = counter.enrol()
    for _ in range(2):
        buy(counter, "cake")
    counter.clock.instant += timedelta(days=1)
    for _ in range(SALES_MAX):
        buy(counter, "tea")
    found = habits(counter.till, member)
    assert found.favourites == (Favourite("tea", "tea!", SALES_MAX),)
