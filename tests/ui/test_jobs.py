"""Work off the window's thread: told, cancelled between steps, never lost."""

from __future__ import annotations

import threading

import pytest
from PySide6.QtWidgets import QDialog, QPushButton, QWidget
from pytestqt.exceptions import capture_exceptions
from pytestqt.qtbot import QtBot

from models.problem import refusal
from models.progress import Progress, Task
from ui.page import Context
from ui.strip import JobStrip


def counting(total: int, *, gate: threading.Event | None = None, closed: list[bool] | None = None) -> Task[str]:
    """Count to `total`; wait for `gate` before the second step; note when it is closed."""
    try:
        for step in range(1, total + 1):
            yield Progress(step, total, f"step {step}")
            if gate is not None:
                gate.wait(10)
    finally:
        if closed is not None:
            closed.append(True)
    return f"{total} done on {threading.current_thread().name}"


def failing(error: Exception) -> Task[str]:
    yield Progress(1, 2)
    raise error


def test_a_job_runs_on_its_own_thread_and_tells_its_report_on_ours(context: Context, qtbot: QtBot) -> None:
    told: list[tuple[str, bool]] = []
    button = QPushButton("Print")
    qtbot.addWidget(button)
    gate = threading.Event()
    job = context.jobs.run(
        counting(3, gate=gate),
        "Counting",
        lambda report: told.append((report, threading.current_thread() is threading.main_thread())),
        button=button,
    )
    steps: list[object] = []
    job.progress.connect(steps.append)
    assert not button.isEnabled()
    assert context.jobs.is_busy
    gate.set()
    qtbot.waitUntil(lambda: bool(told) and button.isEnabled())
    assert told == [("3 done on job: Counting", True)]
    assert steps[-1] == Progress(3, 3, "step 3")
    assert not context.jobs.is_busy


def test_cancelling_stops_at_the_next_step_and_closes_the_generator(context: Context, qtbot: QtBot) -> None:
    done: list[str] = []
    cancelled: list[bool] = []
    closed: list[bool] = []
    gate = threading.Event()
    job = context.jobs.run(
        counting(100, gate=gate, closed=closed), "Counting", done.append, on_cancelled=lambda: cancelled.append(True)
    )
    job.cancel()
    gate.set()
    qtbot.waitUntil(lambda: bool(cancelled))
    assert closed == [True]
    assert done == []


def test_a_refusal_of_the_world_is_told_in_a_sentence(context: Context, qtbot: QtBot, answer: object) -> None:
    shown: list[QDialog] = answer(QDialog.DialogCode.Accepted)  # type: ignore[operator]  # the fixture's function
    button = QPushButton("Print")
    qtbot.addWidget(button)
    error = refusal("disk_full", file="a.pdf", folder="/stick")
    context.jobs.run(failing(error), "Printing", lambda report: None, button=button)
    qtbot.waitUntil(lambda: bool(shown) and button.isEnabled())
    assert "a.pdf" in shown[0].accessibleDescription()


def test_a_fault_of_ours_reaches_the_crash_hook(context: Context, qtbot: QtBot) -> None:
    with capture_exceptions() as caught:
        context.jobs.run(failing(ZeroDivisionError()), "Printing", lambda report: None)
        qtbot.waitUntil(lambda: not context.jobs.is_busy)
    assert [type(each[1]) for each in caught] == [ZeroDivisionError]


def test_a_failure_can_be_taken_by_who_started_it(context: Context, qtbot: QtBot) -> None:
    taken: list[Exception] = []
    context.jobs.run(failing(ValueError("no")), "Printing", lambda report: None, on_failed=taken.append)
    qtbot.waitUntil(lambda: bool(taken))
    assert isinstance(taken[0], ValueError)


def test_a_short_read_comes_back_to_our_thread(context: Context, qtbot: QtBot) -> None:
    owner = QWidget()
    qtbot.addWidget(owner)
    got: list[tuple[str, str]] = []
    context.jobs.later(
        lambda: threading.current_thread().name,
        lambda name: got.append((name, threading.current_thread().name)),
        owner=owner,
    )
    qtbot.waitUntil(lambda: bool(got))
    assert got[0][0].startswith("read")
    assert got[0][1] == "MainThread"


def test_a_result_for_a_page_that_has_gone_is_dropped(context: Context, qtbot: QtBot) -> None:
    import shiboken6

    gate = threading.Event()
    got: list[object] = []
    owner, other = QWidget(), QWidget()
    qtbot.addWidget(other)
    context.jobs.later(lambda: gate.wait(10), got.append, owner=owner)
    shiboken6.delete(owner)
    gate.set()
    context.jobs.later(lambda: "after", got.append, owner=other)
    qtbot.waitUntil(lambda: "after" in got)
    assert True not in got


def test_closing_waits_for_the_job_in_order(context: Context, qtbot: QtBot) -> None:
    closed: list[bool] = []
    context.jobs.run(counting(10_000, closed=closed), "Counting", lambda report: None)
    context.jobs.close()
    assert closed == [True]
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("job")]
    qtbot.waitUntil(lambda: not context.jobs.is_busy)


def test_a_closed_window_reads_nothing_any_more(context: Context, qtbot: QtBot) -> None:
    read: list[str] = []
    context.jobs.later(lambda: "before", read.append, owner=context.jobs._window)
    qtbot.waitUntil(lambda: read == ["before"])
    context.jobs.close()
    context.jobs.later(lambda: "after", read.append, owner=context.jobs._window)
    qtbot.wait(20)
    assert read == ["before"]


@pytest.mark.parametrize("cancels", [False, True])
def test_the_strip_shows_a_job_that_takes_long(
    context: Context, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, cancels: bool
) -> None:
    from ui import strip

    monkeypatch.setattr(strip, "SHOWN_AFTER_MS", 0)
    window = QWidget()
    qtbot.addWidget(window)
    shown = JobStrip(context.jobs)
    shown.setParent(window)
    window.show()
    gate = threading.Event()
    done: list[object] = []
    context.jobs.run(counting(2, gate=gate), "Making <b>2</b> certificates", done.append)
    qtbot.waitUntil(shown.isVisible)
    row = shown.findChild(strip.JobRow)
    assert row is not None
    assert row.cancel.accessibleName() == "Cancel: Making <b>2</b> certificates"
    if cancels:
        row.cancel.click()
        assert not row.cancel.isEnabled()
    gate.set()
    qtbot.waitUntil(lambda: not shown.isVisible())
    assert bool(done) is not cancels
