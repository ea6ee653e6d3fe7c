"""The preview: the very pages that are printed or saved, seen, read and driven by keys."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, time
from pathlib import Path

import pypdfium2
import pytest
import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from documents.facts import Association, SessionFacts, SheetFacts
from documents.sign_in_sheet import draw
from models.problem import UserError
from tests.ui.accessibility import unnamed_focusable
from tests.ui.conftest import MakeContext, Said
from tests.ui.keys import press
from ui import printing
from ui.dialogs import preview
from ui.dialogs.preview import PreviewDialog, show_pdf
from ui.page import Context
from ui.widgets.pdf_pages import PdfPages

NAMES = tuple(f"Personne {number}" for number in range(60))


@pytest.fixture(scope="module")
def pdf() -> bytes:
    """A sign-in sheet of several pages."""
    session = SessionFacts(date(2026, 5, 12), time(14), time(16), 120)
    return draw([SheetFacts(Association("Les Puces du Blosne"), "Premiers pas", (session,), NAMES)])


@pytest.fixture
def kept() -> list[str]:
    return []


@pytest.fixture
def dialog(
    app: QApplication, make_context: MakeContext, qtbot: QtBot, pdf: bytes, kept: list[str]
) -> Iterator[PreviewDialog]:
    parent = QWidget()
    qtbot.addWidget(parent)
    context: Context = make_context()
    shown = show_pdf(parent, context, "Sign-in sheet", pdf, file_name="Sheet", kept=lambda: kept.append("kept"))
    qtbot.waitUntil(lambda: bool(shown.view.accessibleDescription()))
    yield shown
    if shiboken6.isValid(shown):  # it goes by itself once something is sent to the printer
        shown.close()


def choose_file(monkeypatch: pytest.MonkeyPatch, path: Path | None) -> None:
    answer = ("" if path is None else str(path), "")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: answer)


def test_the_pages_are_said_with_their_number_and_their_text(dialog: PreviewDialog) -> None:
    assert len(dialog.pages) > 1
    assert dialog.view.accessibleName() == f"Page 1 of {len(dialog.pages)}"
    assert "Personne 0" in dialog.view.accessibleDescription()
    assert unnamed_focusable(dialog) == []


def test_page_down_turns_and_end_goes_to_the_last_page(dialog: PreviewDialog, qtbot: QtBot) -> None:
    press(dialog.view, Qt.Key.Key_PageDown)
    assert dialog.view.page == 1
    press(dialog.view, Qt.Key.Key_End)
    assert dialog.view.page == len(dialog.pages) - 1
    assert not dialog.after.isEnabled()
    press(dialog.view, Qt.Key.Key_Home)
    assert dialog.view.page == 0
    assert not dialog.before.isEnabled()


def test_plus_enlarges_and_minus_shrinks(dialog: PreviewDialog) -> None:
    before = dialog.view.scale
    press(dialog.view, Qt.Key.Key_Plus)
    assert dialog.view.scale > before
    press(dialog.view, Qt.Key.Key_Minus)
    press(dialog.view, Qt.Key.Key_Minus)
    assert dialog.view.scale < before


def test_a_paper_whose_dialog_was_closed_meanwhile_is_shown_all_the_same(
    app: QApplication, make_context: MakeContext, pdf: bytes
) -> None:
    gone = QWidget()
    shiboken6.delete(gone)
    shown = show_pdf(gone, make_context(), "Sign-in sheet", pdf, file_name="Sheet")
    assert shown.isVisible()
    shown.close()


def test_the_page_is_drawn_as_it_is_in_the_pdf(pdf: bytes) -> None:
    pages = PdfPages(pdf)
    picture = pages.picture(0, 1.0)
    assert (picture.width(), picture.height()) == (596, 842)  # A4, rounded up
    colours = {picture.pixelColor(x, y).name() for x in range(0, 595, 3) for y in range(0, 842, 3)}
    assert {"#ffffff", "#000000"} <= colours
    pages.close()
    assert pages.picture(0, 1.0).isNull()


def test_saving_writes_the_same_bytes_and_tells_once_that_it_is_out(
    dialog: PreviewDialog,
    pdf: bytes,
    kept: list[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    qtbot: QtBot,
) -> None:
    path = tmp_path / "sheet"
    choose_file(monkeypatch, path)
    for _ in range(2):
        dialog.on_save()
        qtbot.waitUntil(dialog.save_button.isEnabled)
    assert (tmp_path / "sheet.pdf").read_bytes() == pdf
    assert kept == ["kept"]


@pytest.mark.parametrize("replaces", [False, True])
def test_a_file_met_only_after_its_name_was_completed_is_replaced_after_asking(
    dialog: PreviewDialog, pdf: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot, replaces: bool
) -> None:
    path = tmp_path / "sheet.pdf"
    path.write_bytes(b"another paper")
    asked: list[str] = []
    monkeypatch.setattr("ui.messages.ask", lambda _parent, question, **_more: asked.append(question) or replaces)
    choose_file(monkeypatch, tmp_path / "sheet")
    dialog.on_save()
    qtbot.waitUntil(dialog.save_button.isEnabled)
    assert asked == ["Replace “sheet.pdf”?"]
    assert path.read_bytes() == (pdf if replaces else b"another paper")


def test_giving_up_saving_writes_nothing(
    dialog: PreviewDialog, kept: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    choose_file(monkeypatch, None)
    dialog.on_save()
    assert kept == []


def test_a_place_that_cannot_be_written_is_told_and_it_does_not_count_as_out(
    dialog: PreviewDialog, kept: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    told: list[UserError] = []
    monkeypatch.setattr("ui.messages.show_error", lambda _parent, error: told.append(error))
    choose_file(monkeypatch, tmp_path / "missing" / "sheet.pdf")
    dialog.on_save()
    qtbot.waitUntil(lambda: bool(told))
    assert told[0].problems[0].code == "place_missing"
    assert kept == []
    assert dialog.save_button.isEnabled()


def test_opening_outside_saves_first(
    dialog: PreviewDialog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    opened: list[Path] = []
    monkeypatch.setattr(preview, "open_outside", lambda path: opened.append(path) or True)
    choose_file(monkeypatch, tmp_path / "sheet.pdf")
    dialog.on_open()
    qtbot.waitUntil(lambda: bool(opened))
    assert opened == [tmp_path / "sheet.pdf"]
    assert opened[0].is_file()


def test_without_a_printer_the_file_is_offered_instead(
    dialog: PreviewDialog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, answer: object, qtbot: QtBot
) -> None:
    monkeypatch.setattr(printing, "has_printer", lambda: False)
    choose_file(monkeypatch, tmp_path / "sheet.pdf")
    assert callable(answer)
    shown = answer(QDialog.DialogCode.Accepted)
    dialog.on_print()
    qtbot.waitUntil((tmp_path / "sheet.pdf").is_file)
    assert "No printer" in shown[0].windowTitle()


def test_printing_sends_every_page_and_tells_that_it_is_out(
    dialog: PreviewDialog,
    kept: list[str],
    said: Said,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    qtbot: QtBot,
) -> None:
    """A printer that writes a file stands for the one on the desk."""
    count = len(dialog.pages)

    def chosen(_parent: QWidget, title: str, pages: PdfPages) -> QPrinter:
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setOutputFileName(str(tmp_path / "printed.pdf"))
        printing.prepare(printer, title, pages)
        return printer

    monkeypatch.setattr(printing, "has_printer", lambda: True)
    monkeypatch.setattr(printing, "ask_printer", chosen)
    dialog.on_print()
    qtbot.waitUntil(lambda: bool(kept), timeout=20_000)
    printed = pypdfium2.PdfDocument(tmp_path / "printed.pdf")
    assert len(printed) == count
    assert [round(each) for each in printed.get_page_size(0)] == [595, 842]
    printed.close()
    assert said.toasts == [f"{count} pages sent to the printer"]


@pytest.mark.qt_log_ignore("QPainter::begin")
def test_a_printer_that_does_not_answer_is_told(pdf: bytes, app: QApplication, tmp_path: Path) -> None:
    pages = PdfPages(pdf)
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "no folder" / "printed.pdf"))
    with pytest.raises(UserError) as refused:
        list(printing.printed(printer, pages))
    assert refused.value.problems[0].code == "printer_not_answering"
    pages.close()
