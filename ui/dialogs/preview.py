"""Owns the preview: the very pages that are printed or saved, before they are."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QWidget

from documents.file_names import safe_name
from models.files import write_file
from models.platforms import open_outside
from resources.i18n import _, here, plural
from ui import messages, printing
from ui.actions import Action, MenuButton
from ui.dialogs.form_dialog import fit_to_screen
from ui.dialogs.where import ask_where
from ui.page import Context
from ui.theme import size
from ui.widgets.boxes import column, row
from ui.widgets.buttons import Button, button, icon_button
from ui.widgets.labels import label
from ui.widgets.page_view import PageView
from ui.widgets.pdf_pages import PdfPages

SUFFIX = ".pdf"
Role = QDialogButtonBox.ButtonRole


def show_pdf(
    parent: QWidget,
    context: Context,
    title: str,
    pdf: bytes,
    *,
    file_name: str,
    kept: Callable[[], object] | None = None,
) -> PreviewDialog:
    """Show a finished PDF, ready to print and save; `kept` is called once, when it has been printed or saved."""
    dialog = PreviewDialog(parent, context, Paper(title, pdf, file_name, kept))
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.open()
    return dialog


@dataclass(frozen=True, slots=True)
class Paper:
    """A finished PDF with its title, the name of its file, and whom to tell once it has been printed or saved."""

    title: str
    pdf: bytes
    file_name: str
    kept: Callable[[], object] | None = None


class PreviewDialog(QDialog):
    """The pages of one paper, with Print, Save and Open in another program."""

    def __init__(self, parent: QWidget, context: Context, paper: Paper) -> None:
        super().__init__(messages.standing(parent))
        self._context, self._paper, self._kept = context, paper, paper.kept
        self._saved: Path | None = None
        self.pages = PdfPages(paper.pdf)
        self._is_printing = False
        self.setWindowTitle(paper.title)
        self.setAccessibleName(paper.title)
        self.view = PageView(context.jobs, self.pages)
        self.view.turned.connect(self._on_turned)
        self.place = label("", "secondary")
        self._build()
        for keys in (QKeySequence.StandardKey.Print, QKeySequence.StandardKey.Save):
            slot = self.on_print if keys is QKeySequence.StandardKey.Print else self.on_save
            QShortcut(QKeySequence(keys), self, slot)
        fit_to_screen(self, size(860), 2000)
        self.view.setFocus()
        self.finished.connect(self._on_finished)

    def _build(self) -> None:
        smaller = icon_button("zoom-out", _("Smaller"), lambda: self.view.enlarge(-1))
        larger = icon_button("zoom-in", _("Larger"), lambda: self.view.enlarge(1))
        self.before = icon_button("chevron-left", _("Page before"), lambda: self.view.turn_to(self.view.page - 1))
        self.after = icon_button("chevron-right", _("Next page"), lambda: self.view.turn_to(self.view.page + 1))
        self.open_button = icon_button("external-link", _("Open in another program"), self.on_open)
        top = row(gap=2)
        top.addWidget(label(self._paper.title, "section", wrap=True), 1)
        top.addLayout(row(self.before, self.place, self.after, smaller, larger, self.open_button, gap=1))
        self.print_button = button(_("Print…"), self.on_print, kind="primary", icon="printer")
        self.save_button = button(_("Save…"), self.on_save, icon="save")
        close = Button(_("Close"))
        close.setAccessibleName(_("Close"))
        close.clicked.connect(self.reject)
        self.print_button.setDefault(True)
        self.buttons = QDialogButtonBox()
        for made, role in (
            (self.print_button, Role.AcceptRole),
            (self.save_button, Role.ActionRole),
            (close, Role.RejectRole),
        ):
            self.buttons.addButton(made, role)
        whole = column(top, gap=3, margin=4)
        whole.addWidget(self.view, 1)
        whole.addWidget(self.buttons)
        self.setLayout(whole)
        self.setMinimumSize(480, 360)

    def offer(self, text: str, ways: Sequence[Action]) -> None:
        """Offer further ways out under one button."""
        self.more_button = MenuButton(text, ways)
        self.buttons.addButton(self.more_button, Role.ActionRole)

    def _on_turned(self, page: int) -> None:
        count = len(self.pages)
        self.place.setText(_("Page {page} of {pages}", page=here().number(page + 1), pages=here().number(count)))
        self.before.setEnabled(page > 0)
        self.after.setEnabled(page < count - 1)

    # -- out of the door -----------------------------------------------------------------------------------------------

    def on_print(self) -> None:
        """Print; without any printer, say so and offer the file."""
        if not printing.has_printer():
            if messages.ask(
                self,
                _("No printer is set up on this computer"),
                detail=_("Save the pages as a file: it can be printed later, or on another computer from a stick."),
                verb=_("Save…"),
            ):
                self.on_save()
            return
        printer = printing.ask_printer(self, self._paper.title, self.pages)
        if printer is None:
            return
        self._is_printing = True
        task = printing.printed(printer, self.pages)
        jobs, pages = self._context.jobs, self.pages
        job = jobs.run(task, _("Printing: {paper}", paper=self._paper.title), self._on_printed)
        job.ended.connect(pages.close)
        self.accept()

    def _on_printed(self, count: int) -> None:
        self._tell_kept()
        self._context.toast(plural("{n} page sent to the printer", "{n} pages sent to the printer", count))

    def on_save(self) -> None:
        """Save the PDF where the user says."""
        path = self._ask_path()
        if path is not None:
            self._save(path, self._on_saved)

    def on_open(self) -> None:
        """Open the PDF with the system's own program, after saving it."""
        path = self._saved or self._ask_path()
        if path is not None:
            self._save(path, self._open)

    def _ask_path(self) -> Path | None:
        name = safe_name(self._paper.file_name.removesuffix(SUFFIX), SUFFIX)
        return ask_where(self, _("Save as a file"), name, "PDF", SUFFIX, own=self._saved)

    def _save(self, path: Path, then: Callable[[Path], object]) -> None:
        """Write the file off the window's thread: a stick may be slow."""
        for made in (self.save_button, self.open_button):
            made.setEnabled(False)
        self._context.jobs.later(
            partial(write_file, path, self._paper.pdf),
            lambda _none: self._on_written(path, then),
            owner=self,
            on_failed=self._on_not_written,
        )

    def _on_written(self, path: Path, then: Callable[[Path], object]) -> None:
        self._on_not_busy()
        self._saved = path
        self._tell_kept()
        then(path)

    def _on_not_written(self, error: Exception) -> None:
        self._on_not_busy()
        self._context.jobs.show_failure(error)

    def _on_not_busy(self) -> None:
        for made in (self.save_button, self.open_button):
            made.setEnabled(True)

    def _on_saved(self, path: Path) -> None:
        messages.toast(self, _("Saved: {file}", file=path.name), _("Open it"), partial(self._open, path))

    def _open(self, path: Path) -> None:
        if not open_outside(path):
            messages.tell(self, _("No program here opens this file"), [_("The file is saved: {file}", file=str(path))])

    def _tell_kept(self) -> None:
        kept, self._kept = self._kept, None
        if kept is not None:
            kept()

    def _on_finished(self) -> None:
        if not self._is_printing:  # otherwise the job closes them
            self.pages.close()
