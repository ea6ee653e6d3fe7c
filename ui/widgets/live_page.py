"""Owns the page that follows what is typed: the real PDF drawn anew off the window's thread, never two at once."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QRect, Qt, QTimer, Signal
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QPen, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from models.problem import UserError
from resources.i18n import _
from ui.jobs import Jobs
from ui.theme import colour, size
from ui.widgets.pdf_pages import PdfPages

PAUSE = 15  # milliseconds: the keys of one stroke are one drawing
EDGE = 10

Draw = Callable[[], bytes]


class LivePage(QWidget):
    """One page as large as there is room. `drawn` follows each drawing; `refused` tells why one could not be made."""

    drawn = Signal()
    refused = Signal(object)  # the problems

    def __init__(self, jobs: Jobs) -> None:
        super().__init__()
        self._jobs = jobs
        self._wanted: Callable[[], Draw] | None = None
        self._picture = QImage()
        self._is_busy = self._is_stale = False
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE)
        self._pause.timeout.connect(self._start)
        self.setAccessibleName(_("Preview of the page"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(size(220), size(160))

    def follow(self, wanted: Callable[[], Draw]) -> None:
        """Draw what `wanted` says: it is asked on the window's thread, what it returns is called on another one."""
        self._wanted = wanted
        self.ask()

    def ask(self) -> None:
        """Draw anew, soon; while a drawing is under way, once more after it."""
        if not self._pause.isActive():
            self._pause.start()

    @property
    def is_waiting(self) -> bool:
        """Tell whether what is shown is not yet what is wanted."""
        return self._pause.isActive() or self._is_busy

    def showEvent(self, event: QShowEvent) -> None:
        """Draw what was not drawn while nobody could see it."""
        super().showEvent(event)
        self.ask()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Draw as sharp as the new size asks."""
        super().resizeEvent(event)
        self.ask()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the page in the middle, on the table."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), colour("hover"))
        if self._picture.isNull():
            return
        place = self._place()
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(place, self._picture)
        painter.setPen(QPen(colour("edge"), 1))
        painter.drawRect(place.adjusted(-1, -1, 0, 0))

    def _place(self) -> QRect:
        room = self.rect().adjusted(EDGE, EDGE, -EDGE, -EDGE)
        shown = self._picture.size().scaled(room.size(), Qt.AspectRatioMode.KeepAspectRatio)
        place = QRect(room.topLeft(), shown)
        place.moveCenter(room.center())
        return place

    def _start(self) -> None:
        if self._is_busy or self._wanted is None or not self.isVisible():
            self._is_stale = True
            return
        self._is_busy, self._is_stale = True, False
        sharpness = self.devicePixelRatioF()
        room = (max(self.width() - 2 * EDGE, 1) * sharpness, max(self.height() - 2 * EDGE, 1) * sharpness)
        self._jobs.later(
            partial(_picture_of, self._wanted(), *room), self._on_drawn, owner=self, on_failed=self._on_failed
        )

    def _on_drawn(self, made: tuple[QImage, str]) -> None:
        self._picture, text = made
        self.setAccessibleDescription(text)
        self.update()
        self._end()
        self.drawn.emit()

    def _on_failed(self, error: Exception) -> None:
        self._end()
        if not isinstance(error, UserError):
            raise error
        self.refused.emit(error.problems)

    def _end(self) -> None:
        self._is_busy = False
        if self._is_stale:
            self.ask()


def _picture_of(draw: Draw, width: float, height: float) -> tuple[QImage, str]:
    """Draw the PDF and its first page in this room."""
    pages = PdfPages(draw())
    try:
        page = pages.sizes[0]
        return pages.picture(0, min(width / page.width(), height / page.height())), pages.text(0)
    finally:
        pages.close()
