"""Options that many commands share, and how a command line says no."""

import json
import sys
from pathlib import Path
from typing import Annotated

import typer

from resources.language import DEFAULT_LANGUAGE, LANGUAGES
from terminal.domain.errors import Refusal
from terminal.usecases.wording import refusal_text

HOME_VARIABLE = "STILLPOINT_HOME"
LANGUAGE_VARIABLE = "STILLPOINT_LANGUAGE"
JSON_KEY = "ui.cli.json"
EXIT_REFUSED = 1


def _remember_json(context: typer.Context, wanted: bool) -> bool:
    context.meta[JSON_KEY] = wanted or context.meta.get(JSON_KEY, False)
    return wanted


HomeOption = Annotated[
    Path,
    typer.Option("--home", envvar=HOME_VARIABLE, file_okay=False, help="The data folder: nothing is kept elsewhere."),
]
JsonOption = Annotated[bool, typer.Option("--json", callback=_remember_json, help="Print one JSON object.")]


def language_of(environment: str | None) -> str:
    """The language of the command line: ``STILLPOINT_LANGUAGE``, else zh-TW."""
    return environment if environment in LANGUAGES else DEFAULT_LANGUAGE


def refusal_document(refusal: Refusal, language: str) -> dict[str, object]:
    """A refusal as ``--json`` and ``till batch`` print it."""
    error = {"kind": refusal.kind, "data": dict(refusal.data), "message": refusal_text(refusal, language)}
    return {"ok": False, "error": error}


def say_refusal(refusal: Refusal, language: str, as_json: bool) -> None:
    """Prints a refusal: one sentence on stderr, or one object on stdout."""
    if as_json:
        print_json(refusal_document(refusal, language))
    else:
        print(refusal_text(refusal, language), file=sys.stderr)


def print_json(document: object) -> None:
    """Prints ``document`` as one line of JSON, in UTF-8 whatever the machine's code page, and flushes it."""
    line = json.dumps(document, ensure_ascii=False, default=str) + "\n"
    sys.stdout.flush()
    sys.stdout.buffer.write(line.encode("utf-8", "backslashreplace"))
    sys.stdout.buffer.flush()
