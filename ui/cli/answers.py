"""How commands say what they did: a sentence, or one JSON object."""

from collections.abc import Mapping

import typer

from resources.language import sentence
from ui.cli.options import language_here, print_json


def say(kind: str, document: Mapping[str, object], as_json: bool) -> None:
    """Prints ``document`` as ``{"ok": true, …}``, or the sentence ``kind`` of section ``cli`` filled with it."""
    if as_json:
        print_json({"ok": True, **document})
    else:
        language = language_here()
        typer.echo(sentence(kind, document, language, section="cli"))
