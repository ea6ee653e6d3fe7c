"""Owns what becomes of a scanned code while attendance is entered: its person is present, or it is said what it is."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QApplication

from models import scans
from models.codes import AttendanceState
from models.problem import UserError
from models.scans import Scanned
from resources.i18n import _, here
from resources.words import sentence
from ui.attendance_model import AttendanceModel
from ui.page import Context


class Scans:
    """Takes the codes that are scanned. `admit` enrols a person where needed and marks them present."""

    def __init__(self, context: Context, model: AttendanceModel, admit: Callable[[int], object]) -> None:
        self._context, self._model, self._admit = context, model, admit

    def take(self, text: str) -> None:
        """Tick whose code it is, or say what is wrong with it."""
        try:
            with self._context.notebook.read() as db:
                found = scans.read(db, text)
        except UserError as error:
            self._refuse(" ".join(sentence(each) for each in error.problems))
            return
        if self._model.chosen < 0:
            self._refuse(_("This workshop has no session yet: add its first date."))
        elif found.certificate is None and found.person_id is not None:
            self._tick(found.person_id)
        else:
            self._show_certificate(found)

    def _refuse(self, text: str) -> None:
        QApplication.beep()
        self._context.toast(text)

    def _tick(self, person_id: int) -> None:
        row = next((each for each in self._model.rows if each.person_id == person_id), None)
        session = self._model.sessions[self._model.chosen]
        if row is not None and session.id in row.marks and row.marks[session.id].state == AttendanceState.PRESENT:
            self._context.toast(_("{person} is present already", person=row.shown))
        else:
            self._admit(person_id)

    def _show_certificate(self, found: Scanned) -> None:
        """Tick whose certificate it is when they are on the list; for anyone else say what it is and offer to."""
        facts = found.certificate
        assert facts is not None
        said = _(
            "{number}: {name}, “{title}”, {duration}, issued on {date}",
            number=facts.number, name=facts.name, title=facts.title, duration=here().duration(facts.minutes),
            date=here().date(facts.issued_on, "long"),
        )  # fmt: skip
        if found.person_id is None:
            self._context.toast(f"{said} · {_('it is not in the register of this notebook')}")
        elif found.ended:
            self._refuse(f"{said} · {_('it was revoked or replaced')}")
        elif any(each.person_id == found.person_id for each in self._model.rows):
            self._tick(found.person_id)
        else:
            self._context.toast(said, _("Mark as present"), partial(self._admit, found.person_id))
