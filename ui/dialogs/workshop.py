"""Owns how a workshop is described on screen: the fields, and the dialog that makes one with its sessions."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QWidget

from models import sessions, workshops
from models.codes import Audience, Equipment, Format, Level, SubTheme, Theme
from models.problem import refuse_if_any
from models.workshops import WorkshopDraft
from resources.i18n import N_, _, plural
from ui.dialogs.choices import add_adders, codes, offer_known
from ui.dialogs.form_dialog import ask_form
from ui.dialogs.repeat import REPEAT, START, WHEN, SessionsForm
from ui.dialogs.session import tell
from ui.form import Field, Form
from ui.page import Context

TITLE = Field("title", N_("Title"), required=True, help=N_("As people will read it on the sheets and certificates."))
FORMAT = Field("format", N_("Format"), kind="choice", choices=codes("format", Format))
PLACE = Field("place_id", N_("Place"), kind="choice")
TRAINERS = Field("trainer_ids", N_("Trainers"), kind="choices")
CAPACITY = Field(
    "capacity", N_("How many people at most"), kind="number", minimum=1, help=N_("Leave it empty for no limit.")
)
FACTS = (
    TITLE,
    FORMAT,
    PLACE,
    TRAINERS,
    CAPACITY,
    Field(
        "minimum_sessions",
        N_("Sessions needed for a certificate"),
        kind="number",
        minimum=1,
    ),
    Field("audience", N_("For whom"), kind="choice", choices=codes("audience", Audience)),
    Field("level", N_("Level"), kind="choice", choices=codes("level", Level, optional=True)),
    Field("themes", N_("Themes"), kind="choices", choices=codes("theme", Theme)),
    Field("sub_themes", N_("Which paperwork"), kind="choices", choices=codes("sub_theme", SubTheme)),
    Field("equipment", N_("What people work with"), kind="choices", choices=codes("equipment", Equipment)),
    Field("description", N_("Description"), kind="note"),
    Field("funders", N_("Funders"), help=N_("Who pays for it, for the figures of the year.")),
    Field("notes", N_("Notes"), kind="note"),
)
NEW = (TITLE, FORMAT, *WHEN, *REPEAT, PLACE, TRAINERS, CAPACITY)
_OWN = ("title", "format", "place_id", "trainer_ids", "capacity")


def facts_form(parent: QWidget, context: Context) -> Form:
    """Make the form of all that is said of a workshop."""
    form = Form(FACTS)
    offer_known(form, context)
    add_adders(parent, form, context)
    return form


def new_workshop(parent: QWidget, context: Context) -> int | None:
    """Let the user make a workshop, with one session or several by a rule; return it, or nothing when given up."""
    form = SessionsForm(context, NEW)
    offer_known(form, context)
    add_adders(parent, form, context)
    draft = WorkshopDraft("")
    form.fill({name: getattr(draft, name) for name in _OWN} | {"date": None, "start": None, "end": None} | dict(START))
    made: list[int] = []

    def save() -> None:
        values = form.read()
        workshop = WorkshopDraft(**{name: values[name] for name in _OWN})
        is_planned = any(values[name] for name in ("date", "start", "end"))  # otherwise sessions are added later
        drafts = form.drafts() if is_planned else []
        with context.notebook.read() as db:
            refuse_if_any([*workshops.check(workshop), *(sessions.check(db, 0, drafts[0]) if drafts else [])])
        doubts = form.doubts(drafts)
        with context.notebook.write(N_("New workshop")) as db:
            workshop_id = workshops.save(db, workshop)
            for each in drafts:
                own = replace(each, place_id=None, trainer_ids=(), capacity=None)  # those of the workshop hold
                sessions.save(db, workshop_id, own)
        made.append(workshop_id)
        if doubts:
            tell(context, plural("{n} session added", "{n} sessions added", len(drafts)), doubts)

    ask_form(parent, _("New workshop"), form, verb=_("Make this workshop"), save=save)
    return made[0] if made else None
