"""Owns the pages of a finished PDF as pictures and text: the very PDF that is printed, drawn by pypdfium2."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from PySide6.QtCore import QSizeF
from PySide6.QtGui import QImage

POINTS_PER_INCH = 72
_pdfium = threading.Lock()  # the library is not made for several threads


class PdfPages:
    """An open PDF. Every method may be called on any thread; after close() nothing is drawn any more."""

    def __init__(self, pdf: bytes) -> None:
        import pypdfium2

        self.pdf = pdf
        with _pdfium:
            self._document: Any = pypdfium2.PdfDocument(pdf)
            self.sizes = [QSizeF(*self._document.get_page_size(number)) for number in range(len(self._document))]

    def __len__(self) -> int:
        return len(self.sizes)

    def picture(self, number: int, scale: float) -> QImage:
        """Draw one page, `scale` pixels for a point; a null picture once the PDF is closed."""
        with self._page(number) as page:
            if page is None:
                return QImage()
            drawn = page.render(scale=scale, rev_byteorder=False, prefer_bgrx=True)
            image = QImage(drawn.buffer, drawn.width, drawn.height, drawn.stride, QImage.Format.Format_RGB32).copy()
            drawn.close()
            return image

    def text(self, number: int) -> str:
        """Return the text of one page, as a screen reader says it."""
        with self._page(number) as page:
            if page is None:
                return ""
            textpage = page.get_textpage()
            text = str(textpage.get_text_bounded())
            textpage.close()
        return " ".join(text.split())

    def close(self) -> None:
        """Let the PDF go."""
        with _pdfium:
            if self._document is not None:
                self._document.close()
                self._document = None

    @contextmanager
    def _page(self, number: int) -> Iterator[Any]:
        with _pdfium:
            if self._document is None:
                yield None
                return
            page = self._document[number]
            try:
                yield page
            finally:
                page.close()
