"""Owns the page of one person: facts that save themselves, workshops, certificates."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QWidget

from models import certificates, enrolments, people
from models.certificates import CertificateLine, RegisterQuery
from models.enrolments import EnrolmentLine
from models.journal import Changes
from models.people import PersonDraft, PersonLine
from resources.i18n import N_, _, here, plural
from resources.labels import label as coded
from ui.actions import Action
from ui.dialogs.papers import show_certificates
from ui.dialogs.person import FIELDS, person_form
from ui.page import Context, Page
from ui.pages.certificate_columns import ISSUED_ON, NUMBER, STATUS, WORKSHOP
from ui.self_saving import SelfSaving
from ui.table import Column, RowsTable
from ui.theme import space
from ui.widgets.boxes import Card, UprightArea, column, row
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
CERTIFICATES: tuple[Column[CertificateLine], ...] = (
    replace(NUMBER, sort=""),
    replace(WORKSHOP, sort="", stretch=True),
    replace(ISSUED_ON, sort=""),
    replace(STATUS, sort=""),
)


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
        self.unsaved = SelfSaving(self.form, save=self._save, show_saved=self._show_saved)
        self._add_lists()
        self.tabs = PageTabs(_("About this person"))
        for page, text in (
            (self._facts(), _("Facts")),
            (self.workshops, _("Workshops")),
            (self.certificates, _("Certificates")),
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
        layout = column(beside)
        layout.addStretch(1)
        layout.setContentsMargins(0, space(2), 0, 0)
        inside.setLayout(layout)
        return UprightArea(inside)

    def actions_offered(self) -> list[Action]:
        """Offer the deletion, which can be undone."""
        return [Action("person.delete", _("Delete this person"), self.on_delete, icon="trash-2")]

    def show_record(self, record_id: int | None) -> None:
        """Show another person, after keeping what was typed of this one."""
        self.form.settle()
        self.unsaved.forget()
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
        if not self.form.is_changed:
            self.form.fill(draft)
        self.workshops.query = self._person_id
        self.certificates.query = RegisterQuery(person_id=self._person_id)
        for table in (self.workshops, self.certificates):
            table.refresh()
        self.tabs.setTabText(1, _("Workshops ({count})", count=here().number(line.workshops)))
        self.tabs.setTabText(2, _("Certificates ({count})", count=here().number(self.certificates.count)))

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
