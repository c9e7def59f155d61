"""The language the demo speaks: the one asked for, else the machine's, else English."""

import os

from resources.language import LANGUAGES
from ui.cli.options import LANGUAGE_VARIABLE


def demo_language() -> str:
    """``zh_TW`` or ``en``."""
    chosen = os.environ.get(LANGUAGE_VARIABLE)
    if chosen in LANGUAGES:
        return chosen
    return "zh_TW" if os.environ.get("LANG", "").startswith("zh") else "en"
