"""``stillpoint till ledger`` and ``stillpoint till review``."""

import json
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

import ui.secrets
from terminal.domain.ledger import EntryKind
from terminal.ports.secrets import MemorySecrets
from terminal.store.store import create_terminal_store, open_replica_store
from terminal.usecases import points_ledger
from tests.store import facts
from ui.cli.commands import app

MEMBER = "0190a0b0-0000-7000-8000-00000000000a"
Say = Callable[..., str]


@pytest.fixture
def say(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Say:
    """A terminal with three entries, and the command line on it."""
    home, secrets = tmp_path / "home", MemorySecrets()
    monkeypatch.setattr(ui.secrets, "open_secrets", lambda: secrets)
    store = create_terminal_store(home, facts.IDENTITY, secrets, facts.GROUP_KEY, facts.OPENING)
    with closing(open_replica_store(home, secrets)) as replica:
        document, digest = facts.programme_bundle(1)
        replica.add_programme(document, digest, 1, b"signature")
        replica.apply_page([facts.server_member(MEMBER, 30)], 1, (0, 0))
    facts.append(store, facts.accrue(MEMBER, 5, "l1"))
    facts.sell(store, "s1", facts.accrue("m2", 9, "l2"))
    facts.append(store, facts.redeem(MEMBER, 50))
    store.close()

    def run(*arguments: str) -> str:
        environment = {"STILLPOINT_HOME": str(home), "STILLPOINT_LANGUAGE": "en"}
        result = CliRunner().invoke(app, ["till", *arguments], env=environment)
        assert result.exit_code == 0, result.output
        return result.output

    return run


def ask(say: Say, *arguments: str) -> Any:
    return json.loads(say(*arguments, "--json"))


def test_the_ledger_newest_first_with_filters(say: Say, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(points_ledger, "PAGE_ROWS", 2)
    entries = ask(say, "ledger")["entries"]
    assert [(entry["member"], entry["points"], entry["frame"], entry["number"]) for entry in entries] == [
        (MEMBER, -50, "adjustment", None),
        ("m2", 9, "sale", "0001"),
        (MEMBER, 5, "adjustment", None),
    ]
    whose = ask(say, "ledger", "--member", facts.PHONE, "--kind", EntryKind.ACCRUE, "--from", "2026-11-21", "--unsent")
    assert [entry["points"] for entry in whose["entries"]] == [5]
    assert len(ask(say, "ledger", "--limit", "1")["entries"]) == 1
    assert say("ledger", "--limit", "1") == f"2026-11-21  {MEMBER}  Redeemed  −50  not sent\n"


def test_what_waits_is_listed_and_marked_as_seen(say: Say) -> None:
    (one,) = ask(say, "review")["exceptions"]
    assert (one["kind"], one["member"], one["data"], one["seen"]) == ("overdrawn", MEMBER, {"points": 15}, None)
    assert "owes 15 points" in say("review")
    (again,) = ask(say, "review", "--seen", one["key"], "--by", "Wang")["exceptions"]
    assert again["seen"]["by"] == "Wang" and "Seen by Wang" in say("review")
