from decimal import Decimal

import pytest

from ui.cli.demo.baskets import Basket, read_baskets


@pytest.fixture(scope="module")
def baskets() -> list[Basket]:
    return read_baskets()


def test_every_basket_of_the_data_is_read_once(baskets: list[Basket]) -> None:
    assert len(baskets) == 4216
    assert len({basket.basket_id for basket in baskets}) == 4216
    assert sum(len(basket.lines) for basket in baskets) == 43686


def test_money_is_read_to_the_cent(baskets: list[Basket]) -> None:
    assert sum(basket.total_cents for basket in baskets) == Decimal("130071.32") * 100


def test_households_become_members_with_phones_of_their_own(baskets: list[Basket]) -> None:
    phones = {basket.household_id: basket.phone for basket in baskets}
    assert len(set(phones.values())) == 292
    assert all(len(phone) == 10 and phone.startswith("09") for phone in phones.values())


def test_baskets_come_in_order_of_time_with_the_stores_own_offset(baskets: list[Basket]) -> None:
    instants = [basket.at for basket in baskets]
    assert instants == sorted(instants)
    assert baskets[0].sell_command()["at"] == "2017-01-01T08:47:20-05:00"
    assert baskets[-1].sell_command()["at"].endswith("-04:00")


def test_cash_handed_over_covers_the_bill(baskets: list[Basket]) -> None:
    for basket in baskets:
        (tender,) = basket.sell_command()["tenders"]
        if "amount" in tender:
            assert tender["type"] == "cash"
            assert 0 <= tender["amount"] - basket.total_cents < 2000
