"""Phones that show codes: one a day at each till, for whom it has met, in the moment of the sale."""

from datetime import timedelta
from itertools import groupby

import pytest

from sync.protocol.signing import SigningKey
from terminal.domain.member_tokens import check_time, read
from ui.cli.demo.baskets import Basket, read_baskets
from ui.cli.demo.phones import Phones

MEMBER = "019c0b5e-6f0a-7c44-8d3e-1a2b3c4d5e6f"


@pytest.fixture(scope="module")
def baskets() -> list[Basket]:
    return read_baskets()


def test_nobody_is_known_at_first(baskets: list[Basket]) -> None:
    assert Phones(SigningKey.generate().sign).show(baskets[0]) is None


def test_one_a_day_and_valid_then(baskets: list[Basket]) -> None:
    phones, shown = Phones(SigningKey.generate().sign), 0
    for basket in baskets:
        code = phones.show(basket)
        phones.meet(basket, {"member": MEMBER})
        if code is None:
            continue
        token, shown = read(code), shown + 1
        assert token.member_id == MEMBER
        check_time(token, basket.at)
        assert token.expires_at - basket.at <= timedelta(minutes=5)
    days = [day for day, _ in groupby(baskets, key=lambda basket: basket.at.date())]
    assert len(days) - 2 <= shown == phones.shown <= len(days)
