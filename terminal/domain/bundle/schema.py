"""The JSON Schema of a bundle, for editors: what is said in many places is written once."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any, Final

from terminal.domain.bundle.group import json_schema

_WORTH_SHARING: Final = 200
_NOT_SHARED: Final = ("description", "default")


def shared_schema() -> dict[str, Any]:
    """``json_schema`` with every larger part that occurs more than once under ``$defs``, named by its key."""
    whole = json_schema()
    counts = Counter(text for _, text in _parts(whole, ""))
    names: dict[str, str] = {}
    for key, text in _parts(whole, ""):
        if counts[text] > 1 and text not in names:
            same = sum(name.rstrip("0123456789") == key for name in names.values())
            names[text] = f"{key}{same + 1 if same else ''}"
    shared = {name: _inside(json.loads(text), names) for text, name in names.items()}
    return {**_inside(whole, names), "$defs": dict(sorted(shared.items()))}


def _parts(schema: object, key: str) -> Iterator[tuple[str, str]]:
    """(key, text) of every object schema inside ``schema`` that is large enough to be worth sharing."""
    if isinstance(schema, Mapping):
        if key and (text := _text(schema)) and len(text) >= _WORTH_SHARING:
            yield key, text
        for name, value in schema.items():
            inside = value.items() if name == "properties" else ((key or name, value),)
            for child, part in inside:
                yield from _parts(part, child)
    elif isinstance(schema, list):
        for part in schema:
            yield from _parts(part, key)


def _text(schema: Mapping[str, Any]) -> str:
    return json.dumps({name: value for name, value in schema.items() if name not in _NOT_SHARED}, sort_keys=True)


def _inside(schema: Any, names: Mapping[str, str]) -> Any:
    """``schema`` with what is inside it replaced by references."""
    if isinstance(schema, Mapping):
        return {name: _referred(value, names) for name, value in schema.items()}
    return [_referred(value, names) for value in schema] if isinstance(schema, list) else schema


def _referred(schema: Any, names: Mapping[str, str]) -> Any:
    if isinstance(schema, Mapping) and (name := names.get(_text(schema))):
        own = {key: schema[key] for key in _NOT_SHARED if key in schema}
        return {"$ref": f"#/$defs/{name}", **own}
    return _inside(schema, names)
