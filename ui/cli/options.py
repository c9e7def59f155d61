"""Options that many commands share, and how a command line says no."""

import errno
import json
import logging
import os
import sys
import traceback
from pathlib import Path
from typing import Annotated

import typer

from resources.language import DEFAULT_LANGUAGE, LANGUAGES
from terminal.domain.errors import Refusal
from terminal.usecases.wording import refusal_text
from ui.cli.main import HOME_VARIABLE

LANGUAGE_VARIABLE = "STILLPOINT_LANGUAGE"
JSON_KEY = "ui.cli.json"
LANGUAGE_KEY = "ui.cli.language"
EXIT_REFUSED = 1
_NO_SPACE = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


def _remember_json(context: typer.Context, wanted: bool) -> bool:
    context.meta[JSON_KEY] = wanted or context.meta.get(JSON_KEY, False)
    return wanted


def _remember_language(context: typer.Context, wanted: str | None) -> str | None:
    if wanted is not None and wanted not in LANGUAGES:
        raise typer.BadParameter(f"one of {', '.join(LANGUAGES)}")
    context.meta[LANGUAGE_KEY] = wanted
    return wanted


HomeOption = Annotated[
    Path,
    typer.Option(
        "--home",
        envvar=HOME_VARIABLE,
        file_okay=False,
        readable=False,  # what cannot be read is refused in words, not as a wrong command line
        help="The data folder: nothing is kept elsewhere.",
    ),
]
LanguageOption = Annotated[
    str | None,
    typer.Option("--language", callback=_remember_language, help=f"Language of messages: {', '.join(LANGUAGES)}."),
]
JsonOption = Annotated[bool, typer.Option("--json", callback=_remember_json, help="Print one JSON object.")]


def language_in(environment: str | None) -> str | None:
    """The language in ``STILLPOINT_LANGUAGE``, if that names one."""
    return environment if environment in LANGUAGES else None


def language_here() -> str:
    """The language of the command line: ``STILLPOINT_LANGUAGE``, else zh-TW."""
    return language_in(os.environ.get(LANGUAGE_VARIABLE)) or DEFAULT_LANGUAGE


def refusal_of(error: Exception) -> Refusal:
    """What to say of an error that nobody foresaw: a disk or a folder that fails is named, the rest is our fault."""
    if isinstance(error, OSError):
        return Refusal("disk_full" if error.errno in _NO_SPACE else "store_unreachable")
    return Refusal("internal_error", error=type(error).__name__)


def log_failure(log: logging.Logger, error: Exception) -> None:
    """Logs what failed and where, for support; the traceback, which may hold personal data, only where asked for."""
    if not isinstance(error, OSError):  # of those, the sentence says it all
        place = traceback.extract_tb(error.__traceback__)[-1]
        log.error("%s in %s:%s", type(error).__name__, place.filename, place.lineno)
    log.debug("the failure in full", exc_info=error)


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
