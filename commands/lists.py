"""Lists: workshops, sessions, people and the history."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from commands.call import Call
from commands.grammar import Command, Option, Word
from commands.output import line_document
from models.codes import SubTheme, Theme
from models.problem import refusal
from resources.i18n import N_, _, here, plural

if TYPE_CHECKING:
    from models.notebook import Db, Notebook


def workshops(call: Call) -> None:
    """List the workshops, of some days, a place, a trainer or a theme."""
    from commands import references
    from models import workshops as all_workshops
    from models.workshops import WorkshopQuery
    from resources.labels import label
    from resources.words import places_taken

    with call.notebook() as notebook, notebook.read() as db:
        first, last = call.day("--from"), call.day("--to")
        place, trainer = call.text("--place"), call.text("--trainer")
        query = WorkshopQuery(
            " ".join(call.words("TEXT")),
            only=call.text("--only"),
            today=call.today,
            period=(first or date.min, last or date.max) if first or last else None,
            place_id=references.known_place(db, place, today=call.today) if place else None,
            trainer_id=references.known_trainer(db, trainer, today=call.today) if trainer else None,
            theme=call.text("--theme"),
        )
        ids = all_workshops.find(db, query)
        lines = all_workshops.lines(db, ids, today=call.today)
    headers = (_("Date"), _("Title"), _("Place"), _("Sessions"), _("Enrolled"), _("Waiting"), _("Status"))
    rows = [
        (
            here().date(line.first) if line.first else "", line.title, line.place, line.sessions,
            places_taken(line.enrolled, line.capacity), line.waiting,
            label("workshop_status", line.status),
        )
        for line in map(lines.__getitem__, ids)
    ]  # fmt: skip
    call.out.table(headers, rows)
    call.out.document(workshops=[line_document(lines[each]) for each in ids])


def sessions(call: Call) -> None:
    """List the sessions, by date."""
    from commands import references
    from commands.sessions import warnings
    from models import attendance
    from models import sessions as all_sessions
    from models import workshops as all_workshops
    from models.sessions import SessionQuery
    from resources.labels import label
    from resources.words import places_taken

    if call.has("--warnings"):
        warnings(call)
        return
    with call.notebook() as notebook, notebook.read() as db:
        chosen = call.text("--workshop")
        query = SessionQuery(
            workshop_id=references.workshop(db, chosen, today=call.today).id if chosen else None,
            first=call.day("--from"),
            last=call.day("--to") or (call.today if call.has("--to-enter") else None),
            to_enter=call.has("--to-enter"),
        )
        ids = all_sessions.find(db, query)
        lines = all_sessions.lines(db, ids)
        uids = all_workshops.lines(db, {line.workshop_id for line in lines.values()}, today=call.today)
        present = attendance.presences_by_session(db, ids)
    headers = (_("Date"), _("Start"), _("End"), _("Workshop"), _("Place"), _("Expected"), _("Came"), _("Status"))
    rows = [
        (
            here().date(line.date), line.start, line.end, line.workshop, line.place,
            places_taken(present[line.id].expected, line.capacity), present[line.id].people,
            label("session_status", line.status),
        )
        for line in map(lines.__getitem__, ids)
    ]  # fmt: skip
    call.out.table(headers, rows)
    documents = [
        line_document(
            lines[each],
            workshop_uid=uids[lines[each].workshop_id].uid,
            **{name: getattr(present[each], name) for name in ("expected", "present", "absent", "excused", "unnamed")},
        )
        for each in ids
    ]
    call.out.document(sessions=documents)


def people(call: Call) -> None:
    """List the people of the registry, or those of one workshop; or write them to a file."""
    from models import people as everyone
    from resources.labels import label

    with call.notebook() as notebook:
        with notebook.read() as db:
            ids, status = _people_chosen(call, db)
        if call.has("--output"):
            _write_people(call, notebook, ids)
            return
        with notebook.read() as db:
            lines = everyone.lines(db, ids)
    ids = [each for each in ids if each in lines]
    headers = [_("Name"), _("Year of birth"), _("Town"), _("E-mail"), _("Phone"), _("Sessions attended")]
    rows = [
        (line.listed, line.birth_year, line.town, line.email, line.phone, line.presences)
        for line in map(lines.__getitem__, ids)
    ]
    if status:
        headers.append(_("Enrolment"))
        shown = [(*row, label("enrolment", status[each])) for row, each in zip(rows, ids, strict=True)]
        call.out.table(headers, shown)
    else:
        call.out.table(headers, rows)
    extra = [{"enrolment": status[each]} if status else {} for each in ids]
    documents = [line_document(lines[each], **more) for each, more in zip(ids, extra, strict=True)]
    call.out.document(people=documents)


def _people_chosen(call: Call, db: Db) -> tuple[list[int], dict[int, str]]:
    """Return who was asked for, and where each stands when it is the list of a workshop."""
    from commands import references
    from models import enrolments
    from models import people as everyone
    from models.people import PeopleQuery

    ids = everyone.find(db, PeopleQuery(" ".join(call.words("TEXT"))))
    if not (chosen := call.text("--workshop")):
        return ids, {}
    workshop = references.workshop(db, chosen, today=call.today)
    listed = enrolments.find(db, workshop.id)
    enrolled = enrolments.lines(db, listed)
    status = {enrolled[each].person_id: enrolled[each].status for each in listed}
    searched = set(ids)
    return [each for each in status if each in searched], status


def _write_people(call: Call, notebook: Notebook, ids: Sequence[int]) -> None:
    """Write the people listed to a file, in the format that was named or that its ending stands for."""
    from exchange import people_export, tables

    path = Path(call.text("--output"))
    kind = tables.Format(call.text("--format")) if call.has("--format") else tables.format_of(path)
    names = [name for text in call.texts("--columns") for name in text.replace(",", " ").split()]
    task = people_export.export(notebook, ids, path, kind=kind, columns=names or people_export.NAMES)
    count = call.finish(task)
    call.out.say(plural("{n} person written to {file}.", "{n} people written to {file}.", count, file=path.name))
    call.out.document(written={"file": path, "format": kind, "people": count})


def history(call: Call) -> None:
    """List what was done, newest first, or take one action back."""
    from resources.words import action_label

    with call.notebook() as notebook:
        if call.has("--undo"):
            entry = notebook.undo(call.number("--undo"))
            done = action_label(entry.label, entry.values)
            call.out.say(_("Undone: {action}", action=done))
            call.out.document(undone={"number": entry.id, "action": done})
            return
        limit = call.number("--last")
        if limit is not None and limit < 1:
            raise refusal("number_too_small", field="number", value=limit, least=1)
        entries = notebook.history(limit=limit or 50)
    kinds = {"undo": _("undone"), "redo": _("done again")}
    rows = [
        (
            each.id, f"{here().date(each.at)} {each.at.astimezone():%H:%M}", action_label(each.label, each.values),
            kinds.get(each.kind, ""), _("can be undone") if each.can_undo else "",
        )
        for each in entries
    ]  # fmt: skip
    call.out.table((_("Number"), _("When"), _("What"), "", ""), rows)
    documents = [
        {"number": e.id, "at": e.at, "label": e.label, "values": e.values, "kind": e.kind, "can_undo": e.can_undo}
        for e in entries
    ]
    call.out.document(history=documents)


_TEXT = Word("TEXT", N_("words to search for"), many=True, optional=True)
_WORKSHOP = Option("--workshop", N_("only of this workshop"), "WORKSHOP")

COMMANDS = (
    Command(
        "workshops",
        N_("list the workshops"),
        workshops,
        (_TEXT,),
        (
            Option(
                "--only",
                N_(
                    "only those to come or under way, past, with attendance missing, with a free place for someone"
                    " waiting, or cancelled"
                ),
                "upcoming|past|to_enter|wanted|cancelled",
                choices=("upcoming", "past", "to_enter", "wanted", "cancelled"),
            ),
            Option("--from", N_("only with a session from this day on"), "DATE"),
            Option("--to", N_("only with a session up to this day"), "DATE"),
            Option("--place", N_("only those held at this place"), "PLACE"),
            Option("--trainer", N_("only those held by this trainer"), "TRAINER"),
            Option(
                "--theme",
                N_("only those of this theme or sub-theme"),
                "CODE",
                choices=(*(theme.value for theme in Theme), *(theme.value for theme in SubTheme)),
            ),
        ),
    ),
    Command(
        "sessions",
        N_("list the sessions"),
        sessions,
        (),
        (
            _WORKSHOP,
            Option("--from", N_("from this day on"), "DATE"),
            Option("--to", N_("up to this day"), "DATE"),
            Option("--to-enter", N_("only past ones whose attendance has not been entered"), how="switch"),
            Option("--warnings", N_("what to look at again: holidays, who or what is wanted twice"), how="switch"),
        ),
    ),
    Command(
        "people",
        N_("list the people, or write them to a file"),
        people,
        (_TEXT,),
        (
            _WORKSHOP,
            Option("--output", N_("write them to this file (XLSX or CSV)"), "FILE"),
            Option(
                "--format",
                N_("how the file is written: as its ending says unless named"),
                "xlsx|excel-csv|csv",
                choices=("xlsx", "excel-csv", "csv"),
            ),
            Option("--columns", N_("only these columns, in this order"), "NAME,NAME…"),
        ),
    ),
    Command(
        "history",
        N_("show what was done, or undo one action"),
        history,
        (),
        (
            Option("--undo", N_("undo the action with this number"), "N"),
            Option("--last", N_("how many actions to show (50)"), "N"),
        ),
    ),
)
