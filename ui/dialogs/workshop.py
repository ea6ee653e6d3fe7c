"""Owns how a workshop is described on screen: the fields, and the dialog that makes one with its sessions."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QWidget

from models import sessions, template_content, templates, workshops
from models.problem import refuse_if_any
from models.template_content import Usual
from models.workshops import WorkshopDraft
from resources.i18n import N_, _, plural
from ui.dialogs.choices import add_adders, codes, offer_known
from ui.dialogs.form_dialog import ask_form
from ui.dialogs.repeat import REPEAT, START, WHEN, SessionsForm
from ui.dialogs.session import tell
from ui.dialogs.templates import show_templates
from ui.form import Field, Form
from ui.page import Context
from ui.widgets.buttons import link

TITLE = Field("title", N_("Title"), required=True, help=N_("As people will read it on the sheets and certificates."))
FORMAT = Field("format", N_("Format"), kind="choice", choices=codes("format"))
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
        kind="certificate_rule",
        help=N_("A number of sessions, like 2, or a share of them, like 75 %."),
    ),
    Field("audience", N_("For whom"), kind="choice", choices=codes("audience")),
    Field("level", N_("Level"), kind="choice", choices=codes("level", optional=True)),
    Field("themes", N_("Themes"), kind="choices", choices=codes("theme")),
    Field("sub_themes", N_("Which paperwork"), kind="choices", choices=codes("sub_theme")),
    Field("equipment", N_("What people work with"), kind="choices", choices=codes("equipment")),
    Field("description", N_("Description"), kind="note"),
    Field("funders", N_("Funders"), help=N_("Who pays for it, for the figures of the year.")),
    Field("notes", N_("Notes"), kind="note"),
)
TEMPLATE = Field("template", N_("From a template"), kind="choice")
NEW = (TITLE, FORMAT, *WHEN, *REPEAT, PLACE, TRAINERS, CAPACITY)
_OWN = ("title", "format", "place_id", "trainer_ids", "capacity")


def facts_form(parent: QWidget, context: Context) -> Form:
    """Make the form of all that is said of a workshop."""
    form = Form(FACTS)
    offer_known(form, context)
    add_adders(parent, form, context)
    return form


class NewWorkshopForm(SessionsForm):
    """A workshop with its first sessions; where there are templates, the choice of one stands on top and fills it."""

    def __init__(self, context: Context, parent: QWidget) -> None:
        with context.notebook.read() as db:
            self._has_templates = bool(templates.lines(db))
        super().__init__(context, (TEMPLATE, *NEW) if self._has_templates else NEW)
        self._template: int | None = None
        self.facts = WorkshopDraft("")
        if self._has_templates:
            self._offer_templates()
            row = self.widget("template").parentWidget()
            assert row is not None
            layout = row.layout()
            assert layout is not None
            layout.addWidget(link(_("Manage the templates…"), lambda: self.on_manage(parent)))
        offer_known(self, context)
        add_adders(parent, self, context)
        own = {name: getattr(self.facts, name) for name in _OWN}
        self.fill(own | {"template": None, "date": None, "start": None, "end": None} | dict(START))
        self.changed.connect(self._on_template)

    def workshop(self) -> WorkshopDraft:
        """Return what is entered, with what the template says besides."""
        values = self.read()
        return replace(self.facts, **{name: values[name] for name in _OWN})

    def on_manage(self, parent: QWidget) -> None:
        """Rename or forget templates, then offer those that are left."""
        show_templates(parent, self._context)
        self._offer_templates()

    def _offer_templates(self) -> None:
        with self._context.notebook.read() as db:
            lines = templates.lines(db)
        self.set_choices("template", [(None, _("None")), *((line.id, line.name) for line in lines)])

    def _on_template(self) -> None:
        """Fill in what the template just chosen says; a day already typed stays."""
        chosen = self.read().get("template") if self._has_templates else None
        if chosen == self._template:
            return
        self._template = chosen
        usual = Usual()
        self.facts = WorkshopDraft("")
        if chosen is not None:
            with self._context.notebook.read() as db:
                self.facts, usual = template_content.made_of(db, chosen)
        weekly = {"repeat": f"week:{usual.weeks}", "times": usual.times} if usual.weeks else {}
        hours = {"start": usual.start, "end": usual.end, "weekdays": usual.weekdays}
        own = {name: getattr(self.facts, name) for name in _OWN}
        self.fill(dict(START) | own | hours | weekly | {"template": chosen, "date": self.read().get("date")})
        self.is_changed = True


def new_workshop(parent: QWidget, context: Context) -> int | None:
    """Let the user make a workshop, with one session or several by a rule; return it, or nothing when given up."""
    form = NewWorkshopForm(context, parent)
    made: list[int] = []

    def save() -> None:
        values, workshop = form.read(), form.workshop()
        is_planned = values["date"] is not None or (
            form.facts.title == "" and any(values[name] for name in ("start", "end"))
        )  # otherwise sessions are added later; the hours of a template alone are no session
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

    ask_form(
        parent,
        _("New workshop"),
        form,
        verb=_("Make this workshop"),
        save=save,
        keep=(context.notebook, "new_workshop", ()),
    )
    return made[0] if made else None
