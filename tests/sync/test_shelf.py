"""Programmes are parsed once, and only so many are kept."""

import pytest

import sync.server.programmes.shelf as shelf_module
from sync.programme.compiler import read_bundle
from sync.server.programmes.programmes import publish
from sync.server.programmes.shelf import ProgrammeShelf
from terminal.domain.programme import Programme
from tests.sync.world import World, bundle


def test_a_programme_is_parsed_once_until_others_take_its_place(
    small_world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    digests = []
    for version in (2, 3):
        published = publish(small_world.database, small_world.keys, bundle(version), small_world.clock.now)
        digests.append(published.programme.digest)
    parsed: list[int] = []

    def counted(document: bytes) -> Programme:
        parsed.append(len(document))
        return read_bundle(document)

    monkeypatch.setattr(shelf_module, "read_bundle", counted)
    shelf = ProgrammeShelf(kept_max=1)
    with small_world.database.read() as connection:
        for digest in (digests[0], digests[0], digests[1], digests[1], digests[0]):
            found = shelf.get(connection, digest)
            assert found is not None and found.digest == digest
        assert shelf.get(connection, "unheard-of") is None
    assert len(parsed) == 3
