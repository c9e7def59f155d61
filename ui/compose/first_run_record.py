"""How far the first run of a home came. Every start asks whether there is one; what it holds is another matter."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING

from resources.language import DEFAULT_LANGUAGE, LANGUAGES
from terminal.domain.records import record
from terminal.store.errors import explaining
from terminal.store.home import Home
from terminal.store.schema import sync_to_disk

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from ui.viewmodels.first_run import Begun

RECORD = "first-run.json"


@record
class FirstRunRecord:
    """A small file in the home: it is there from the first start until the till was set up, and holds no secret."""

    home: Path

    @property
    def file(self) -> Path:
        """Where it is."""
        return self.home / RECORD

    def is_open(self) -> bool:
        """Whether a first run was begun here and not finished."""
        return self.file.exists()

    def read(self) -> Begun:
        """How far it came; what cannot be read is begun anew."""
        from ui.viewmodels.first_run import Begun, FirstStep

        try:
            kept = json.loads(self.file.read_text(encoding="utf-8"))
            begun = Begun(str(kept["language"]), str(kept["server"]), FirstStep(kept["step"]))
        except (OSError, ValueError, KeyError, TypeError):
            return Begun(machine_language(os.environ))
        return begun if begun.language in LANGUAGES else Begun(DEFAULT_LANGUAGE, begun.server, begun.step)

    def write(self, begun: Begun) -> None:
        """Keeps it, durably. Raises ``Refusal``: ``store_unreachable``, ``disk_full``."""
        from dataclasses import asdict

        Home(self.home).make()
        work = self.file.with_name(RECORD + ".new")
        with explaining():
            work.write_text(json.dumps(asdict(begun)) + "\n", encoding="utf-8")
            sync_to_disk(work)
            os.replace(work, self.file)

    def close(self) -> None:
        """The till is set up."""
        with explaining():
            self.file.unlink(missing_ok=True)


def machine_language(environment: Mapping[str, str]) -> str:
    """The language that the machine speaks, where we do too."""
    from locale import getlocale

    said = environment.get("STILLPOINT_LANGUAGE") or environment.get("LANG") or getlocale()[0] or ""
    return "en" if said.startswith(("en", "C.")) or said == "C" else DEFAULT_LANGUAGE
