"""The list of all members, and those of them who are found by a few characters as they are typed."""

from terminal.domain.directory import Directory, sought
from terminal.usecases.member_list import DirectoryPart, MemberPage, MemberRow
from ui.viewmodels.desk import Desk, Page
from ui.viewmodels.office.member_line import MemberLine, member_line
from ui.viewmodels.office.paging import PagedList
from ui.viewmodels.office.section import Section

FOUND_MAX = 50


class MemberSearch(Section):
    """What they can be found by is read in the background, and searched as far as it has been read."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.text = ""
        self.chosen: int | None = None
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
        self._more_read()
        if part.last is not None and self._is_shown:
            self._read_on()

    def _more_read(self) -> None:
        """More members can be found than before."""

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
