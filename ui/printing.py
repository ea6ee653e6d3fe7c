"""Owns the way to a printer: the PDF itself where the system takes it (CUPS), else pictures of 300 dots an inch.

Linux and macOS print through CUPS, which is given the very file that was looked at: sharp at any size, and at once.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
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
PATIENCE = 120  # seconds for the system to take a file


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
    yield Progress(0, len(wanted))
    if _handed_on(printer, pages.pdf, wanted):
        return len(wanted)
    yield from _painted(printer, pages, wanted)
    return len(wanted)


def _handed_on(printer: QPrinter, pdf: bytes, wanted: range) -> bool:
    """Give the PDF itself to CUPS; False where this is not its printer, or it does not take it."""
    from PySide6.QtPrintSupport import QPrinter

    program = shutil.which("lp")
    if sys.platform == "win32" or program is None or printer.outputFormat() != QPrinter.OutputFormat.NativeFormat:
        return False
    if printer.outputFileName():
        return False
    try:
        done = subprocess.run([program, *_wishes(printer, wanted)], input=pdf, capture_output=True, timeout=PATIENCE)
    except OSError:
        return False
    except subprocess.TimeoutExpired as error:
        raise _refused(printer) from error  # it may have been taken: nothing is printed twice
    return done.returncode == 0


def _wishes(printer: QPrinter, wanted: range) -> list[str]:
    """Return what was chosen in the system's dialog, as CUPS is told it."""
    from PySide6.QtPrintSupport import QPrinter

    sides = {
        QPrinter.DuplexMode.DuplexNone: "one-sided",
        QPrinter.DuplexMode.DuplexLongSide: "two-sided-long-edge",
        QPrinter.DuplexMode.DuplexShortSide: "two-sided-short-edge",
    }
    options = [f"page-ranges={wanted.start + 1}-{wanted.stop}", f"media={printer.pageLayout().pageSize().key()}"]
    options += [f"collate={'true' if printer.collateCopies() else 'false'}"]
    if printer.duplex() in sides:
        options.append(f"sides={sides[printer.duplex()]}")
    if printer.colorMode() == QPrinter.ColorMode.GrayScale:
        options.append("print-color-mode=monochrome")
    if printer.pageOrder() == QPrinter.PageOrder.LastPageFirst:
        options.append("outputorder=reverse")
    told = ["-d", printer.printerName(), "-t", printer.docName(), "-n", str(printer.copyCount())]
    return [*told, *(part for option in options for part in ("-o", option))]


def _painted(printer: QPrinter, pages: PdfPages, wanted: range) -> Task[None]:
    """Paint the pages one by one, which every printer takes."""
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


def _refused(printer: QPrinter) -> Exception:
    return refusal("printer_not_answering", printer=printer.printerName())
