"""Owns the dialog that brings a list of people in: file, what was recognised, columns, rows, one button."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import QPoint, QTimer, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QFileDialog, QProgressBar, QVBoxLayout, QWidget

from exchange.import_choices import ColumnChoices
from exchange.people_import import Given, ImportReport, Kind, carry_out
from exchange.spreadsheet import Sheet
from models import workshops
from models.platforms import documents_folder
from models.problem import Problem, UserError
from models.progress import Progress, Task
from resources.i18n import _
from resources.words import sentence
from ui.dialogs.form_dialog import fit_to_screen
from ui.dialogs.import_columns import ColumnsCard
from ui.dialogs.import_foot import NEXT, ImportFoot
from ui.dialogs.import_kept import Answers, answers_of, asked_of, values_of
from ui.dialogs.import_reading import Asked, Read, reading, told
from ui.dialogs.import_rows import RowsCard
from ui.dialogs.import_source import SourceCard
from ui.drops import dropped_file
from ui.focus import keeping_focus
from ui.half_typed import HalfTyped, back_again
from ui.jobs import Job
from ui.modal import run
from ui.page import Context
from ui.theme import size, space
from ui.widgets.boxes import UprightArea, column, empty
from ui.widgets.buttons import button
from ui.widgets.header import PageHeader
from ui.widgets.notices import Banner, EmptyState, announce

INTO_REGISTRY, INTO_WORKSHOP = "import", "import_into"
"""Under which names an import is kept that was left in the middle."""
PATTERNS = "*.csv *.tsv *.txt *.xlsx *.xlsm *.xls *.ods"


class ImportDialog(QDialog):
    """Nothing is written before the button at the bottom; what it writes is one action with one undo.

    What was chosen and said of the rows survives a crash, with the file that it is about.
    """

    changed, settled = Signal(), Signal()

    def __init__(self, context: Context, workshop_id: int | None, parent: QWidget | None) -> None:
        super().__init__(parent)
        self._context, self._workshop_id = context, workshop_id
        self._job: Job | None = None
        self._asked: Asked | None = None
        self._answers: Answers | None = None  # those given before, until the list is read
        self._kept_out: tuple[Problem, ...] = ()  # why the last import was refused
        self.is_changed = False
        self.read: Read | None = None
        title = _("Import a list of people")
        self._into = self._workshop()
        self.setWindowTitle(title)
        self.setAccessibleName(f"{title} {self._into}".strip())
        self.setAcceptDrops(True)
        self._make_parts(title)
        self._lay_out()
        self._connect()
        self._show_state()
        fit_to_screen(self, size(1120), size(900))
        name, ids = (INTO_REGISTRY, ()) if workshop_id is None else (INTO_WORKSHOP, (workshop_id,))
        self._keeper = HalfTyped(self, context.notebook, name, ids)

    def _workshop(self) -> str:
        """Say where the people go, beside the registry."""
        if self._workshop_id is None:
            return ""
        with self._context.notebook.read() as db:
            line = workshops.lines(db, [self._workshop_id], today=self._context.today())[self._workshop_id]
        return _("They are enrolled in “{workshop}”", workshop=line.title)

    def _make_parts(self, title: str) -> None:
        self._header = PageHeader(title)
        self._choose = button(_("Choose another file…"), self.on_choose, icon="folder-open")
        self._again = button(_("Read it again"), self._read_again, icon="refresh-cw")
        first = button(_("Choose a file…"), self.on_choose, kind="primary", icon="folder-open")
        self._empty = EmptyState(
            "file-down",
            _("Drop a list here, or choose it: from Excel, LibreOffice, HelloAsso, a form… Nothing is written yet."),
            first,
        )
        self._progress = QProgressBar()
        self._progress.setAccessibleName(_("The list is being read"))
        self._progress.setRange(0, 0)
        self._progress.setTextVisible(False)
        self._back, self._wrong = QVBoxLayout(), QVBoxLayout()
        self.source, self.columns, self.rows = SourceCard(), ColumnsCard(self._context), RowsCard(self._context)
        self.foot = ImportFoot()
        self.leave_out, self.payers = self.foot.leave_out, self.foot.payers
        self.go, self.stay = self.foot.go, self.foot.stay

    def _lay_out(self) -> None:
        self._inside = inside = QWidget()
        inside.setObjectName("page_body")
        body = column(gap=3)
        for each in (self._again, self._choose):
            self._header.add(each)
        body.addWidget(self._header)
        for told_above in (self._back, self._wrong):
            body.addLayout(told_above)
        for part in (self._progress, self.source, self.columns, self.rows, self._empty):
            body.addWidget(part, 1 if part in (self._empty, self.rows) else 0)
        body.addStretch(0)
        body.setContentsMargins(0, 0, space(2), 0)
        inside.setLayout(body)
        self._area = UprightArea(inside)
        whole = column(self._area, self.foot, gap=3, margin=4)
        whole.setStretch(0, 1)
        self.setLayout(whole)

    def _connect(self) -> None:
        self.source.asked.connect(self._on_source)
        self.columns.chosen.connect(self._on_column)
        self.columns.fixed.connect(self._on_fixed)
        self.columns.guessed_again.connect(self._on_guess)
        self.rows.given.connect(self._on_given)
        self.rows.asked.connect(lambda part: QTimer.singleShot(0, self._area, lambda: self._show_whole(part)))
        for each in (self.leave_out.toggled, self.payers.toggled, self.rows.decided):
            each.connect(lambda *_: self._on_answer())
        self.finished.connect(self.settled)
        self.go.clicked.connect(self.on_go)
        self.stay.clicked.connect(self.reject)
        self.foot.next.clicked.connect(self.rows.show_next)
        QShortcut(QKeySequence(NEXT), self, self.rows.show_next)

    def _show_whole(self, part: QWidget) -> None:
        """Scroll until a part is seen from its top, once it has its place."""
        if self._inside.isAncestorOf(part):
            top = part.mapTo(self._inside, QPoint(0, 0)).y()
            self._area.ensureVisible(0, top + min(part.height(), self._area.height()), 0, space(2))
            self._area.ensureVisible(0, top, 0, space(2))

    # -- choosing and reading ------------------------------------------------------------------------------------------

    def on_choose(self) -> None:
        """Let the user choose a list."""
        folder = self._asked.path.parent if self._asked else documents_folder()
        wanted = _("Lists") + f" ({PATTERNS})"
        name, _kind = QFileDialog.getOpenFileName(
            self, _("Choose a list"), str(folder), f"{wanted};;" + _("All files") + " (*)"
        )
        if name:
            self.begin(Path(name))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take a file that is dropped here."""
        if dropped_file(event) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Read the file that was dropped."""
        path = dropped_file(event)
        if path is not None:
            event.acceptProposedAction()
            self.begin(path)

    def begin(self, path: Path) -> None:
        """Begin with a list; what was said of another is forgotten."""
        for each in (self.leave_out, self.payers):
            each.setChecked(False)
        self.settled.emit()
        self.is_changed, self._answers = False, None
        empty(self._back)
        self.start(Asked(path))

    def start(self, asked: Asked, sheet: Sheet | None = None) -> None:
        """Read a list, or plan its sheet again, off the window's thread; a reading that runs already is given up."""
        self._give_up()
        self._asked, self._kept_out = asked, ()
        task = reading(self._context.notebook, asked, self._workshop_id, today=self._context.today(), sheet=sheet)
        self._job = job = self._context.jobs.run(
            task,
            _("Reading the list"),
            lambda read: self._on_read(job, read),
            on_failed=lambda error: self._on_refused(job, error),
        )
        self._show_state()

    def _read_again(self) -> None:
        """Read the file afresh: rows that were corrected here are read as they are there now."""
        if self._asked is not None:
            self._change()
            self.start(replace(self._asked, given=Given()))

    def _on_source(self, asked: Asked) -> None:
        self._change()
        self.start(asked)

    def _on_answer(self) -> None:
        self._change()
        self._show_state()

    def _change(self) -> None:
        self.is_changed = True
        self.changed.emit()

    def _plan_again(self, **changed: Any) -> None:
        """Plan what was read with other choices; a reading that still runs is begun again."""
        if self._asked is not None:
            self._change()
            is_idle = self._job is None and self.read is not None
            self.start(replace(self._asked, **changed), self.read.sheet if is_idle and self.read else None)

    def _choices(self) -> ColumnChoices:
        return (self._asked.choices if self._asked else None) or ColumnChoices()

    def _on_column(self, index: int, field: str) -> None:
        self._plan_again(choices=self._choices().with_column(index, field))

    def _on_fixed(self, values: dict[str, Any]) -> None:
        self._plan_again(choices=replace(self._choices(), fixed=values))

    def _on_guess(self) -> None:
        self._plan_again(choices=ColumnChoices(), is_guessed_again=True)

    def _on_given(self, given: Given) -> None:
        self._plan_again(given=given)

    def _on_read(self, job: Job, read: Read) -> None:
        if job is not self._job or self._asked is None:
            return
        is_first = self.read is None
        is_same = self.read is not None and self.read.sheet is read.sheet
        self._job, self.read, self._asked = None, read, read.asked
        with keeping_focus(self):
            self.source.show_read(self._asked, read)
            self.columns.show_read(read)
            if read.is_other and self._answers is not None:
                self._forget_answers()
            if read.plan is not None:
                self.rows.show_plan(read.plan, read.asked.given, is_same=is_same)
                self._answer_again()
            self._show_wrong((*self._kept_out, *(read.refused.problems if read.refused else ())))
            self._show_state()
        # it came there when the first button went, or when the dialog was opened with its file
        if self.stay.hasFocus() or (is_first and self._again.hasFocus()):
            (self.go if self.go.isEnabled() else self._choose).setFocus()
        announce(self, self.go.accessibleName() if read.plan else _("The list was read"))

    def _on_refused(self, job: Job, error: Exception) -> None:
        if job is not self._job:
            return
        self._job, self.read = None, None
        if not isinstance(error, UserError):
            raise error  # a bug: crash.py takes it from here
        self._show_wrong(error.problems)
        self._show_state()

    def _show_wrong(self, problems: tuple[Problem, ...]) -> None:
        empty(self._wrong)
        if problems:
            text = "\n".join(sentence(problem) for problem in problems)
            self._wrong.addWidget(Banner(text, "bad"))
            announce(self, text)

    def _show_state(self) -> None:
        """Show the parts that make sense now, and whether the button may be pressed, with the reason if not."""
        planned = self.read.plan if self.read else None
        is_reading = self._job is not None
        file = self._asked.path.name if self._asked else ""
        self._header.set_subtitle(" · ".join(part for part in (file, self._into) if part))
        self._again.setVisible(self._asked is not None)
        self._choose.setVisible(self.read is not None)
        self._empty.setVisible(self.read is None and not is_reading)
        self._progress.setVisible(is_reading)
        self.source.setVisible(self.read is not None)
        self.columns.setVisible(self.read is not None)
        self.rows.setVisible(planned is not None)
        standing = self.rows.standing
        counts = standing.counts() if planned else Counter[Kind]()
        self.foot.show_waiting(*((standing.to_check(), standing.waiting()) if planned else (0, 0)))
        self.foot.show_counts(counts, planned, is_reading=is_reading)

    # -- what is kept, and there again ---------------------------------------------------------------------------------

    def typed(self) -> dict[str, Any]:
        """Return the file with all that was chosen and said of it."""
        assert self._asked is not None  # nothing is changed before
        return values_of(self._asked, self._given_answers())

    def _given_answers(self) -> Answers:
        """Return what was said of the rows: now, or before while the list is still being read."""
        ticks = {"leaves_out_wrong": self.leave_out.isChecked(), "takes_payers": self.payers.isChecked()}
        return self._answers or Answers.of(self.rows.standing, **ticks)

    def show_typed(self, typed: Mapping[str, Any]) -> None:
        """Read the file again; what was said of its rows is there again once they are planned."""
        self._answers = answers_of(typed)
        self.is_changed = True
        self.start(asked_of(typed))

    def restore(self, path: Path | None = None) -> None:
        """Show again what was left in the middle here, if there is something; not when another list is to be read."""
        found = self._keeper.found
        kept = Path(found.values["path"]) if found is not None else None
        if path is not None and path != kept:
            self.begin(path)
        elif found is not None and kept is not None:
            self._keeper.restore()
            self._back.addWidget(back_again(found, lambda: self.begin(kept)))

    def _answer_again(self) -> None:
        answers, self._answers = self._answers, None
        if answers is not None:
            self.leave_out.setChecked(answers.leaves_out_wrong)
            self.payers.setChecked(answers.takes_payers)
            self.rows.answer_again(answers.people, answers.right)

    def _forget_answers(self) -> None:
        self._answers = None
        text = _("This list is not what it was then: what you had answered about its rows is asked again.")
        self._back.addWidget(Banner(text, "warn"))

    # -- doing it ------------------------------------------------------------------------------------------------------

    def on_go(self) -> None:
        """Import everything that is shown, in one action."""
        self._job = job = self._context.jobs.run(
            self._importing(),
            _("Importing the list"),
            self._on_imported,
            button=self.go,
            on_failed=lambda error: self._on_refused_import(job, error),
        )
        self.stay.setEnabled(False)

    def _importing(self) -> Task[ImportReport]:
        assert self.read is not None
        assert self.read.plan is not None
        planned = self.read.plan
        decided = self.rows.standing.choices(leaves_out_wrong=self.leave_out.isChecked())
        kept = self.read.asked.to_remember()
        choices = replace(decided, takes_payers=self.payers.isChecked(), remembered=kept)
        yield Progress(0, 0, planned.file)
        return carry_out(self._context.notebook, planned, choices, today=self._context.today())

    def _on_imported(self, report: ImportReport) -> None:
        self._job = None
        self.accept()
        self._context.done(told(report))

    def _on_refused_import(self, job: Job, error: Exception) -> None:
        self.stay.setEnabled(True)
        self._answers = self._given_answers()
        self._on_refused(job, error)
        self._plan_again()
        self._kept_out = error.problems if isinstance(error, UserError) else ()

    def _give_up(self) -> None:
        if self._job is not None:
            self._job.cancel()
            self._job = None

    def done(self, result: int) -> None:
        """Give up a reading that still runs; an import that has begun is waited for."""
        if not self.stay.isEnabled() and self._job is not None:
            return
        self._give_up()
        super().done(result)


def open_import(context: Context, workshop_id: int | None, *, parent: QWidget, path: Path | None = None) -> bool:
    """Bring a list of people into the registry, or into a workshop; tell whether it was imported."""
    dialog = ImportDialog(context, workshop_id, parent)
    dialog.restore(path)
    answer = run(dialog)
    return answer == QDialog.DialogCode.Accepted
