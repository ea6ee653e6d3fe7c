"""Owns work off the window's thread: jobs that show where they are and can be cancelled, and short reads."""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, TypeVar

import shiboken6
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QWidget

from models.problem import UserError
from models.progress import Progress, Task

if TYPE_CHECKING:
    from concurrent.futures import ThreadPoolExecutor

Report = TypeVar("Report")
Result = TypeVar("Result")


class Job(QObject):
    """One running task. Its signals arrive on the window's thread; cancelling takes effect at its next yield."""

    progress = Signal(object)
    finished = Signal(object)
    failed = Signal(object)
    cancelled = Signal()
    ended = Signal()  # after any of the three

    def __init__(self, task: Task[Report], title: str, parent: QObject) -> None:
        super().__init__(parent)
        self.title = title
        self.is_cancelling = False
        self._task = task
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._drive, name=f"job: {title}")

    def start(self) -> None:
        """Begin on a thread of its own."""
        self._thread.start()

    def cancel(self) -> None:
        """Stop at the next consistent point."""
        self.is_cancelling = True
        self._stop.set()

    def wait(self) -> None:
        """Wait for the end of its thread; only at the very end of the application."""
        self._thread.join()

    def _drive(self) -> None:
        """Run the generator to its end on this thread; every way out is told."""
        try:
            while not self._stop.is_set():
                self.progress.emit(next(self._task))
            self._task.close()
        except StopIteration as stop:
            self.finished.emit(stop.value)
        except Exception as error:  # noqa: BLE001  # whatever it was, it is told on the window's thread
            self.failed.emit(error)
        else:
            self.cancelled.emit()
        self.ended.emit()


class Jobs(QObject):
    """All the work of one window that is not done on its thread."""

    started = Signal(object)  # Job
    idle = Signal()
    _call = Signal(object)

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._running: list[Job] = []
        self._readers: ThreadPoolExecutor | None = None
        self._is_closed = False
        self._call.connect(self._on_call, Qt.ConnectionType.QueuedConnection)

    @property
    def is_busy(self) -> bool:
        """Tell whether a job is running."""
        return bool(self._running)

    def run(
        self,
        task: Task[Report],
        title: str,
        on_done: Callable[[Report], object],
        *,
        button: QWidget | None = None,
        on_failed: Callable[[Exception], object] | None = None,
        on_cancelled: Callable[[], object] | None = None,
    ) -> Job:
        """Start a task; `button` is disabled until it ends. A failure is shown unless `on_failed` takes it."""
        job = Job(task, title, self)
        job.finished.connect(partial(_call_with, on_done))
        job.failed.connect(partial(_call_with, on_failed or self.show_failure))
        if on_cancelled is not None:
            job.cancelled.connect(partial(_call_alone, on_cancelled))
        job.ended.connect(partial(self._forget, job, button))
        if button is not None:
            button.setEnabled(False)
        self._running.append(job)
        self.started.emit(job)
        job.start()
        return job

    def later(
        self,
        function: Callable[[], Result],
        on_result: Callable[[Result], object],
        *,
        owner: QWidget,
        on_failed: Callable[[Exception], object] | None = None,
    ) -> None:
        """Call a short function on another thread and hand its result back, unless `owner` has gone meanwhile.

        Nothing is called any more for a window that is closed: its dialogs may still be painted once.
        """
        if self._is_closed:
            return

        def read() -> None:
            try:
                result = function()
            except Exception as error:  # noqa: BLE001  # whatever it was, it is told on the window's thread
                self._call.emit((owner, partial(on_failed or self.show_failure, error)))
            else:
                self._call.emit((owner, partial(on_result, result)))

        if self._readers is None:
            from concurrent.futures import ThreadPoolExecutor

            self._readers = ThreadPoolExecutor(max_workers=2, thread_name_prefix="read")
        self._readers.submit(read)

    def cancel_all(self) -> None:
        """Ask every job to stop at its next consistent point."""
        for job in self._running:
            job.cancel()

    def close(self) -> None:
        """Stop everything in order and wait for it."""
        self._is_closed = True
        self.cancel_all()
        for job in tuple(self._running):
            job.wait()
        if self._readers is not None:
            self._readers.shutdown(wait=True, cancel_futures=True)

    def _on_call(self, call: tuple[QWidget, Callable[[], object]]) -> None:
        owner, function = call
        if shiboken6.isValid(owner):
            function()

    def show_failure(self, error: Exception) -> None:
        """Show what went wrong elsewhere: a sentence for the world's faults, the report for ours."""
        if not isinstance(error, UserError):
            raise error  # a bug: crash.py takes it from here
        from ui import messages

        messages.show_error(self._window, error)

    def _forget(self, job: Job, button: QWidget | None) -> None:
        self._running.remove(job)
        job.wait()  # its last line has been reached
        if button is not None and shiboken6.isValid(button):
            button.setEnabled(True)
        job.deleteLater()
        if not self._running:
            self.idle.emit()


def _call_with(function: Callable[[Result], object], value: Result) -> None:
    function(value)


def _call_alone(function: Callable[[], object]) -> None:
    function()


def fraction(progress: Progress) -> tuple[int, int]:
    """Return value and maximum for a progress bar; a maximum of 0 means that the end is not known."""
    return (progress.done, progress.total) if progress.total > 0 else (0, 0)
