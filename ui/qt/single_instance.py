"""At most one window for each terminal; starting another one brings the first to the front."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QLockFile, QObject, Signal, Slot

if TYPE_CHECKING:
    from PySide6.QtNetwork import QLocalServer

KNOCK_MS = 500


class SingleInstance(QObject):
    """Holds the window's lock on ``home``. ``knocked`` says that somebody tried to start a second window."""

    knocked = Signal()

    def __init__(self, home: Path) -> None:
        super().__init__()
        self._home = home.resolve()
        self._lock = QLockFile(str(home / "window.lock"))
        self._lock.setStaleLockTime(0)
        self._server: QLocalServer | None = None

    def acquire(self) -> bool:
        """Whether this is the first window; if not, the first one is told."""
        if not self._lock.tryLock(0):
            self._knock()
            return False
        return True

    def listen(self) -> None:
        """Hears of other windows from now on. Qt's network library is loaded for that: the window comes first."""
        from PySide6.QtNetwork import QLocalServer

        self._server = QLocalServer(self)
        self._server.newConnection.connect(self._answer)
        QLocalServer.removeServer(self._name)
        self._server.listen(self._name)

    @property
    def _name(self) -> str:
        """What the windows of this home call each other by."""
        from hashlib import sha256

        return "stillpoint-" + sha256(str(self._home).encode()).hexdigest()[:16]

    def release(self) -> None:
        """Lets another window start."""
        if self._server is not None:
            self._server.close()
        self._lock.unlock()

    def _knock(self) -> None:
        from PySide6.QtNetwork import QLocalSocket

        socket = QLocalSocket()
        socket.connectToServer(self._name)
        socket.waitForConnected(KNOCK_MS)
        socket.disconnectFromServer()

    @Slot()
    def _answer(self) -> None:
        while self._server is not None and (caller := self._server.nextPendingConnection()) is not None:
            caller.deleteLater()
            self.knocked.emit()
