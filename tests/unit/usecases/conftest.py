import pytest

from tests.unit.usecases.counter import CounterInMemory


@pytest.fixture
def counter() -> CounterInMemory:
    return CounterInMemory()
