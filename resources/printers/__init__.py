"""Receipt printers as a table: what each model can do, by the name that settings use."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def printer_table() -> Mapping[str, Mapping[str, Any]]:
    """Every known printer's keys by its name, as ``profiles.toml`` explains them."""
    text = (files("resources.printers") / "profiles.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)
