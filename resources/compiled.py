"""What people write in TOML, compiled to JSON: a till reads it while somebody waits, and reads JSON in no time.

``make translations`` compiles (``python -m resources.compiled``); a test holds both to be the same.
"""

import json
from pathlib import Path
from typing import Any

from resources import FOLDER


def document(name: str) -> dict[str, Any]:
    """What is written in ``<name>.toml`` below this folder."""
    read: dict[str, Any] = json.loads((FOLDER / f"{name}.json").read_bytes())
    return read


def written() -> dict[Path, str]:
    """The text of every compiled file as what is written now makes it, by its place."""
    import tomllib

    sources = sorted(source for room in ("language", "printers") for source in (FOLDER / room).glob("*.toml"))
    documents = ((source, tomllib.loads(source.read_text(encoding="utf-8"))) for source in sources)
    return {
        source.with_suffix(".json"): json.dumps(document, ensure_ascii=False, indent=1) + "\n"
        for source, document in documents
    }


if __name__ == "__main__":
    for place, text in written().items():
        place.write_text(text, encoding="utf-8")
