"""Erased members: what this terminal wrote down of them itself goes too. Their frames never named anybody."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from terminal.usecases.till import Till


def forget_erased(till: Till) -> int:
    """Drops the personal data of everybody who was erased since the last time; gives how many that were."""
    with till.store.view() as unit:
        if not unit.erased_to_forget():
            return 0
    with till.store.unit_of_work() as unit:
        erased = unit.erased_to_forget()
        for member_id in erased:
            unit.forget_person(member_id)
        unit.commit()
        return len(erased)
