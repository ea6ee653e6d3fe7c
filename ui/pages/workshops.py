"""Owns the list of workshops."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStackedWidget, QTabBar, QVBoxLayout, QWidget

from models import workshops
from models.journal import Changes
from models.workshops import WorkshopLine, WorkshopQuery
from resources.i18n import N_, _, here, plural
from resources.labels import label as coded
from resources.words import places_taken
from ui.actions import Action
from ui.dialogs.cancel import cancel_workshop
from ui.dialogs.workshop import new_workshop
from ui.dialogs.workshop_copy import copy_workshop
from ui.list_bar import SelectionBar
from ui.list_views import ViewsButton
from ui.page import Context, Found, Page
from ui.pages.calendar import CalendarPane
from ui.pages.workshops_filters import WorkshopFilters
from ui.table import Column, RowsTable
from ui.table_columns import columns_button
from ui.theme import space
from ui.widgets.boxes import row
from ui.widgets.buttons import button
from ui.widgets.header import PageHeader
from ui.widgets.inputs import SearchField
from ui.widgets.later import Later
from ui.widgets.notices import EmptyState

FOUND_AT_MOST = 8
SHOWN = (("list", N_("List")), ("month", N_("Month")), ("week", N_("Week")))


def dates_of(line: WorkshopLine) -> str:
    """Return the first and last day of a workshop."""
    days = [here().date(day, "short") for day in (line.first, line.last) if day is not None]
    return " – ".join(dict.fromkeys(days))


def places_of(line: WorkshopLine) -> str:
    """Return « 12 / 15 », or only how many are enrolled when there is no limit."""
    return places_taken(line.enrolled, line.capacity)


def state_of(line: WorkshopLine) -> str:
    """Return what has to be known of a workshop: attendance to enter before its status."""
    if line.to_enter:
        return plural("{n} session to enter", "{n} sessions to enter", line.to_enter)
    return coded("workshop_status", line.status) if line.status == "cancelled" else ""


def kind_of(line: WorkshopLine) -> str:
    """Return the colour that goes with the state."""
    return "chip-warn" if line.to_enter else "chip-muted"


COLUMNS: tuple[Column[WorkshopLine], ...] = (
    Column("title", N_("Workshop"), lambda line: line.title, width=240, sort="title", stretch=True),
    Column("first", N_("Sessions"), dates_of, width=205, sort="first"),
    Column("place", N_("Place"), lambda line: line.place, width=165, sort="place"),
    Column("trainers", N_("Trainers"), lambda line: line.trainers, width=150),
    Column("enrolled", N_("Enrolled"), places_of, width=124, align="right", sort="enrolled"),
    Column("state", N_("To do"), state_of, width=165, kind=kind_of),
)
SORTS = frozenset(column.sort for column in COLUMNS if column.sort)


class WorkshopsPage(Page):
    """Every workshop, the newest first: search, sort, open, make, duplicate, cancel, delete."""

    def __init__(self, context: Context) -> None:
        super().__init__(context, _("Workshops"))
        self.header = PageHeader(_("Workshops"))
        self.search = SearchField(_("Search a workshop by its title"))
        self.search.searched.connect(self.on_search)
        self.filters = WorkshopFilters()
        self.filters.changed.connect(self.on_filter)
        self.table = RowsTable(
            context,
            name="workshops",
            label=_("Workshops"),
            columns=COLUMNS,
            find=workshops.find,
            lines=lambda db, ids: workshops.lines(db, ids, today=context.today()),
            query=WorkshopQuery(today=context.today()),
            empty=EmptyState(
                "calendar-days",
                _("Workshops you plan are listed here, with their sessions and the people enrolled."),
                button(_("New workshop"), self.on_new, kind="primary", icon="plus"),
            ),
            counted=lambda number: plural("{n} workshop", "{n} workshops", number),
        )
        self.table.opened.connect(lambda workshop_id: context.go("workshop", workshop_id))
        self.table.edited.connect(lambda workshop_id: context.go("workshop_facts", workshop_id))
        self.table.deleted.connect(self.on_delete)
        self.table.typed.connect(self.on_typed)
        self.views = ViewsButton(context, self.table, kept=self._kept, show=self._show_view)
        self._of_list = (self.views, columns_button(self.table.columns))
        for made in self._of_list:
            self.header.add(made)
        self.bar = SelectionBar(self.table, self._selected_actions(), _("Select no workshop"), hides=True)
        self.calendar = Later(self._make_calendar, self._show_calendar)
        self.shown = QTabBar()
        self.shown.setAccessibleName(_("Show the workshops as"))
        self.shown.setExpanding(False)
        self.shown.setDrawBase(False)
        self.shown.setUsesScrollButtons(False)
        for _code, text in SHOWN:
            self.shown.addTab(_(text))
        top = row(gap=2)
        top.addWidget(self.header, 1)
        top.addWidget(self.shown, 0, Qt.AlignmentFlag.AlignTop)
        self.stack = QStackedWidget()
        self.stack.addWidget(self._list())
        self.stack.addWidget(self.calendar)
        self.body.addLayout(top)
        self.body.addWidget(self.stack, 1)
        self.main_action = Action("workshop.new", _("New workshop"), self.on_new, icon="plus")
        codes = [code for code, _text in SHOWN]
        self.shown.setCurrentIndex(codes.index(context.preferences.text("workshops_shown")))
        self.shown.currentChanged.connect(self.on_shown)
        self._show_chosen_form()

    def _list(self) -> QWidget:
        top = row(gap=2)
        top.addWidget(self.search, 1)
        top.addWidget(self.filters.toggle)
        whole = QWidget()
        inside = QVBoxLayout(whole)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(space(3))
        inside.addLayout(top)
        inside.addWidget(self.filters)
        inside.addWidget(self.table, 1)
        inside.addWidget(self.bar)
        return whole

    @property
    def form(self) -> str:
        """Return how the workshops are shown: list, month, week."""
        return SHOWN[self.shown.currentIndex()][0]

    def on_shown(self) -> None:
        """Show the workshops in another form, and keep it for the next time."""
        self.context.preferences.keep("workshops_shown", self.form)
        self._show_chosen_form()
        self.refresh(None)

    def _show_chosen_form(self) -> None:
        is_list = self.form == "list"
        self.stack.setCurrentIndex(0 if is_list else 1)
        self.starts_at = self.search if is_list else self.calendar
        for made in self._of_list:
            made.setVisible(is_list)

    def _make_calendar(self) -> CalendarPane:
        made = CalendarPane(self.context)
        self.calendar.setFocusProxy(made.view)
        return made

    def _show_calendar(self, pane: CalendarPane) -> None:
        pane.span = "week" if self.form == "week" else "month"
        pane.refresh()

    def refresh(self, changes: Changes | None) -> None:
        """Show the list again when workshops, sessions, enrolments or attendance changed."""
        told = ("workshop", "workshop_session", "workshop_trainer", "enrolment", "attendance", "place", "trainer")
        if changes is None or changes.touch(*told, "headcount", "programme"):
            with self.context.notebook.read() as db:
                self.filters.offer_known(db, self.context.today())
            if self.form == "list":
                self.table.refresh()
            else:
                self.calendar.outdate()

    def on_search(self, text: str) -> None:
        """Show the workshops whose title has these words."""
        self.table.set_query(replace(self.table.query, text=text))

    def on_typed(self, letters: str) -> None:
        """Take letters typed in the list as the beginning of a search."""
        self.search.setFocus()
        self.search.setText(letters)

    def on_filter(self) -> None:
        """Show the workshops that the filters ask for."""
        self._ask(self.table.query)

    def _ask(self, query: WorkshopQuery) -> None:
        self.table.set_query(self.filters.asked(query, self.context.today()))

    def _kept(self) -> dict[str, Any]:
        """Return what a saved view keeps: the filters and the order, not the words searched."""
        query = self.table.query
        return {**self.filters.chosen(), "sort": query.sort, "descending": query.descending}

    def _show_view(self, kept: dict[str, Any]) -> None:
        """Show a saved view; what it holds and this program does not know is left out."""
        query = WorkshopQuery(descending=kept.get("descending") is not False)
        if kept.get("sort") in SORTS:
            query = replace(query, sort=kept["sort"])
        self.search.clear()
        self.filters.show_chosen(self.filters.fitting(kept))
        self._ask(query)

    def _selected_actions(self) -> list[Action]:
        """Return what can be done with the workshops selected; what opens a dialog takes one of them."""

        def is_one() -> bool:
            return self.table.selected_count == 1

        return [
            Action("workshop.duplicate", _("Duplicate…"), self.on_duplicate, icon="copy", enabled=is_one),
            Action("workshop.cancel", _("Cancel the workshop…"), self.on_cancel, icon="ban", enabled=is_one),
            Action(
                "workshops.delete",
                _("Delete the workshops"),
                lambda: self.on_delete(self.table.selected()),
                icon="trash-2",
                enabled=lambda: self.table.selected_count > 0,
            ),
        ]

    def actions_offered(self) -> list[Action]:
        """Offer what can be done with those selected in Ctrl+K too."""
        return self._selected_actions() if self.form == "list" else []

    def on_new(self) -> None:
        """Describe a new workshop and open it."""
        workshop_id = new_workshop(self, self.context)
        if workshop_id is not None:
            self.context.go("workshop", workshop_id)

    def on_duplicate(self) -> None:
        """Make another workshop like the chosen one, with its sessions moved, and open it."""
        copy_workshop(self, self.context, self.table.selected()[0])

    def on_cancel(self) -> None:
        """Cancel the chosen workshop and its sessions to come."""
        cancel_workshop(self, self.context, self.table.selected()[0])

    def on_delete(self, ids: list[int]) -> None:
        """Delete workshops to which nobody came."""
        with self.context.notebook.write(N_("Delete workshops ({count})"), count=len(ids)) as db:
            for workshop_id in ids:
                workshops.remove(db, workshop_id)
        self.context.done(plural("{n} workshop deleted", "{n} workshops deleted", len(ids)))


def search(context: Context, text: str) -> list[Found]:
    """Find workshops for Ctrl+K."""
    with context.notebook.read() as db:
        ids = workshops.find(db, WorkshopQuery(text))[:FOUND_AT_MOST]
        lines = workshops.lines(db, ids, today=context.today())
    return [
        Found(lines[each].title, dates_of(lines[each]), "calendar-days", partial(context.go, "workshop", each))
        for each in ids
    ]
