"""Owns the page of one workshop: its head and its tabs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import ClassVar

from PySide6.QtCore import QSize, QTimer
from PySide6.QtWidgets import QSizePolicy, QWidget

from models import sessions, workshops
from models.journal import Changes
from models.problem import Problem, UserError
from models.sessions import SessionQuery
from models.workshops import WorkshopDraft, WorkshopLine
from resources.i18n import N_, _, here, plural
from resources.labels import label as coded
from ui.actions import Action
from ui.days import long_day
from ui.dialogs.choices import offer_known
from ui.dialogs.papers import show_sheets
from ui.dialogs.workshop import facts_form
from ui.page import Context, Page
from ui.pages.workshop_attendance import AttendanceTab
from ui.pages.workshop_certificates import CertificatesTab
from ui.pages.workshop_enrolled import EnrolledTab
from ui.pages.workshop_sessions import SessionsTab
from ui.pages.workshops import cancel, duplicate, places_of
from ui.widgets.boxes import UprightArea, column
from ui.widgets.buttons import button
from ui.widgets.header import PageHeader
from ui.widgets.notices import Banner
from ui.widgets.tabs import Tabs

ATTENDANCE, ENROLLED, SESSIONS, CERTIFICATES, FACTS = range(5)


class _PageTabs(Tabs):
    """Tabs that take the height there is and ask for no more than the least: by itself Qt asks for the tallest tab."""

    def hasHeightForWidth(self) -> bool:
        """Leave the height to the page."""
        return False

    def sizeHint(self) -> QSize:
        """Ask for the least height: what is longer scrolls inside its tab."""
        return QSize(super().sizeHint().width(), self.minimumSizeHint().height())


class WorkshopPage(Page):
    """One workshop. Subclasses open it at another tab."""

    first_tab: ClassVar[int] = ATTENDANCE

    def __init__(self, context: Context) -> None:
        super().__init__(context, _("Workshop"))
        self._workshop_id = 0
        self._draft = WorkshopDraft("")
        self.header = PageHeader("")
        self.header.add(button(_("Duplicate"), lambda: duplicate(self.context, self._workshop_id), icon="copy"))
        self.sheet_button = button(_("Sign-in sheet"), self.on_sheet, kind="primary", icon="printer")
        self.header.add(self.sheet_button)
        self.attendance = AttendanceTab(context)
        self.enrolled = EnrolledTab(context)
        self.sessions = SessionsTab(context)
        self.certificates = CertificatesTab(context)
        self.form = facts_form(self, context)
        self.form.left.connect(self.on_left)
        self.tabs = _PageTabs(_("About this workshop"))
        for tab, text in (
            (self.attendance, _("Attendance")),
            (self.enrolled, _("Enrolled")),
            (self.sessions, _("Sessions")),
            (self.certificates, _("Certificates")),
            (self._facts(), _("Facts")),
        ):
            self.tabs.add(tab, text)
        self.unsaved = Banner(
            _("Not saved yet: correct what is marked in the facts, or take back what was typed."),
            "warn",
            button(_("Put back what was saved"), self.on_put_back),
        )
        self.unsaved.hide()
        self.tabs.currentChanged.connect(self._on_tab)
        self._on_tab(ATTENDANCE)
        self.body.addWidget(self.header)
        self.body.addWidget(self.unsaved)
        self.body.addWidget(self.tabs, 1)

    def _on_tab(self, current: int) -> None:
        """Let the tab shown alone decide the height; where certificates are made, that is the one primary button."""
        for place in range(self.tabs.count()):
            tab = self.tabs.widget(place)
            assert tab is not None
            policy = QSizePolicy.Policy.Preferred if place == current else QSizePolicy.Policy.Ignored
            tab.setSizePolicy(QSizePolicy.Policy.Preferred, policy)
        self.sheet_button.set_kind("plain" if current == CERTIFICATES else "primary")

    def _facts(self) -> QWidget:
        inside = QWidget()
        layout = column(self.form)
        layout.addStretch(1)
        inside.setLayout(layout)
        return UprightArea(inside)

    def actions_offered(self) -> list[Action]:
        """Offer what concerns the whole workshop."""
        return [
            Action("workshop.sheet", _("Sign-in sheet of all sessions"), self.on_whole_sheet, icon="printer"),
            Action(
                "workshop.cancel", _("Cancel this workshop…"), lambda: cancel(self, self.context, self._workshop_id)
            ),
        ]

    def show_record(self, record_id: int | None) -> None:
        """Show another workshop, after keeping what was typed of this one."""
        self.form.settle()
        self._open(record_id or 0, None)
        self.tabs.setCurrentIndex(self.first_tab)

    def _open(self, workshop_id: int, session_id: int | None) -> None:
        self._workshop_id = workshop_id
        self.attendance.show_workshop(workshop_id, session_id)
        for tab in (self.enrolled, self.sessions, self.certificates):
            tab.show_workshop(workshop_id)
        self.form.kept()
        self.unsaved.hide()

    def refresh(self, changes: Changes | None) -> None:
        """Show the workshop again; what is being typed stays."""
        with self.context.notebook.read() as db:
            line = workshops.lines(db, [self._workshop_id], today=self.context.today()).get(self._workshop_id)
            draft = workshops.draft(db, self._workshop_id) if line else None
        if line is None or draft is None:  # deleted meanwhile
            QTimer.singleShot(0, self, lambda: self.context.go("workshops"))  # not from inside go() itself
            return
        self._show_head(line, draft)
        self.tabs.setTabText(ENROLLED, _("Enrolled ({count})", count=here().number(line.enrolled)))
        self.tabs.setTabText(SESSIONS, _("Sessions ({count})", count=here().number(line.sessions)))
        for tab in (self.attendance, self.enrolled, self.sessions, self.certificates):
            tab.refresh(changes)
        if not self.form.is_changed and (changes is None or draft != self._draft):
            offer_known(self.form, self.context)
            self.form.fill(draft)
        self._draft = draft

    def _show_head(self, line: WorkshopLine, draft: WorkshopDraft) -> None:
        self.header.set_title(line.title)
        is_full = line.capacity is not None and line.enrolled >= line.capacity
        self.header.set_chip(places_of(line), "warn" if is_full else "accent")
        parts = [_span(line, self.context.today()), line.place, line.trainers]
        parts += [coded("level", draft.level).lower() if draft.level else "", coded("audience", draft.audience).lower()]
        if line.status == "cancelled":
            parts.insert(0, coded("workshop_status", line.status))
        self.header.set_subtitle(" · ".join(part for part in parts if part))
        self.sheet_button.setEnabled(line.sessions > 0)

    def leave(self) -> bool:
        """Keep what was typed; stay when it cannot be kept as it is."""
        self.form.settle()
        if self.form.is_changed:
            self.tabs.setCurrentIndex(FACTS)
        return not self.form.is_changed

    def on_left(self) -> None:
        """Save the facts, or say under the fields what has to be changed first."""
        problems = self.form.problems()
        if not problems:
            try:
                self._save()
            except UserError as error:
                problems = list(error.problems)
        self._show_problems(problems)
        if not problems:
            self.form.kept()

    def _save(self) -> None:
        values = self.form.read()
        values["minimum_sessions"] = values["minimum_sessions"] or 1
        draft = replace(self._draft, **values)
        with self.context.notebook.write(N_("Change a workshop")) as db:
            workshops.save(db, draft, self._workshop_id)

    def _show_problems(self, problems: Sequence[Problem]) -> None:
        self.form.show_problems(problems, focus=False)
        self.unsaved.setVisible(bool(problems))

    def on_put_back(self) -> None:
        """Forget what was typed and cannot be kept."""
        self.form.kept()
        self._show_problems([])
        self.form.fill(self._draft)

    def on_sheet(self) -> None:
        """Show the sheet of the session that comes next, or of the last one."""
        today = self.context.today()
        with self.context.notebook.read() as db:
            ids = sessions.find(db, SessionQuery(workshop_id=self._workshop_id, with_cancelled=False))
            lines = sessions.lines(db, ids)
        chosen = next((each for each in ids if lines[each].date >= today), ids[-1] if ids else None)
        if chosen is not None:
            show_sheets(self, self.context, session_ids=[chosen], button=self.sheet_button)

    def on_whole_sheet(self) -> None:
        """Show one sheet with a column for each session."""
        show_sheets(self, self.context, workshop_id=self._workshop_id, button=self.sheet_button)


class EnrolledPage(WorkshopPage):
    """A workshop, opened where its people are."""

    first_tab = ENROLLED


class SessionsPage(WorkshopPage):
    """A workshop, opened where its sessions are."""

    first_tab = SESSIONS


class CertificatesOfWorkshopPage(WorkshopPage):
    """A workshop, opened where its certificates are."""

    first_tab = CERTIFICATES


class FactsPage(WorkshopPage):
    """A workshop, opened where it is described."""

    first_tab = FACTS


class SessionPage(WorkshopPage):
    """A workshop, opened at the attendance of one of its sessions."""

    def show_record(self, record_id: int | None) -> None:
        """Show the workshop of a session, with that session chosen."""
        self.form.settle()
        session_id = record_id or 0
        with self.context.notebook.read() as db:
            line = sessions.lines(db, [session_id]).get(session_id)
        self._open(line.workshop_id if line else 0, session_id)
        self.tabs.setCurrentIndex(ATTENDANCE)


def _span(line: WorkshopLine, today: date) -> str:
    """Say how many sessions there are and when: « 6 sessions, from 28 April to 2 June »."""
    count = plural("{n} session", "{n} sessions", line.sessions)
    if line.first is None or line.last is None:
        return _("no session yet")
    if line.first == line.last:
        return _("{sessions}, on {date}", sessions=count, date=long_day(line.first, today))
    first, last = long_day(line.first, today), long_day(line.last, today)
    return _("{sessions}, from {first} to {last}", sessions=count, first=first, last=last)
