"""Owns how windows on one computer find each other: the second asks the first, which has the notebook, to come up."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer

if TYPE_CHECKING:
    from PySide6.QtNetwork import QLocalServer

    from ui.main_window import MainWindow

LATER_MS = 1500
"""The first page comes before the name by which others find this window."""
WAIT_MS = 700


def name_of(where: Path) -> str:
    """Return the name under which the window of a notebook file can be called, for this user and file only."""
    import getpass

    whose = f"{getpass.getuser()}\0{where.resolve()}"
    return "carnet-" + sha256(whose.encode()).hexdigest()[:24]


class Instance(QObject):
    """Lets others call this window while its notebook is open."""

    def __init__(self, window: MainWindow, where: Path) -> None:
        super().__init__(window)
        self._window, self._where = window, where
        self._server: QLocalServer | None = None
        self._soon = QTimer(self, singleShot=True, interval=LATER_MS)
        self._soon.timeout.connect(self.listen)
        self._soon.start()

    def listen(self) -> None:
        """Be there for calls; what a killed window left behind is taken away, for the file's lock is ours."""
        from PySide6.QtNetwork import QLocalServer

        self._soon.stop()
        name = name_of(self._where)
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._on_call)
        QLocalServer.removeServer(name)
        self._server.listen(name)

    def _on_call(self) -> None:
        assert self._server is not None
        while self._server.hasPendingConnections():
            self._server.nextPendingConnection().abort()
        window = self._window
        window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
        window.show()
        window.raise_()
        window.activateWindow()

    def stop(self) -> None:
        """End with its notebook."""
        self._soon.stop()
        if self._server is not None:
            self._server.close()
        self.deleteLater()


def call(where: Path) -> bool:
    """Ask the window that has this notebook open to come to the front; tell whether there is one here."""
    from PySide6.QtNetwork import QLocalSocket

    socket = QLocalSocket()
    socket.connectToServer(name_of(where))
    is_there = socket.waitForConnected(WAIT_MS)
    socket.abort()
    return is_there
