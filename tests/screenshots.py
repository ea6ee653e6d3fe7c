"""Draws the pictures of README.md and of the manual: the real window on the example notebook, and a real certificate.

`python -m tests.screenshots` draws those of docs/; `--all FOLDER` draws every page in every look instead, to be judged.
"""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from io import BytesIO
from itertools import islice, product
from pathlib import Path
from tempfile import TemporaryDirectory

import pypdfium2
from PIL import Image
from PySide6.QtCore import QBuffer, QEventLoop, QIODevice, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from documents import certificate, papers
from documents.facts import CertificateFacts, Print
from documents.layout import layout
from models import association, attendance, certificates, issuing, sessions
from models.association import AssociationDraft
from models.certificates import RegisterQuery
from models.codes import AttendanceState
from models.example import make_example
from models.notebook import Notebook
from models.sessions import SessionQuery
from resources.i18n import N_
from tests.builders import a_place, a_session, a_trainer, a_workshop, an_enrolment
from ui import app, window_actions
from ui.main_window import MainWindow
from ui.preferences import Preferences

NOW = datetime(2026, 5, 12, 11, 50)  # a Tuesday at the end of a session: the same pictures whenever they are drawn
MARKS = ((AttendanceState.PRESENT, 5), (AttendanceState.EXCUSED, 1), (AttendanceState.ABSENT, 1))
WINDOW = (1366, 768)
README = Path(__file__).resolve().parents[1] / "docs" / "screenshots"
CERTIFICATE_WIDTH = 1000
SETTLED = 700  # milliseconds after which a page has all its data
SCHEMES, SIZES = ("light", "dark", "contrast"), (100, 200)


@dataclass(frozen=True)
class Shot:
    """One picture of a page: its name and how the window gets there."""

    name: str
    go: Callable[[MainWindow], object]


def shots(notebook: Notebook) -> list[Shot]:
    """Return the pages of the window, with the records that show most."""
    with notebook.read() as db:
        today = sessions.find(db, SessionQuery(first=NOW.date(), last=NOW.date()))[0]
        workshop = sessions.lines(db, [today])[today].workshop_id
        issued = certificates.lines(db, certificates.find(db, RegisterQuery()))
    person = next(iter(issued.values())).person_id
    return [
        Shot("window", lambda window: window.go("session", today)),
        Shot("today", lambda window: window.go("today")),
        Shot("people", lambda window: window.go("people")),
        Shot("person", lambda window: window.go("person", person)),
        Shot("enrolled", lambda window: window.go("workshop_enrolled", workshop)),
        Shot("sessions", lambda window: window.go("workshop_sessions", workshop)),
        Shot("certificates-of-workshop", lambda window: window.go("workshop_certificates", workshop)),
        Shot("facts", lambda window: window.go("workshop_facts", workshop)),
        Shot("workshops", lambda window: window.go("workshops")),
        Shot("certificates", lambda window: window.go("certificates")),
        Shot("programme", lambda window: window.go("programme")),
        Shot("first-start", lambda window: window.show_first_start()),
    ]


def enter_attendance(notebook: Notebook) -> None:
    """Enter who came to the session of the day, the last ones still to do."""
    with notebook.write(N_("Enter attendance")) as db:
        today = sessions.find(db, SessionQuery(first=NOW.date(), last=NOW.date()))[0]
        people = iter(attendance.expected(db, today))
        for state, number in MARKS:
            attendance.mark(db, today, list(islice(people, number)), state)


def open_window(notebook: Notebook | None, code: str = "fr") -> MainWindow:
    """Open the window on a notebook or at its doors, in French or in another language."""
    application = QApplication.instance() or QApplication([])
    assert isinstance(application, QApplication)
    preferences = Preferences(None)
    preferences.keep("language", code)
    preferences.keep("theme", "light")
    preferences.keep("reduced_motion", True)
    app.prepare(application, preferences)
    window = MainWindow(preferences, now=lambda: NOW)
    window.resize(*WINDOW)
    window.show()
    if notebook is None:
        window.show_first_start()
    else:
        window.show_notebook(notebook)
    return window


def settle() -> None:
    """Let the window work for a while, and its threads: `QTest.qWait` would hold them up."""
    loop = QEventLoop()
    QTimer.singleShot(SETTLED, loop.quit)
    loop.exec()


def picture_of(window: QWidget) -> Image.Image:
    """Return what a window or a dialog shows once it has settled, without the ring of the focus."""
    settle()
    focus: QWidget | None = window.focusWidget()
    if focus is not None:
        focus.clearFocus()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    window.grab().save(buffer, "PNG")
    return Image.open(BytesIO(buffer.data().data())).convert("RGB")


def keep(picture: Image.Image, path: Path) -> None:
    """Save a picture."""
    picture.save(path, optimize=True)
    print(f"{path}: {picture.width} × {picture.height}, {path.stat().st_size // 1000} kB")


def make_certificate(where: Path, like: AssociationDraft) -> tuple[CertificateFacts, Print]:
    """Issue a certificate in a notebook that is no example, so that nothing is printed across it."""
    with Notebook.create(where, association_name=like.name) as notebook:
        with notebook.write(N_("Issue certificates ({count})"), final=True, count=1) as db:
            association.save(db, like)
            workshop = a_workshop(db, place_id=a_place(db), trainer_ids=(a_trainer(db),))
            days = [NOW.date() - timedelta(weeks=weeks) for weeks in (3, 2, 1)]
            held = [a_session(db, workshop, day) for day in days]
            enrolled = an_enrolment(db, workshop)
            for session in held:
                attendance.mark(db, session, [enrolled], AttendanceState.PRESENT)
            issued = issuing.issue(db, workshop, today=NOW.date(), language="fr").new
        return papers.certificate_prints(notebook, issued, today=NOW.date())[0]


def draw_certificate(prints: tuple[CertificateFacts, Print], path: Path) -> None:
    """Draw a certificate as it is printed."""
    document = pypdfium2.PdfDocument(certificate.draw([prints], layout()))
    page = document[0]
    keep(page.render(scale=CERTIFICATE_WIDTH / page.get_width()).to_pil(), path)
    document.close()


def draw_pages(example: Path, folder: Path) -> None:
    """Draw the pages of README.md: three in the light look."""
    window = open_window(notebook := Notebook.open(example))
    for shot in shots(notebook)[:3]:
        shot.go(window)
        keep(picture_of(window), folder / f"{shot.name}.png")
    window.close()


def draw_every_look(example: Path, folder: Path) -> None:
    """Draw all pages in every look."""
    window = open_window(notebook := Notebook.open(example))
    for scheme, size in product(SCHEMES, SIZES):
        window_actions.change(window, "theme", scheme)
        window_actions.change(window, "text_size", size)
        for shot in shots(notebook):
            shot.go(window)
            keep(picture_of(window), folder / f"{shot.name}-{scheme}-{size}.png")
    window.close()


def main(arguments: Sequence[str]) -> int:
    """Draw the pictures of docs/, or every page in every look into a folder."""
    from tests.manual_pictures import draw_manual

    parser = ArgumentParser(prog="dev.py screenshots", description=__doc__)
    parser.add_argument("--all", type=Path, metavar="FOLDER", help="every page in every look, into a folder")
    every = parser.parse_args(arguments).all
    folder = every or README
    folder.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as place:
        example = Path(place) / "example.carnet"
        with make_example(example, today=NOW.date()) as notebook:
            enter_attendance(notebook)
            with notebook.read() as db:
                like = association.draft(db)
        if every:
            draw_every_look(example, folder)
            return 0
        draw_certificate(make_certificate(Path(place) / "real.carnet", like), folder / "certificate.png")
        draw_pages(example, folder)
        draw_manual(example)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
