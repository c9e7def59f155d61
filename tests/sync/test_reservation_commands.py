"""Points set aside, by the commands of a server, a till and the office."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.sync.test_commands import Shell, line_of
from tests.sync.world import PROGRAMME

PHONE = "0912345678"
WHY = ("--reason", "drawer stolen", "--by", "lin", "--home", "server")


def batch(shell: Shell, *commands: dict[str, Any], code: int = 0) -> list[dict[str, Any]]:
    given = "\n".join(json.dumps(command) for command in commands)
    return [
        json.loads(line) for line in shell.run("till", "batch", "--home", "till", given=given, code=code).splitlines()
    ]


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    made = Shell(tmp_path)
    programme = tmp_path / "programme.yaml"
    programme.write_text(f"{PROGRAMME}\noffline: {{reservation: {{points: 60, days: 7}}}}\n", encoding="utf-8")
    members = tmp_path / "members.csv"
    members.write_text(f"phone,points\n{PHONE},90\n", encoding="utf-8")
    made.json("server", "init", "--home", "server")
    made.json("server", "publish", str(programme), "--home", "server")
    made.json("server", "import-members", str(members), "--store", "xinyi", "--home", "server")
    return made


@pytest.mark.slow
def test_from_a_sale_to_a_reservation_and_back_by_hand(shell: Shell) -> None:
    code = shell.json("server", "enrol-code", "--store", "xinyi", "--home", "server")["code"]
    with shell.running("server", "run", "--home", "server", "--port", "0", "--json") as server:
        url = line_of(server)["url"]
        terminal = shell.json("terminal", "enrol", "--server", url, "--code", code, "--home", "till")["terminal"]
        sale = {"op": "sell", "member": PHONE, "lines": [{"sku": "tea", "qty": 1, "price": 100}]}
        *_, known = batch(shell, {"op": "sync"}, sale, {"op": "sync"}, {"op": "identify", "member": PHONE})
        assert (known["balance"], known["reserved"], known["limits"]["redeem_max"]) == (100, 60, 100)

        (held,) = shell.json("server", "reservation", "list", "--home", "server")["reservations"]
        assert (held["terminal"], held["store"], held["points"], held["left"]) == (terminal, "xinyi", 60, 60)
        told = shell.run("server", "reservation", "list", "--home", "server")
        assert "60 of 60 points" in told
        assert "set aside" in told
        recalled = shell.json("server", "reservation", "recall", held["reservation"], *WHY)
        assert (recalled["changed"], recalled["points"]) == (True, 60)
        batch(shell, {"op": "sync"}, {"op": "sync"})
        assert shell.json("server", "reservation", "list", "--home", "server")["reservations"] == []
        assert batch(shell, {"op": "identify", "member": PHONE})[0]["reserved"] == 0

        to = ("--terminal", terminal, "--points", "30", "--days", "3")
        granted = shell.json("server", "reservation", "grant", PHONE, *to, *WHY)
        assert granted["points"] == 30
        released = shell.run("server", "reservation", "release", granted["reservation"], *WHY)
        assert "30 points" in released
        assert "so many can be lost at most" in released

    (first, second) = shell.json("server", "reservation", "list", "--closed", "--home", "server")["reservations"]
    assert (first["released"], second["released"] is not None) == (None, True)
    gone = shell.json("server", "reservation", "release", granted["reservation"], *WHY, code=1)
    assert gone["error"]["kind"] == "reservation_unknown"
    refused = shell.json(
        "server", "reservation", "grant", PHONE, "--terminal", "nowhere", "--points", "1", *WHY, code=1
    )
    assert refused["error"]["kind"] == "terminal_unknown"
