"""Owns the page of one person: facts that save themselves, workshops, certificates."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QWidget

from models import certificates, enrolments, history, people, presences
from models.certificates import CertificateLine, RegisterQuery
from models.enrolments import EnrolmentLine
from models.journal import Changes
from models.people import PersonDraft, PersonLine
from models.presences import PresenceLine
from resources.i18n import N_, _, here, plural
from resources.labels import label as coded
from ui.actions import Action
from ui.dialogs.forget import ask_anonymise, ask_erase
from ui.dialogs.hand_papers import ask_statement
from ui.dialogs.merge import ask_merge
from ui.dialogs.papers import show_certificates
from ui.dialogs.person import FIELDS, person_form
from ui.half_typed import HalfTyped
from ui.page import Context, Page
from ui.pages.certificate_columns import ISSUED_ON, NUMBER, STATUS, WORKSHOP
from ui.pages.history_columns import ACTIONS_DONE
from ui.self_saving import SelfSaving
from ui.table import Column, RowsTable
from ui.theme import space
from ui.widgets.boxes import Card, UprightArea, column, flow, row
from ui.widgets.buttons import button
from ui.widgets.header import PageHeader
from ui.widgets.notices import EmptyState
from ui.widgets.tabs import PageTabs

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


FINAL = frozenset({"person.anonymise", "person.erase"})
"""Actions that cannot be undone: their buttons say so by their colour."""


class PersonPage(Page):
    """One person. The form saves itself when the focus leaves it: one visit is one undo step."""

    def __init__(self, context: Context) -> None:
        super().__init__(context, _("Person"))
        self._person_id = 0
        self.header = PageHeader("")
        self.header.add(button(_("All people"), lambda: context.go("people"), icon="arrow-left"))
        self._delete = button(_("Delete this person"), self.on_delete, kind="destructive", icon="trash-2")
        self.header.add(self._delete)
        self.form = person_form(FIELDS, context.today())
        keeper = HalfTyped(self.form, context.notebook, "person")
        self.unsaved = SelfSaving(self.form, save=self._save, show_saved=self._show_saved, keeper=keeper)
        self._add_lists()
        self.tabs = PageTabs(_("About this person"))
        for page, text in (
            (self._facts(), _("Facts")),
            (self.workshops, _("Workshops")),
            (self.presences, _("Attendance")),
            (self.certificates, _("Certificates")),
            (self.history, _("History")),
        ):
            self.tabs.add(page, text)
        for part in (self.header, self.unsaved):
            self.body.addWidget(part)
        self.body.addWidget(self.tabs, 1)

    def _add_lists(self) -> None:
        self.workshops = RowsTable(
            self.context, name="person_workshops", label=_("Workshops of this person"), columns=WORKSHOPS,
            find=enrolments.of_person, lines=enrolments.lines, query=0,
            empty=EmptyState("calendar-days", _("This person is in no workshop yet.")), sorted_by=lambda *_query: 0,
            counted=lambda number: plural("{n} workshop", "{n} workshops", number),
        )  # fmt: skip
        nobody = RegisterQuery(person_id=0)
        self.certificates = RowsTable(
            self.context, name="person_certificates", label=_("Certificates of this person"), columns=CERTIFICATES,
            find=certificates.find, lines=certificates.lines, query=nobody,
            empty=EmptyState("award", _("This person has no certificate yet.")), sorted_by=lambda *_query: nobody,
            counted=lambda number: plural("{n} certificate", "{n} certificates", number),
        )  # fmt: skip
        self.presences = RowsTable(
            self.context, name="person_presences", label=_("Attendance of this person"), columns=PRESENCES,
            find=presences.of_person, lines=presences.lines, query=0,
            empty=EmptyState("check", _("Nothing has been entered for this person yet.")), sorted_by=lambda *_query: 0,
            counted=lambda number: plural("{n} session", "{n} sessions", number),
        )  # fmt: skip
        self.history = RowsTable(
            self.context, name="person_history", label=_("History of this person"), columns=ACTIONS_DONE,
            find=history.of_person, lines=history.lines, query=0,
            empty=EmptyState("info", _("Nothing was done yet.")), sorted_by=lambda *_query: 0,
            counted=lambda number: plural("{n} action", "{n} actions", number),
        )  # fmt: skip
        self.presences.opened.connect(self._open_presence)
        self.workshops.opened.connect(self._open_workshop)
        self.certificates.opened.connect(self._print_again)

    def _facts(self) -> QWidget:
        card = Card()
        card.body.addWidget(self.form)
        card.setMaximumWidth(self.form.maximumWidth() + 2 * space(4))
        beside = row()
        beside.addWidget(card, 1)
        beside.addStretch(0)
        inside = QWidget()
        layout = column(beside, self._ways_on())
        layout.addStretch(1)
        layout.setContentsMargins(0, space(2), 0, 0)
        inside.setLayout(layout)
        return UprightArea(inside)

    def _ways_on(self) -> QWidget:
        """Offer what is seldom done with a record, from the table of actions."""
        self.ways = [
            button(action.text, action.run, icon=action.icon, kind=kind)
            for action in self._record_actions()
            for kind in ("destructive" if action.name in FINAL else "plain",)
        ]
        return flow(*self.ways)

    def _record_actions(self) -> list[Action]:
        return [
            Action("person.statement", _("Attendance statement…"), self.on_statement, icon="printer"),
            Action("person.extract", _("Extract of what is held…"), self.on_extract, icon="file-down"),
            Action("person.merge", _("Merge with another record…"), self.on_merge, icon="users"),
            Action("person.anonymise", _("Anonymise…"), self.on_anonymise, icon="ban"),
            Action("person.erase", _("Erase for good…"), self.on_erase, icon="trash-2"),
        ]

    def actions_offered(self) -> list[Action]:
        """Offer the deletion, which can be undone, and what is seldom done."""
        delete = Action("person.delete", _("Delete this person"), self.on_delete, icon="trash-2")
        return [delete, *self._record_actions()]

    def show_record(self, record_id: int | None) -> None:
        """Show another person, after keeping what was typed of this one."""
        self.unsaved.turn_to(record_id or 0)
        self._person_id = record_id or 0
        self.tabs.setCurrentIndex(0)

    def refresh(self, changes: Changes | None) -> None:
        """Show the person again; what is being typed stays."""
        if changes is not None and not changes.touch("person", "enrolment", "attendance", "certificate"):
            return
        with self.context.notebook.read() as db:
            line = people.lines(db, [self._person_id]).get(self._person_id)
            draft = people.draft(db, self._person_id) if line else None
        self._show_whether_there(line is not None)
        if line is None or draft is None:
            return
        self._show_head(line)
        self.form.setEnabled(bool(line.given_name or line.family_name))
        if not self.form.is_changed:
            self.form.fill(draft)
            self.unsaved.bring_back()
        self.certificates.query = RegisterQuery(person_id=self._person_id)
        for own in (self.workshops, self.presences, self.history):
            own.query = self._person_id
        for table in (self.workshops, self.presences, self.certificates, self.history):
            table.refresh()
        self.tabs.setTabText(1, _("Workshops ({count})", count=here().number(line.workshops)))
        self.tabs.setTabText(2, _("Attendance ({count})", count=here().number(self.presences.count)))
        self.tabs.setTabText(3, _("Certificates ({count})", count=here().number(self.certificates.count)))

    def _show_whether_there(self, is_there: bool) -> None:
        """Say so when the person was deleted meanwhile; undoing the deletion shows them again."""
        self.tabs.setVisible(is_there)
        self._delete.setVisible(is_there)
        if not is_there:
            self.unsaved.forget()
            self.header.set_title(_("This person was deleted"))
            self.header.set_subtitle(_("Undo the deletion to see the person again, or go back to all people."))

    def _show_head(self, line: PersonLine) -> None:
        self.header.set_title(line.shown)
        self.setAccessibleName(line.shown)
        came = plural("came to {n} session", "came to {n} sessions", line.presences)
        self.header.set_subtitle(plural("In {n} workshop", "In {n} workshops", line.workshops) + " · " + came)

    def leave(self) -> bool:
        """Keep what was typed; stay when it cannot be kept as it is."""
        is_kept = self.unsaved.settle()
        if not is_kept:
            self.tabs.setCurrentIndex(0)
        return is_kept

    def _show_saved(self) -> None:
        if self._person_id:
            self.refresh(None)

    def _save(self) -> None:
        with self.context.notebook.read() as db:
            stored = people.draft(db, self._person_id)
        draft: PersonDraft = self.form.read_into(stored)
        if draft == stored:
            return
        with self.context.notebook.write(N_("Change a person")) as db:
            people.save(db, draft, self._person_id, today=self.context.today())

    def _open_workshop(self, enrolment_id: int) -> None:
        with self.context.notebook.read() as db:
            line = enrolments.lines(db, [enrolment_id])[enrolment_id]
        self.context.go("workshop", line.workshop_id)

    def _print_again(self, certificate_id: int) -> None:
        show_certificates(self, self.context, [certificate_id])

    def on_delete(self) -> None:
        """Delete the person, which is refused when they ever came."""
        with self.context.notebook.write(N_("Delete people ({count})"), count=1) as db:
            people.remove(db, [self._person_id])
        self.form.kept()
        self.context.done(plural("{n} person deleted", "{n} people deleted", 1))
        self.context.go("people")

    def _open_presence(self, attendance_id: int) -> None:
        with self.context.notebook.read() as db:
            line = presences.lines(db, [attendance_id])[attendance_id]
        self.context.go("workshop", line.workshop_id)

    def on_statement(self) -> None:
        """Show which sessions this person attended over a period."""
        if self.leave():
            ask_statement(self, self.context, self._person_id)

    def on_extract(self) -> None:
        """Write everything held about this person."""
        from ui.dialogs.privacy_papers import save_extract

        if self.leave():
            save_extract(self, self.context, self._person_id)

    def on_merge(self) -> None:
        """Make one of this record and another, after showing both."""
        if self.leave():
            ask_merge(self, self.context, self._person_id)

    def on_anonymise(self) -> None:
        """Forget who this is, after asking."""
        if self.leave():
            ask_anonymise(self, self.context, [self._person_id])

    def on_erase(self) -> None:
        """Forget this person on request, after asking."""
        if self.leave():
            ask_erase(self, self.context, [self._person_id])
