"""The template that every run is copied from."""

import shutil
from collections.abc import Iterator

import pytest

from tests.simulation.site import Site, build_site


@pytest.fixture(scope="session")
def site() -> Iterator[Site]:
    made = build_site()
    yield made
    shutil.rmtree(made.folder)
