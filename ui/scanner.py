"""Owns the scanner that types like a keyboard: a code that comes at once is kept together, and out of the fields."""

from __future__ import annotations

import shiboken6
from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget

from models.scans import PREFIXES

GAP = 80
"""Milliseconds between two keys of a scanner at the most; no one types a prefix so fast."""
LONGEST = 4_400
ENDS = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab)
NOT_TYPED = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier

_FRENCH = str.maketrans(
    {
        "A": "Q", "Q": "A", "Z": "W", "W": "Z", "?": "M", "M": ":", "&": "1", "é": "2", '"': "3", "'": "4", "(": "5",
        "-": "6", "è": "7", "_": "8", "ç": "9", "à": "0", "4": "$", "5": "%", "8": "*", ")": "-", ":": ".", "!": "/",
    }
)  # fmt: skip
"""What a scanner set to an American keyboard meant, where the computer has a French one."""


def as_meant(text: str) -> str:
    """Return the text as the code has it, whatever keyboard the scanner believes in."""
    ways = (text, text.upper(), text.translate(_FRENCH))
    return next((way for way in ways if way.startswith(PREFIXES)), text)


def may_begin_code(text: str) -> bool:
    """Tell whether a code begins so, or may still become one."""
    ways = (text, text.upper(), text.translate(_FRENCH))
    return any(way.startswith(PREFIXES) or any(each.startswith(way) for each in PREFIXES) for way in ways)


class Scanner(QObject):
    """Watches the keys of the window while `owner` is shown: `scanned` tells a code, all else is typed as usual."""

    scanned = Signal(str)

    def __init__(self, owner: QWidget) -> None:
        super().__init__(owner)
        self._owner = owner
        self.watched: QWidget | None = None
        self._held: list[QKeyEvent] = []
        self._is_typing_again = False
        self._pause = QTimer(self, singleShot=True, interval=GAP)
        self._pause.timeout.connect(self._end)
        owner.installEventFilter(self)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._follow)

    @property
    def _text(self) -> str:
        return "".join(each.text() for each in self._held)

    def _follow(self, *_changed: object) -> None:
        """Watch what has the keyboard now, in the window of the owner."""
        window = self._owner.window()
        focus: QWidget | None = window.focusWidget()
        wanted = (focus or window) if self._owner.isVisible() else None
        if wanted is self.watched:
            return
        self._end()
        if self.watched is not None and self.watched is not self._owner and shiboken6.isValid(self.watched):
            self.watched.removeEventFilter(self)
        self.watched = wanted
        if wanted is not None:
            wanted.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep keys that may be a code; let all others pass."""
        if watched is self._owner and event.type() in (QEvent.Type.Show, QEvent.Type.Hide):
            QTimer.singleShot(0, self, self._follow)
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress and watched is self.watched:
            return not self._is_typing_again and self._keeps(event)
        return False

    def _keeps(self, event: QKeyEvent) -> bool:
        """Tell whether a key is kept back as a part of a code."""
        if event.key() in ENDS and as_meant(self._text).startswith(PREFIXES):
            self._end()
            return True
        if not event.text():  # Shift
            return False
        if event.modifiers() & NOT_TYPED or not may_begin_code(self._text + event.text()):
            self._end()
            return False
        self._held.append(QKeyEvent(event.type(), event.key(), event.modifiers(), event.text()))
        self._pause.start()
        if len(self._held) > LONGEST:
            self._end()
        return True

    def _end(self) -> None:
        """Tell the code when there is one, or type what was kept back."""
        self._pause.stop()
        text, held, self._held = as_meant(self._text), self._held, []
        if text.startswith(PREFIXES):
            self.scanned.emit(text)
        elif held and self.watched is not None and shiboken6.isValid(self.watched):
            self._is_typing_again = True
            for each in held:
                QApplication.sendEvent(self.watched, each)
            self._is_typing_again = False
