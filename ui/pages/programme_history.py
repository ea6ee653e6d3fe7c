"""Owns the packages made so far: what became of each, what changed since, and how one goes out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtWidgets import QSizePolicy, QWidget

from models import handovers
from models.handovers import HandoverLine
from models.notebook import Db
from resources.i18n import N_, _, here, plural
from resources.labels import level_label, receipt_label
from ui.actions import Action
from ui.dialogs.receipts import import_receipts
from ui.dialogs.send_package import address_of, file_of, save_draft, send_package
from ui.page import Context
from ui.table import Column, RowsTable
from ui.widgets.boxes import column, flow, row
from ui.widgets.buttons import button
from ui.widgets.labels import label
from ui.widgets.notices import EmptyState


@dataclass(frozen=True, slots=True)
class HistoryQuery:
    """Which packages: all."""

    sort: str = ""
    descending: bool = False


@dataclass(frozen=True, slots=True)
class Past:
    """What is told of the packages made so far.

    `last` is the newest that was accepted, else the newest; `changes` counts actions since; `address` is where packages
    are sent, "" when they are not; `unsent` counts those that were neither sent nor answered.
    """

    last: HandoverLine | None
    changes: int
    address: str
    unsent: int


def past(db: Db) -> Past:
    """Read what is told of the packages made so far."""
    made = handovers.lines(db, handovers.find(db)).values()
    last = handovers.last_accepted(db) or handovers.last(db)
    changes = handovers.changed_since(db, last.created_at) if last else 0
    unsent = sum(line.sent_at is None and not line.status for line in made)
    return Past(last, changes, address_of(db), unsent)


def told(found: Past) -> str:
    """Say what changed since the last package, and how many wait to be sent."""
    text = _told_changes(found)
    if found.address and found.unsent:
        text += " " + plural("{n} package waits to be sent.", "{n} packages wait to be sent.", found.unsent)
    return text


def _told_changes(found: Past) -> str:
    if found.last is None:
        return _("No package has been made yet.")
    if not found.changes:
        return _("Nothing has changed since the last package.")
    if found.last.is_accepted:
        return plural(
            "{n} change since package {number}, the last one accepted.",
            "{n} changes since package {number}, the last one accepted.",
            found.changes,
            number=found.last.sequence,
        )
    return plural("{n} change since the last package.", "{n} changes since the last package.", found.changes)


def _period(line: HandoverLine) -> str:
    return " – ".join(here().date(day, "short") for day in (line.first, line.last))


def _total(name: str) -> Callable[[HandoverLine], str]:
    return lambda line: here().number(int(line.totals.get(name, 0)))


_ANSWERS = {"": "chip-muted", "accepted": "chip-ok", "accepted_with_warnings": "chip-warn", "rejected": "chip-bad"}


def _answer(line: HandoverLine) -> str:
    if line.sent_at is None or line.status:
        return receipt_label(line.status)
    return _("sent on {date}", date=here().date(line.sent_at.astimezone().date(), "short"))


def _answer_kind(line: HandoverLine) -> str:
    return _ANSWERS.get(line.status, "")


HISTORY: tuple[Column[HandoverLine], ...] = (
    Column(
        "sequence", N_("No."), lambda line: str(line.sequence), width=64, align="right", kind=lambda _line: "strong"
    ),
    Column("period", N_("Period"), _period, width=205),
    Column("saved", N_("Saved on"), lambda line: here().date(line.created_at.date(), "short"), width=120),
    Column("sessions", N_("Sessions"), _total("sessions"), width=100, align="right"),
    Column("attendances", N_("Attendances"), _total("attendances"), width=125, align="right"),
    Column("people", N_("People, named"), _total("people_named"), width=170, align="right"),
    Column("receipt", N_("Answer"), _answer, width=220, kind=_answer_kind),
    Column("file", N_("File"), lambda line: line.file_name, width=260, stretch=True),
    Column("level", N_("What left"), lambda line: level_label(line.level), width=260, shown=False),
)


class HandoverHistory(QWidget):
    """The packages made so far, newest first; the one selected is sent, made a draft, or answered by a receipt."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self.receipt_button = button(_("Import a receipt…"), self.on_receipt, icon="check")
        self.send_button = button(_("Send…"), self.on_send, icon="send")
        self.draft_button = button(_("E-mail draft…"), self.on_draft)
        self.since = label("", "secondary", wrap=True)
        self.table = RowsTable(
            context,
            name="handovers",
            label=_("Packages made so far"),
            columns=HISTORY,
            find=lambda db, _query: handovers.find(db),
            lines=handovers.lines,
            query=HistoryQuery(),
            empty=EmptyState("package", _("Each package you save is listed here.")),
            counted=lambda number: plural("{n} package", "{n} packages", number),
        )
        self.table.selection_changed.connect(self._show_what_can_be_done)
        buttons = flow(self.send_button, self.draft_button, self.receipt_button, gap=3)
        buttons.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        above = row(gap=3)
        above.addWidget(label(_("Packages made so far"), "section", wrap=True), 1)
        above.addWidget(buttons)
        whole = column(gap=2)
        whole.addLayout(above)
        whole.addWidget(self.since)
        whole.addWidget(self.table, 1)
        self.setLayout(whole)

    def offered(self) -> list[Action]:
        """Return what the buttons do, for Ctrl+K."""

        def can_send() -> bool:
            return self.send_button.isEnabled() and not self.send_button.isHidden()

        return [
            Action("handover.receipt", _("Import a receipt…"), self.on_receipt, icon="check"),
            Action("handover.send", _("Send the package…"), self.on_send, icon="send", enabled=can_send),
            Action("handover.draft", _("E-mail draft…"), self.on_draft, enabled=self.draft_button.isEnabled),
        ]

    def refresh(self) -> None:
        """Show the packages again."""
        with self._context.notebook.read() as db:
            found = past(db)
        self.since.setText(told(found))
        self.send_button.setVisible(bool(found.address))
        self.table.refresh()
        self._show_what_can_be_done()

    def _chosen(self) -> HandoverLine | None:
        """Return the package selected, or the only one there is."""
        ids = self.table.selected() or list(self.table.model.ids)
        if len(ids) != 1:
            return None
        with self._context.notebook.read() as db:
            return handovers.lines(db, ids)[ids[0]]

    def _show_what_can_be_done(self) -> None:
        is_one = (self.table.selected_count or self.table.count) == 1
        for made in (self.send_button, self.draft_button):
            made.setEnabled(is_one)

    def on_send(self) -> None:
        """Send the package selected to the programme's address, for the first time or again."""
        line = self._chosen()
        path = file_of(self, self._context, line) if line is not None else None
        if path is not None:
            send_package(self, self._context, path, button=self.send_button)

    def on_draft(self) -> None:
        """Write an e-mail draft with the package selected."""
        line = self._chosen()
        path = file_of(self, self._context, line) if line is not None else None
        if path is not None:
            save_draft(self, self._context, path)

    def on_receipt(self) -> None:
        """Keep what the programme answered to a package."""
        import_receipts(self, self._context)
