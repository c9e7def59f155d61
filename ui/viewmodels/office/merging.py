"""Two members who are one person: the other one is found, both are seen beside each other, and who stays is said."""

from collections.abc import Callable, Sequence
from uuid import uuid4

from terminal.domain.directory import Directory, sought
from terminal.domain.errors import Refusal
from terminal.domain.identifiers import local_phone
from terminal.domain.merging import MergeReason
from terminal.domain.records import record
from terminal.usecases.member_list import MemberFile, MemberRow
from terminal.usecases.merge_members import MergeMembers
from ui.viewmodels.choosing import within
from ui.viewmodels.commands import Command
from ui.viewmodels.desk import Desk
from ui.viewmodels.words import points

FOUND_MAX = 20
REASONS = tuple(MergeReason)


@record
class MergeSide:
    """One of the two as the page shows them, whole: somebody opened them. ``figures`` are names and texts."""

    name: str
    phone: str
    balance: str
    figures: tuple[tuple[str, str], ...]
    stays: bool


class Merging:
    """Begins with whoever has the same name. ``stays`` is the place of who stays: 0 the one who was open, 1 the other.

    ``directory`` grows while it is being read. ``done`` gets the file of who stays; ``key`` makes merging twice
    impossible.
    """

    def __init__(
        self, desk: Desk, file: MemberFile, by: str, directory: Directory, done: Callable[[MemberFile], None]
    ) -> None:
        self.desk, self.file, self.approved_by = desk, file, by
        self.text = ""
        self.rows: tuple[MemberRow, ...] = ()
        self.chosen: int | None = None
        self.other: MemberFile | None = None
        self.stays, self.reason = 0, 0
        self.is_busy = False
        self.key = str(uuid4())
        self._directory, self._done, self._asked = directory, done, 0
        self.search(file.card.name)

    # --- finding the other one ----------------------------------------------------------------------------------------

    @property
    def number(self) -> int:
        """Another one whenever the list begins anew."""
        return self._asked

    @property
    def status(self) -> str:
        """What the search has to say."""
        words, count = self.desk.words, f"{self._directory.count:,}"
        if sought(self.text) is None:
            return words.say("merge_about")
        if not self._directory.is_whole:
            return words.say("members_found_so_far", found=len(self.rows), count=count)
        return words.say("merge_same_name", found=len(self.rows)) if self.rows else words.say("merge_nobody")

    def search(self, text: str) -> None:
        """Finds as it is typed; answers that come after the next character are left aside."""
        self.text, self.chosen = text, None
        self._asked += 1
        asked, mine = self._asked, self.file.card.member_id
        if sought(text) is None:
            self.rows = ()
            return
        read = Directory(list(self._directory.leaves))

        def came(rows: tuple[MemberRow, ...]) -> None:
            if asked == self._asked:
                self.rows = tuple(row for row in rows if row.member_id != mine)

        self.desk.ask(lambda: self.desk.actions.records.members_named(read.find(text, FOUND_MAX) or ()), came)

    def more_read(self) -> None:
        """More can be searched than before; a list in which somebody is choosing stays as it is."""
        if self.other is None and self.chosen is None and len(self.rows) < FOUND_MAX:
            self.search(self.text)

    def choose(self, index: int) -> None:
        """A row's member is the other one."""
        if index < len(self.rows):
            self.chosen, member_id = index, self.rows[index].member_id
            self.desk.ask(lambda: self.desk.actions.records.member_file(member_id), self._other_came)

    def scan(self, text: str) -> None:
        """The member whose code that is, is the other one."""
        actions = self.desk.actions
        self.desk.ask(lambda: actions.records.member_file(actions.identify(text).member_id), self._other_came)

    def _other_came(self, other: MemberFile) -> None:
        if other.card.member_id == self.file.card.member_id:
            self.desk.refuse(Refusal("merge_itself"))
            return
        self.desk.notice, self.other = None, other
        self.stays = int(not self.file.card.name and bool(other.card.name))

    def follow(self, files: Sequence[MemberFile], other: MemberFile | None) -> bool:
        """Goes on with both as they are now, ``other`` the last of ``files``; whether they have become one.

        What was typed and chosen stays; so does whoever was chosen in the place of ``other`` meanwhile.
        """
        self.file = files[0]
        if other is None or self.other is not other:
            return False
        self.other = files[-1]
        return self.other.card.member_id == self.file.card.member_id

    # --- both beside each other ---------------------------------------------------------------------------------------

    @property
    def sides(self) -> tuple[MergeSide, ...]:
        """The one who was open and the other one, once there is one."""
        if self.other is None:
            return ()
        return tuple(self._side(file, place == self.stays) for place, file in enumerate((self.file, self.other)))

    @property
    def summary(self) -> str:
        """What comes of it."""
        if self.other is None:
            return ""
        words, files = self.desk.words, (self.file, self.other)
        kept = files[self.stays].card
        name, phone = kept.name or words.say("member_nameless"), local_phone(kept.phone)
        together = sum(file.card.balance for file in files)
        return words.say("merge_sum", name=name, phone=phone, points=points(together))

    @property
    def can_accept(self) -> bool:
        """Whether both are there and nothing is under way."""
        return self.other is not None and not self.is_busy

    def keep(self, place: int) -> None:
        """Another one stays."""
        self.stays = place

    def command(self) -> MergeMembers | None:
        """What is to be done, once both are there."""
        if self.other is None:
            return None
        ids = self.file.card.member_id, self.other.card.member_id
        into, member = ids[self.stays], ids[1 - self.stays]
        return MergeMembers(member, into, REASONS[self.reason], self.approved_by, self.key)

    def accept(self) -> None:
        """Notes the merge; what is not possible is said, and both stay on the page."""
        command = self.command()
        if command is not None and self.can_accept:
            self.is_busy = True
            self.desk.ask(lambda: self._noted(command), self._done, self._refused)

    def _noted(self, command: MergeMembers) -> MemberFile:
        """On the store's thread."""
        records = self.desk.actions.records
        records.merge_members(command)
        return records.member_file(command.into)

    def _refused(self, error: Exception) -> None:
        self.is_busy = False
        self.desk.refuse(error)

    def _side(self, file: MemberFile, stays: bool) -> MergeSide:
        words, card, person = self.desk.words, file.card, file.person
        shown = (
            ("tier", words.name(card.tier.name)),
            ("visit_count", points(card.visits)),
            ("last_visit", words.whole_day(card.last_visit) if card.last_visit else ""),
            ("since", words.whole_day(person.enrolled_on) if person.enrolled_on else ""),
            ("household", words.say("member_household_shared") if file.household else ""),
        )
        return MergeSide(
            name=card.name or words.say("member_nameless"),
            phone=local_phone(card.phone),
            balance=points(card.balance),
            figures=tuple((words.say(f"file_{key}"), text) for key, text in shown if text),
            stays=stays,
        )

    # --- keys ---------------------------------------------------------------------------------------------------------

    def press(self, command: Command) -> bool:
        """Through what was found, to the two beside each other, who stays, and back to the search."""
        match command:
            case Command.UP | Command.DOWN if self.other is None and self.rows:
                self.chosen = within(self.chosen, command.step, len(self.rows))
            case Command.ENTER if self.other is None and self.rows:
                self.choose(self.chosen or 0)
            case Command.ENTER:
                self.accept()
            case Command.FEWER | Command.MORE if self.other is not None:
                self.keep(int(command is Command.MORE))
            case Command.BACK if self.other is not None:
                self.other = None
            case _:
                return False
        return True
