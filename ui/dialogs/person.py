"""Owns how a person is described on screen: the fields, and the dialog that adds someone to the registry."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from exchange.values import typed_date
from models import people
from models.duplicates import likely
from models.matching import KnownPerson
from models.people import PersonDraft, PersonLine
from resources.i18n import N_, _
from resources.labels import codes
from resources.labels import label as coded
from ui.dialogs.form_dialog import FormDialog
from ui.form import Field, Form
from ui.modal import run
from ui.page import Context
from ui.widgets.boxes import Card
from ui.widgets.buttons import button
from ui.widgets.labels import label
from ui.widgets.notices import announce

TWINS_SHOWN = 3


def _codes(axis: str) -> Callable[[], list[tuple[str, str]]]:
    """Return the choices of a coded value, the empty one first."""
    return lambda: [("", "–"), *((code, coded(axis, code)) for code in codes(axis))]


SHORT_FIELDS = (
    Field("given_name", N_("Given name"), width="medium"),
    Field("family_name", N_("Family name"), width="medium", help=N_("One of the two names is enough.")),
    Field("birth_year", N_("Year of birth"), kind="number", minimum=people.EARLIEST_BIRTH),
    Field("phone", N_("Phone"), kind="phone"),
    Field("email", N_("E-mail"), kind="email"),
    Field("town", N_("Town"), width="medium"),
)
FIELDS = (
    *SHORT_FIELDS[:3],
    Field("gender", N_("Gender"), kind="choice", choices=_codes("gender")),
    Field("occupation", N_("Occupation"), kind="choice", choices=_codes("occupation")),
    *SHORT_FIELDS[3:5],
    Field("postcode", N_("Postcode"), width="short"),
    SHORT_FIELDS[5],
    Field("referred_by", N_("Sent by"), kind="choice", choices=_codes("referred_by")),
    Field("informed_on", N_("Information on personal data given on"), kind="date"),
    Field("photo_consent", N_("Agrees to be in photos"), kind="check"),
    Field("notes", N_("Notes"), kind="note"),
)


def person_form(fields: tuple[Field, ...], today: date) -> Form:
    """Make a form of a person."""
    return Form(fields, typed={"date": lambda text: typed_date(text, today)})


def known_as(line: PersonLine | KnownPerson) -> str:
    """Return what tells one person from another of the same name: « Zoé Le Goff, born 1962, Rennes »."""
    born = _("born {year}", year=line.birth_year) if line.birth_year else ""
    return ", ".join(part for part in (line.shown, born, line.town) if part)


class NewPersonDialog(FormDialog):
    """Adds someone; who is perhaps in the registry already is shown at once, with the way to that person."""

    def __init__(self, parent: QWidget | None, context: Context) -> None:
        self._context = context
        self.person_id: int | None = None
        form = person_form(SHORT_FIELDS, context.today())
        super().__init__(parent, _("New person"), form, verb=_("Add this person"), save=self._save)
        self._twins: list[tuple[int, str]] = []
        self._known = Card()
        self._known.hide()
        self.above.addWidget(self._known)
        form.fill(PersonDraft())
        self._soon = QTimer(self, singleShot=True, interval=120)
        self._soon.timeout.connect(self._look_for_twins)
        form.changed.connect(self._soon.start)
        self.keep_half_typed(context.notebook, "new_person")

    def _save(self) -> None:
        draft = PersonDraft(**self.form.read())
        with self._context.notebook.write(N_("Add a person")) as db:
            self.person_id = people.save(db, draft, today=self._context.today())

    def done(self, result: int) -> None:
        """Close; what was typed last is looked up no more."""
        self._soon.stop()
        super().done(result)

    def _look_for_twins(self) -> None:
        values = self.form.read()
        with self._context.notebook.read() as db:
            known = likely(db, PersonDraft(**values), limit=TWINS_SHOWN)
        twins = [(each.person.id, known_as(each.person)) for each in known]
        if twins != self._twins:
            self._twins = twins
            self._show_twins()

    def _show_twins(self) -> None:
        """Show everyone of such a name, each a button that opens their page instead of adding a second one."""
        self._known.hide()
        self._known.deleteLater()
        self._known = Card(accent=True)
        self._known.setVisible(bool(self._twins))
        self._known.body.addWidget(label(_("Already known?"), "strong"))
        for person_id, text in self._twins:
            made = button(text, partial(self._open, person_id), icon="user")
            made.setAccessibleName(_("Open {person}", person=text))
            self._known.body.addWidget(made)
        self.above.addWidget(self._known)
        if self._twins:
            announce(self, _("Already known?") + " " + " · ".join(text for _id, text in self._twins))

    def twins(self) -> list[str]:
        """Return who is shown as already known."""
        return [text for _id, text in self._twins]

    def open_twin(self, place: int) -> None:
        """Open someone already known instead of adding them again."""
        self._open(self._twins[place][0])

    def _open(self, person_id: int) -> None:
        self.person_id = person_id
        self.accept()


def add_person(parent: QWidget | None, context: Context) -> int | None:
    """Let the user add someone; return the person to show, new or already known, or nothing when given up."""
    dialog = NewPersonDialog(parent, context)
    saved = run(dialog) == FormDialog.DialogCode.Accepted
    return dialog.person_id if saved else None
