"""Owns what waits to be done: attendance, places to offer, doubts, certificates, a hand-over."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial

from PySide6.QtWidgets import QWidget

from models import (
    backup,
    certificates,
    coherence,
    enrolments,
    handovers,
    issuing,
    parcels,
    sessions,
    waiting_list,
    workshops,
)
from models.certificates import RegisterQuery
from models.notebook import Db
from models.sessions import SessionQuery
from resources.i18n import _, here, plural
from resources.words import sentence
from ui.backups import copy_outside
from ui.page import Context
from ui.periods import quarter_around


@dataclass(frozen=True, slots=True)
class Waiting:
    """One thing to do: a chip of some kind, a sentence, and the verb with what it does, or another way to do it."""

    chip: str
    kind: str
    text: str
    verb: str
    act: Callable[[], object]
    other: str = ""
    act_otherwise: Callable[[], object] | None = None


def waiting_cards(page: QWidget, context: Context) -> list[Waiting]:
    """Return what waits, the most urgent first; dialogs open over the page."""
    with context.notebook.read() as db:
        found = [
            _attendance(db, page, context),
            *_offers(db, context),
            _doubts(db, page, context),
            _unprinted(db, page, context),
            _certificates(db, context),
            _hand_over(db, context),
            *_parcels(db, page, context),
        ]
    found.append(_copy_elsewhere(page, context))
    return [each for each in found if each is not None]


def _attendance(db: Db, page: QWidget, context: Context) -> Waiting | None:
    today = context.today()
    query = SessionQuery(first=today - coherence.LOOKED_BACK, last=today - timedelta(days=1), to_enter=True)
    ids = sessions.find(db, query)
    if not ids:
        return None
    line = sessions.lines(db, ids[:1])[ids[0]]
    first = _("{workshop}, {date}", workshop=line.workshop, date=here().date(line.date, "long"))
    text = plural("{n} session: {first}", "{n} sessions, the first one: {first}", len(ids), first=first)
    enter = partial(context.go, "session", ids[0])
    return Waiting(
        _("Attendance not entered"), "warn", text, _("Enter it now"), enter,
        _("Type a sheet in…"), partial(_type_sheet_in, page, context, ids[0]),
    )  # fmt: skip


def _offers(db: Db, context: Context) -> list[Waiting]:
    """Return the free places that somebody waits for, and the offers that nobody has answered yet."""
    found = []
    for workshop_id in waiting_list.workshops_with_waiting(db):
        offers = waiting_list.offers(db, workshop_id)
        enrolment_id = offers.next_id or next(iter(offers.pending), None)
        if enrolment_id is None or not _is_coming(db, workshop_id, context.today()):
            continue
        line = enrolments.lines(db, [enrolment_id])[enrolment_id]
        text = _("“{workshop}”: offer it to {name}", workshop=line.workshop, name=line.shown)
        if line.offered_on is not None:
            day = here().date(line.offered_on, "long")
            text = _("“{workshop}”: offered to {name} on {date}", workshop=line.workshop, name=line.shown, date=day)
        act = partial(context.go, "workshop_enrolled", workshop_id)
        is_asked = line.offered_on is not None
        chip, kind = (_("Answer expected"), "muted") if is_asked else (_("Free place"), "ok")
        found.append(Waiting(chip, kind, text, _("See the waiting list"), act))
    return found


def _is_coming(db: Db, workshop_id: int, today: date) -> bool:
    """Tell whether a workshop still has a session to come."""
    last = workshops.lines(db, [workshop_id], today=today)[workshop_id].last
    return last is not None and last >= today


def _doubts(db: Db, page: QWidget, context: Context) -> Waiting | None:
    """Return what an auditor would ask about, the first of it said."""
    found = coherence.lately(db, today=context.today())
    if not found:
        return None
    text = sentence(found[0].problem)
    if len(found) > 1:
        text += " " + plural("And {n} more remark.", "And {n} more remarks.", len(found) - 1)
    act = partial(_open_doubts, page, context)
    return Waiting(_("To look at again"), "muted", text, _("See the sessions"), act)


def _unprinted(db: Db, page: QWidget, context: Context) -> Waiting | None:
    """Return the certificates that have a number and never came on paper: a print that was given up or cut off."""
    ids = certificates.find(db, RegisterQuery(waiting=True))
    if not ids:
        return None
    text = plural(
        "{n} certificate has its number and is not printed yet",
        "{n} certificates have their number and are not printed yet",
        len(ids),
    )
    return Waiting(
        _("Certificates to print"), "warn", text, _("Print them"), partial(_show_certificates, page, context, ids)
    )


def _certificates(db: Db, context: Context) -> Waiting | None:
    waiting = issuing.waiting_by_workshop(db)
    if not waiting:
        return None
    people = plural("{n} person", "{n} people", sum(waiting.values()))
    text = plural(
        "{people} in {n} workshop can have one", "{people} in {n} workshops can have one", len(waiting), people=people
    )
    act = partial(context.go, "certificates")
    return Waiting(_("Certificates to make"), "accent", text, _("See who"), act)


def _hand_over(db: Db, context: Context) -> Waiting | None:
    """Return the quarter that ended last, when sessions were held in it and it has not been handed over."""
    this_quarter, _end = quarter_around(context.today())
    first, last = quarter_around(this_quarter - timedelta(days=1))
    newest = handovers.last(db)
    if newest is not None and newest.last >= last:
        return None
    if not sessions.find(db, SessionQuery(first=first, last=last, with_cancelled=False, limit=1)):
        return None
    text = _("The figures from {first} to {last}", first=here().date(first, "long"), last=here().date(last, "long"))
    act = partial(context.go, "programme")
    return Waiting(_("Hand-over to the programme"), "accent", text, _("Prepare it"), act)


def _parcels(db: Db, page: QWidget, context: Context) -> list[Waiting]:
    """Return the parcels whose sessions are over and that were not taken back since."""
    found = []
    for each in parcels.given(db):
        last = each.last_day
        if last is None or last >= context.today() or (each.returned_at and each.returned_at.date() >= last):
            continue
        day = here().date(last, "long")
        text = _("Its last session was on {date}", date=day)
        if each.label:
            text = _("For {name}; its last session was on {date}", name=each.label, date=day)
        act = partial(_take_parcel, page, context)
        found.append(Waiting(_("Parcel to take back"), "warn", text, _("Take it back…"), act))
    return found


def _copy_elsewhere(page: QWidget, context: Context) -> Waiting | None:
    """Return the copy that is due outside this computer."""
    standing = backup.outside(context.notebook, now=context.now())
    if not standing.is_due:
        return None
    text = _("This notebook was never copied to a stick or another disk")
    if standing.last is not None:
        text = _("The last one dates from {date}", date=here().date(standing.last, "long"))
    act = partial(copy_outside, page, context, lambda _path: context.go("today"))
    return Waiting(_("Copy elsewhere"), "warn", text, _("Copy to a stick…"), act)


# -- dialogs, imported when they are asked for: the first page is not to wait for them ---------------------------------


def _type_sheet_in(page: QWidget, context: Context, session_id: int) -> None:
    from ui.dialogs.typing_back import type_sheet_in

    type_sheet_in(page, context, session_id)


def _open_doubts(page: QWidget, context: Context) -> None:
    from ui.dialogs.doubts import open_doubts

    open_doubts(page, context)


def _show_certificates(page: QWidget, context: Context, certificate_ids: Collection[int]) -> None:
    from ui.dialogs.papers import show_certificates

    show_certificates(page, context, certificate_ids)


def _take_parcel(page: QWidget, context: Context) -> None:
    from ui.dialogs.parcel_take import take_parcel

    take_parcel(page, context)
