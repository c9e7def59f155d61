"""Saving the day page: as an Excel workbook, on a thread of its own, or as a PDF, which the page draws itself."""

from collections.abc import Callable

from terminal.usecases.day_page import DayPage
from terminal.usecases.period_paper import name_of
from ui.viewmodels.desk import Desk
from ui.viewmodels.long_work import CalledOff
from ui.viewmodels.tone import Tone

EXCEL_KEY, PDF_KEY, FOLDER_KEY = "E", "P", "F"
FORBIDDEN = '<>:"/\\|?*'
"""In the names of files, on one system or another."""


class Exporting:
    """What is being saved. ``done`` of ``total`` are the days that are read.

    ``pdf_wanted`` is the file that the page is to be drawn into, until ``pdf_done`` is called; ``choosing`` whether
    somebody is asked for another folder.
    """

    def __init__(self, desk: Desk, page: Callable[[], DayPage | None]) -> None:
        self.desk, self._page = desk, page
        self.folder = ""
        self.is_at_work = False
        self.choosing = False
        self.done = self.total = 0
        self.pdf_wanted: tuple[str, str] | None = None

    def opened(self) -> None:
        """Asks where exports go."""
        self.desk.ask(self.desk.actions.days.export_folder, self._folder_came)

    def letter(self, key: str) -> bool:
        """Whether that key saves something."""
        if key not in {EXCEL_KEY, PDF_KEY, FOLDER_KEY}:
            return False
        if key == EXCEL_KEY:
            self.save_workbook()
        elif key == PDF_KEY:
            self.save_pdf()
        else:
            self.choosing = not self.is_at_work
        return True

    @property
    def progress(self) -> str:
        """How far it is; empty while nothing is under way."""
        return self.desk.words.say("export_progress", done=self.done, total=self.total) if self.is_at_work else ""

    def name(self, page: DayPage) -> str:
        """What the file is called, without its ending."""
        shop, words = self.desk.shop, self.desk.words
        text = words.say("export_name", store=shop.store.name, number=str(shop.terminal), days=name_of(page.period))
        return "".join("-" if letter in FORBIDDEN else letter for letter in text)

    def save_workbook(self) -> None:
        """Starts saving a workbook."""
        page = self._page()
        if page is None or self.is_at_work:
            return
        self.is_at_work, self.done = True, 0
        self.total = (page.period.last - page.period.first).days + 1
        self.desk.notice = None
        folder, name, days = self.folder, self.name(page), self.desk.actions.days
        self.desk.long_work.start(
            lambda told: days.save_workbook(page, folder, name, told), self._told, self._saved, self._failed
        )

    def call_off(self) -> None:
        """Lets it be."""
        self.desk.long_work.call_off()

    def save_pdf(self) -> None:
        """Has the page drawn into a file."""
        page = self._page()
        if page is not None and not self.is_at_work:
            self.desk.notice = None
            self.pdf_wanted = (self.folder, self.name(page))

    def pdf_done(self, path: str) -> None:
        """It is drawn; an empty path says that it could not be."""
        self.pdf_wanted = None
        if path:
            self.desk.say(Tone.CALM, "export_saved", path=path)
        else:
            self.desk.say(Tone.RED, "export_not_saved", folder=self.folder)

    def choose_folder(self, folder: str) -> None:
        """From now on exports go there; nowhere else where ``folder`` is empty."""
        self.choosing = False
        if folder and folder != self.folder:
            actions = self.desk.actions
            self.desk.ask(lambda: actions.save_settings({"export_folder": folder}), lambda _: self._folder_came(folder))
            self.desk.say(Tone.CALM, "export_folder_chosen", folder=folder)

    def _folder_came(self, folder: str) -> None:
        self.folder = folder

    def _told(self, done: int, total: int) -> None:
        self.done, self.total = done, total
        self.desk.changed.tell()

    def _saved(self, path: str) -> None:
        self.is_at_work = False
        self.desk.say(Tone.CALM, "export_saved", path=path)
        self.desk.changed.tell()

    def _failed(self, error: Exception) -> None:
        self.is_at_work = False
        if isinstance(error, CalledOff):
            self.desk.say(Tone.CALM, "export_called_off")
        else:
            self.desk.refuse(error)
        self.desk.changed.tell()
