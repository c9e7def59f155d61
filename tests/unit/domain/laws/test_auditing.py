"""The audit agrees with every sale that a quote made, and with none of which a figure was changed afterwards."""

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import replace
from typing import Any, Final

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from sync.server.posting.checking import sale_exceptions
from sync.server.programmes.sale_shape import sold_bill
from terminal.domain.documents import entry_document, entry_from_document
from terminal.domain.errors import Broken
from terminal.domain.frames import Frame
from terminal.domain.ledger import EntryKind
from tests.unit.domain.laws.happenings import histories
from tests.unit.domain.laws.world import World

Path = tuple[str | int, ...]
KNOWN_TO_THE_TILL: Final = ("facts",)
"""What a till knew of the member before the sale: no rule gives it."""


def figures_in(document: Any, path: Path = ()) -> Iterator[Path]:
    """The places of all whole numbers in a document."""
    if isinstance(document, dict):
        for key in sorted(document):
            if path or key not in KNOWN_TO_THE_TILL:
                yield from figures_in(document[key], (*path, key))
    elif isinstance(document, list | tuple):
        for place, part in enumerate(document):
            yield from figures_in(part, (*path, place))
    elif type(document) is int:
        yield path


def tampered(document: Any, path: Path, more: int) -> Any:
    """The document with the figure at ``path`` changed."""
    made = deepcopy(document)
    place = made
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] += more
    return made


def found(world: World, frame: Frame) -> bool:
    """Whether the server would show the frame to a person, or not take it as a sale at all."""
    try:
        sold = sold_bill(frame)
    except Broken:
        return True
    return sold is not None and bool(sale_exceptions(frame, sold, world.rules))


@settings(max_examples=150)
@given(histories())
def test_the_audit_finds_nothing_in_what_quotes_made(world: World) -> None:
    for sale in world.sales:
        assert sale_exceptions(sale.frame, sale.sold, world.rules) == ()


@settings(max_examples=60)
@given(histories(most=6), st.data())
def test_the_audit_finds_any_figure_that_was_changed(world: World, data: st.DataObject) -> None:
    assume(world.sales)
    sale = data.draw(st.sampled_from(world.sales))
    more = data.draw(st.sampled_from((1, -1, 7, 1000)))
    for path in figures_in(dict(sale.frame.body)):
        changed = replace(sale.frame, body=tampered(dict(sale.frame.body), path, more))
        assert found(world, changed), (path, more)
    for place, entry in enumerate(sale.frame.entries):
        document = entry_document(entry)
        taken = entry.kind is EntryKind.REDEEM
        for path in figures_in(document):
            if taken and path[0] == "parts" and path[-1] != "points":
                continue  # which lots the points are taken from is what the till knew
            entries = list(sale.frame.entries)
            try:
                entries[place] = entry_from_document(tampered(document, path, more))
            except ValueError:
                continue  # an entry that does not add up is refused before anything is calculated
            assert found(world, replace(sale.frame, entries=tuple(entries))), (entry.kind, path, more)
