"""Owns the lists on the page of one person: workshops, attendance, certificates, what was done."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtWidgets import QWidget

from models import certificates, enrolments, history, presences
from models.certificates import CertificateLine, RegisterQuery
from models.enrolments import EnrolmentLine
from models.journal import Entry
from models.notebook import Db
from models.presences import PresenceLine
from resources.i18n import N_, _, here, plural
from resources.labels import label as coded
from ui.dialogs.papers import show_certificates
from ui.page import Context
from ui.pages.certificate_columns import ISSUED_ON, NUMBER, STATUS, WORKSHOP
from ui.pages.history_columns import ACTIONS_DONE
from ui.table import Column, RowsTable
from ui.widgets.notices import EmptyState

ENROLMENT_KINDS = {"enrolled": "chip-ok", "waiting": "chip-warn"}
WORKSHOPS: tuple[Column[EnrolmentLine], ...] = (
    Column("workshop", N_("Workshop"), lambda line: line.workshop, width=360, stretch=True),
    Column(
        "status",
        N_("Enrolment"),
        lambda line: coded("enrolment", line.status),
        width=160,
        kind=lambda line: ENROLMENT_KINDS.get(line.status, "chip-muted"),
    ),
    Column("present", N_("Sessions attended"), lambda line: here().number(line.present), width=180, align="right"),
)
PRESENCE_KINDS = {"present": "ok", "excused": "warn", "absent": "bad"}
PRESENCES: tuple[Column[PresenceLine], ...] = (
    Column("date", N_("Date"), lambda line: here().date(line.date), width=140),
    Column("start", N_("Start"), lambda line: here().time(line.start), width=90),
    Column("workshop", N_("Workshop"), lambda line: line.workshop, width=300, stretch=True),
    Column(
        "state",
        N_("Attendance"),
        lambda line: coded("attendance", line.state),
        width=150,
        kind=lambda line: f"chip-{PRESENCE_KINDS.get(line.state, 'muted')}",
    ),
    Column("minutes", N_("Minutes attended"), lambda line: str(line.minutes or ""), width=160, align="right"),
)
CERTIFICATES: tuple[Column[CertificateLine], ...] = (
    replace(NUMBER, sort=""),
    replace(WORKSHOP, sort="", stretch=True),
    replace(ISSUED_ON, sort=""),
    replace(STATUS, sort=""),
)


def workshops_of_one(context: Context) -> RowsTable[EnrolmentLine, int]:
    """Return the list of a person's workshops: its query is the person; a workshop opens."""
    made = RowsTable(
        context, name="person_workshops", label=_("Workshops of this person"), columns=WORKSHOPS,
        find=enrolments.of_person, lines=enrolments.lines, query=0,
        empty=EmptyState("calendar-days", _("This person is in no workshop yet.")), sorted_by=lambda *_query: 0,
        counted=lambda number: plural("{n} workshop", "{n} workshops", number),
    )  # fmt: skip
    made.opened.connect(partial(_open_workshop, context, enrolments.lines))
    return made


def presences_of_one(context: Context) -> RowsTable[PresenceLine, int]:
    """Return the list of a person's marks: its query is the person; the workshop of a mark opens."""
    made = RowsTable(
        context, name="person_presences", label=_("Attendance of this person"), columns=PRESENCES,
        find=presences.of_person, lines=presences.lines, query=0,
        empty=EmptyState("check", _("Nothing has been entered for this person yet.")), sorted_by=lambda *_query: 0,
        counted=lambda number: plural("{n} session", "{n} sessions", number),
    )  # fmt: skip
    made.opened.connect(partial(_open_workshop, context, presences.lines))
    return made


def certificates_of_one(page: QWidget, context: Context) -> RowsTable[CertificateLine, RegisterQuery]:
    """Return the list of a person's certificates, in the register's query; one is shown again when it is opened."""
    nobody = RegisterQuery(person_id=0)
    made = RowsTable(
        context, name="person_certificates", label=_("Certificates of this person"), columns=CERTIFICATES,
        find=certificates.find, lines=certificates.lines, query=nobody,
        empty=EmptyState("award", _("This person has no certificate yet.")), sorted_by=lambda *_query: nobody,
        counted=lambda number: plural("{n} certificate", "{n} certificates", number),
    )  # fmt: skip
    made.opened.connect(lambda certificate_id: show_certificates(page, context, [certificate_id]))
    return made


def history_of_one(context: Context) -> RowsTable[Entry, int]:
    """Return the list of what was done with a person: its query is the person."""
    return RowsTable(
        context, name="person_history", label=_("History of this person"), columns=ACTIONS_DONE,
        find=history.of_person, lines=history.lines, query=0,
        empty=EmptyState("info", _("Nothing was done yet.")), sorted_by=lambda *_query: 0,
        counted=lambda number: plural("{n} action", "{n} actions", number),
    )  # fmt: skip


def _open_workshop(
    context: Context, lines: Callable[[Db, Sequence[int]], Mapping[int, EnrolmentLine | PresenceLine]], line_id: int
) -> None:
    with context.notebook.read() as db:
        line = lines(db, [line_id])[line_id]
    context.go("workshop", line.workshop_id)
