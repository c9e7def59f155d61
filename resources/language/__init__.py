"""Sentences and words in the user's language, made here and nowhere else.

One TOML file per language; sections ``error``, ``explain``, ``receipt``, ``till``, ``reason``, ``tender`` … each
mapping a kind to a sentence with ``{placeholders}``. A placeholder named like a section (``{reason}``, ``{tender}``)
is looked up there, so that codes become words, which may have placeholders of their own. ``{count:visit|visits}`` is
the number with its noun: ``1 visit``, ``2 visits``.
"""

import logging
from collections.abc import Mapping, Sequence
from functools import cache
from string import Formatter
from typing import Any, Protocol, runtime_checkable

from resources.compiled import document

LANGUAGES = ("zh_TW", "en")
DEFAULT_LANGUAGE = LANGUAGES[0]

_log = logging.getLogger(__name__)

SIGNS = "+-\N{MINUS SIGN}"
Section = Mapping[str, str]


@runtime_checkable
class Translated(Protocol):
    """A name that comes in every language, as programmes have them."""

    def in_language(self, language: str) -> str:
        """The name in ``language``."""
        ...


@cache
def vocabulary(language: str) -> Mapping[str, Section]:
    """All sections of a language. Raises ``LookupError`` for a language there is no file for."""
    if language not in LANGUAGES:
        raise LookupError(f"no such language: {language}")
    return document(f"language/{language}")


def sentence(kind: str, data: Mapping[str, object], language: str = DEFAULT_LANGUAGE, section: str = "error") -> str:
    """The sentence for ``kind`` with ``data`` put in; whole numbers get thousands separators.

    Values with an ``in_language`` method are names in several languages.

    Never fails at the edge: a kind without a sentence (an answer from a newer server) becomes the section's
    ``unexplained`` one, which names the kind; a placeholder without data stays visible.
    """
    words = vocabulary(language)[section]
    template = words.get(kind)
    if template is None:
        _log.warning("no sentence for %s.%s in %s", section, kind, language)
        return words["unexplained"].format(kind=kind) if "unexplained" in words else kind
    return _Sentences(language).vformat(template, (), data)


def word(kind: str, language: str, section: str) -> str:
    """The word for a code; the code itself when it is not ours (a tender that only this programme knows)."""
    return vocabulary(language)[section].get(kind, kind)


def placeholders(template: str) -> frozenset[str]:
    """The names of the placeholders in a sentence."""
    return frozenset(name for _, name, _, _ in Formatter().parse(template) if name)


class _Sentences(Formatter):
    def __init__(self, language: str) -> None:
        self._language = language

    def get_value(self, key: int | str, args: Sequence[Any], kwargs: Mapping[str, Any]) -> object:
        value = kwargs.get(str(key), f"{{{key}}}")
        if isinstance(value, int) and not isinstance(value, bool):
            return f"{value:,}"
        if not isinstance(value, str) and isinstance(value, Translated):  # asking a protocol takes its time
            return value.in_language(self._language)
        if str(key) in vocabulary(self._language) and isinstance(value, str):
            known = vocabulary(self._language)[str(key)].get(value)
            # A code's words may name more of the same data: "at least {minimum}".
            return value if known is None else self.vformat(known, args, kwargs)
        return value

    def format_field(self, value: object, format_spec: str) -> str:
        one, bar, many = format_spec.partition("|")
        if not bar:
            return str(super().format_field(value, format_spec))
        return f"{value} {one if str(value).lstrip(SIGNS) == '1' else many}"
