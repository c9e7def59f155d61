"""Enrolling: a code makes one terminal, once, whatever gets lost on the way."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sync.client.enrolment import Place, enrol_terminal
from sync.client.keys import read_keys
from sync.protocol.messages import EnrolAnswer, EnrolRequest
from sync.protocol.signing import SigningKey
from sync.server.steps.enrolment import GUESSES_PER_MINUTE
from terminal.domain.errors import Refusal
from terminal.ports.secrets import MemorySecrets
from tests.sync.test_pushing import Interposed
from tests.sync.world import World, later


def enrol(world: World, folder: Path, code: str, server: Any = None, secrets: MemorySecrets | None = None) -> Any:
    place = Place(folder, secrets or MemorySecrets(), "http://server.invalid")
    return enrol_terminal(server or world.service, place, code, world.clock)


def kind_of(act: Callable[[], object]) -> str:
    with pytest.raises(Refusal) as caught:
        act()
    return caught.value.kind


def test_terminals_of_a_store_are_numbered(world: World, tmp_path: Path) -> None:
    places = {"a": "xinyi", "b": "xinyi", "c": "daan"}
    numbers = [enrol(world, tmp_path / name, world.code(store)) for name, store in places.items()]
    assert [(one.store, one.number, one.brand, one.group) for one in numbers] == [
        ("xinyi", 1, "chawu", "chawu-group"),
        ("xinyi", 2, "chawu", "chawu-group"),
        ("daan", 1, "chawu", "chawu-group"),
    ]


def test_an_answer_lost_on_the_way_is_given_again_to_the_same_key(world: World, tmp_path: Path) -> None:
    code, secrets = world.code(), MemorySecrets()
    answers: list[EnrolAnswer] = []

    def lose(request: EnrolRequest) -> EnrolAnswer:
        answers.append(world.service.enrol(request))
        raise Refusal("server_unreachable")

    place = tmp_path / "home"
    assert kind_of(lambda: enrol(world, place, code, Interposed(world, enrol=lose), secrets)) == "server_unreachable"
    later(world, days=3)
    identity = enrol(world, place, code, secrets=secrets)
    assert (identity.terminal_id, identity.number) == (answers[0].terminal, 1)
    assert read_keys(place, secrets).server == world.keys.signing.public


def test_a_code_works_however_it_is_typed_and_only_once(world: World, tmp_path: Path) -> None:
    code = world.code()
    enrol(world, tmp_path / "home", f" {code.replace('-', '').lower().replace('0', 'o').replace('1', 'l')} ")
    assert kind_of(lambda: enrol(world, tmp_path / "other", code)) == "enrol_code_used"


def test_a_wrong_or_expired_code_is_refused_and_leaves_no_home(world: World, tmp_path: Path) -> None:
    code = world.code()
    assert kind_of(lambda: enrol(world, tmp_path / "home", "0000-0000-0000")) == "enrol_code_wrong"
    later(world, hours=25)
    assert kind_of(lambda: enrol(world, tmp_path / "home", code)) == "enrol_code_expired"
    assert not (tmp_path / "home" / "terminal.json").exists()


def test_guessing_is_slowed_down(small_world: World) -> None:
    request = EnrolRequest("0000", SigningKey.generate().public.hex())
    for _ in range(GUESSES_PER_MINUTE):
        assert kind_of(lambda: small_world.service.enrol(request)) == "enrol_code_wrong"
    assert kind_of(lambda: small_world.service.enrol(request)) == "too_many_guesses"
    later(small_world, seconds=61)
    assert kind_of(lambda: small_world.service.enrol(request)) == "enrol_code_wrong"


def test_a_code_for_a_store_that_does_not_exist_is_not_given(small_world: World) -> None:
    assert kind_of(lambda: small_world.code("nowhere")) == "store_unknown"


def test_without_a_keyring_nothing_is_enrolled(small_world: World, tmp_path: Path) -> None:
    class NoKeyring(MemorySecrets):
        def write(self, name: str, secret: bytes) -> None:
            raise Refusal("keyring_unavailable")

    code = small_world.code()
    assert kind_of(lambda: enrol(small_world, tmp_path / "home", code, secrets=NoKeyring())) == "keyring_unavailable"
    assert enrol(small_world, tmp_path / "home", code).number == 1


def test_a_home_that_is_a_terminal_already_stays_what_it_is(small_world: World, tmp_path: Path) -> None:
    enrol(small_world, tmp_path / "home", small_world.code())
    assert kind_of(lambda: enrol(small_world, tmp_path / "home", small_world.code())) == "store_exists"
