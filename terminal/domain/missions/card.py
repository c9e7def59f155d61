"""What a member has done of a mission, and what further steps change about it.

Steps that reached a goal are taken away again when it is reached: what is kept is steps less goals. A refund of an
earlier step then leaves less than nothing, to be earned again, and a goal that head office changes holds from now on.

Steps of the bills after the last round are kept too, as far as they would fill one more: should the bill that reached
the goal come back, they may stand in for it.
"""

from collections.abc import Mapping
from datetime import date
from typing import Final, NamedTuple

from terminal.domain.days import a_year_longer
from terminal.domain.missions.base import DIFFERENT, STEPS, Mission
from terminal.domain.missions.windows import Held, running, tally_key
from terminal.domain.progress import Tally
from terminal.domain.records import record

DONE: Final = "done"
_TODAY: Final = "today"
_BEGUN: Final = "begun"


class Outcome(NamedTuple):
    """What a bill does to a card: how often it filled it, what is on it then, and how that is kept."""

    times: int
    have: int
    tallies: tuple[Tally, ...]


@record
class Card:
    """A mission as one member has it on ``day``: ``parts`` are the steps that count, ``held`` everything kept of it.

    ``label`` is what the window is called that a step on ``day`` opens.
    """

    mission: Mission
    day: date
    label: str
    held: list[Held]
    parts: list[Held]

    @classmethod
    def of(cls, mission: Mission, held: list[Held], day: date) -> "Card":
        """The card from what is ``held`` of the mission."""
        label = mission.window.label(day)
        if not held:
            return cls(mission, day, label, held, held)
        parts = running(held, mission.window, day)
        if mission.kind.distinct:
            return cls(mission, day, label, held, [part for part in parts if part.item.startswith(DIFFERENT)])
        return cls(mission, day, label, held, [part for part in parts if part.item == STEPS])

    @property
    def have(self) -> int:
        """The steps done towards the goal, without a head start; below zero after refunds."""
        if not self.parts:
            return 0
        if self.mission.kind.distinct:
            return len([count for count in self._by_item().values() if count > 0])
        return sum([part.steps for part in self.parts])

    @property
    def left(self) -> int | None:
        """How often it may still be done on this day; ``None`` is without limit."""
        mission = self.mission
        left = None if mission.repeats else max(1 - self._kept(DONE, self.scope), 0)
        if mission.maximum is None:
            return left
        in_all = max(mission.maximum - self._kept(DONE, ""), 0)
        return in_all if left is None else min(in_all, left)

    @property
    def last_day(self) -> date | None:
        """The last day for what is on the card; ``None`` when nothing ends it, or when it has not begun to roll."""
        window = self.mission.window
        if not window.rolling:
            return _earlier(window.last_day(self.day), self.mission.until)
        began = next((part.label for part in self.parts if part.steps > 0), None)
        return _earlier(window.last_day(date.fromisoformat(began)) if began else None, self.mission.until)

    def after(self, found: Mapping[str, int]) -> Outcome | None:
        """What the steps ``found`` on a bill of this day do; ``None`` when none of them counts."""
        left = self.left
        if self.mission.kind.distinct:
            different = [DIFFERENT + item for item in found]
            return self._beyond_different(different) if left == 0 else self._after_different(different)
        return self._after_steps(found.get(STEPS, 0), left)

    def filled(self, times: int) -> tuple[int, tuple[Tally, ...]]:
        """How often what is on the card fills it without another step, at most ``times``, and what that changes."""
        if self.mission.kind.distinct:
            return self._filled_by_different() if times else (0, ())
        times = min(times, max(self.have // self.mission.steps_to_do, 0))
        rest, changes = times * self.mission.steps_to_do, {}
        for part in self.parts:
            used = min(part.steps, rest)
            if used > 0:
                changes[part.item, part.label] = -used
                rest -= used
        return times, self._tallies(changes, times)

    def _filled_by_different(self) -> tuple[int, tuple[Tally, ...]]:
        reached = sorted(item for item, count in self._by_item().items() if count > 0)[: self.mission.goal]
        if len(reached) < self.mission.goal:
            return 0, ()
        return 1, self._tallies(
            {(part.item, part.label): -part.steps for part in self.parts if part.item in reached}, 1
        )

    def _after_steps(self, steps: int, left: int | None) -> Outcome | None:
        mission = self.mission
        counted = self._limited(steps)
        if left == 0:
            counted = min(counted, mission.steps_to_do - self.have)
        if counted <= 0:
            return None
        changes = {(_TODAY, self.day.isoformat()): counted} if mission.limits.per_day is not None else {}
        if left != 0 and mission.head_start.first and self._kept(_BEGUN, "") <= 0:
            changes[_BEGUN, ""] = 1
            counted += mission.head_start.steps
        have = self.have + counted
        times = max(have // mission.steps_to_do, 0)
        times = times if left is None else min(times, left)
        if not times:
            label = self._open
            stepped = Tally(tally_key(mission.code, STEPS, label), counted, self._until(STEPS, label))
            shown = self.have if left == 0 else have
            return Outcome(0, shown, (*self._tallies(changes), stepped) if changes else (stepped,))
        have = 0 if times == left else have - times * mission.steps_to_do
        changes.update({(STEPS, part.label): -part.steps for part in self.parts})
        here = (STEPS, self.label)
        changes[here] = changes.get(here, 0) + have
        return Outcome(times, have, self._tallies(changes, times))

    def _after_different(self, found: list[str]) -> Outcome | None:
        if not found:
            return None
        counts = self._by_item()
        for item in found:
            counts[item] = counts.get(item, 0) + 1
        reached = {item for item, count in counts.items() if count > 0}
        if len(reached) < self.mission.goal:
            return Outcome(0, len(reached), self._tallies({(item, self._open): 1 for item in found}))
        changes = {(part.item, part.label): -part.steps for part in self.parts if part.item in reached}
        changes.update({(item, self._open): 1 for item in found if item not in reached})
        return Outcome(1, 0, self._tallies(changes, 1))

    def _beyond_different(self, found: list[str]) -> Outcome | None:
        """Further steps of a mission that is done: as many different things as would do it again are kept."""
        counts = self._by_item()
        room = self.mission.goal - sum(1 for count in counts.values() if count > 0)
        known = [item for item in found if counts.get(item, 0) > 0]
        new = [item for item in found if counts.get(item, 0) <= 0][: max(room, 0)]
        if not known and not new:
            return None
        return Outcome(0, self.have, self._tallies({(item, self._open): 1 for item in (*known, *new)}))

    @property
    def _open(self) -> str:
        """The window that steps of this day go to."""
        window = self.mission.window
        begun = next((part.label for part in self.parts if part.steps > 0), None) if window.rolling else None
        return begun or self.label

    @property
    def scope(self) -> str:
        """The window within which it is counted how often it was done: a mission that does not repeat, once."""
        return "" if self.mission.window.rolling else self.label

    def _by_item(self) -> dict[str, int]:
        counts: dict[str, int] = {}
        for part in self.parts:
            counts[part.item] = counts.get(part.item, 0) + part.steps
        return counts

    def _kept(self, item: str, label: str) -> int:
        for part in self.held:
            if part.item == item and part.label == label:
                return part.steps
        return 0

    def _limited(self, steps: int) -> int:
        limits = self.mission.limits
        if limits.per_bill is not None:
            steps = min(steps, limits.per_bill)
        if limits.per_day is not None:
            steps = min(steps, limits.per_day - self._kept(_TODAY, self.day.isoformat()))
        return steps

    def _tallies(self, changes: dict[tuple[str, str], int], times: int = 0) -> tuple[Tally, ...]:
        if times:
            changes[DONE, self.scope] = times
            if self.mission.maximum is not None:
                changes[DONE, ""] = times
        code = self.mission.code
        return tuple(
            [
                Tally(tally_key(code, item, label), count, self._until(item, label))
                for (item, label), count in changes.items()
                if count
            ]
        )

    def _until(self, item: str, label: str) -> date | None:
        """Until when a count is kept: one key has one last day, whoever counts."""
        if item == _TODAY:
            return self.day
        if label:
            return self.mission.window.remembered(label, self.day)
        return a_year_longer(self.mission.until)


def _earlier(first: date | None, second: date | None) -> date | None:
    return second if first is None else first if second is None else min(first, second)
