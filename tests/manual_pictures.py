"""The pictures of the manual: what the window and its dialogs show of the example, in the language of each manual."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import date, time, timedelta
from pathlib import Path
from unittest.mock import patch

from PIL import Image
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QDialog

from models import backup, enrolments, sessions
from models.backup import Reason
from models.notebook import Notebook
from models.sessions import SessionQuery
from resources.manual import FOLDER, PICTURES
from tests.screenshots import NOW, SETTLED, keep, open_window, picture_of, settle
from ui import window_actions
from ui.dialogs import import_people, session, typing_back
from ui.dialogs.repeat import START, SessionsForm
from ui.main_window import MainWindow
from ui.pages.programme import ProgrammePage
from ui.pages.workshops import WorkshopsPage

WINDOW, DIALOG = (1024, 720), (900, 720)
LANGUAGES = ("fr", "en")
COLOURS = 128
PATIENCE = 20_000  # milliseconds until a dialog counts as never coming
BACKUPS = ((Reason.START, 8), (Reason.IMPORT, 1), (Reason.TIMER, 0))  # why, and how many days ago
LIST = """Nom;Prénom;Commune;Courriel;Année de naissance
Le Goff;Zoé;Rennes;zoe.legoff@exemple.fr;1962
Diallo;Mamadou;Rennes;mamadou.exemple.fr;1979
Kerbrat;Yann;Bruz;;1950
Nguyễn;Ngọc Ánh;Rennes;;1988
"""
Show = Callable[[MainWindow], object]


@dataclass(frozen=True)
class Picture:
    """One picture: where the window goes, and the dialog that is opened there, if it is about one."""

    name: str
    go: Show
    opens: Show | None = None
    prepare: Callable[[QDialog], object] = lambda _dialog: None


def pictures(notebook: Notebook, folder: Path) -> list[Picture]:
    """Return the pictures in the order of the manual; what a dialog reads is written into a folder."""
    with notebook.read() as db:
        today = sessions.find(db, SessionQuery(first=NOW.date(), last=NOW.date()))[0]
        workshop = sessions.lines(db, [today])[today].workshop_id
        person = next(iter(enrolments.lines(db, enrolments.find(db, workshop)).values())).person_id
    people = folder / "inscrits.csv"
    people.write_text(LIST, encoding="utf-8")
    return [
        Picture("today", _page("today")),
        Picture("people", _page("people")),
        Picture("import", _page("people"), lambda window: _import(window, people), _large),
        Picture("repeat", _page("workshop_sessions", workshop), lambda window: _repeat(window, workshop), _by_a_rule),
        Picture("calendar", _calendar),
        Picture("enrolled", _page("workshop_enrolled", workshop)),
        Picture("attendance", _page("session", today)),
        Picture("sheet", _page("session", today), lambda window: _type_in(window, today)),
        Picture("certificates", _page("workshop_certificates", workshop)),
        Picture("layout", _page("certificates"), window_actions.show_layouts, _large),
        Picture("programme", _page("programme")),
        Picture("figures", _page("programme"), _figures, _large),
        Picture("counts", _page("programme"), window_actions.show_figures, _large),
        Picture("parcel", _page("workshop", workshop), lambda window: window_actions.parcel(window, "give")),
        Picture("backups", _page("today"), window_actions.show_backups),
        Picture("person", _page("person", person)),
        Picture("search", _search),
    ]


def draw_manual(example: Path, to: Path = FOLDER) -> None:
    """Draw the pictures of the manual in each of its languages; what is needed meanwhile lies beside the example."""
    with closing(sqlite3.connect(example)) as db, db:  # as if all of it was done on the day of the pictures
        db.execute("UPDATE journal_entry SET at = ?", (NOW.isoformat(" ", "microseconds"),))
    with patch.object(backup, "data_folder", lambda: example.parent):
        with Notebook.open(example) as notebook:
            for reason, days in BACKUPS:
                backup.make(notebook, reason, now=NOW - timedelta(days=days))
        for code in LANGUAGES:
            draw_in(code, example, to / code / PICTURES)


def draw_in(code: str, example: Path, into: Path) -> None:
    """Draw the pictures in one language."""
    into.mkdir(parents=True, exist_ok=True)
    doors = open_window(None, code)
    doors.resize(*WINDOW)
    keep(picture_of(doors).quantize(COLOURS), into / "doors.png")
    doors.close()
    window = open_window(notebook := Notebook.open(example), code)
    window.resize(*WINDOW)
    for picture in pictures(notebook, example.parent):
        picture.go(window)
        shown = picture_of(window) if picture.opens is None else _dialog(window, picture)
        keep(shown.quantize(COLOURS), into / f"{picture.name}.png")
    window.close()


def _dialog(window: MainWindow, picture: Picture) -> Image.Image:
    """Open a dialog, now or once what it shows was read, and return what it looks like."""
    found: list[Image.Image] = []

    def look() -> None:
        dialog = QApplication.activeModalWidget()
        if not isinstance(dialog, QDialog):
            return
        timer.stop()
        picture.prepare(dialog)
        found.append(picture_of(dialog))
        dialog.done(QDialog.DialogCode.Rejected)

    timer = QTimer(interval=SETTLED)
    timer.timeout.connect(look)
    timer.start()
    assert picture.opens is not None
    picture.opens(window)
    for _ in range(PATIENCE // SETTLED):
        if found:
            return found[0]
        settle()
    raise TimeoutError(picture.name)


def _large(dialog: QDialog) -> None:
    dialog.resize(*DIALOG)


def _page(name: str, record: int | None = None) -> Show:
    return lambda window: window.go(name, record)


def _calendar(window: MainWindow) -> None:
    window.go("workshops")
    page = window.current_page()
    assert isinstance(page, WorkshopsPage)
    page.shown.setCurrentIndex(1)


def _search(window: MainWindow) -> None:
    """Type the beginning of a word into the field on top."""
    window.go("today")
    window.activateWindow()
    window.command.start()
    window.command.setText("mar")


def _import(window: MainWindow, path: Path) -> None:
    assert window.context is not None
    import_people.open_import(window.context, None, parent=window, path=path)


def _repeat(window: MainWindow, workshop: int) -> None:
    assert window.context is not None
    session.add_sessions(window, window.context, workshop)


def _by_a_rule(dialog: QDialog) -> None:
    """Each Tuesday of five weeks."""
    form = dialog.findChild(SessionsForm)
    assert isinstance(form, SessionsForm)
    when = {"date": date(2026, 5, 19), "start": time(14), "end": time(16), "repeat": "week:1", "times": 5}
    form.fill({**START, **when})
    form.changed.emit()


def _type_in(window: MainWindow, session_id: int) -> None:
    assert window.context is not None
    typing_back.type_sheet_in(window, window.context, session_id)


def _figures(window: MainWindow) -> None:
    page = window.current_page()
    assert isinstance(page, ProgrammePage)
    page.on_look()
