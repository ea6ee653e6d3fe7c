"""Owns calendars as files: the sessions written for phones and other programs, and sessions taken from such a file."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from itertools import groupby
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from documents.file_names import safe_name
from exchange import calendar, calendar_import
from exchange.calendar_import import FATES, Fate, Read, Step
from exchange.values import typed_date
from models import sessions, workshops
from models.files import write_file
from models.platforms import documents_folder, open_outside
from models.problem import UserError
from models.sessions import SessionQuery
from resources.i18n import _, here, plural
from resources.words import sentence
from ui import messages
from ui.actions import Action
from ui.dialogs.form_dialog import ask_form
from ui.dialogs.hand_papers import PERIOD_FIELDS
from ui.dialogs.where import ask_where
from ui.form import Form
from ui.page import Context

TOLD = 8  # appointments of one fate, by day and hours


def ask_calendar(parent: QWidget, context: Context) -> None:
    """Ask for the days, then write their sessions as a calendar."""
    today = context.today()
    form = Form(PERIOD_FIELDS, typed={"date": lambda text: typed_date(text, today)})
    form.fill({"first": today, "last": None})

    def save() -> None:
        days = form.read()
        save_calendar(parent, context, SessionQuery(first=days["first"], last=days["last"]), _("Workshops"))

    text = _("Any calendar program reads it. It says when and where, and names nobody.")
    ask_form(parent, _("Save the sessions as a calendar"), form, verb=_("Choose where…"), save=save, text=text)


def calendar_actions(
    parent: QWidget, context: Context, workshop_id: Callable[[], int], taken: Callable[[], object]
) -> list[Action]:
    """Return what a workshop can do with a calendar; `taken` is called once sessions came from one."""

    def take() -> None:
        if take_calendar(parent, context, workshop_id()):
            taken()

    return [
        Action("calendar.save", _("Save as a calendar…"), lambda: save_calendar_of(parent, context, workshop_id())),
        Action("calendar.take", _("Take sessions from a calendar…"), take),
    ]


def save_calendar(parent: QWidget, context: Context, query: SessionQuery, title: str) -> None:
    """Ask for a file and write these sessions as a calendar."""
    name = safe_name(title, calendar.ENDING)
    path = ask_where(parent, _("Save the sessions as a calendar"), name, "iCalendar", calendar.ENDING)
    if path is None:
        return
    with context.notebook.read() as db:
        ids = sessions.find(db, query)
        content = calendar.calendar(db, ids)
    write_file(path, content)
    text = plural("{n} session written to {file}.", "{n} sessions written to {file}.", len(ids), file=path.name)
    context.toast(text, _("Open it"), partial(open_outside, path))


def save_calendar_of(parent: QWidget, context: Context, workshop_id: int) -> None:
    """Ask for a file and write the sessions of a workshop as a calendar."""
    with context.notebook.read() as db:
        title = workshops.lines(db, [workshop_id], today=context.today())[workshop_id].title
    save_calendar(parent, context, SessionQuery(workshop_id=workshop_id), title)


def take_calendar(parent: QWidget, context: Context, workshop_id: int) -> bool:
    """Ask for a calendar, show what it would change in a workshop, and take it in; tell whether it was."""
    chosen, _kind = QFileDialog.getOpenFileName(
        parent, _("Take sessions from a calendar"), str(documents_folder()), f"iCalendar (*{calendar.ENDING})"
    )
    if not chosen:
        return False
    try:
        read = calendar_import.read_calendar(Path(chosen))
    except UserError as error:
        messages.show_error(parent, error)
        return False
    with context.notebook.read() as db:
        steps = calendar_import.plan(db, workshop_id, read.events)
    changed = sum(step.fate in (Fate.NEW, Fate.MOVED, Fate.CANCELLED) for step in steps)
    told = _told(steps, read)
    if not changed:
        messages.tell(parent, _("Nothing to take from this calendar"), told)
        return False
    question = plural("Take {n} session from this calendar?", "Take {n} sessions from this calendar?", changed)
    if not messages.ask(parent, question, verb=_("Take them in"), detail="\n\n".join(told)):
        return False
    calendar_import.take(context.notebook, workshop_id, read.events)
    context.done(plural("{n} session taken from the calendar", "{n} sessions taken from the calendar", changed))
    return True


def _told(steps: Sequence[Step], read: Read) -> list[str]:
    """Say what becomes of the appointments: those of one fate together, with the reasons of those left out."""
    order = list(FATES)
    lines = [(order.index(step.fate), _line(step)) for step in steps]
    for each in read.left_out:
        why = sentence(each.problem)
        lines.append((order.index(Fate.LEFT_OUT), f"{each.title} – {why}" if each.title else why))
    told = []
    for place, same in groupby(sorted(lines, key=lambda line: line[0]), key=lambda line: line[0]):
        texts = [text for _place, text in same]
        told.append("\n".join([f"{_(FATES[order[place]])} ({here().number(len(texts))})", *_first(texts)]))
    return told


def _first(texts: Sequence[str]) -> list[str]:
    more = len(texts) - TOLD
    return [*texts[:TOLD], *([_("+{count} more", count=here().number(more))] if more > 0 else [])]


def _line(step: Step) -> str:
    event = step.event
    when = f"{here().date(event.date, 'full')}, {here().time(event.start)} – {here().time(event.end)}"
    return f"{when} – {sentence(step.problem)}" if step.problem else when
