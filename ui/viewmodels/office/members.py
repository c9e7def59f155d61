"""The members: a list of any length, found by a few characters, and what is known of one of them."""

from datetime import datetime

from terminal.domain.errors import Refusal
from terminal.domain.identifiers import local_phone
from terminal.domain.staff import Deed
from terminal.usecases.adjust import Adjust, AdjustDone
from terminal.usecases.member_list import MemberFile
from ui.viewmodels.choosing import within
from ui.viewmodels.commands import Command
from ui.viewmodels.desk import Desk
from ui.viewmodels.office.adjusting import Adjusting
from ui.viewmodels.office.member_file import FileFace, file_face
from ui.viewmodels.office.member_search import MemberSearch
from ui.viewmodels.office.merging import Merging
from ui.viewmodels.office.section import SectionName
from ui.viewmodels.peripherals import ScanReading
from ui.viewmodels.tone import Tone
from ui.viewmodels.words import points, signed

ROWS_AHEAD = 15
ADJUST_KEY, MERGE_KEY = "A", "M"


class Members(MemberSearch):
    """The list, or what was found, or one member's file with the form to adjust their points and the way to merge."""

    name = SectionName.MEMBERS
    can_be_entered = True

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.file: MemberFile | None = None
        self.adjusting: Adjusting | None = None
        self.merging: Merging | None = None
        self._synced_at: datetime | None = None

    def opened(self) -> None:
        """Begins with the list."""
        self.close()
        super().opened()

    def _more_read(self) -> None:
        if self.merging is not None:
            self.merging.more_read()

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

    def synced(self, at: datetime | None) -> None:
        """What is open is read again, and that alone: somebody else may have merged, renamed or erased them."""
        is_news, self._synced_at = at != self._synced_at, at
        if is_news and self.file is not None:
            self._read_again(self.file, self.merging.other if self.merging else None)

    def _read_again(self, file: MemberFile, other: MemberFile | None) -> None:
        """What was opened or done while it is read is newer than the answer."""
        records = self.desk.actions.records
        ids = [one.card.member_id for one in (file, other) if one is not None]

        def failed(error: Exception) -> None:
            if self.file is file and isinstance(error, Refusal) and error.kind == "member_unknown":
                self.close()
            self.desk.refuse(error)

        self.desk.ask(
            lambda: [records.member_file(member_id) for member_id in ids],
            lambda files: self._follow(files, file, other) if self.file is file else None,
            failed,
        )

    def _follow(self, files: list[MemberFile], file: MemberFile, other: MemberFile | None) -> None:
        """Forms stay as they are filled in; where both are one now, there is nothing left to merge."""
        self.file, merging = files[0], self.merging
        is_one = self.file.card.member_id != file.card.member_id
        if merging is not None and merging.follow(files, other):
            is_one, self.merging = True, None
        if is_one:
            card = self.file.card
            name = card.name or self.desk.words.say("member_nameless")
            self.desk.say(Tone.CALM, "members_are_one", name=name, phone=local_phone(card.phone))

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
