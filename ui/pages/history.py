"""Owns the page of the history: what was done in the notebook, and each step that can still be taken back."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtGui import QShowEvent

from models import history, people, workshops
from models.journal import Changes, Entry
from models.notebook import Db
from models.problem import UserError
from resources.i18n import N_, _, here, plural
from resources.words import action_label
from ui import messages
from ui.actions import Action
from ui.list_bar import SelectionBar
from ui.page import Context, Page
from ui.pages.history_columns import ACTIONS_DONE
from ui.table import Column, RowsTable
from ui.widgets.header import PageHeader
from ui.widgets.labels import label
from ui.widgets.notices import EmptyState

MOST = 6
"""How many people or workshops of an action are named."""

STANDINGS: Mapping[str, str] = {
    "undo": N_("this took something back"),
    "redo": N_("this was done again"),
    "undone": N_("taken back"),
    "dropped": N_("taken back"),
    "final": N_("for good"),
    "purged": N_("too long ago"),
    "done": N_("can be undone"),
}
"""Kind or state of an entry -> what can become of it."""
KINDS = {"done": "chip-ok", "final": "chip-warn"}


@dataclass(frozen=True, slots=True)
class HistoryQuery:
    """All that was done, the newest first."""


def standing(entry: Entry) -> str:
    """Return by which rule it stands: what it took back or did again, or what became of it."""
    return entry.kind if entry.kind != "do" else entry.state


COLUMNS: tuple[Column[Entry], ...] = (
    *ACTIONS_DONE,
    Column(
        "standing", N_("Undo"), lambda line: _(STANDINGS[standing(line)]), width=220,
        kind=lambda line: KINDS.get(standing(line), "chip-muted"),
    ),
)  # fmt: skip


class HistoryPage(Page):
    """Lists every action; those selected are taken back, the newest first, as long as nothing newer touches them."""

    def __init__(self, context: Context) -> None:
        super().__init__(context, _("History"))
        self.table: RowsTable[Entry, HistoryQuery] = RowsTable(
            context, name="history", label=_("What was done"), columns=COLUMNS, find=self._find, lines=self._of,
            query=HistoryQuery(), empty=EmptyState("info", _("Nothing was done yet.")),
            sorted_by=lambda query, *_sort: query, counted=lambda number: plural("{n} action", "{n} actions", number),
        )  # fmt: skip
        self.undo_action = Action(
            "history.undo", _("Undo what is selected"), self.on_undo, icon="undo-2",
            enabled=lambda: any(entry.can_undo for entry in self.chosen()),
        )  # fmt: skip
        self.bar = SelectionBar(self.table, [self.undo_action], _("Clear the selection"))
        text = _(
            "Each action can be undone for 30 days, unless the same thing was changed since. Certificates that were "
            "issued, hand-overs and forgotten people stay as they are."
        )
        self.body.addWidget(PageHeader(self.title))
        self.body.addWidget(label(text, "secondary", wrap=True))
        self.body.addWidget(self.table, 1)
        self.about = label("", "secondary", wrap=True)
        self.body.addWidget(self.about)
        self.body.addWidget(self.bar)
        self.table.selection_changed.connect(self._show_about)
        self.table.opened.connect(self._open)

    def _find(self, db: Db, _query: HistoryQuery) -> Sequence[int]:
        return history.all_ids(db)

    def _of(self, db: Db, ids: Collection[int]) -> Mapping[int, Entry]:
        return history.lines(db, ids)

    def refresh(self, _changes: Changes | None) -> None:
        """Show what was done up to now, where it is looked at."""
        if self.isVisible():
            self.table.refresh()

    def showEvent(self, event: QShowEvent) -> None:
        """Show what was done while other pages were shown."""
        super().showEvent(event)
        self.table.refresh()

    def actions_offered(self) -> list[Action]:
        """Offer what the bar does."""
        return [self.undo_action]

    def chosen(self) -> list[Entry]:
        """Return the entries selected, the newest first."""
        with self.context.notebook.read() as db:
            found = history.lines(db, self.table.selected())
        return [found[each] for each in sorted(found, reverse=True)]

    def _show_about(self) -> None:
        """Say whom and what the one action selected touched, by the names of today: the history itself keeps none."""
        chosen = self.table.selected()
        self.about.setText(self._about(chosen[0]) if len(chosen) == 1 else "")

    def _about(self, entry_id: int) -> str:
        with self.context.notebook.read() as db:
            person_ids, workshop_ids = history.subjects(db, entry_id)
            who = people.lines(db, person_ids[:MOST])
            what = workshops.lines(db, workshop_ids[:MOST], today=self.context.today())
        names = [who[each].shown for each in person_ids[:MOST] if each in who]
        titles = [what[each].title for each in workshop_ids[:MOST] if each in what]
        if len(person_ids) > MOST:
            names.append(plural("{n} more person", "{n} more people", len(person_ids) - MOST))
        if len(workshop_ids) > MOST:
            titles.append(plural("{n} more workshop", "{n} more workshops", len(workshop_ids) - MOST))
        return " · ".join(here().and_list(each) for each in (names, titles) if each)

    def _open(self, entry_id: int) -> None:
        """Go to the person or the workshop that an action was about, when it is one."""
        with self.context.notebook.read() as db:
            person_ids, workshop_ids = history.subjects(db, entry_id)
        if len(workshop_ids) == 1:
            self.context.go("workshop", workshop_ids[0])
        elif len(person_ids) == 1:
            self.context.go("person", person_ids[0])

    def on_undo(self) -> None:
        """Take back what is selected, the newest first; what cannot be ends it with its reason."""
        count, last = 0, None
        try:
            for entry in [each for each in self.chosen() if each.can_undo]:
                last = self.context.notebook.undo(entry.id)
                count += 1
        except UserError as error:
            messages.show_error(self, error)
        if last is not None:
            one = _("Undone: {action}", action=action_label(last.label, last.values))
            self.context.toast(one if count == 1 else plural("{n} action undone", "{n} actions undone", count))
