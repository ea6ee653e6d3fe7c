"""Owns the page of one workshop: its head and its tabs."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QSizePolicy

from models import sessions, workshops
from models.codes import WorkshopStatus
from models.journal import Changes
from models.sessions import SessionQuery
from models.workshops import WorkshopDraft, WorkshopLine
from resources.i18n import _, here, plural
from resources.labels import label as coded
from ui.actions import Action
from ui.days import long_day
from ui.dialogs.cancel import cancel_workshop, restore_workshop
from ui.dialogs.papers import show_sheets
from ui.dialogs.templates import keep_template
from ui.dialogs.workshop_copy import copy_workshop
from ui.half_typed import is_waiting
from ui.page import Context, Page
from ui.pages.history_columns import WorkshopHistory
from ui.pages.workshop_attendance import AttendanceTab
from ui.pages.workshop_certificates import CertificatesTab
from ui.pages.workshop_enrolled import EnrolledTab
from ui.pages.workshop_facts import FORM, FactsTab
from ui.pages.workshop_papers import PapersButton
from ui.pages.workshop_sessions import SessionsTab
from ui.pages.workshops import places_of
from ui.self_saving import SelfSaving
from ui.widgets.boxes import column
from ui.widgets.buttons import button
from ui.widgets.header import PageHeader
from ui.widgets.later import Later
from ui.widgets.tabs import PageTabs

ATTENDANCE, ENROLLED, SESSIONS, CERTIFICATES, FACTS, HISTORY = range(6)
MARKS = frozenset({"attendance", "person", "headcount", "headcount_part", "feedback"})
"""Tables whose changes leave the head and the facts as they are."""
Part = EnrolledTab | SessionsTab | CertificatesTab | FactsTab | WorkshopHistory
PARTS = {"enrolled": ENROLLED, "sessions": SESSIONS, "certificates": CERTIFICATES, "facts": FACTS}


class WorkshopPage(Page):
    """One workshop, opened at the part that is asked for, or at the attendance of one session."""

    _unsaved: SelfSaving | None

    def __init__(self, context: Context) -> None:
        super().__init__(context, _("Workshop"))
        self._workshop_id = 0
        self._is_outdated = False  # the attendance, which is not seen
        self._draft = WorkshopDraft("")
        self._above, self._unsaved = column(gap=0), None
        self.header = PageHeader("")
        self.copy_button = button(_("Duplicate…"), self.on_copy, icon="copy")
        self.header.add(self.copy_button)
        self.restore_button = button(_("Plan it again"), self.on_restore, icon="undo-2")
        self.restore_button.hide()
        self.header.add(self.restore_button)
        self.papers = PapersButton(self, context, lambda: self._workshop_id)
        self.header.add(self.papers)
        self.sheet_button = button(_("Sign-in sheet"), self.on_sheet, kind="primary", icon="printer")
        self.header.add(self.sheet_button)
        self.attendance = AttendanceTab(context)  # nearly always seen first: a place around it costs each mark 3 ms
        self.enrolled = Later(lambda: EnrolledTab(context), self._show_in)
        self.sessions = Later(lambda: SessionsTab(context), self._show_in)
        self.certificates = Later(lambda: CertificatesTab(context), self._show_in)
        self.history = Later(lambda: WorkshopHistory(context), self._show_in)
        self.facts = Later(self._make_facts, self._show_in)
        self.tabs = PageTabs(_("About this workshop"))
        for tab, text in (
            (self.attendance, _("Attendance")),
            (self.enrolled, _("Enrolled")),
            (self.sessions, _("Sessions")),
            (self.certificates, _("Certificates")),
            (self.facts, _("Facts")),
            (self.history, _("History")),
        ):
            self.tabs.add(tab, text)
        self._parts: tuple[Later[Part], ...] = (
            self.enrolled, self.sessions, self.certificates, self.facts, self.history,
        )  # fmt: skip
        self.tabs.currentChanged.connect(self._on_tab)
        self._on_tab(ATTENDANCE)
        self.body.addWidget(self.header)
        self.body.addLayout(self._above)
        self.body.addWidget(self.tabs, 1)

    def _on_tab(self, current: int) -> None:
        """Let the tab shown alone decide the height; where certificates are made, that is the one primary button."""
        for place in range(self.tabs.count()):
            tab = self.tabs.widget(place)
            assert tab is not None
            policy = QSizePolicy.Policy.Preferred if place == current else QSizePolicy.Policy.Ignored
            tab.setSizePolicy(QSizePolicy.Policy.Preferred, policy)
        self.sheet_button.set_kind("plain" if current == CERTIFICATES else "primary")
        if self._is_outdated and current == ATTENDANCE:
            self._is_outdated = False
            self.attendance.refresh(None)

    def _show_in(self, part: Part) -> None:
        part.show_workshop(self._workshop_id)
        part.refresh(None)

    def _make_facts(self) -> FactsTab:
        made = FactsTab(self.context, self.on_template)
        self._unsaved = made.unsaved
        self._above.addWidget(made.unsaved)
        return made

    def actions_offered(self) -> list[Action]:
        """Offer what concerns the whole workshop."""
        keep = Action("workshop.template", _("Keep as a template…"), self.on_template, icon="copy")
        if self._draft.status == WorkshopStatus.CANCELLED:
            return [
                *self.papers.papers,
                keep,
                Action("workshop.restore", _("Plan this workshop again"), self.on_restore, icon="undo-2"),
            ]
        return [
            *self.papers.papers,
            self.attendance.sheet,
            *self.sessions.part().calendar,
            keep,
            Action("workshop.cancel", _("Cancel this workshop…"), self.on_cancel, icon="ban"),
        ]

    def show_record(self, record_id: int | None) -> None:
        """Show another workshop (the part `session`: that of a session), after keeping what was typed of this one."""
        if self.part == "session":
            with self.context.notebook.read() as db:
                line = sessions.lines(db, [record_id or 0]).get(record_id or 0)
            self._open(line.workshop_id if line else 0, record_id)
        else:
            self._open(record_id or 0, None)
        self.tabs.setCurrentIndex(PARTS.get(self.part, ATTENDANCE))

    def _open(self, workshop_id: int, session_id: int | None) -> None:
        self._workshop_id = workshop_id
        self.attendance.show_workshop(workshop_id, session_id)
        if is_waiting(self.context.notebook, FORM, [workshop_id]):
            self.facts.outdate()
            self.facts.part()
        elif self.facts.is_made:
            self.facts.part().show_workshop(workshop_id)

    def makes_parts(self, changes: Changes) -> bool:
        """Leave the Tab order alone while attendance is entered: a mark is there before the next key."""
        return self.tabs.currentWidget() is not self.attendance or not changes.tables.keys() <= MARKS

    def refresh(self, changes: Changes | None) -> None:
        """Show the workshop again, hidden tabs once they are opened; what is being typed stays."""
        if (changes is None or not changes.tables.keys() <= MARKS) and not self._refresh_head():
            return
        self._is_outdated = self.tabs.currentWidget() is not self.attendance
        if not self._is_outdated:
            self.attendance.refresh(changes)
        for place in self._parts:
            if changes is not None and place is self.tabs.currentWidget():
                place.part().refresh(changes)
            else:
                place.outdate()

    def _refresh_head(self) -> bool:
        """Show the head again; tell whether the workshop is still there."""
        with self.context.notebook.read() as db:
            line = workshops.lines(db, [self._workshop_id], today=self.context.today()).get(self._workshop_id)
            draft = workshops.draft(db, self._workshop_id) if line else None
        if line is None or draft is None:  # deleted meanwhile
            QTimer.singleShot(0, self, lambda: self.context.go("workshops"))  # not from inside go() itself
            return False
        self._show_head(line, draft)
        self.tabs.setTabText(ENROLLED, _("Enrolled ({count})", count=here().number(line.enrolled)))
        self.tabs.setTabText(SESSIONS, _("Sessions ({count})", count=here().number(line.sessions)))
        self._draft = draft
        return True

    def _show_head(self, line: WorkshopLine, draft: WorkshopDraft) -> None:
        self.header.set_title(line.title)
        self.setAccessibleName(line.title)
        is_full = line.capacity is not None and line.enrolled >= line.capacity
        self.header.set_chip(places_of(line), "warn" if is_full else "accent")
        parts = [_span(line, self.context.today()), line.place, line.trainers]
        parts += [coded("level", draft.level).lower() if draft.level else "", coded("audience", draft.audience).lower()]
        is_cancelled = line.status == WorkshopStatus.CANCELLED
        if is_cancelled:
            status = coded("workshop_status", line.status)
            reason = line.cancel_reason
            parts.insert(0, _("{status}: {reason}", status=status, reason=reason) if reason else status)
        self.restore_button.setVisible(is_cancelled)
        self.header.set_subtitle(" · ".join(part for part in parts if part))

    def leave(self) -> bool:
        """Keep what was typed; stay when it cannot be kept as it is."""
        is_kept = self._unsaved is None or self._unsaved.settle()
        if not is_kept:
            self.tabs.setCurrentIndex(FACTS)
        return is_kept

    def on_cancel(self) -> None:
        """Cancel the workshop, with a reason."""
        cancel_workshop(self, self.context, self._workshop_id)

    def on_copy(self) -> None:
        """Make another workshop like this one, with its sessions moved, and open it."""
        copy_workshop(self, self.context, self._workshop_id)

    def on_template(self) -> None:
        """Keep this workshop as a template, as it is typed now."""
        if self._unsaved is not None:
            self._unsaved.settle()
        keep_template(self, self.context, self._workshop_id)

    def on_restore(self) -> None:
        """Plan the cancelled workshop again."""
        restore_workshop(self.context, self._workshop_id)

    def on_sheet(self) -> None:
        """Show the sheet of the session that comes next, or of the last one."""
        today = self.context.today()
        with self.context.notebook.read() as db:
            ids = sessions.find(db, SessionQuery(workshop_id=self._workshop_id, with_cancelled=False))
            lines = sessions.lines(db, ids)
        chosen = next((each for each in ids if lines[each].date >= today), ids[-1] if ids else None)
        if chosen is None:
            show_sheets(self, self.context, workshop_id=self._workshop_id, button=self.sheet_button)
        else:
            show_sheets(self, self.context, session_ids=[chosen], button=self.sheet_button)


def _span(line: WorkshopLine, today: date) -> str:
    """Say how many sessions there are and when: « 6 sessions, from 28 April to 2 June »."""
    count = plural("{n} session", "{n} sessions", line.sessions)
    if line.first is None or line.last is None:
        return _("no session yet")
    if line.first == line.last:
        return _("{sessions}, on {date}", sessions=count, date=long_day(line.first, today))
    first, last = long_day(line.first, today), long_day(line.last, today)
    return _("{sessions}, from {first} to {last}", sessions=count, first=first, last=last)
