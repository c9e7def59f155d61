"""Which keyring a process uses, and what it makes of a broken one."""

import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from terminal.domain.errors import Refusal
from terminal.store.keyring_secrets import KeyringSecrets
from ui import secrets
from ui.secrets import FILE_VARIABLE, PIPE_VARIABLE, FileSecrets, open_secrets


@pytest.fixture(autouse=True)
def _afresh(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.delenv(PIPE_VARIABLE, raising=False)
    monkeypatch.delenv(FILE_VARIABLE, raising=False)
    secrets.open_secrets.cache_clear()
    yield
    secrets.open_secrets.cache_clear()


def pipe_with(text: str) -> str:
    reading, writing = os.pipe()
    os.write(writing, text.encode())
    os.close(writing)
    return str(reading)


def test_an_inherited_pipe_fills_a_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(PIPE_VARIABLE, pipe_with(json.dumps({"terminal/t/database": "00ff"})))
    assert open_secrets().read("terminal/t/database") == b"\x00\xff"
    assert open_secrets() is open_secrets()


@pytest.mark.parametrize("text", ["", "[]", "{", '{"a": 5}', '{"a": "not hex"}'])
def test_a_pipe_with_something_else_is_refused(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setenv(PIPE_VARIABLE, pipe_with(text))
    with pytest.raises(Refusal) as refused:
        open_secrets()
    assert (refused.value.kind, refused.value.data["source"]) == ("secrets_invalid", PIPE_VARIABLE)


@pytest.mark.parametrize("number", ["many", "-1", "99999"])
def test_a_pipe_that_is_none_is_refused(monkeypatch: pytest.MonkeyPatch, number: str) -> None:
    monkeypatch.setenv(PIPE_VARIABLE, number)
    with pytest.raises(Refusal, match="secrets_invalid"):
        open_secrets()


def test_otherwise_it_is_the_keyring() -> None:
    assert isinstance(open_secrets(), KeyringSecrets)


def test_a_file_keeps_secrets_for_its_owner_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "secrets.json"
    monkeypatch.setenv(FILE_VARIABLE, str(file))
    kept = open_secrets()
    assert kept.read("server/s/signing") is None
    kept.write("server/s/signing", b"one")
    kept.write("server/s/group", b"two")
    kept.write("server/s/signing", b"three")
    assert FileSecrets(file).read("server/s/signing") == b"three"
    assert FileSecrets(file).read("server/s/group") == b"two"
    assert file.stat().st_mode & 0o777 == 0o600
    assert list(tmp_path.iterdir()) == [file]


@pytest.mark.parametrize(("mode", "text"), [(0o640, "{}"), (0o604, "{}"), (0o600, "nonsense")])
def test_a_file_that_others_may_read_or_nobody_can_is_refused(tmp_path: Path, mode: int, text: str) -> None:
    file = tmp_path / "secrets.json"
    file.write_text(text)
    file.chmod(mode)
    with pytest.raises(Refusal, match="secrets_invalid"):
        FileSecrets(file)
