from collections.abc import Iterator

import pytest

from tests.journeys.shop import Shop, shop


@pytest.fixture
def counter() -> Iterator[Shop]:
    with shop() as opened:
        yield opened
