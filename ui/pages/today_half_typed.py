"""Owns the way back to the forms that were left in the middle when the application ended."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import NamedTuple

from PySide6.QtWidgets import QWidget

from models import half_typed, people, sessions, workshops
from models.notebook import Db
from resources.i18n import N_, _, here
from ui.page import Context
from ui.pages.today_waiting import Waiting

OpenForm = Callable[[QWidget, Context, int], object]


class Way(NamedTuple):
    """How a kind of form is named and opened again, and how its record is found to be there still."""

    text: str
    open: OpenForm
    lines: Callable[[Db, list[int], Context], Mapping[int, object]] | None = None


def half_typed_cards(page: QWidget, context: Context) -> list[Waiting]:
    """Return the forms that wait for their end; the others come back by themselves when they are opened again."""
    found = []
    with context.notebook.read() as db:
        for form, moment in half_typed.waiting(db, is_shared=not isinstance(context.notebook.where, Path)):
            name, *ids = form.split(":")
            way, record_id = WAYS.get(name), int(ids[0]) if ids and ids[0].isdecimal() else 0
            if way is None or (way.lines is not None and record_id not in way.lines(db, [record_id], context)):
                continue
            text = _(way.text, date=here().date(moment.astimezone().date(), "long"))
            act = partial(way.open, page, context, record_id)
            found.append(Waiting(_("Not saved yet"), "warn", text, _("Go on typing"), act))
    return found


def _new_person(page: QWidget, context: Context, _record_id: int) -> None:
    from ui.dialogs.person import add_person

    _after(context, "person", add_person(page, context))


def _new_workshop(page: QWidget, context: Context, _record_id: int) -> None:
    from ui.dialogs.workshop import new_workshop

    _after(context, "workshop", new_workshop(page, context))


def _new_session(page: QWidget, context: Context, workshop_id: int) -> None:
    from ui.dialogs.session import add_sessions

    _after(context, "workshop_sessions", workshop_id if add_sessions(page, context, workshop_id) else None)


def _session(page: QWidget, context: Context, session_id: int) -> None:
    from ui.dialogs.session import edit_session

    _after(context, "session", session_id if edit_session(page, context, session_id) else None)


def _association(page: QWidget, context: Context, _record_id: int) -> None:
    from ui.dialogs.association import describe_association

    describe_association(page, context)
    context.go("today")


def _layout(page: QWidget, context: Context, _record_id: int) -> None:
    from ui.dialogs.layout import open_layouts

    open_layouts(page, context)
    context.go("today")


def _import(page: QWidget, context: Context, workshop_id: int) -> None:
    from ui.dialogs.import_people import open_import

    if not open_import(context, workshop_id or None, parent=page):
        context.go("today")
    elif workshop_id:
        context.go("workshop_enrolled", workshop_id)
    else:
        context.go("people")


def _after(context: Context, page: str, record_id: int | None) -> None:
    """Show what was made, or Today again without what was given up."""
    context.go("today" if record_id is None else page, record_id)


WAYS: Mapping[str, Way] = {
    "person": Way(
        N_("The facts of a person, left half typed on {date}"),
        lambda _page, context, person_id: context.go("person", person_id),
        lambda db, ids, _context: people.lines(db, ids),
    ),
    "workshop": Way(
        N_("The facts of a workshop, left half typed on {date}"),
        lambda _page, context, workshop_id: context.go("workshop_facts", workshop_id),
        lambda db, ids, context: workshops.lines(db, ids, today=context.today()),
    ),
    "session": Way(
        N_("Changes of a session, left half typed on {date}"),
        _session,
        lambda db, ids, _context: sessions.lines(db, ids),
    ),
    "new_session": Way(
        N_("A new session, left half typed on {date}"),
        _new_session,
        lambda db, ids, context: workshops.lines(db, ids, today=context.today()),
    ),
    "new_person": Way(N_("A new person, left half typed on {date}"), _new_person),
    "new_workshop": Way(N_("A new workshop, left half typed on {date}"), _new_workshop),
    "import": Way(N_("A list being imported, left in the middle on {date}"), _import),
    "import_into": Way(
        N_("A list being imported, left in the middle on {date}"),
        _import,
        lambda db, ids, context: workshops.lines(db, ids, today=context.today()),
    ),
    "association": Way(N_("The facts of your association, left half typed on {date}"), _association),
    "layout": Way(N_("The look of the certificates, left half typed on {date}"), _layout),
}
