"""From the YAML that head office writes to the bundle that terminals compute with."""

import hashlib
import json
from collections.abc import Mapping
from typing import cast

from sync.programme.yaml_reader import read_yaml
from terminal.domain.bundle.shapes import invalid
from terminal.domain.errors import Refusal
from terminal.domain.frames import canonical_json
from terminal.domain.programme import Programme
from terminal.domain.records import record


@record
class CompiledProgramme:
    """A checked programme: what was written, its canonical bytes, their SHA-256 (hex), and what a till makes of it."""

    document: Mapping[str, object]
    bundle: bytes
    digest: str
    programme: Programme


def compile_yaml(text: str, name: str) -> CompiledProgramme:
    """The programme in ``text``, which people know as ``name`` (a file's).

    Raises ``Refusal("programme_invalid")`` with ``file``, ``path``, ``line`` and ``reason`` for the first mistake.
    """
    try:
        document, lines = read_yaml(text)
    except Refusal as refusal:
        raise _placed(refusal, name, refusal.data["line"]) from refusal
    try:
        # The reader itself refuses what is no mapping; this tells only the type checker.
        mapping = cast("Mapping[str, object]", document)
        bundle = _canonical(document)
        digest = hashlib.sha256(bundle).hexdigest()
        return CompiledProgramme(mapping, bundle, digest, Programme.from_document(mapping, digest))
    except Refusal as refusal:
        raise _placed(refusal, name, lines.of(str(refusal.data["path"]))) from refusal


def read_bundle(bundle: bytes) -> Programme:
    """The programme in a bundle's bytes. Raises ``Refusal("programme_invalid")``."""
    digest = hashlib.sha256(bundle).hexdigest()
    try:
        document = json.loads(bundle)
    except (ValueError, RecursionError) as error:
        raise invalid("", "not_json") from error
    return Programme.from_document(document, digest)


def _canonical(document: object) -> bytes:
    try:
        return canonical_json(document)
    except UnicodeEncodeError as error:  # half a character, written as an escape
        raise invalid("", "text_unprintable") from error


def _placed(refusal: Refusal, name: str, line: object) -> Refusal:
    where = f"{name}:{line} {refusal.data['path']}".strip()
    return Refusal(refusal.kind, **{**refusal.data, "file": name, "line": line, "where": where})
