"""Receipt printers as a table: what each model can do, by the name that settings use."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from resources.compiled import document


@cache
def printer_table() -> Mapping[str, Mapping[str, Any]]:
    """Every known printer's keys by its name, as ``profiles.toml`` explains them."""
    return document("printers/profiles")
