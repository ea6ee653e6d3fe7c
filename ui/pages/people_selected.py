"""Owns what can be done with the people selected in the registry: rows of one table, each one action to undo."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtWidgets import QMenu, QWidget

from models import enrolments, mass_removal, people, workshops
from models.workshops import WorkshopQuery
from resources.i18n import N_, _, plural
from resources.labels import field_label
from ui import messages
from ui.actions import Action
from ui.dialogs.export_people import export_people
from ui.dialogs.forget import ask_anonymise
from ui.dialogs.form_dialog import ask_form
from ui.dialogs.merge import open_merge
from ui.dialogs.person import FIELDS
from ui.form import Field, Form
from ui.list_bar import MORE
from ui.page import Context
from ui.table import RowsTable

SETTABLE = ("town", "postcode", "occupation", "gender", "referred_by")
"""Fields that many people can be given at once."""

Act = Callable[[QWidget, Context, Sequence[int]], object]


@dataclass(frozen=True, slots=True)
class SelectedRow:
    """One action on the people selected: possible from `least` to `most` of them (0: no limit)."""

    name: str
    text: str
    act: Act
    icon: str = ""
    least: int = 1
    most: int = 0


def enrol(parent: QWidget, context: Context, ids: Sequence[int]) -> None:
    """Enrol these people in a workshop that is to come."""
    with context.notebook.read() as db:
        found = workshops.find(db, WorkshopQuery(only="upcoming", today=context.today()))
        lines = workshops.lines(db, found, today=context.today())
    if not found:
        messages.tell(parent, _("There is no workshop to come"), [_("Plan a workshop first, then enrol people in it.")])
        return
    form = Form((Field("workshop_id", N_("Workshop"), kind="choice"),))
    form.set_choices("workshop_id", [(each, lines[each].title) for each in found])

    def save() -> None:
        workshop_id = form.read()["workshop_id"]
        with context.notebook.write(N_("Enrol people ({count})"), count=len(ids)) as db:
            made = enrolments.enrol(db, workshop_id, ids, today=context.today())
        told = [plural("{n} person enrolled", "{n} people enrolled", len(made.enrolled))]
        if made.waiting:
            told.append(plural("{n} on the waiting list", "{n} on the waiting list", len(made.waiting)))
        if made.already:
            told.append(plural("{n} already there", "{n} already there", len(made.already)))
        context.done(" · ".join(told))

    title = plural("Enrol {n} person", "Enrol {n} people", len(ids))
    ask_form(parent, title, form, verb=_("Enrol"), save=save)


def set_field(name: str, parent: QWidget, context: Context, ids: Sequence[int]) -> None:
    """Give these people the same value in one field."""
    form = Form([each for each in FIELDS if each.name == name])

    def save() -> None:
        with context.notebook.write(N_("Change one field of people ({count})"), count=len(ids)) as db:
            changed = people.set_field(db, ids, name, form.read()[name], today=context.today())
        context.done(plural("{n} person changed", "{n} people changed", changed))

    text = plural("{n} person gets what you enter here.", "All {n} people get what you enter here.", len(ids))
    verb = plural("Change {n} person", "Change {n} people", len(ids))
    ask_form(parent, field_label(name), form, verb=verb, save=save, text=text)


def choose_field(parent: QWidget, context: Context, ids: Sequence[int]) -> None:
    """Let the user choose which field to set, in a menu."""
    menu = field_menu(parent, context, ids)
    menu.popup(parent.mapToGlobal(parent.rect().bottomLeft()))


def field_menu(parent: QWidget, context: Context, ids: Sequence[int]) -> QMenu:
    """Make the menu of the fields that many people can be given at once."""
    menu = QMenu(parent)
    menu.setAccessibleName(_("Field to change"))
    for name in SETTABLE:
        act = partial(set_field, name, parent.window(), context, ids)
        menu.addAction(field_label(name)).triggered.connect(lambda _checked=False, act=act: act())
    menu.aboutToHide.connect(menu.deleteLater)
    return menu


def inform(_parent: QWidget, context: Context, ids: Sequence[int]) -> None:
    """Note that these people were told today what is kept about them."""
    with context.notebook.write(N_("Note that people were informed ({count})"), count=len(ids)) as db:
        changed = people.set_field(db, ids, "informed_on", context.today(), today=context.today())
    context.done(plural("{n} person noted as informed", "{n} people noted as informed", changed))


def merge(parent: QWidget, context: Context, ids: Sequence[int]) -> None:
    """Show the two people side by side."""
    open_merge(parent, context, ids[0], ids[1])


def anonymise(parent: QWidget, context: Context, ids: Sequence[int]) -> None:
    """Anonymise these people, after asking."""
    ask_anonymise(parent, context, ids)


def delete(parent: QWidget, context: Context, ids: Sequence[int]) -> None:
    """Delete people who never came; many at once only after asking with their number."""
    with context.notebook.read() as db:
        asks = mass_removal.needs_agreement(db, len(ids))
    if asks and not messages.ask(
        parent,
        plural("Delete {n} person?", "Delete {n} people?", len(ids)),
        verb=plural("Delete {n} person", "Delete {n} people", len(ids)),
        detail=_("Their enrolments go with them. You can undo it afterwards."),
        destructive=True,
    ):
        return
    with context.notebook.write(N_("Delete people ({count})"), count=len(ids)) as db:
        people.remove(db, ids, agreed=len(ids) if asks else 0)
    context.done(plural("{n} person deleted", "{n} people deleted", len(ids)))


SELECTED = (
    SelectedRow("people.enrol", N_("Enrol…"), enrol, "calendar-plus"),
    SelectedRow("people.set", N_("Change a field…"), choose_field, "pencil"),
    SelectedRow("people.inform", N_("Informed today"), inform),
    SelectedRow("people.export", N_("Export…"), export_people, "save"),
    SelectedRow("people.merge", N_("Merge…"), merge, least=2, most=2),
    SelectedRow("people.anonymise", N_("Anonymise…"), anonymise),
    SelectedRow("people.delete", N_("Delete"), delete, "trash-2"),
)


def selected_actions(owner: QWidget, context: Context, table: RowsTable) -> list[Action]:  # type: ignore[type-arg]
    """Return the rows as actions on what is selected in a table; `owner` is asked for the place of menus."""
    return [
        Action(
            row.name,
            _(row.text),
            partial(_run, row, owner, context, table),
            icon=row.icon,
            enabled=partial(_is_possible, row, table),
        )
        for row in SELECTED
    ]


def _run(row: SelectedRow, owner: QWidget, context: Context, table: RowsTable) -> None:  # type: ignore[type-arg]
    names = (row.name, MORE)  # a menu opens under its button, or under that of the menu it was folded into
    shown = (each for name in names if (each := owner.findChild(QWidget, name)) is not None and each.isVisible())
    row.act(next(shown, owner), context, table.selected())


def _is_possible(row: SelectedRow, table: RowsTable) -> bool:  # type: ignore[type-arg]
    count = table.selected_count
    return count >= row.least and (not row.most or count <= row.most)
