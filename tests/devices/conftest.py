"""What several tests of devices begin with."""

from collections.abc import Iterator

import pytest

from devices.printer.simulator import VirtualPrinter
from tests.devices.bench import Bench


@pytest.fixture
def bench() -> Iterator[Bench]:
    with VirtualPrinter.tcp() as printer:
        made = Bench(printer)
        yield made
        made.spooler.stop()
