"""What support asks for on the phone, in words: this terminal, its line, the machine, the devices."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from devices.states import TROUBLED, DeviceReport, DeviceState
from terminal.domain.records import record
from ui.viewmodels.care import Facts
from ui.viewmodels.desk import Desk
from ui.viewmodels.tone import Tone
from ui.viewmodels.words import clock_time

DIGEST_SHOWN = 12
CLOCK_APART_MAX = timedelta(seconds=90)
ENOUGH_FREE_BYTES = 500_000_000


@record
class FactRow:
    """One thing and how it is; amber where somebody should look."""

    name: str
    value: str
    tone: Tone = Tone.PLAIN


@record
class FactGroup:
    """Some of them under a heading."""

    name: str
    rows: tuple[FactRow, ...]


class SupportFacts:
    """The groups. ``ahead`` is the server's clock beside this machine's; ``None`` while it is not known."""

    def __init__(self, desk: Desk, facts: Facts, ahead: timedelta | None) -> None:
        self._desk, self._facts, self._ahead = desk, facts, ahead

    @property
    def groups(self) -> tuple[FactGroup, ...]:
        """Everything, in groups."""
        say = self._desk.words.say
        return (
            FactGroup(say("support_terminal"), self._terminal()),
            FactGroup(say("support_line"), self._line()),
            FactGroup(say("support_machine"), self._machine()),
            FactGroup(say("support_devices"), self._devices()),
        )

    def _terminal(self) -> tuple[FactRow, ...]:
        facts, say = self._facts, self._desk.words.say
        store = self._desk.words.name(self._desk.shop.store.name)
        programme = say("support_programme_is", version=facts.programme, digest=facts.programme_digest[:DIGEST_SHOWN])
        return (
            FactRow(say("support_till"), say("support_till_is", store=store, code=facts.store, number=facts.number)),
            FactRow(say("support_id"), facts.terminal),
            FactRow(say("support_epoch"), say("support_epoch_is", epoch=facts.epoch, frames=facts.frames)),
            FactRow(say("support_version"), facts.version),
            FactRow(say("support_programme"), programme),
        )

    def _line(self) -> tuple[FactRow, ...]:
        facts, say = self._facts, self._desk.words.say
        oldest = moment(self._desk, facts.oldest_unsent) if facts.oldest_unsent else say("support_none")
        last = moment(self._desk, facts.last_success) if facts.last_success else say("support_never")
        refused = self._refusals()
        return (
            FactRow(say("support_server"), facts.server),
            FactRow(say("support_last_sync"), last),
            FactRow(say("support_unsent"), f"{facts.unsent:,}", Tone.AMBER if facts.unsent else Tone.PLAIN),
            FactRow(say("support_oldest"), oldest),
            FactRow(say("support_refusal"), refused or say("support_none"), Tone.AMBER if refused else Tone.PLAIN),
            self._clock_row(),
            FactRow(say("support_neighbours"), self._neighbours()),
        )

    def _refusals(self) -> str:
        """What the server last refused, and what waits for a person: in words, with the names that support knows."""
        kinds = dict.fromkeys(kind for kind in (self._facts.refusal, *self._facts.parked) if kind)
        words = self._desk.words
        return "\n".join(words.say("support_refused", what=words.refused(kind), kind=kind) for kind in kinds)

    def _neighbours(self) -> str:
        if not self._facts.relay:
            return self._desk.words.say("support_relay_off")
        return self._desk.words.say("support_neighbours_are", count=len(self._facts.neighbours))

    def _clock_row(self) -> FactRow:
        say, ahead = self._desk.words.say, self._ahead
        if ahead is None:
            return FactRow(say("support_clock"), say("support_clock_unknown"))
        seconds = round(abs(ahead).total_seconds())
        apart = "support_clock_behind" if ahead < timedelta() else "support_clock_ahead"
        said = say("support_clock_same" if seconds <= 1 else apart, seconds=seconds)
        return FactRow(say("support_clock"), said, Tone.AMBER if abs(ahead) > CLOCK_APART_MAX else Tone.PLAIN)

    def _machine(self) -> tuple[FactRow, ...]:
        facts, say = self._facts, self._desk.words.say
        is_short = facts.free_bytes < ENOUGH_FREE_BYTES
        return (
            FactRow(say("support_members"), f"{facts.members:,}"),
            FactRow(say("support_database"), megabytes(facts.database_bytes)),
            FactRow(say("support_free"), megabytes(facts.free_bytes), Tone.AMBER if is_short else Tone.PLAIN),
            FactRow(say("support_jobs"), self._jobs(facts.print_jobs)),
        )

    def _jobs(self, counts: Mapping[str, int]) -> str:
        say = self._desk.words.say
        said = [say("support_job", state=say(f"job_{state}"), count=count) for state, count in counts.items() if count]
        return say("support_and").join(said) or say("support_none")

    def _devices(self) -> tuple[FactRow, ...]:
        bench = self._desk.bench
        return tuple(self._device(report) for report in bench.reports()) if bench is not None else ()

    def _device(self, report: DeviceReport) -> FactRow:
        say, status = self._desk.words.say, report.status
        name = say(f"device_{report.device}")
        if not report.port and status.state is DeviceState.CLOSED:
            return FactRow(name, say("device_not_set"))
        state = say(f"state_{status.detail or status.state}")
        error = report.last_error
        if error is not None:
            trouble = say("last_error", time=moment(self._desk, error.at), state=say(f"state_{error.detail}"))
            state = say("device_state", device=state, state=trouble)
        return FactRow(name, state, Tone.AMBER if status.state in TROUBLED else Tone.PLAIN)


def moment(desk: Desk, at: datetime) -> str:
    """A day and the time of day on the shop's wall."""
    zone = desk.shop.store.time_zone
    return f"{desk.words.whole_day(at.astimezone(zone).date())} {clock_time(at, zone)}"


def megabytes(count: int) -> str:
    """A size for people."""
    return f"{count / 1e9:,.1f} GB" if count >= 10**9 else f"{count / 1e6:,.1f} MB"
