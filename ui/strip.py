"""Owns the strip at the bottom of the window that shows running jobs, with a button to cancel each."""

from __future__ import annotations

import shiboken6
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QFrame, QProgressBar, QSizePolicy, QVBoxLayout, QWidget

from models.progress import Progress
from resources.i18n import _
from ui.jobs import Job, Jobs, fraction
from ui.theme import look, size, space
from ui.widgets.boxes import row
from ui.widgets.buttons import button
from ui.widgets.labels import announce, elided, label

SHOWN_AFTER_MS = 1000


class JobRow(QWidget):
    """One job: its title, where it is, and a button that cancels it."""

    def __init__(self, job: Job) -> None:
        super().__init__()
        self._job = job
        self._what = elided("", "secondary")
        self._bar = QProgressBar()
        self._bar.setAccessibleName(job.title)
        self._bar.setTextVisible(False)
        self._bar.setRange(0, 0)
        self._bar.setFixedWidth(size(220))
        self.cancel = button(_("Cancel"), self._cancel)
        self.cancel.setAccessibleName(_("Cancel: {title}", title=job.title))
        inside = row(label(job.title, "strong"), self._bar, gap=3)
        inside.addWidget(self._what, 1)
        inside.addWidget(self.cancel)
        self.setLayout(inside)
        job.progress.connect(self._on_progress)

    def _on_progress(self, progress: Progress) -> None:
        done, total = fraction(progress)
        self._bar.setRange(0, total if look().moves else max(total, 1))
        self._bar.setValue(done)
        counted = _("{done} of {total}", done=progress.done, total=progress.total) if progress.total else ""
        self._what.set_whole(" · ".join(part for part in (counted, progress.what) if part))

    def _cancel(self) -> None:
        self.cancel.setEnabled(False)
        self._what.set_whole(_("Stopping…"))
        self._job.cancel()


class JobStrip(QFrame):
    """The running jobs that take longer than a second."""

    def __init__(self, jobs: Jobs) -> None:
        super().__init__()
        self.setObjectName("strip")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(space(5), space(2), space(5), space(2))
        self.hide()
        jobs.started.connect(self._on_started)

    def _on_started(self, job: Job) -> None:
        shown = JobRow(job)
        shown.hide()
        self._rows.addWidget(shown)
        timer = QTimer(shown, singleShot=True, interval=SHOWN_AFTER_MS)
        timer.timeout.connect(lambda: self._reveal(shown, job.title))
        timer.start()
        job.ended.connect(lambda: self._drop(shown))

    def _reveal(self, shown: JobRow, title: str) -> None:
        shown.show()
        self.show()
        announce(self, title)

    def _drop(self, shown: JobRow) -> None:
        if not shiboken6.isValid(self) or not shiboken6.isValid(shown):  # the window has gone meanwhile
            return
        self._rows.removeWidget(shown)
        shown.hide()
        shown.deleteLater()
        if not self._rows.count():
            self.hide()
