"""The points ledger of this terminal, page by page, down to the frame that an entry is in."""

import json
from collections.abc import Mapping
from datetime import date

from terminal.domain.errors import Refusal
from terminal.domain.frames import Frame, decode_frame
from terminal.domain.records import record
from terminal.ports.office import EntryFilter, EntryPlace, EntryState, Face, ListedEntry
from terminal.usecases.till import Till, counter_of

PAGE_ROWS = 100


@record
class LedgerPage:
    """Entries, newest first, and what is known of those they are of.

    ``is_last`` says that nothing comes behind, ``today`` is the current business day.
    """

    rows: tuple[ListedEntry, ...]
    faces: Mapping[str, Face]
    is_last: bool
    today: date


@record
class FrameFile:
    """A frame and all that helps to speak about it: its JSON, its size, the chain hash after it, where it has got to.

    ``programme`` is the version of the bundle it was made with; ``None`` where that bundle is no longer here.
    """

    frame: Frame
    text: str
    size: int
    chain_hash: str
    state: EntryState
    programme: int | None
    faces: Mapping[str, Face]


def points_ledger(till: Till, wanted: EntryFilter, after: EntryPlace | None = None) -> LedgerPage:
    """The page behind ``after``, the first one by default."""
    with till.store.view() as unit:
        office = unit.office()
        rows = office.entries(wanted, after, PAGE_ROWS)
        return LedgerPage(
            rows, office.faces([row.member_id for row in rows]), len(rows) < PAGE_ROWS, counter_of(till, unit).day
        )


def frame_file(till: Till, place: EntryPlace) -> FrameFile:
    """The frame at ``place``. Raises ``Refusal("frame_not_here")`` where another lane's frame is not kept any more."""
    with till.store.view() as unit:
        stored = unit.office().frame(place)
        if stored is None:
            raise Refusal("frame_not_here", epoch=place.epoch, seq=place.seq)
        frame = decode_frame(stored.payload)
        try:
            programme = unit.programme(frame.programme).version if frame.programme else None
        except Refusal:
            programme = None
        return FrameFile(
            frame=frame,
            text=json.dumps(json.loads(stored.payload), ensure_ascii=False, indent=2),
            size=len(stored.payload),
            chain_hash=stored.chain_hash.hex(),
            state=stored.state,
            programme=programme,
            faces=unit.office().faces([entry.member_id for entry in frame.entries]),
        )
