"""How this terminal stands with the server and the printer, for the status strip."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from terminal.domain.records import record
from terminal.usecases.knowledge import clock_behind, is_online, link_age

if TYPE_CHECKING:
    from collections.abc import Mapping

    from terminal.ports.store import LinkState
    from terminal.usecases.till import Till


@record
class LinkFigures:
    """The strip's figures. ``online`` is what redemption goes by; ages are never negative.

    ``print_jobs`` counts jobs by state (``terminal.ports.printing.JobState``). ``clock_behind`` says that the clock
    stands before the last sync: somebody should set it.
    """

    link: LinkState
    online: bool
    now: datetime
    age: timedelta | None
    oldest_unsent_age: timedelta | None
    print_jobs: Mapping[str, int]
    clock_behind: bool = False


def link_state(till: Till) -> LinkFigures:
    """How things stand now."""
    with till.store.view() as unit:
        link, now = unit.link(), till.clock.now()
        oldest = link.oldest_unsent_at
        return LinkFigures(
            link=link,
            online=is_online(link, unit.programme().offline, now),
            now=now,
            age=link_age(link, now),
            oldest_unsent_age=max(now - oldest, timedelta()) if oldest else None,
            print_jobs=unit.job_counts(),
            clock_behind=clock_behind(link, now),
        )
