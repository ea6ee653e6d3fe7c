"""Owns the page of one person: facts that save themselves, workshops, certificates."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QWidget

from models import certificates, people, presences
from models.certificates import CertificateLine, RegisterQuery
from models.journal import Changes
from models.people import PersonDraft, PersonLine
from resources.i18n import N_, _, here, plural
from ui.actions import Action
from ui.dialogs.forget import ask_anonymise, ask_erase
from ui.dialogs.hand_papers import ask_statement
from ui.dialogs.merge import ask_merge
from ui.dialogs.person import FIELDS, person_form
from ui.half_typed import HalfTyped
from ui.page import Context, Page
from ui.pages.person_lists import certificates_of_one, history_of_one, presences_of_one, workshops_of_one
from ui.self_saving import SelfSaving
from ui.table import RowsTable
from ui.theme import space
from ui.widgets.boxes import Card, UprightArea, column, flow, row
from ui.widgets.buttons import button
from ui.widgets.header import PageHeader
from ui.widgets.later import Later
from ui.widgets.tabs import PageTabs

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
        self.workshops = Later(lambda: workshops_of_one(context), self._show_list)
        self.presences = Later(lambda: presences_of_one(context), self._show_list)
        self.certificates = Later(lambda: certificates_of_one(self, context), self._show_certificates)
        self.history = Later(lambda: history_of_one(context), self._show_list)
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

    def _show_list(self, table: RowsTable[Any, int]) -> None:
        table.query = self._person_id
        table.refresh()

    def _show_certificates(self, table: RowsTable[CertificateLine, RegisterQuery]) -> None:
        table.query = RegisterQuery(person_id=self._person_id)
        table.refresh()

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
            attended = len(presences.of_person(db, self._person_id))
            certified = len(certificates.find(db, RegisterQuery(person_id=self._person_id)))
        self._show_whether_there(line is not None)
        if line is None or draft is None:
            return
        self._show_head(line)
        self.form.setEnabled(bool(line.given_name or line.family_name))
        if not self.form.is_changed:
            self.form.fill(draft)
            self.unsaved.bring_back()
        for place in (self.workshops, self.presences, self.certificates, self.history):
            place.outdate()
        self.tabs.setTabText(1, _("Workshops ({count})", count=here().number(line.workshops)))
        self.tabs.setTabText(2, _("Attendance ({count})", count=here().number(attended)))
        self.tabs.setTabText(3, _("Certificates ({count})", count=here().number(certified)))

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

    def on_delete(self) -> None:
        """Delete the person, which is refused when they ever came."""
        with self.context.notebook.write(N_("Delete people ({count})"), count=1) as db:
            people.remove(db, [self._person_id])
        self.form.kept()
        self.context.done(plural("{n} person deleted", "{n} people deleted", 1))
        self.context.go("people")

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
