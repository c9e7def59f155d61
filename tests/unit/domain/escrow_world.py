"""A member of two accounts, a server and tills that hear of each other late: what random days make of reservations."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from terminal.domain.ledger import (
    Entry,
    EntryKind,
    LotPart,
    MemberState,
    Reservation,
    ReservationStep,
    Reserving,
    apply,
    plan_spend,
)
from terminal.domain.merging import add_states
from tests.unit.domain.samples import DAY

Happening = tuple[str, int, int]
"""What happens, at which till, and a number that means what it means there."""
LASTS_DAYS = 3


@dataclass
class TillWorld:
    """A till: the state it pulled last, and its frames, of which the server has heard the first ``heard``."""

    name: str
    pulled: MemberState
    behind: timedelta = timedelta()
    frames: list[tuple[Entry, date]] = field(default_factory=list)
    heard: int = 0

    @property
    def state(self) -> MemberState:
        """What the till sees: its later frames laid over what it pulled."""
        state = self.pulled
        for entry, day in self.frames[state.applied.get(self.name, (1, 0))[1] :]:
            state, _ = apply(state, entry, day)
        return state


@dataclass
class EscrowWorld:
    """``by_time`` is the wrong rule: the server ends reservations when its own clock says so."""

    by_time: bool = False
    day: date = DAY
    server: MemberState = field(default_factory=lambda: MemberState("m"))
    other: MemberState = field(default_factory=lambda: MemberState("n"))
    tills: list[TillWorld] = field(default_factory=lambda: [TillWorld(name, MemberState("m")) for name in "abc"])
    booked: list[tuple[Entry, date]] = field(default_factory=list)
    violations: list[str] = field(default_factory=list)
    made: int = 0

    def live(self, happenings: Iterable[Happening]) -> "EscrowWorld":
        """Lets all of it happen, and then every till syncs."""
        for what, place, number in happenings:
            getattr(self, what)(self.tills[place % len(self.tills)], number)
            self._look()
        for till in (*self.tills, *self.tills):
            self.sync(till, 0)
            self._look()
        return self

    def earn(self, till: TillWorld, number: int) -> None:
        """The member buys; some points last for ever, some a few days, some a month."""
        self.made += 1
        today = self._clock(till)
        ends = (None, today + timedelta(days=number % 7), today + timedelta(days=30))[number % 3]
        parts = (LotPart(f"l{self.made}", "tea", 10 + number, ends, today),)
        till.frames.append((Entry("m", EntryKind.ACCRUE, 10 + number, parts, visits=1), today))

    def redeem(self, till: TillWorld, number: int) -> None:
        """As much of ``number`` as the till believes in, out of its reservation first."""
        today, state = self._clock(till), till.state
        left = min(number, max(state.spendable(today, till.name), 0))
        for held in state.usable(today, till.name):
            parts = plan_spend(held.lots, left, today)
            points = sum(part.points for part in parts)
            if points:
                about = Reserving(held.reservation_id, ReservationStep.SPEND, till.name)
                till.frames.append((Entry("m", EntryKind.REDEEM, -points, parts, reservation=about), today))
                left -= points
        if left:
            parts = plan_spend(state.lots, left, today)
            till.frames.append((Entry("m", EntryKind.REDEEM, -left, parts), today))

    def claw_back(self, till: TillWorld, number: int) -> None:
        """A refund takes points that may be gone."""
        till.frames.append((Entry("m", EntryKind.REVERSE, -1 - number), self._clock(till)))

    def give_back(self, till: TillWorld, number: int) -> None:
        """The till gives back what is due, or all."""
        today = self._clock(till)
        for held in till.state.reserved:
            if held.terminal == till.name and (held.due_back(today) or number > 50):
                till.frames.append((self._about(held, ReservationStep.RETURN), today))

    def push(self, till: TillWorld, number: int) -> None:
        """The server hears some more of the till's frames; the till hears nothing."""
        upto = min(len(till.frames), till.heard + 1 + number % 3)
        for place in range(till.heard, upto):
            entry, day = till.frames[place]
            before = self.server.deficit
            self._book(entry, day)
            applied = {**self.server.applied, till.name: (1, place + 1)}
            self.server = replace(self.server, applied=applied)
            if entry.reservation and self.server.deficit > before:
                self.violations.append(f"{till.name} overdrew by {self.server.deficit - before} out of a reservation")
        till.heard = upto

    def sync(self, till: TillWorld, number: int) -> None:
        """The server hears everything, sets points aside, and the till pulls."""
        while till.heard < len(till.frames):
            self.push(till, number)
        if number > 30:
            self.grant(till, number)
        till.pulled = self.server
        if till.state != self.server:
            self.violations.append(f"{till.name} sees something else than the server after a sync")

    def grant(self, till: TillWorld, number: int) -> None:
        """The server sets up to ``number`` points aside, of those that nothing else has a claim on."""
        if any(held.terminal != till.name or held.recalled for held in self.server.reserved):
            return
        free = sum(lot.points for lot in self.server.open_lots(self.day)) - self.server.deficit
        parts = plan_spend(self.server.open_lots(self.day), max(min(number, free), 0), self.day)
        if parts:
            self.made += 1
            held = next(iter(self.server.reserved), None)
            name = held.reservation_id if held else f"r{self.made}"
            about = Reserving(name, ReservationStep.GRANT, till.name, self.day + timedelta(days=LASTS_DAYS))
            self._book(Entry("m", EntryKind.TRANSFER, 0, parts, reservation=about), self.day)

    def recall(self, till: TillWorld, number: int) -> None:
        """The server asks for everything back."""
        for held in self.server.reserved:
            self._book(self._about(held, ReservationStep.RECALL), self.day)

    def pass_days(self, till: TillWorld, number: int) -> None:
        """Days go by; the till's clock may stand still meanwhile."""
        days = timedelta(days=number % 5)
        self.day += days
        if number > 80:
            till.behind += days
        for held in self.server.reserved:
            if self.by_time and self.day > held.last_day:
                self._book(self._about(held, ReservationStep.RETURN), self.day)

    def merge(self, till: TillWorld, number: int) -> None:
        """Another account of theirs, found to be one with this, with points and perhaps a deficit."""
        entries = [Entry("n", EntryKind.ACCRUE, 20, (LotPart(f"n{number}", "tea", 20, None, self.day),))]
        entries.append(Entry("n", EntryKind.REDEEM, -(number % 30) - 1))
        for entry in entries:
            self.other, _ = apply(self.other, entry, self.day)
            self.booked.append((entry, self.day))
        self.server, self.other = add_states(self.server, self.other), MemberState("n")

    def _book(self, entry: Entry, day: date) -> None:
        before = self.server.total
        held = {each.reservation_id: each.points for each in self.server.reserved}
        self.server, _moves = apply(self.server, entry, day)
        self.booked.append((entry, day))
        if self.server.total != before + entry.points:
            self.violations.append(f"{entry.kind} changed the total by {self.server.total - before}")
        if entry.reservation is None and held != {each.reservation_id: each.points for each in self.server.reserved}:
            self.violations.append(f"{entry.kind} touched what is set aside")

    def _look(self) -> None:
        """What holds at every instant."""
        state = self.server
        if any(lot.points <= 0 for held in state.reserved for lot in held.lots):
            self.violations.append("a reservation holds less than nothing")
        if state.deficit < 0 or any(lot.points <= 0 for lot in state.lots):
            self.violations.append("a lot holds less than nothing")
        if state.total != sum(entry.points for entry, _ in self.booked):
            self.violations.append("entries and state do not add up to the same")

    def _clock(self, till: TillWorld) -> date:
        return self.day - till.behind

    @staticmethod
    def _about(held: Reservation, step: ReservationStep) -> Entry:
        reserving = Reserving(held.reservation_id, step, held.terminal)
        return Entry("m", EntryKind.TRANSFER, 0, reservation=reserving)
