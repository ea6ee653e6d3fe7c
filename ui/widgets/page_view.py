"""Owns how the pages of a PDF are looked at: one under the other, drawn off the window's thread, driven by keys."""

from __future__ import annotations

from collections import OrderedDict
from functools import partial

from PySide6.QtCore import QRect, QRectF, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractScrollArea

from resources.i18n import _, here
from ui.jobs import Jobs
from ui.theme import colour, space
from ui.widgets.labels import announce
from ui.widgets.pdf_pages import PdfPages

SHARPEST, SMALLEST, STEP = 4.0, 0.4, 1.2  # pixels for a point, and one step of larger or smaller
KEPT = 8  # pages whose picture is kept


class PageView(QAbstractScrollArea):
    """Pages on the table. `turned` tells the page in view; Page Up and Page Down turn, + and - enlarge and shrink."""

    turned = Signal(int)

    def __init__(self, jobs: Jobs, pages: PdfPages) -> None:
        super().__init__()
        self._jobs, self._pages = jobs, pages
        self._scale = 0.0  # 0: as wide as there is room
        self._pictures: OrderedDict[tuple[int, float], QImage] = OrderedDict()
        self._asked: set[tuple[int, float]] = set()
        self.page = -1
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(_("Pages"))
        self.setFrameShape(QAbstractScrollArea.Shape.NoFrame)
        self.setMinimumSize(320, 240)
        self.verticalScrollBar().valueChanged.connect(self._on_scrolled)

    @property
    def scale(self) -> float:
        """Return how many pixels a point takes."""
        if self._scale:
            return self._scale
        widest = max(size.width() for size in self._pages.sizes)
        room = self.viewport().width() - 2 * space(4)
        return min(max(room / widest, SMALLEST), SHARPEST / 2)

    def enlarge(self, steps: int) -> None:
        """Show the pages larger, or smaller with a negative number."""
        page = max(self.page, 0)
        self._scale = min(max(self.scale * STEP**steps, SMALLEST), SHARPEST)
        self._lay_out()
        self.turn_to(page)

    def turn_to(self, page: int) -> None:
        """Bring a page to the top."""
        page = min(max(page, 0), len(self._pages) - 1)
        self.verticalScrollBar().setValue(round(self._tops()[page]))
        self._show_page(page)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Turn pages and change their size; arrows scroll."""
        last = len(self._pages) - 1
        pages = {
            Qt.Key.Key_PageDown: self.page + 1, Qt.Key.Key_PageUp: self.page - 1, Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: last,
        }  # fmt: skip
        sizes = {Qt.Key.Key_Plus: 1, Qt.Key.Key_Equal: 1, Qt.Key.Key_Minus: -1}
        key = Qt.Key(event.key())
        if key in pages:
            self.turn_to(pages[key])
        elif key in sizes:
            self.enlarge(sizes[key])
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the pages into the new width."""
        super().resizeEvent(event)
        self._lay_out()
        if self.page < 0 and self._pages.sizes:
            self._show_page(0)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the pages in view; those not drawn yet are white sheets for a moment."""
        painter = QPainter(self.viewport())
        painter.fillRect(self.viewport().rect(), colour("hover"))
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        height = self.viewport().height()
        for number in range(len(self._pages)):
            rect = self._place(number)
            if rect.bottom() < 0 or rect.top() > height:
                continue
            picture = self._picture(number)
            if picture.isNull():
                painter.fillRect(rect, Qt.GlobalColor.white)
            else:
                painter.drawImage(rect, picture)
            painter.setPen(QPen(colour("edge"), 1))
            painter.drawRect(rect.adjusted(-1, -1, 0, 0))
        if self.hasFocus():
            painter.setPen(QPen(colour("accent"), 2))
            painter.drawRect(QRectF(self.viewport().rect()).adjusted(1, 1, -1, -1))

    def _tops(self) -> list[float]:
        """Return where each page begins, from the top of the first."""
        tops, top = [], 0.0
        for size in self._pages.sizes:
            tops.append(top)
            top += size.height() * self.scale + space(4)
        return tops

    def _place(self, number: int) -> QRect:
        size, scale = self._pages.sizes[number], self.scale
        width, height = round(size.width() * scale), round(size.height() * scale)
        left = max((self.viewport().width() - width) // 2, space(4)) - self.horizontalScrollBar().value()
        top = round(self._tops()[number]) + space(4) - self.verticalScrollBar().value()
        return QRect(left, top, width, height)

    def _lay_out(self) -> None:
        tops, scale, room = self._tops(), self.scale, self.viewport().size()
        whole = round(tops[-1] + self._pages.sizes[-1].height() * scale) + 2 * space(4)
        widest = round(max(size.width() for size in self._pages.sizes) * scale) + 2 * space(4)
        for bar, length, shown in (
            (self.verticalScrollBar(), whole, room.height()),
            (self.horizontalScrollBar(), widest, room.width()),
        ):
            bar.setPageStep(shown)
            bar.setSingleStep(40)
            bar.setRange(0, max(0, length - shown))
        self.viewport().update()

    def _picture(self, number: int) -> QImage:
        sharpness = self.devicePixelRatioF()
        key = (number, round(self.scale * sharpness, 3))
        if key in self._pictures:
            self._pictures.move_to_end(key)
            return self._pictures[key]
        if key not in self._asked:
            self._asked.add(key)
            self._jobs.later(partial(self._pages.picture, *key), partial(self._on_picture, key), owner=self)
        return next((image for (page, _scale), image in reversed(self._pictures.items()) if page == number), QImage())

    def _on_picture(self, key: tuple[int, float], picture: QImage) -> None:
        self._asked.discard(key)
        self._pictures[key] = picture
        while len(self._pictures) > KEPT:
            self._pictures.popitem(last=False)
        self.viewport().update()

    def _on_scrolled(self, value: int) -> None:
        middle = value + self.viewport().height() / 2
        self._show_page(max(number for number, top in enumerate(self._tops()) if top <= middle or number == 0))
        self.viewport().update()

    def _show_page(self, page: int) -> None:
        if page == self.page:
            return
        self.page = page
        self.setAccessibleName(
            _("Page {page} of {pages}", page=here().number(page + 1), pages=here().number(len(self._pages)))
        )
        announce(self, self.accessibleName())
        self.turned.emit(page)
        self._jobs.later(partial(self._pages.text, page), partial(self._on_text, page), owner=self)

    def _on_text(self, page: int, text: str) -> None:
        if page == self.page:
            self.setAccessibleDescription(text)
