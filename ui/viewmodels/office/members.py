"""The members: a list of any length, found by a few characters, and what is known of one of them."""

from terminal.domain.directory import Directory, sought
from terminal.domain.staff import Deed
from terminal.usecases.adjust import Adjust, AdjustDone
from terminal.usecases.member_list import DirectoryPart, MemberFile, MemberPage, MemberRow
from ui.viewmodels.choosing import within
from ui.viewmodels.commands import Command
from ui.viewmodels.desk import Desk, Page
from ui.viewmodels.office.adjusting import Adjusting
from ui.viewmodels.office.member_file import FileFace, file_face
from ui.viewmodels.office.member_line import MemberLine, member_line
from ui.viewmodels.office.merging import Merging
from ui.viewmodels.office.paging import PagedList
from ui.viewmodels.office.section import Section, SectionName
from ui.viewmodels.peripherals import ScanReading
from ui.viewmodels.tone import Tone
from ui.viewmodels.words import points, signed

FOUND_MAX = 50
ROWS_AHEAD = 15
ADJUST_KEY, MERGE_KEY = "A", "M"


class Members(Section):
    """The list, or what was found, or one member's file with the form to adjust their points and the way to merge."""

    name = SectionName.MEMBERS
    can_be_entered = True

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.text = ""
        self.chosen: int | None = None
        self.file: MemberFile | None = None
        self.adjusting: Adjusting | None = None
        self.merging: Merging | None = None
        self.directory = Directory()
        self.pages: PagedList[MemberPage, MemberRow] = PagedList(
            desk,
            lambda last: desk.actions.records.member_page(last.last if last else None),
            lambda page: page.rows,
            lambda page: page.last is None,
        )
        self._found: tuple[MemberRow, ...] | None = None
        self._typed = self._asked = 0
        self._read_to: str | None = None
        self._is_reading = False

    def opened(self) -> None:
        """Asks for the newest members, and has what they can be found by read in the background."""
        self.close()
        self.pages.begin()
        if not self.directory.is_whole and not self._is_reading:
            self._read_on()

    def _read_on(self) -> None:
        self._is_reading, after = True, self._read_to
        self.desk.ask(lambda: self.desk.actions.records.directory_part(after), self._part_came, self._not_read)

    def _part_came(self, part: DirectoryPart) -> None:
        self._is_reading, self._read_to = False, part.last
        self.directory.leaves.append(part.leaf)
        self.directory.is_whole = part.last is None
        if self.text and len(self._found or ()) < FOUND_MAX:
            self._find()
        if self.merging is not None:
            self.merging.more_read()
        if part.last is not None and self._is_shown:
            self._read_on()

    def _not_read(self, error: Exception) -> None:
        self._is_reading = False
        self.desk.refuse(error)

    @property
    def _is_shown(self) -> bool:
        """Whether anybody may search: what nobody looks at is read no further."""
        stage = self.desk.stage
        while isinstance(stage, Page):
            if getattr(stage, "section", None) is self:
                return True
            stage = stage.before
        return False

    # --- what is listed -----------------------------------------------------------------------------------------------

    @property
    def rows(self) -> list[MemberRow]:
        """Those who were found, or else all as far as they have been scrolled to."""
        return self.pages.rows if self._found is None else list(self._found)

    @property
    def number(self) -> tuple[int, int]:
        """Another one whenever the list begins anew."""
        return self.pages.number, -1 if self._found is None else self._typed

    @property
    def can_grow(self) -> bool:
        """Whether there may be more rows."""
        return self._found is None and not self.pages.has_all

    @property
    def status(self) -> str:
        """What the search has to say: how far it is ready, and how many were found."""
        words = self.desk.words
        if self._found is None:
            if self.text:
                return words.say("members_search_short")
            return "" if self.directory.is_whole else words.say("members_reading", count=f"{self.directory.count:,}")
        found = len(self._found)
        if not self.directory.is_whole:
            return words.say("members_found_so_far", found=found, count=f"{self.directory.count:,}")
        if found >= FOUND_MAX:
            return words.say("members_found_many", count=FOUND_MAX)
        return words.say("members_found", found=found) if found else words.say("members_found_nobody")

    def line(self, index: int) -> MemberLine:
        """A row of the list."""
        return member_line(self.desk, self.rows[index])

    def search(self, text: str) -> None:
        """Finds as it is typed; answers that come after the next character are left aside."""
        self.text, self.chosen = text, None
        self._typed += 1
        self._find()

    def _find(self) -> None:
        """Among what has been read so far; what is read later only adds to it."""
        self._asked += 1
        text, asked = self.text, self._asked
        if sought(text) is None:
            self._found = None
            return
        read = Directory(list(self.directory.leaves))

        def came(rows: tuple[MemberRow, ...]) -> None:
            if asked == self._asked:
                self._found = rows

        self.desk.ask(lambda: self.desk.actions.records.members_named(read.find(text, FOUND_MAX) or ()), came)

    def more(self) -> None:
        """The next page of the whole list."""
        if self._found is None:
            self.pages.more()

    # --- one member ---------------------------------------------------------------------------------------------------

    def open(self, index: int) -> None:
        """Opens a row's member."""
        if index < len(self.rows):
            self.chosen = index
            self._look_at(self.rows[index].member_id)

    def _look_at(self, member_id: str) -> None:
        self.desk.ask(lambda: self.desk.actions.records.member_file(member_id), self._file_came)

    def _file_came(self, file: MemberFile) -> None:
        self.file = file

    def close(self) -> None:
        """Back to the list."""
        self.file = self.adjusting = self.merging = None

    @property
    def face(self) -> FileFace | None:
        """The opened member in words."""
        return file_face(self.desk, self.file) if self.file else None

    def start_adjusting(self) -> None:
        """The form, once a manager approves."""
        file = self.file
        if file is not None:
            self.desk.approve(Deed.ADJUSTMENT, lambda by: self._start_adjusting(file, by))

    def _start_adjusting(self, file: MemberFile, by: str) -> None:
        self.adjusting = Adjusting(file.card.member_id, by, self.desk.shop.programme.adjustments.reasons)

    def accept_adjusting(self) -> None:
        """Adjusts; what is not possible is said, and the form stays."""
        form = self.adjusting
        if form is not None and form.can_accept and not form.is_busy:
            form.is_busy = True
            command = form.command()
            self.desk.ask(lambda: self._adjusted_file(command), self._adjusted, self._not_adjusted)

    def _adjusted_file(self, command: Adjust) -> tuple[AdjustDone, MemberFile]:
        records = self.desk.actions.records
        return records.adjust(command), records.member_file(command.member)

    def _adjusted(self, answer: tuple[AdjustDone, MemberFile]) -> None:
        done, self.file = answer
        self.adjusting = None
        self.desk.say(Tone.CALM, "member_adjusted", points=signed(done.points), balance=points(done.balance))

    def _not_adjusted(self, error: Exception) -> None:
        if self.adjusting is not None:
            self.adjusting.is_busy = False
        self.desk.refuse(error)

    def start_merging(self) -> None:
        """The way to another member who is the same person, once a manager approves."""
        file = self.file
        if file is not None:
            self.desk.approve(Deed.MERGE, lambda by: self._start_merging(file, by))

    def _start_merging(self, file: MemberFile, by: str) -> None:
        self.is_entered = True
        self.merging = Merging(self.desk, file, by, self.directory, self._merged)

    def _merged(self, file: MemberFile) -> None:
        self.file, self.merging = file, None
        self.desk.say(Tone.CALM, "merge_noted")

    # --- keys ---------------------------------------------------------------------------------------------------------

    def move(self, step: int) -> None:
        """Chooses another row."""
        if self.rows:
            self.chosen = within(self.chosen, step, len(self.rows))
            if self.chosen + ROWS_AHEAD >= len(self.rows):
                self.more()

    def press(self, command: Command) -> bool:
        """Through the list, a member's file, the form, and back step by step."""
        if self.merging is not None:
            if not self.merging.press(command) and command is Command.BACK:
                self.merging = None
            return True
        match command:
            case Command.BACK if self.adjusting is not None:
                self.adjusting = None
            case Command.BACK if self.file is not None:
                self.close()
            case Command.ENTER if self.adjusting is not None:
                self.accept_adjusting()
            case Command.UP | Command.DOWN if self.is_entered and self.file is None:
                self.move(command.step)
            case Command.ENTER if self.is_entered and self.file is None and self.rows:
                self.open(self.chosen or 0)
            case _:
                return self.file is not None and command in {Command.UP, Command.DOWN, Command.ENTER}
        return True

    def letter(self, letter: str) -> bool:
        """A opens the form for the member's points, M leads to whom they are the same person as."""
        if self.file is None or self.adjusting is not None or self.merging is not None:
            return False
        begin = {ADJUST_KEY: self.start_adjusting, MERGE_KEY: self.start_merging}.get(letter.upper())
        if begin is not None:
            begin()
        return begin is not None

    def scanned(self, reading: ScanReading) -> bool:
        """A member's card opens their file, or says whom somebody is to become one with."""
        if reading.may_be_member and self.merging is not None:
            self.merging.scan(reading.text)
        elif reading.may_be_member:
            actions = self.desk.actions
            self.desk.ask(
                lambda: actions.records.member_file(actions.identify(reading.text).member_id), self._file_came
            )
        return reading.may_be_member
