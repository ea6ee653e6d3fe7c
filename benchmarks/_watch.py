"""A watch in the window's own loop: it beats, and a beat that comes late tells how long nothing else could happen."""

from __future__ import annotations

import time

from PySide6.QtCore import QObject, QTimer

GOAL = 150  # milliseconds: what a hand feels as the answer to its own move
_BEAT = 2  # milliseconds between two beats


class Watch(QObject):
    """Keeps the gaps between two beats since it was last wound, in milliseconds."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._last, self.longest = time.perf_counter(), 0.0
        self.too_long: list[float] = []
        self._timer = QTimer(self, interval=_BEAT)
        self._timer.timeout.connect(self._beat)
        self._timer.start()

    def wind(self) -> None:
        """Begin anew."""
        self._last, self.longest = time.perf_counter(), 0.0
        self.too_long.clear()

    def _beat(self) -> None:
        now = time.perf_counter()
        gap, self._last = (now - self._last) * 1000, now
        self.longest = max(self.longest, gap)
        if gap > GOAL:
            self.too_long.append(gap)
