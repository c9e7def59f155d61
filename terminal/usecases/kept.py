"""Answers kept under the caller's key, so that a repeated command changes nothing and hears the same."""

from collections.abc import Mapping
from dataclasses import fields
from fractions import Fraction
from typing import Any, TypeVar

import msgspec

from terminal.domain.errors import Broken, Refusal
from terminal.domain.text import LocalText
from terminal.ports.store import UnitOfWork

KEY_LENGTH_MAX = 64
_NAME_FIELDS = {field.name for field in fields(LocalText)}

Answer = TypeVar("Answer")


def kept_answer(unit: UnitOfWork, operation: str, key: str | None, form: type[Answer]) -> Answer | None:
    """The answer once kept under ``key``, if any.

    Raises ``Refusal``: ``key_invalid``, ``key_reused`` when the key belongs to another operation.
    """
    if key is None:
        return None
    if not key.strip() or len(key) > KEY_LENGTH_MAX or not key.isprintable():
        raise Refusal("key_invalid", length_max=KEY_LENGTH_MAX)
    kept = unit.answer_for(key)
    if kept is None:
        return None
    if kept["op"] != operation:
        raise Refusal("key_reused", op=kept["op"])
    try:
        return msgspec.convert(kept["answer"], form, dec_hook=_decode)
    except msgspec.ValidationError as error:
        raise Broken(f"kept answer {key}: {error}") from error


def keep_answer(unit: UnitOfWork, operation: str, key: str | None, answer: object) -> None:
    """Keeps ``answer`` under ``key`` in this unit of work; nothing without a key."""
    if key is not None:
        document: Mapping[str, Any] = {"op": operation, "answer": msgspec.to_builtins(answer, enc_hook=_encode)}
        unit.keep_answer(key, document)


def _encode(value: object) -> object:
    if isinstance(value, Fraction):
        return str(value)
    raise Broken(f"{type(value).__name__} has no place in an answer")


def _decode(form: type, value: object) -> object:
    if form is Fraction and isinstance(value, str):
        return Fraction(value)
    if form is object:  # open data does not say what it holds; among what answers carry, only names are structured
        return LocalText(**value) if isinstance(value, Mapping) and value.keys() == _NAME_FIELDS else value
    raise Broken(f"{form.__name__} has no place in an answer")
