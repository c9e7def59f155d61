"""What at this terminal waits for a person: each with its evidence, until somebody has looked at it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from terminal.domain.frames import FrameKind, decode_frame
from terminal.domain.ledger import EntryKind
from terminal.domain.records import record
from terminal.ports.office import EntryFilter, EntryPlace, Face, ListedEntry, OfficeRecords, Seen
from terminal.ports.printing import JobState
from terminal.ports.store import LinkState, UnitOfWork
from terminal.usecases.knowledge import clock_behind
from terminal.usecases.noted_merges import MergeState, merge_at
from terminal.usecases.till import Counter, Till, counter_of

LOOKED_BACK: Final = timedelta(days=14)
"""How long adjustments by hand, merges, and members who owe, are listed."""
OF_EACH_MAX: Final = 100
JOBS_MAX: Final = 200
CUT_OFF: Final = frozenset({"epoch_frozen", "terminal_revoked", "push_epoch_unknown", "push_signature_wrong"})
"""Refusals after which the server books nothing of what this terminal sends."""


class ExceptionKind(StrEnum):
    """What there is to look at, what is most serious first."""

    CUT_OFF = "cut_off"
    SET_ASIDE = "set_aside"
    CLOCK = "clock"
    OVERDRAWN = "overdrawn"
    NOT_MERGED = "not_merged"
    PRINT_HELD = "print_held"
    PRINT_UNCONFIRMED = "print_unconfirmed"
    ADJUSTED = "adjusted"
    MERGED = "merged"


@record
class Exceptional:
    """One thing to look at. ``key`` names it for good: when it gets worse, it is another one.

    ``data`` are its figures, ``refusal`` the kind of a refusal whose own sentence explains it. ``member`` is whom it is
    about (``other`` is whom they were to become), ``place`` the entry that shows it.
    """

    key: str
    kind: ExceptionKind
    at: datetime | None
    data: Mapping[str, object] = field(default_factory=dict)
    refusal: str | None = None
    member: Face | None = None
    other: Face | None = None
    place: EntryPlace | None = None
    seen: Seen | None = None


def exceptions(till: Till) -> tuple[Exceptional, ...]:
    """What there is now: first what nobody has seen, the most serious first."""
    with till.store.view() as unit:
        counter, office = counter_of(till, unit), unit.office()
        marks = office.seen()
        found = [
            *_link(unit),
            *_set_aside(office, unit.link()),
            *_clock(unit, counter),
            *_overdrawn(office, counter),
            *_print_jobs(unit),
            *_by_hand(unit, office, counter),
        ]
    marked = [_with_mark(one, marks) for one in found]
    kinds = list(ExceptionKind)
    return tuple(sorted(marked, key=lambda one: (one.seen is not None, kinds.index(one.kind))))


def mark_seen(till: Till, key: str, by: str) -> Seen:
    """Remembers who looked at it; the first look counts."""
    with till.store.unit_of_work() as unit:
        office = unit.office()
        office.mark_seen(key, Seen(till.clock.now(), by))
        mark = office.seen()[key]
        unit.commit()
        return mark


def _with_mark(one: Exceptional, marks: Mapping[str, Seen]) -> Exceptional:
    mark = marks.get(one.key)
    return one if mark is None else replace(one, seen=mark)


def _link(unit: UnitOfWork) -> Iterator[Exceptional]:
    link = unit.link()
    if link.refusal in CUT_OFF:
        epoch = unit.identity().epoch
        yield Exceptional(
            f"cut_off:{link.refusal}:{epoch}",
            ExceptionKind.CUT_OFF,
            link.oldest_unsent_at,
            {"epoch": epoch, "unsent": link.unsent_frames},
            link.refusal,
        )


def _set_aside(office: OfficeRecords, link: LinkState) -> Iterator[Exceptional]:
    """But for what still is so, which says it already."""
    for one in office.set_aside():
        if one.kind == link.refusal and one.kind in CUT_OFF:
            continue
        yield Exceptional(f"set_aside:{one.number}:{one.kind}", ExceptionKind.SET_ASIDE, one.at, one.data, one.kind)


def _clock(unit: UnitOfWork, counter: Counter) -> Iterator[Exceptional]:
    link = unit.link()
    last = link.last_success_at
    if last is not None and clock_behind(link, counter.now):
        yield Exceptional(
            f"clock:{last.isoformat()}", ExceptionKind.CLOCK, counter.now, {"now": counter.now, "last": last}
        )


def _overdrawn(office: OfficeRecords, counter: Counter) -> Iterator[Exceptional]:
    owed = office.overdrawn(counter.day - LOOKED_BACK, OF_EACH_MAX)
    faces = office.faces(list(owed))
    for member_id, points in sorted(owed.items(), key=lambda item: -item[1]):
        member = faces.get(member_id, Face(member_id, "", ""))
        key = f"overdrawn:{member_id}:{points}"
        yield Exceptional(key, ExceptionKind.OVERDRAWN, None, {"points": points}, member=member)


def _print_jobs(unit: UnitOfWork) -> Iterator[Exceptional]:
    kinds = {JobState.HELD: ExceptionKind.PRINT_HELD, JobState.SENT_UNCONFIRMED: ExceptionKind.PRINT_UNCONFIRMED}
    for job in unit.print_jobs(JOBS_MAX):
        if job.state in kinds:
            key = f"{kinds[job.state]}:{job.output_id}"
            data = {"title": job.title, "reason": job.reason}
            yield Exceptional(key, kinds[job.state], job.changed_at, data)


def _by_hand(unit: UnitOfWork, office: OfficeRecords, counter: Counter) -> Iterator[Exceptional]:
    """Adjustments, and merges, whose frames have an entry for each of the two that moves nothing."""
    wanted = EntryFilter(first=counter.day - LOOKED_BACK, kind=EntryKind.ADJUST)
    own = [row for row in office.entries(wanted, None, OF_EACH_MAX) if row.place.is_own]
    yield from _adjusted(office, [row for row in own if row.frame is not FrameKind.MEMBERS_MERGED])
    yield from _merged(unit, [row for row in own if row.frame is FrameKind.MEMBERS_MERGED])


def _adjusted(office: OfficeRecords, rows: Sequence[ListedEntry]) -> Iterator[Exceptional]:
    faces = office.faces([row.member_id for row in rows])
    for row in rows:
        body = _body(office, row.place)
        yield Exceptional(
            f"adjusted:{row.place.epoch}:{row.place.seq}",
            ExceptionKind.ADJUSTED,
            row.at,
            {"points": row.points, "reason": body.get("reason", ""), "approved_by": body.get("approved_by", "")},
            member=faces.get(row.member_id, Face(row.member_id, "", "")),
            place=row.place,
        )


def _merged(unit: UnitOfWork, rows: Sequence[ListedEntry]) -> Iterator[Exceptional]:
    for row in rows:
        merge = merge_at(unit, row.place) if row.place.line == 0 else None
        if merge is not None:
            kind = ExceptionKind.NOT_MERGED if merge.state is MergeState.APART else ExceptionKind.MERGED
            yield Exceptional(
                f"{kind}:{row.place.epoch}:{row.place.seq}",
                kind,
                row.at,
                {"reason": merge.reason, "approved_by": merge.approved_by, "state": merge.state.value},
                member=merge.member,
                other=merge.into,
                place=row.place,
            )


def _body(office: OfficeRecords, place: EntryPlace) -> Mapping[str, object]:
    stored = office.frame(place)
    return decode_frame(stored.payload).body if stored else {}
