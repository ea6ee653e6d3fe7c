"""Owns the way to papers that people write on, dial from or sign: registration form, call list, statement."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from documents import attendance_statement, call_list, registration_form
from documents.file_names import safe_name
from exchange.values import typed_date
from models import people, workshops
from models.progress import Progress, Task
from resources.i18n import N_, _, current
from resources.labels import field_label
from ui import messages
from ui.dialogs.form_dialog import ask_form
from ui.dialogs.preview import show_pdf
from ui.form import Field, Form
from ui.page import Context

THIS, ANY = "this", "any"
FORM_FIELDS = (
    Field(
        "of",
        N_("For"),
        kind="choice",
        choices=lambda: [(THIS, _("This workshop")), (ANY, _("Any workshop: its name is written by hand"))],
        width="full",
    ),
    Field("fields", N_("What it asks besides the name"), kind="choices"),
)
PERIOD_FIELDS = (
    Field("first", N_("First day"), kind="date", help=N_("Left empty: from the first session on.")),
    Field("last", N_("Last day"), kind="date", help=N_("Left empty: up to the last session.")),
)


def ask_registration_form(
    parent: QWidget, context: Context, workshop_id: int, *, button: QWidget | None = None
) -> None:
    """Ask what the registration form asks, and show it; the choice is kept for the next one."""
    kept = context.preferences.table("form_fields")
    usual = registration_form.USUAL_FIELDS
    form = Form(FORM_FIELDS)
    form.set_choices("fields", [(name, field_label(name)) for name in registration_form.FIELDS])
    form.fill({"of": THIS, "fields": tuple(n for n in registration_form.FIELDS if kept.get(n, n in usual) is True)})

    def save() -> None:
        told = form.read()
        asked = told["fields"]
        context.preferences.keep("form_fields", {name: name in asked for name in registration_form.FIELDS})
        chosen = workshop_id if told["of"] == THIS else None
        code, today = current(), context.today()

        def drawn() -> bytes:
            with context.notebook.read() as db:
                facts = registration_form.facts(db, chosen, asked, today=today)
            return registration_form.draw(facts, code)

        _show(parent, context, _("Registration form"), drawn, button)

    text = _("To fill in by hand. The information notice is on its back: print on both sides.")
    ask_form(parent, _("Registration form"), form, verb=_("Show the form"), save=save, text=text)


def ask_call_list(parent: QWidget, context: Context, workshop_id: int, *, button: QWidget | None = None) -> None:
    """Show the names and phones of a workshop, after asking whether they are needed on paper."""
    today, code = context.today(), current()
    with context.notebook.read() as db:
        title = workshops.lines(db, [workshop_id], today=today)[workshop_id].title
    if not messages.ask(
        parent,
        _("Show the names and phones of “{workshop}”?", workshop=title),
        verb=_("Show the call list"),
        detail=_("It is confidential: keep it with those who call, do not copy it, and destroy it after use."),
    ):
        return

    def drawn() -> bytes:
        with context.notebook.read() as db:
            facts = call_list.facts(db, workshop_id, today=today)
        return call_list.draw(facts, code)

    _show(parent, context, _("Call list"), drawn, button)


def ask_statement(parent: QWidget, context: Context, person_id: int, *, button: QWidget | None = None) -> None:
    """Ask for a period and show which sessions a person attended in it."""
    today, code = context.today(), current()
    with context.notebook.read() as db:
        name = people.lines(db, [person_id])[person_id].shown
    form = Form(PERIOD_FIELDS, typed={"date": lambda text: typed_date(text, today)})
    form.fill({"first": None, "last": None})

    def save() -> None:
        told = form.read()
        with context.notebook.read() as db:
            facts = attendance_statement.facts(db, person_id, told["first"], told["last"], today=today)
        title = _("Attendance statement: {person}", person=name)
        _show(parent, context, title, lambda: attendance_statement.draw(facts, code), button)

    ask_form(
        parent, _("Attendance statement: {person}", person=name), form, verb=_("Show the statement"), save=save,
        text=_("It tells the sessions attended, with dates and hours, and is signed by hand."),
    )  # fmt: skip


def _show(parent: QWidget, context: Context, title: str, draw: Callable[[], bytes], button: QWidget | None) -> None:
    def task() -> Task[bytes]:
        yield Progress(0, 1, "")
        return draw()

    def show(pdf: bytes) -> None:
        show_pdf(parent, context, title, pdf, file_name=safe_name(title.replace(":", ""), ""))

    context.jobs.run(task(), _("Drawing: {paper}", paper=title), show, button=button)
