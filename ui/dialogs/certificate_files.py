"""Owns the other ways in which certificates go out: one file for each person, or e-mail drafts; and their report."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QFileDialog, QWidget

from documents import batch, papers
from documents.batch import BatchReport
from documents.file_names import DEFAULT_PATTERN, PDF, file_name
from documents.own_layouts import layouts_of
from documents.prints import Prints, Skipped
from models.mail import MAIL
from models.platforms import documents_folder, open_outside
from models.progress import Task
from resources.i18n import N_, _, plural
from resources.words import sentence
from ui import messages
from ui.actions import Action
from ui.dialogs.form_dialog import ask_form, fit_to_screen
from ui.form import Field, Form
from ui.modal import run
from ui.page import Context
from ui.theme import size
from ui.widgets.boxes import UprightArea, column
from ui.widgets.buttons import button
from ui.widgets.labels import announce, label

FIELDS = (Field("pattern", N_("Names of the files"), kind="choice"),)
PATTERNS = (DEFAULT_PATTERN, "{name} {number}", "{workshop} {name} {number}", "{date} {name} {number}")
LONGEST_SHOWN = 64  # characters of an example; a longer one would make the dialog as wide as the screen


@dataclass(frozen=True, slots=True)
class GoingOut:
    """Certificates as they were drawn for the preview, and what is called once some of them are out."""

    parent: QWidget
    context: Context
    ids: Sequence[int]
    prints: Prints
    handed_out: Callable[[Sequence[str]], object]

    def ways(self, preview: QDialog) -> list[Action]:
        """Return the ways out that a preview offers beside printing and saving; either closes it."""
        return [
            Action("certificates.each", _("One file for each person…"), partial(self.ask_files, preview), "file-down"),
            Action("certificates.mail", _("E-mail drafts…"), partial(self.ask_drafts, preview), "send"),
        ]

    def ask_files(self, preview: QDialog) -> None:
        """Ask for the names and the folder, then write one PDF for each person."""
        count = len(self.prints)
        title = plural("{n} certificate as a file of its own", "{n} certificates, one file each", count)
        text = _("Each person’s certificate becomes a PDF of its own. Files that are in the folder already stay.")
        self._ask(preview, title, text, PDF, self._write_files)

    def ask_drafts(self, preview: QDialog) -> None:
        """Ask for the names and the folder, then write one e-mail draft for each person who has an address."""
        addresses = papers.addresses(self.context.notebook, self.ids)
        known = sum(facts.number in addresses for facts, _print in self.prints)
        if not known:
            what = _("None of these people has an e-mail address")
            messages.tell(preview, what, [_("Type the addresses on the pages of these people, or print.")])
            return
        title = plural("{n} e-mail draft", "{n} e-mail drafts", known)
        told = [_("Each draft is a file with one certificate in it. Open it in your mail program, look, and send it.")]
        without = len(self.prints) - known
        if without:
            told.append(plural("{n} person has no e-mail address.", "{n} people have no e-mail address.", without))
        self._ask(preview, title, " ".join(told), MAIL, partial(self._write_drafts, addresses))

    def _ask(self, preview: QDialog, title: str, text: str, suffix: str, write: Callable[[Path, str], object]) -> None:
        form = Form(FIELDS)
        form.set_choices("pattern", [(each, self._example(each, suffix)) for each in PATTERNS])
        kept = self.context.preferences.table("certificate_files").get("pattern")
        form.fill({"pattern": kept if kept in PATTERNS else DEFAULT_PATTERN})
        folders: list[Path] = []

        def choose() -> None:
            chosen = QFileDialog.getExistingDirectory(preview, _("Folder for these files"), str(documents_folder()))
            folders.extend([Path(chosen)] if chosen else [])

        if ask_form(preview, title, form, verb=_("Choose the folder…"), text=text, save=choose) and folders:
            pattern = str(form.read()["pattern"])
            self.context.preferences.keep("certificate_files", {"pattern": pattern})
            preview.reject()
            write(folders[0], pattern)

    def _example(self, pattern: str, suffix: str) -> str:
        """Return how the first file would be called."""
        name = file_name(self.prints[0][0], pattern, suffix)
        return name if len(name) <= LONGEST_SHOWN else f"{name[: LONGEST_SHOWN - 1 - len(suffix)]}…{suffix}"

    def _write_files(self, folder: Path, pattern: str) -> None:
        layouts = layouts_of(self.context.notebook, self.prints)
        task = batch.certificates_each(self.prints, layouts, folder, pattern)
        count = len(self.prints)
        self._run(task, plural("Writing {n} certificate", "Writing {n} certificates", count), folder, PDF)

    def _write_drafts(self, addresses: Mapping[str, str], folder: Path, pattern: str) -> None:
        layouts = layouts_of(self.context.notebook, self.prints)
        task = batch.mail_drafts(self.prints, layouts, folder, addresses, pattern)
        self._run(task, _("Writing e-mail drafts"), folder, MAIL)

    def _run(self, task: Task[BatchReport], title: str, folder: Path, suffix: str) -> None:
        def done(report: BatchReport) -> None:
            self.handed_out(report.made)
            show_report(self.parent, Made(folder, suffix, len(report.files), report.skipped))

        stopped = lambda: self.context.toast(_("Stopped: none of these files is left."))  # noqa: E731  # a slot
        self.context.jobs.run(task, title, done, on_cancelled=stopped)


@dataclass(frozen=True, slots=True)
class Made:
    """What a batch left in a folder, and what it left out."""

    folder: Path
    suffix: str
    count: int
    skipped: tuple[Skipped, ...]


class ReportDialog(QDialog):
    """What was made and where, then who was left out, together by reason."""

    def __init__(self, parent: QWidget, made: Made) -> None:
        super().__init__(parent.window())
        title = (
            plural("{n} e-mail draft written", "{n} e-mail drafts written", made.count)
            if made.suffix == MAIL
            else plural("{n} file written", "{n} files written", made.count)
        )
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        told = [_("They are in {folder}", folder=str(made.folder))] if made.count else []
        inside = QWidget()
        lines = column(*(label(each, wrap=True, selectable=True) for each in told), gap=2)
        if made.skipped:
            left = plural("{n} person was left out", "{n} people were left out", len(made.skipped))
            lines.addWidget(label(left, "strong", wrap=True))
            told.append(left)
        for reason, names in by_reason(made.skipped).items():
            lines.addWidget(label(", ".join(names), wrap=True, selectable=True))
            lines.addWidget(label(reason, "secondary", wrap=True))
            told += [", ".join(names), reason]
        lines.addStretch(1)
        inside.setLayout(lines)
        self.setAccessibleDescription(" ".join(told))
        self.buttons = QDialogButtonBox()
        close = button(_("Close"), self.accept, kind="primary")
        close.setDefault(True)
        self.buttons.addButton(close, QDialogButtonBox.ButtonRole.AcceptRole)
        if made.count:
            show = button(_("Open the folder"), partial(open_outside, made.folder), icon="folder-open")
            self.buttons.addButton(show, QDialogButtonBox.ButtonRole.ActionRole)
        whole = column(label(title, "section", wrap=True), gap=3, margin=4)
        whole.addWidget(UprightArea(inside), 1)
        whole.addWidget(self.buttons)
        self.setLayout(whole)
        self.setMinimumWidth(min(size(420), 900))
        fit_to_screen(self, size(560), size(320) if made.skipped else size(200))
        announce(self, " ".join((title, *told)))
        close.setFocus()


def by_reason(skipped: Sequence[Skipped]) -> dict[str, list[str]]:
    """Return reason -> the names of those left out for it, in their order."""
    found: dict[str, list[str]] = {}
    for each in skipped:
        for problem in each.problems:
            found.setdefault(sentence(problem), []).append(each.name)
    return found


def show_report(parent: QWidget, made: Made) -> None:
    """Show what a batch made until it has been read."""
    dialog = ReportDialog(parent, made)
    run(dialog)
