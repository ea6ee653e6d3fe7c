"""A restless user: presses whatever can be pressed in the real window, while our own errors may strike saves and jobs.

Run as a program of its own, because what it looks for may end the process: `python -m tests.reliability.walker FOLDER
SEED STEPS FAULTS`. FAULTS is the chance, from 0 to 1, that a save or a step of a job fails. It prints what happened as
JSON: {"steps", "struck", "told", "half_saved", "errors", "saves_after"}.
"""

from __future__ import annotations

import json
import random
import sys
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QAction, QDesktopServices, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QDialog,
    QFileDialog,
    QLineEdit,
    QMenu,
    QTabBar,
    QWidget,
)
from sqlalchemy.orm import Session

from models.example import make_example
from models.notebook import Notebook
from models.problem import UserError
from models.progress import Progress
from resources.i18n import N_
from tests.builders import a_person
from tests.models.dumps import dump
from tests.screenshots import NOW, enter_attendance, open_window, shots
from ui import crash, jobs
from ui.main_window import MainWindow

PAUSE = 2  # milliseconds between two presses
NOT_PRESSED = {"quit", "notebook.new", "notebook.open", "leave", "lock"}  # they would end the walk or wait for typing
KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Space, Qt.Key.Key_P, Qt.Key.Key_Delete, Qt.Key.Key_Home, Qt.Key.Key_Down)
TYPED = ("a", "é", "12", "<img src=x>", "14/6")


class InjectedError(Exception):
    """A bug of ours, where one would hurt most."""


class Faults:
    """Strikes saves and the steps of jobs at random, and sees whether anything of a save that was struck is kept."""

    def __init__(self, chance: random.Random, likely: float) -> None:
        self.struck = self.half_saved = 0
        self._chance, self._likely = chance, likely

    def _strikes(self) -> bool:
        strikes = self._chance.random() < self._likely
        self.struck += strikes
        return strikes

    def install(self) -> None:
        """Stand between the window, its notebook and its jobs."""
        write = Notebook.write
        faults = self

        @contextmanager
        def struck_write(notebook: Notebook, label: str, **values: Any) -> Iterator[Session]:
            if not faults._strikes():
                with write(notebook, label, **values) as db:
                    yield db
                return
            before = _state(notebook)
            try:
                with write(notebook, label, **values) as db:
                    yield db
                    db.flush()
                    raise InjectedError
            except UserError:
                faults.struck -= 1  # it was refused before it could be struck
                raise
            finally:
                faults.half_saved += _state(notebook) != before

        def struck_step(task: Iterator[Progress]) -> Progress:
            step = next(task)
            if faults._strikes():
                raise InjectedError
            return step

        Notebook.write = struck_write  # type: ignore[method-assign, assignment]
        vars(jobs)["next"] = struck_step


def _state(notebook: Notebook) -> tuple[object, int]:
    with notebook.read() as db:
        return dump(db), len(notebook.history())


class Walker:
    """Presses one thing after the other, one for each turn of the event loop."""

    def __init__(self, window: MainWindow, notebook: Notebook, chance: random.Random, steps: int, folder: Path) -> None:
        self._window, self._chance, self._folder = window, chance, folder
        self.left, self.last, self.told = steps, "", 0
        self.errors: list[str] = []
        self._ways = shots(notebook)[:-1]  # without the doors to another notebook
        self._timer = QTimer()
        self._timer.timeout.connect(self._step)
        self._seen: QWidget | None = None

    def take(self, error: BaseException) -> None:
        """Count an error that reached the door: refusals are said, what was injected is a report, others are bugs."""
        if isinstance(error, InjectedError):
            self.told += 1
        elif not isinstance(error, UserError):
            self.errors.append(f"{self.last}\n{''.join(traceback.format_exception(error))}")

    def begin(self) -> None:
        """Start walking; the application ends with the last step."""
        for name, answer in (
            ("getOpenFileName", ("", "")),
            ("getOpenFileNames", ([], "")),
            ("getExistingDirectory", ""),
        ):
            setattr(QFileDialog, name, staticmethod(lambda *_, answer=answer, **__: answer))
        QFileDialog.getSaveFileName = staticmethod(self._file)  # type: ignore[method-assign]
        QDesktopServices.openUrl = staticmethod(lambda *_: True)  # type: ignore[method-assign, assignment]
        self._timer.start(PAUSE)

    def _file(self, _parent: object, _title: str, proposed: str, *_: object) -> tuple[str, str]:
        return (str(self._folder / Path(proposed).name), "") if self._chance.random() < 0.5 else ("", "")

    def _step(self) -> None:
        self.left -= 1
        if self.left < 0:
            self._timer.stop()
            QTimer.singleShot(0, self._end)
            return
        top = QApplication.activePopupWidget() or QApplication.activeModalWidget() or self._window
        what, act = self._choice(top)
        self.last = f"{self.left} {what} in {type(top).__name__}"
        QTimer.singleShot(0, top, act)

    def _end(self) -> None:
        top = QApplication.activePopupWidget() or QApplication.activeModalWidget()
        if top is None:
            QApplication.exit()
            return
        self._leave(top)
        QTimer.singleShot(0, self._end)

    def _choice(self, top: QWidget) -> tuple[str, Callable[[], object]]:
        if top is self._window and self._chance.random() < 0.2:
            shot = self._chance.choice(self._ways)
            return shot.name, partial(shot.go, self._window)
        if isinstance(top, QMenu):
            entries = [each for each in top.actions() if _can_be_pressed(each)]
        elif top is self._window and self._chance.random() < 0.1:
            entries = [each for each in self._window.findChildren(QAction) if _can_be_pressed(each)]
        else:
            entries = []
        parts = [each for each in top.findChildren(QWidget) if each.isVisible() and each.isEnabled()]
        choices: list[tuple[str, Callable[[], object]]] = [(each.text(), each.trigger) for each in entries]
        if not isinstance(top, QMenu) and not entries:
            choices = [(type(each).__name__, act) for each in parts if (act := self._way_to_use(each)) is not None]
        if not choices or (top is not self._window and self._chance.random() < 0.2):
            return "leave", partial(self._leave, top)
        return self._chance.choice(choices)

    def _leave(self, top: QWidget) -> None:
        if isinstance(top, QDialog):
            top.reject()
        else:
            top.close()

    def _way_to_use(self, part: QWidget) -> Callable[[], object] | None:
        if isinstance(part, QAbstractButton):
            return part.click
        if isinstance(part, (QComboBox, QTabBar)):
            return partial(part.setCurrentIndex, self._chance.randrange(max(1, part.count())))
        if isinstance(part, QLineEdit):
            return partial(self._type, part, self._chance.choice(TYPED), is_entered=self._chance.random() < 0.4)
        model = part.model() if isinstance(part, QAbstractItemView) else None
        if isinstance(part, QAbstractItemView) and model is not None and model.rowCount():
            part.setCurrentIndex(model.index(self._chance.randrange(model.rowCount()), 0))
            return partial(_press, part, self._chance.choice(KEYS))
        return None

    def _type(self, part: QLineEdit, text: str, *, is_entered: bool) -> None:
        part.setFocus()
        _press(part, Qt.Key.Key_unknown, text)
        if is_entered:
            _press(part, Qt.Key.Key_Return)


def _can_be_pressed(entry: QAction) -> bool:
    return entry.isEnabled() and not entry.isSeparator() and entry.objectName() not in NOT_PRESSED


def _press(part: QWidget, key: Qt.Key, text: str = "") -> None:
    QApplication.postEvent(part, QKeyEvent(QEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier, text))


def main(folder: Path, seed: int, steps: int, likely: float) -> None:
    """Walk, then save once more without faults, and print what happened."""
    chance = random.Random(seed)
    notebook = make_example(folder / "example.carnet", today=NOW.date())
    enter_attendance(notebook)
    window = open_window(notebook)
    walker = Walker(window, notebook, chance, steps, folder)
    faults = Faults(random.Random(seed), likely)
    crashes = crash.Crashes(lambda: window)

    def on_error(_kind: object, error: BaseException, _trace: object) -> None:
        walker.take(error)
        crashes.take(error)

    sys.excepthook = on_error
    sys.unraisablehook = lambda args: walker.take(args.exc_value or args.exc_type())
    write = Notebook.write
    faults.install()
    walker.begin()
    QApplication.exec()
    sys.excepthook = sys.__excepthook__
    Notebook.write = write  # type: ignore[method-assign]
    vars(jobs).pop("next")
    if window.context is None or window.context.notebook is not notebook:  # the walk led to another one
        notebook = window.context.notebook if window.context else Notebook.open(folder / "example.carnet")
    before = len(notebook.history())
    with notebook.write(N_("Add people")) as db:
        a_person(db, "Personne", "Dernière")
    found = {"steps": steps, "struck": faults.struck, "told": walker.told, "half_saved": faults.half_saved}
    print(json.dumps(found | {"errors": walker.errors, "saves_after": len(notebook.history()) - before}))
    sys.stdout.flush()


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), float(sys.argv[4]))
