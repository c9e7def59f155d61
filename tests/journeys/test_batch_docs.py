"""The session in the documentation is what the program does."""

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from typer.testing import CliRunner

from ui.cli.till import app

ROOT = Path(__file__).resolve().parents[2]


def session() -> list[tuple[str, dict[str, Any]]]:
    page = (ROOT / "docs" / "till-batch.md").read_text(encoding="utf-8")
    block = re.search(r"<!-- session -->\n```\n(.*?)```", page, re.DOTALL)
    assert block
    lines = block.group(1).splitlines()
    assert all(line.startswith(("→ ", "← ")[place % 2]) for place, line in enumerate(lines))
    return [(asked[2:], json.loads(told[2:])) for asked, told in zip(lines[::2], lines[1::2], strict=True)]


def part_of(answer: Mapping[str, Any], shown: Mapping[str, Any]) -> dict[str, Any]:
    """``answer`` cut down to what is ``shown``."""
    return {
        name: part_of(answer[name], value) if isinstance(value, Mapping) else answer[name]
        for name, value in shown.items()
    }


def test_the_documented_session_gives_the_documented_answers() -> None:
    exchanges = session()
    assert len(exchanges) >= 9
    programme = ROOT / "resources" / "programmes" / "demo.yaml"
    result = CliRunner().invoke(
        app,
        ["batch", "--try", str(programme), "--store", "xinyi", "--language", "en"],
        input="\n".join(asked for asked, _ in exchanges) + "\n",
    )
    answers = [json.loads(line) for line in result.stdout.splitlines()]
    assert result.exit_code == 1  # one refusal is part of the session
    assert [part_of(answer, told) for answer, (_, told) in zip(answers, exchanges, strict=True)] == [
        told for _, told in exchanges
    ]
