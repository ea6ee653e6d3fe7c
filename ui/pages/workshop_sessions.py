"""Owns the sessions of a workshop on screen: add, change, cancel, delete, print."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from models import coherence, occupancy, sessions
from models.codes import SessionStatus
from models.journal import Changes
from models.notebook import Db
from models.occupancy import Fill
from models.problem import Problem
from models.sessions import SessionLine, SessionQuery
from resources.i18n import N_, _, here, plural
from resources.labels import label as coded
from resources.words import places_taken
from ui.actions import MenuButton
from ui.coherence_words import notes
from ui.days import hours
from ui.dialogs import session as asked
from ui.dialogs.calendar_file import calendar_actions
from ui.dialogs.cancel import cancel_session, restore_session
from ui.dialogs.papers import show_sheets
from ui.page import Context
from ui.table import Column, RowsTable
from ui.widgets.boxes import column, flow
from ui.widgets.buttons import button
from ui.widgets.notices import EmptyState

SHOWN = (
    *("workshop", "workshop_session", "workshop_trainer", "session_trainer", "place", "trainer"),
    "association",
)
COUNTED = ("attendance", "headcount", "enrolment", "enrolment_skip")  # shown too, but a mark waits for nothing
KINDS = {"held": "chip-ok", "cancelled": "chip-muted", "planned": "chip-accent"}


@dataclass(frozen=True, slots=True)
class SessionRow:
    """One session as it is listed, with what is to be looked at again."""

    line: SessionLine
    fill: Fill
    doubts: tuple[Problem, ...] = ()


def _status(line: SessionLine) -> str:
    text = coded("session_status", line.status)
    return _("{status}: {reason}", status=text, reason=line.cancel_reason) if line.cancel_reason else text


COLUMNS: tuple[Column[SessionRow], ...] = (
    Column("date", N_("Date"), lambda row: here().date(row.line.date, "full"), width=235, kind=lambda _row: "strong"),
    Column("hours", N_("From – to"), lambda row: hours(row.line), width=118),
    Column(
        "expected",
        N_("Expected"),
        lambda row: places_taken(row.fill.expected, row.fill.capacity),
        width=100,
        align="right",
        kind=lambda row: "warn" if row.fill.over else "",
    ),
    Column("place", N_("Place"), lambda row: row.line.place, width=150, stretch=True),
    Column("trainers", N_("Trainers"), lambda row: ", ".join(row.line.trainers), width=150),
    Column("status", N_("Status"), lambda row: _status(row.line), width=105, kind=lambda row: KINDS[row.line.status]),
    Column(
        "doubts",
        N_("To look at again"),
        lambda row: notes(row.doubts),
        width=200,
        kind=lambda row: "warn" if row.doubts else "",
    ),
)


class SessionsTab(QWidget):
    """When a workshop is held."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context, self._workshop_id = context, 0
        self._is_stale = False
        self.add_button = button(_("Add sessions…"), self.on_add, icon="calendar-plus")
        self.edit_button = button(_("Change…"), self.on_change, icon="pencil")
        self.sheet_button = button(_("Sheet of this session"), self.on_sheet, icon="printer")
        self.whole_button = button(_("One sheet for all sessions"), self.on_whole_sheet, icon="printer")
        self.cancel_button = button(_("Cancel the session…"), self.on_cancel, icon="ban")
        self.restore_button = button(_("Plan it again"), self.on_restore, icon="undo-2")
        self.remove_button = button(_("Delete"), self.on_delete, kind="destructive", icon="trash-2")
        self.calendar = calendar_actions(self, context, lambda: self._workshop_id, self._show)
        self.calendar_button = MenuButton(_("Calendar"), self.calendar)
        self.table: RowsTable[SessionRow, SessionQuery] = RowsTable(
            context,
            name="workshop_sessions",
            label=_("Sessions of this workshop"),
            columns=COLUMNS,
            find=sessions.find,
            lines=self._lines,
            query=SessionQuery(workshop_id=0),
            empty=EmptyState(
                "calendar-days",
                _("This workshop has no session yet."),
                button(_("Add sessions…"), self.on_add, icon="calendar-plus"),
            ),
            sorted_by=lambda query, *_sort: query,
            counted=lambda number: plural("{n} session", "{n} sessions", number),
        )
        self.table.opened.connect(self._edit)
        self.table.edited.connect(self._edit)
        self.table.deleted.connect(self.on_remove)
        self.table.selection_changed.connect(self._show_what_can_be_done)
        buttons = flow(
            self.add_button, self.edit_button, self.cancel_button, self.restore_button, self.remove_button,
            self.sheet_button, self.whole_button, self.calendar_button,
        )  # fmt: skip
        whole = column(buttons, gap=2)
        whole.addWidget(self.table, 1)
        self.setLayout(whole)

    def _lines(self, db: Db, ids: Sequence[int]) -> dict[int, SessionRow]:
        """Return the sessions with what is to be looked at again in each."""
        doubts = coherence.of_workshop(db, self._workshop_id, today=self._context.today())
        found, fills = sessions.lines(db, ids), occupancy.fill_by_session(db, ids)
        return {each: SessionRow(found[each], fills[each], tuple(doubts.get(each, ()))) for each in found}

    def show_workshop(self, workshop_id: int) -> None:
        """Show another workshop."""
        self._workshop_id = workshop_id
        self.table.query = SessionQuery(workshop_id=workshop_id)

    def refresh(self, changes: Changes | None) -> None:
        """Show the sessions again when something of them changed."""
        if changes is None or changes.touch(*SHOWN) or (self.isVisible() and changes.touch(*COUNTED)):
            self._show()
        elif changes.touch(*COUNTED):
            self._is_stale = True

    def showEvent(self, event: QShowEvent) -> None:
        """Show what attendance entered meanwhile makes doubtful."""
        super().showEvent(event)
        if self._is_stale:
            self._show()

    def _show(self) -> None:
        self._is_stale = False
        self.table.refresh()
        self._show_what_can_be_done()

    def _chosen(self) -> list[SessionLine]:
        ids = self.table.selected()
        with self._context.notebook.read() as db:
            return list(sessions.lines(db, ids).values())

    def _show_what_can_be_done(self) -> None:
        chosen = self._chosen()
        is_one = len(chosen) == 1
        is_cancelled = is_one and chosen[0].status == SessionStatus.CANCELLED
        self.edit_button.setEnabled(is_one)
        self.sheet_button.setEnabled(bool(chosen))
        sheets = plural("Sheet of {n} session", "Sheets of {n} sessions", len(chosen))
        self.sheet_button.say(sheets if len(chosen) > 1 else _("Sheet of this session"))
        self.whole_button.setEnabled(bool(self.table.count))
        self.cancel_button.setVisible(not is_cancelled)
        self.cancel_button.setEnabled(is_one)
        self.restore_button.setVisible(is_cancelled)
        self.remove_button.setEnabled(bool(chosen))

    def on_add(self) -> None:
        """Add one session, or one each week."""
        made = asked.add_sessions(self, self._context, self._workshop_id)
        if made:
            self._show()
            self.table.select(made)

    def _edit(self, session_id: int) -> None:
        if asked.edit_session(self, self._context, session_id):
            self._show()

    def on_change(self) -> None:
        """Change the session chosen."""
        self._edit(self.table.selected()[0])

    def on_sheet(self) -> None:
        """Show the sign-in sheets of the sessions chosen."""
        show_sheets(self, self._context, session_ids=self.table.selected(), button=self.sheet_button)

    def on_whole_sheet(self) -> None:
        """Show one sheet with a column for each session."""
        show_sheets(self, self._context, workshop_id=self._workshop_id, button=self.whole_button)

    def on_cancel(self) -> None:
        """Cancel the session chosen, with a reason."""
        if cancel_session(self, self._context, self.table.selected()[0]):
            self._show()

    def on_restore(self) -> None:
        """Plan the cancelled session again."""
        restore_session(self._context, self.table.selected()[0])
        self._show()

    def on_delete(self) -> None:
        """Delete the sessions chosen."""
        self.on_remove(self.table.selected())

    def on_remove(self, ids: list[int]) -> None:
        """Delete sessions nobody came to."""
        asked.remove_sessions(self._context, ids)
        self._show()
