"""Sessions written into pages, run through the real command: a programme, commands, and parts of their answers."""

import json
import re
from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from typer.testing import CliRunner

from sync.programme.yaml_reader import read_yaml
from ui.cli.till import app

FIRST_AT = "2026-11-21T12:00:00+08:00"
_BLOCK = re.compile(
    r"^```yaml\n(?P<yaml>.*?)^```$|^<!-- session(?: at (?P<store>\S+))? -->\n```\n(?P<session>.*?)^```$|^\|[^\n]*\|$",
    re.MULTILINE | re.DOTALL,
)


@dataclass(frozen=True)
class Session:
    """A programme's document, the store, and (command, what its answer must hold) in order."""

    place: str
    document: Mapping[str, Any]
    store: str
    exchanges: tuple[tuple[str, Any], ...]


def merged(base: Mapping[str, Any], change: Mapping[str, Any]) -> dict[str, Any]:
    """``base`` with ``change`` laid over it, mapping by mapping."""
    result = deepcopy(dict(base))
    for key, value in change.items():
        inside = isinstance(value, dict) and isinstance(result.get(key), dict)
        result[key] = merged(result[key], value) if inside else value
    return result


def sessions_of(page: str) -> Iterator[Session]:
    """The sessions on a page, each with the whole programme before it and the changes to it since the last example.

    A table is an example too, of what stands before it.
    """
    base: dict[str, Any] = {}
    change: dict[str, Any] = {}
    used = False
    for found in _BLOCK.finditer(page):
        if found["yaml"] is not None:
            document: Any = read_yaml(found["yaml"])[0]
            if "stillpoint" in document and "version" in document:
                base, change = document, {}
            else:
                change = document if used else merged(change, document)
            used = False
            continue
        used = True
        if found["session"] is not None:
            line = page.count("\n", 0, found.start()) + 1
            yield Session(f"line {line}", merged(base, change), found["store"] or "xinyi", _exchanges(found["session"]))


def _exchanges(block: str) -> tuple[tuple[str, Any], ...]:
    """(command, answer); a command without ``at`` is given at the time of the one before, never at that of the test."""
    lines = block.splitlines()
    assert all(line.startswith(("→ ", "← ")[place % 2]) for place, line in enumerate(lines)), block
    exchanges, at = [], FIRST_AT
    for asked, told in zip(lines[::2], lines[1::2], strict=True):
        command = {"at": at, **json.loads(asked[2:])}
        at = command["at"]
        exchanges.append((json.dumps(command, ensure_ascii=False), json.loads(told[2:])))
    return tuple(exchanges)


def run(session: Session, folder: Path) -> list[Any]:
    """What the till answers to the commands of ``session``, cut down to what the session shows."""
    programme = folder / "programme.yaml"
    programme.write_text(json.dumps(session.document, ensure_ascii=False), encoding="utf-8")
    result = CliRunner().invoke(
        app,
        ["batch", "--try", str(programme), "--store", session.store, "--language", "en"],
        input="\n".join(asked for asked, _ in session.exchanges) + "\n",
    )
    answers = [json.loads(line) for line in result.stdout.splitlines()]
    assert len(answers) == len(session.exchanges), (session.place, result.output)
    return [part_of(answer, told) for answer, (_, told) in zip(answers, session.exchanges, strict=True)]


def part_of(answer: Any, shown: Any) -> Any:
    """``answer`` cut down to what is ``shown``; lists in full length, their items cut down."""
    if isinstance(shown, Mapping) and isinstance(answer, Mapping):
        return {name: part_of(answer.get(name, "not there"), value) for name, value in shown.items()} | (
            {"error": answer["error"]} if not answer.get("ok", True) and shown.get("ok", True) else {}
        )
    if isinstance(shown, list) and isinstance(answer, list) and len(shown) == len(answer):
        return [part_of(item, part) for item, part in zip(answer, shown, strict=True)]
    return answer
