"""Owns the way to a printer: the pages of a PDF as pictures of 300 dots an inch, on any system."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QMarginsF, QRectF, Qt
from PySide6.QtGui import QPageLayout, QPageSize, QPainter
from PySide6.QtWidgets import QDialog, QWidget

from models.problem import refusal
from models.progress import Progress, Task
from resources.i18n import _, here
from ui.modal import run
from ui.widgets.pdf_pages import POINTS_PER_INCH, PdfPages

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

DOTS_PER_INCH = 300


def has_printer() -> bool:
    """Tell whether this computer knows any printer."""
    from PySide6.QtPrintSupport import QPrinterInfo

    return bool(QPrinterInfo.availablePrinterNames())


def ask_printer(parent: QWidget, title: str, pages: PdfPages) -> QPrinter | None:
    """Let the user choose printer, pages and copies in the system's own dialog; nothing when given up."""
    from PySide6.QtPrintSupport import QPrintDialog, QPrinter

    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    prepare(printer, title, pages)
    dialog = QPrintDialog(printer, parent)
    dialog.setWindowTitle(title)
    dialog.setMinMax(1, len(pages))
    answer = run(dialog)
    return printer if answer == QDialog.DialogCode.Accepted else None


def prepare(printer: QPrinter, title: str, pages: PdfPages) -> None:
    """Give a printer the format and direction of the first page, and the name of the paper."""
    size = pages.sizes[0]
    is_wide = size.width() > size.height()
    upright = size.transposed() if is_wide else size
    printer.setPageSize(QPageSize(upright, QPageSize.Unit.Point, "", QPageSize.SizeMatchPolicy.FuzzyMatch))
    direction = QPageLayout.Orientation.Landscape if is_wide else QPageLayout.Orientation.Portrait
    printer.setPageOrientation(direction)
    printer.setResolution(DOTS_PER_INCH)
    printer.setFullPage(True)
    printer.setPageMargins(QMarginsF(0, 0, 0, 0))
    printer.setDocName(title)


def printed(printer: QPrinter, pages: PdfPages) -> Task[int]:
    """Print the pages asked for and return how many. Raises UserError (printer_not_answering)."""
    first, last = (printer.fromPage() or 1) - 1, (printer.toPage() or len(pages)) - 1
    wanted = range(first, min(last, len(pages) - 1) + 1)
    painter = QPainter()
    is_done = False
    try:
        if not painter.begin(printer):
            raise _refused(printer)
        for done, number in enumerate(wanted, 1):
            if done > 1 and not printer.newPage():
                raise _refused(printer)
            picture = pages.picture(number, DOTS_PER_INCH / POINTS_PER_INCH)
            paper = QRectF(printer.pageLayout().fullRectPixels(printer.resolution()))
            shown = picture.size().scaled(paper.size().toSize(), Qt.AspectRatioMode.KeepAspectRatio)
            painter.drawImage(QRectF(0, 0, shown.width(), shown.height()), picture)
            yield Progress(done, len(wanted), _("Page {page}", page=here().number(number + 1)))
        is_done = True
    finally:
        if not is_done:
            printer.abort()
        if painter.isActive() and not painter.end() and is_done:
            raise _refused(printer)
    return len(wanted)


def _refused(printer: QPrinter) -> Exception:
    return refusal("printer_not_answering", printer=printer.printerName())
