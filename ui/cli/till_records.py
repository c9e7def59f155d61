"""``stillpoint till ledger`` and ``stillpoint till review``: the office's lists without a window."""

from datetime import date, datetime
from typing import Annotated

import typer

from terminal.domain.ledger import EntryKind
from terminal.ports.office import EntryFilter, ListedEntry, Seen
from terminal.usecases.exceptions import Exceptional, exceptions, mark_seen
from terminal.usecases.identify import identify
from terminal.usecases.points_ledger import points_ledger
from terminal.usecases.till import Till, counter_of
from ui.cli.opened import opened_till
from ui.cli.options import HomeOption, JsonOption, language_here, print_json
from ui.viewmodels.office.exception_row import exception_row
from ui.viewmodels.words import Words, signed

By = Annotated[str, typer.Option("--by", help="Who looked at it.")]


def ledger(
    home: HomeOption,
    *,
    first: Annotated[datetime | None, typer.Option("--from", formats=["%Y-%m-%d"], help="From this day on.")] = None,
    last: Annotated[datetime | None, typer.Option("--to", formats=["%Y-%m-%d"], help="Up to this day.")] = None,
    kind: Annotated[EntryKind | None, typer.Option("--kind", help="Only entries of this kind.")] = None,
    member: Annotated[
        str | None, typer.Option("--member", help="Only this member's: a phone, a card or an id.")
    ] = None,
    unsent: Annotated[bool, typer.Option("--unsent", help="Only what the server does not hold yet.")] = False,
    limit: Annotated[int, typer.Option("--limit", min=1, max=100_000, help="How many of the newest.")] = 100,
    json: JsonOption = False,
) -> None:
    """Shows the points ledger of this till, newest first: its own entries, and other lanes' as far as heard."""
    with opened_till(home) as till:
        whose = identify(till, member).member_id if member else None
        wanted = EntryFilter(_day(first), _day(last), kind, whose, unsent=unsent)
        rows = _newest(till, wanted, limit)
    if json:
        print_json({"ok": True, "entries": [_entry(row) for row in rows]})
        return
    words = Words(language_here())
    for row in rows:
        said = words.ledger_kind(row.kind, row.frame), signed(row.points), words.say(f"entry_state_{row.state}")
        typer.echo("  ".join((row.place.day.isoformat(), row.member_id, *said)))


def review(
    home: HomeOption,
    seen: Annotated[str | None, typer.Option("--seen", help="Mark the one with this key as seen.")] = None,
    by: By = "",
    json: JsonOption = False,
) -> None:
    """Shows what at this till waits for a person, with its evidence; what nobody has seen comes first."""
    with opened_till(home) as till:
        if seen is not None:
            mark_seen(till, seen, by)
        found = exceptions(till)
        with till.store.view() as unit:
            zone = counter_of(till, unit).store.time_zone
    if json:
        print_json({"ok": True, "exceptions": [_exception(one) for one in found]})
        return
    words = Words(language_here())
    for one in found:
        row = exception_row(words, zone, one)
        typer.echo(f"{one.key}\n  {row.kind}  {row.when}  {row.seen}".rstrip())
        typer.echo(f"  {row.what}\n  {row.to_do}")


def _newest(till: Till, wanted: EntryFilter, limit: int) -> list[ListedEntry]:
    page = points_ledger(till, wanted)
    rows = list(page.rows)
    while len(rows) < limit and not page.is_last:
        page = points_ledger(till, wanted, rows[-1].place)
        rows.extend(page.rows)
    return rows[:limit]


def _day(day: datetime | None) -> date | None:
    return day.date() if day else None


def _entry(row: ListedEntry) -> dict[str, object]:
    place = row.place
    return {
        "day": place.day.isoformat(),
        "at": row.at.isoformat() if row.at else None,
        "terminal": place.terminal,
        "epoch": place.epoch,
        "seq": place.seq,
        "line": place.line,
        "member": row.member_id,
        "kind": row.kind.value,
        "points": row.points,
        "frame": row.frame.value if row.frame else None,
        "number": row.sale_number,
        "state": row.state.value,
    }


def _exception(one: Exceptional) -> dict[str, object]:
    data = {name: value.isoformat() if isinstance(value, datetime) else value for name, value in one.data.items()}
    return {
        "key": one.key,
        "kind": one.kind.value,
        "at": one.at.isoformat() if one.at else None,
        "refusal": one.refusal,
        "member": one.member.member_id if one.member else None,
        "data": data,
        "seen": _mark(one.seen) if one.seen else None,
    }


def _mark(seen: Seen) -> dict[str, str]:
    return {"at": seen.at.isoformat(), "by": seen.by}
