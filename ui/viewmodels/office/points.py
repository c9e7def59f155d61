"""The points ledger: every entry that this terminal knows, filtered, and the frame behind each."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from terminal.domain.ledger import EntryKind
from terminal.domain.records import record
from terminal.ports.office import EntryFilter, EntryState, Face, ListedEntry
from terminal.usecases.identify import MemberCard
from terminal.usecases.points_ledger import FrameFile, LedgerPage
from ui.viewmodels.choosing import within
from ui.viewmodels.commands import Command
from ui.viewmodels.desk import Desk
from ui.viewmodels.office.frame_face import FrameFace, frame_face
from ui.viewmodels.office.paging import PagedList
from ui.viewmodels.office.section import Section, SectionName
from ui.viewmodels.peripherals import ScanReading
from ui.viewmodels.tone import Tone
from ui.viewmodels.words import clock_time, masked, signed, typed_day

ROWS_AHEAD = 20
STATE_TONES = {
    EntryState.UNSENT: Tone.AMBER,
    EntryState.SENT: Tone.GOLD,
    EntryState.POSTED: Tone.CALM,
    EntryState.HEARD: Tone.PLAIN,
}
KINDS: tuple[EntryKind | None, ...] = (None, *EntryKind)
SIGNS = (0, 1, -1)


class Period(StrEnum):
    """Day ranges that are a touch away."""

    TODAY = "today"
    WEEK = "week"
    MONTH = "month"
    ALL = "all"


PERIOD_DAYS = {Period.TODAY: 1, Period.WEEK: 7, Period.MONTH: 30}


@record
class EntryRow:
    """An entry as the list shows it."""

    when: str
    who: str
    what: str
    points: str
    is_gain: bool
    state: str
    tone: Tone


class Points(Section):
    """The list, its filters, and the frame that was opened (``frame``)."""

    name = SectionName.POINTS
    can_be_entered = True

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.wanted = EntryFilter()
        self.member: MemberCard | None = None
        self.chosen: int | None = None
        self.frame: FrameFace | None = None
        self.pages: PagedList[LedgerPage, ListedEntry] = PagedList(
            desk, self._fetch, self._rows_of, lambda page: page.is_last
        )
        self._faces: dict[str, Face] = {}
        self._today: date | None = None

    def _fetch(self, last: LedgerPage | None) -> LedgerPage:
        return self.desk.actions.records.points_ledger(self.wanted, last.rows[-1].place if last else None)

    def _rows_of(self, page: LedgerPage) -> tuple[ListedEntry, ...]:
        self._faces |= page.faces
        self._today = page.today
        return page.rows

    def opened(self) -> None:
        """Asks for the newest entries."""
        self.frame = None
        self._begin()

    def entered(self) -> None:
        """The keys go through the list."""
        if self.chosen is None and self.pages.rows:
            self.chosen = 0

    def _begin(self) -> None:
        self.chosen = None
        self.pages.begin()

    # --- what is listed -----------------------------------------------------------------------------------------------

    @property
    def is_empty(self) -> bool:
        """Whether it is known that no entry fits."""
        return self.pages.has_all and not self.pages.rows

    def row(self, index: int) -> EntryRow:
        """A row of the list."""
        entry, words = self.pages.rows[index], self.desk.words
        return EntryRow(
            when=self._when(entry),
            who=self.who(entry.member_id),
            what=self._what(entry),
            points=signed(entry.points),
            is_gain=entry.points > 0,
            state=words.say(f"entry_state_{entry.state}"),
            tone=STATE_TONES[entry.state],
        )

    def who(self, member_id: str) -> str:
        """What a list calls a member: masked, as anybody may look at it."""
        face = self._faces.get(member_id)
        if face is None:
            return self.desk.words.member_by_id(member_id)
        return masked(face.name, face.phone)

    def _when(self, entry: ListedEntry) -> str:
        day = self.desk.words.whole_day(entry.place.day)
        return f"{day} {clock_time(entry.at, self._zone)}" if entry.at else day

    def _what(self, entry: ListedEntry) -> str:
        words, kind = self.desk.words, self.desk.words.ledger_kind(entry.kind, entry.frame)
        if entry.sale_number is not None:
            return words.say("entry_of_sale", kind=kind, number=entry.sale_number)
        if entry.frame is None:
            return words.say("entry_of_lane", kind=kind)
        return kind

    @property
    def _zone(self) -> ZoneInfo:
        return self.desk.shop.store.time_zone

    # --- filters ------------------------------------------------------------------------------------------------------

    @property
    def period(self) -> Period | None:
        """Which day range is a touch away and chosen; ``None`` for another one."""
        return next((period for period in Period if (self.wanted.first, self.wanted.last) == self._days(period)), None)

    @property
    def days_text(self) -> tuple[str, str]:
        """The first and the last day, each empty where it does not matter."""
        first, last = self.wanted.first, self.wanted.last
        return (typed_day(first) if first else ""), (typed_day(last) if last else "")

    @property
    def member_text(self) -> str:
        """Whose entries are listed; empty for everybody's."""
        card = self.member
        return masked(card.name, card.phone) if card else ""

    def choose_period(self, period: Period) -> None:
        """Another day range."""
        first, last = self._days(period)
        self._want(replace(self.wanted, first=first, last=last))

    def choose_days(self, first: str, last: str) -> None:
        """The days as they were typed; what is no day is said so, and nothing changes."""
        days = [_day(text) for text in (first, last)]
        if None in [day for day, text in zip(days, (first, last), strict=True) if text.strip()]:
            self.desk.say(Tone.AMBER, "day_invalid")
        elif (days[0], days[1]) != (self.wanted.first, self.wanted.last):
            self._want(replace(self.wanted, first=days[0], last=days[1]))

    def choose_kind(self, kind: EntryKind | None) -> None:
        """Only entries of that kind; ``None`` for all."""
        self._want(replace(self.wanted, kind=kind))

    def choose_sign(self, sign: int) -> None:
        """Only points that came (1) or went (-1); 0 for both."""
        self._want(replace(self.wanted, sign=sign))

    def toggle_unsent(self) -> None:
        """Only what the server does not hold yet, or all again."""
        self._want(replace(self.wanted, unsent=not self.wanted.unsent))

    def choose_member(self, text: str) -> None:
        """Only the entries of whom a phone, a card or an id names; nothing typed means everybody."""
        if not text.strip():
            self.member = None
            self._want(replace(self.wanted, member=None))
        else:
            self.desk.ask(lambda: self.desk.actions.identify(text), self._member_found)

    def _member_found(self, card: MemberCard) -> None:
        self.member = card
        self._want(replace(self.wanted, member=card.member_id))

    def _want(self, wanted: EntryFilter) -> None:
        self.desk.notice = None
        if wanted != self.wanted:
            self.wanted = wanted
            self._begin()

    def _days(self, period: Period) -> tuple[date | None, date | None]:
        if period is Period.ALL or self._today is None:
            return None, None
        return self._today - timedelta(days=PERIOD_DAYS[period] - 1), self._today

    # --- what is opened -----------------------------------------------------------------------------------------------

    def open(self, index: int) -> None:
        """Shows the frame that a row's entry is in."""
        if index < len(self.pages.rows):
            self.chosen = index
            place = self.pages.rows[index].place
            self.desk.ask(lambda: self.desk.actions.records.frame_file(place), self._frame_came)

    def _frame_came(self, file: FrameFile) -> None:
        self._faces |= file.faces
        self.frame = frame_face(self.desk, file, self.who)

    def close(self) -> None:
        """Back to the list."""
        self.frame = None

    def move(self, step: int) -> None:
        """Chooses another row; the next page is asked for before the last row is reached."""
        if self.pages.rows:
            self.chosen = within(self.chosen, step, len(self.pages.rows))
            if self.chosen + ROWS_AHEAD >= len(self.pages.rows):
                self.pages.more()

    def press(self, command: Command) -> bool:
        """Through the list, a row's frame, and back to the list."""
        match command:
            case Command.BACK if self.frame is not None:
                self.close()
            case Command.UP | Command.DOWN if self.is_entered and self.frame is None:
                self.move(command.step)
            case Command.ENTER if self.is_entered and self.frame is None and self.chosen is not None:
                self.open(self.chosen)
            case _:
                return self.frame is not None and command in {Command.UP, Command.DOWN}
        return True

    def scanned(self, reading: ScanReading) -> bool:
        """A member's card filters by them."""
        if reading.may_be_member:
            self.choose_member(reading.text)
        return reading.may_be_member


def _day(text: str) -> date | None:
    parts = text.strip().replace("-", "/").split("/")
    joined = "".join(part.zfill(2) for part in parts)
    try:
        return datetime.strptime(joined, "%Y%m%d").date() if joined else None  # noqa: DTZ007 - a day has no zone
    except ValueError:
        return None
