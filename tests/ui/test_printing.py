"""The way to a printer: the file itself where the system takes it, pictures of its pages everywhere else."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from datetime import date, time
from pathlib import Path

import pytest
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QApplication

from documents.facts import Association, SessionFacts, SheetFacts
from documents.sign_in_sheet import draw
from models.progress import finish
from tests.tools import needs
from tests.ui.cups import PRINTER, Cups, cups
from ui import printing
from ui.widgets.pdf_pages import PdfPages

NAMES = tuple(f"Personne {number}" for number in range(60))
TITLE = "Émargement du 12 mai"


class OnTheDesk(QPrinter):
    """The printer of the tests' own printing system: Qt asks for printers once, before that one is there."""

    def printerName(self) -> str:
        return PRINTER

    def outputFormat(self) -> QPrinter.OutputFormat:
        return QPrinter.OutputFormat.NativeFormat

    def outputFileName(self) -> str:
        return ""

    def duplex(self) -> QPrinter.DuplexMode:
        return QPrinter.DuplexMode.DuplexLongSide


@pytest.fixture(scope="module")
def server() -> Iterator[Cups]:
    with cups() as running:
        yield running


@pytest.fixture
def pages(app: QApplication) -> Iterator[PdfPages]:
    session = SessionFacts(date(2026, 5, 12), time(14), time(16), 120)
    opened = PdfPages(draw([SheetFacts(Association("Les Puces du Blosne"), "Premiers pas", (session,), NAMES)]))
    yield opened
    opened.close()


def on_the_desk(pages: PdfPages) -> OnTheDesk:
    printer = OnTheDesk(QPrinter.PrinterMode.HighResolution)
    printing.prepare(printer, TITLE, pages)
    return printer


@needs("cupsd", "lpadmin")
def test_cups_is_given_the_very_file_and_what_was_chosen(
    server: Cups, pages: PdfPages, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CUPS_SERVER", server.socket)
    printer = on_the_desk(pages)
    printer.setCopyCount(3)
    printer.setColorMode(QPrinter.ColorMode.GrayScale)
    printer.setFromTo(1, 2)
    assert finish(printing.printed(printer, pages)) == 2
    (job,) = server.jobs()
    assert job.document == pages.pdf
    assert job.wish("job-name").decode() == TITLE
    assert int.from_bytes(job.wish("copies")) == 3
    ranges = job.wish("page-ranges")
    assert (int.from_bytes(ranges[:4]), int.from_bytes(ranges[4:])) == (1, 2)
    assert job.wish("sides") == b"two-sided-long-edge"
    assert job.wish("print-color-mode") == b"monochrome"
    assert job.wish("media") == b"A4"


@needs("lpadmin")
def test_what_cups_does_not_take_is_painted_instead(
    pages: PdfPages, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CUPS_SERVER", str(tmp_path / "nobody"))
    assert not printing._handed_on(on_the_desk(pages), pages.pdf, range(2))


def test_a_printer_that_is_a_file_is_not_given_to_cups(pages: PdfPages, monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*_asked: object, **_more: object) -> subprocess.CompletedProcess[bytes]:
        raise AssertionError("nothing is to be run")

    monkeypatch.setattr(subprocess, "run", never)
    monkeypatch.setattr(shutil, "which", lambda _name: "/usr/bin/lp")
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    assert not printing._handed_on(printer, pages.pdf, range(1))


@pytest.mark.parametrize("found", [None, "/nowhere/lp"])
def test_without_the_programs_of_cups_pages_are_painted(
    pages: PdfPages, monkeypatch: pytest.MonkeyPatch, found: str | None
) -> None:
    monkeypatch.setattr(shutil, "which", lambda _name: found)
    assert not printing._handed_on(on_the_desk(pages), pages.pdf, range(1))
