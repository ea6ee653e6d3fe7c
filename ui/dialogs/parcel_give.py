"""Owns giving a parcel: workshops chosen, the file written, its passphrase shown this once."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QWidget

from exchange.parcel_words import outlined
from models import parcel_giving, workshops
from models.base import utc_now
from models.parcel_giving import Choice, Given
from models.parcels import SUFFIX
from models.problem import refusal
from models.sessions import SessionQuery
from models.sessions import find as find_sessions
from models.sessions import lines as session_lines
from models.workshops import WorkshopQuery
from resources.i18n import N_, _, here, plural
from ui.dialogs.choices import parsers
from ui.dialogs.form_dialog import ask_form
from ui.dialogs.where import ask_where
from ui.form import Field, Form
from ui.messages import Kind, Message
from ui.modal import run
from ui.page import Context
from ui.widgets.labels import label

FIELDS = (
    Field(
        "label", N_("For whom"), width="medium", help=N_("It stands on top of the parcel, so that nobody mistakes it."),
    ),
    Field("workshops", N_("Workshops"), kind="choices"),
    Field(
        "day", N_("Only the sessions of one day"), kind="date", width="short",
        help=N_("Empty: all sessions of these workshops."),
    ),
)  # fmt: skip
OFFERED, LONGEST_TITLE = 40, 60
"""Workshops to choose from, and letters of a title in front of its box."""


def give_parcel(parent: QWidget, context: Context, chosen: Sequence[int] = ()) -> None:
    """Ask what goes into the parcel and where, then write it; `chosen` workshops are ticked already."""
    form = Form(FIELDS, typed=parsers(context.today()))
    form.set_choices("workshops", _offered(context, chosen))
    form.fill({"label": "", "workshops": tuple(chosen), "day": None})

    def save() -> None:
        choice = _choice(context, form)
        path = _asked_path(parent, context, choice.label)
        if path is not None:
            given = partial(parcel_giving.give, context.notebook, choice, path, now=utc_now())
            context.jobs.later(given, partial(show_given, parent), owner=parent)

    text = _(
        "A parcel is one locked file with these workshops and their people by name only: no phone, e-mail or notes. "
        "It opens as a small notebook on another computer, and comes back with what was entered there."
    )
    ask_form(parent, _("Give a parcel"), form, verb=_("Choose where…"), save=save, text=text)


def _offered(context: Context, chosen: Sequence[int]) -> list[tuple[int, str]]:
    """Return the workshops to come and those whose attendance is missing, with their first day."""
    today = context.today()
    with context.notebook.read() as db:
        queries = (WorkshopQuery(only=only, today=today, descending=False) for only in ("upcoming", "to_enter"))
        ids = [*chosen, *(each for query in queries for each in workshops.find(db, query))]
        ids = list(dict.fromkeys(ids))[:OFFERED]
        lines = workshops.lines(db, ids, today=today)
    return [(each, _shown(lines[each].title, lines[each].first)) for each in ids if each in lines]


def _shown(title: str, first: object) -> str:
    from datetime import date

    title = title if len(title) <= LONGEST_TITLE else f"{title[: LONGEST_TITLE - 1].rstrip()}…"
    return f"{title} · {here().date(first)}" if isinstance(first, date) else title


def _choice(context: Context, form: Form) -> Choice:
    """Return what was chosen. Raises UserError parcel_empty."""
    told = form.read()
    ids, day = list(told["workshops"]), told["day"]
    if not ids:
        raise refusal("parcel_empty", field="workshops")
    if day is None:
        return Choice(ids, label=told["label"])
    with context.notebook.read() as db:
        found = session_lines(db, find_sessions(db, SessionQuery(first=day, last=day)))
    sessions = [line.id for line in found.values() if line.workshop_id in ids]
    if not sessions:
        raise refusal("parcel_day_empty", field="day", day=day)
    return Choice(session_ids=sessions, label=told["label"])


def _asked_path(parent: QWidget, context: Context, name: str) -> Path | None:
    from documents.file_names import safe_name

    stem = f"{_('Parcel')} {name} {context.today()}".replace("  ", " ")
    return ask_where(parent, _("Save the parcel"), safe_name(stem, SUFFIX), _("Parcels"), SUFFIX)


def show_given(parent: QWidget, given: Given) -> None:
    """Show the passphrase, this once."""
    sentences = [_("The parcel is in {file}: {what}.", file=given.path, what=outlined(given.outline))]
    if given.outline.homonyms:
        sentences.append(
            plural(
                "{n} person shares a name with another: the year of birth goes along, to tell them apart.",
                "{n} people share a name: their year of birth goes along, to tell them apart.",
                given.outline.homonyms,
            )
        )
    dialog = Message(parent, _("The parcel is ready"), sentences, "package", "accent")
    words = label(given.passphrase, "title", wrap=True, selectable=True)
    words.setAccessibleName(_("Passphrase: {words}", words=given.passphrase))
    dialog.more.addWidget(label(_("Passphrase"), "strong"))
    dialog.more.addWidget(words)
    once = _("It is shown this once. Say it, or write it on paper; do not send it with the file.")
    dialog.more.addWidget(label(once, wrap=True))
    dialog.setAccessibleDescription(" ".join((*sentences, words.accessibleName(), once)))
    close = dialog.add(_("I have written it down"), Kind.AcceptRole, kind="primary")
    close.clicked.connect(dialog.accept)
    close.setFocus()
    run(dialog)
