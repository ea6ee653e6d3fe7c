"""Owns the registry page: everyone who gave a name, found as you type."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any

from models import people, people_lists
from models.journal import Changes
from models.people import PeopleQuery
from resources.i18n import _, plural
from ui.actions import Action
from ui.dialogs.person import add_person, known_as
from ui.list_bar import SelectionBar
from ui.list_views import ViewsButton
from ui.page import Context, Found, Page
from ui.pages.people_columns import COLUMNS
from ui.pages.people_filters import FIELDS as FILTERS
from ui.pages.people_filters import people_filters
from ui.pages.people_selected import delete, selected_actions
from ui.table import RowsTable
from ui.table_columns import columns_button
from ui.widgets.boxes import row
from ui.widgets.buttons import button
from ui.widgets.header import PageHeader
from ui.widgets.inputs import SearchField
from ui.widgets.notices import EmptyState

FOUND_AT_MOST = 8


class PeoplePage(Page):
    """The registry: search, sort, open, add, import, delete."""

    def __init__(self, context: Context) -> None:
        super().__init__(context, _("People"))
        self.header = PageHeader(_("People"))
        self.header.add(button(_("Import a list…"), self.on_import, icon="file-down"))
        self.search = SearchField(_("Search a name, an e-mail, a phone number or a town"))
        self.search.searched.connect(self.on_search)
        self.search.returnPressed.connect(self.on_found)
        self.starts_at = self.search
        self.empty = EmptyState(
            "users",
            _("Everyone who gives a name at your workshops is listed here."),
            button(_("New person"), self.on_new, kind="primary", icon="plus"),
            button(_("Import a list…"), self.on_import),
        )
        self.table = RowsTable(
            context,
            name="people",
            label=_("People"),
            columns=COLUMNS,
            find=people.find,
            find_first=lambda db, query, limit: people.find(db, query, limit=limit),
            lines=lambda db, ids: people.lines(db, ids, today=context.today()),
            query=PeopleQuery(today=context.today()),
            empty=self.empty,
            counted=lambda number: plural("{n} person", "{n} people", number),
        )
        self.table.opened.connect(self.on_open)
        self.table.edited.connect(self.on_open)
        self.table.deleted.connect(self.on_delete)
        self.table.typed.connect(self.on_typed)
        self.views = ViewsButton(context, self.table, kept=self._kept, show=self._show_view)
        for made in (self.views, columns_button(self.table.columns)):
            self.header.add(made)
        self.filters = people_filters()
        self.filters.changed.connect(self.on_filter)
        self.bar = SelectionBar(self.table, selected_actions(self, context, self.table), _("Select nobody"))
        found = row(self.search, gap=2)
        found.addWidget(self.filters.toggle)
        self.body.addWidget(self.header)
        self.body.addLayout(found)
        self.body.addWidget(self.filters)
        self.body.addWidget(self.table, 1)
        self.body.addWidget(self.bar)
        self.main_action = Action("person.new", _("New person"), self.on_new, icon="plus")
        self.starts_at = self.search  # the keyboard starts where somebody is found

    def actions_offered(self) -> list[Action]:
        """Offer what goes in and out in Ctrl+K too."""
        return [
            Action("people.import", _("Import a list of people"), self.on_import, icon="file-down"),
            Action("people.export_all", _("Export the people listed"), self.on_export, icon="save"),
        ]

    def refresh(self, changes: Changes | None) -> None:
        """Show the registry again when people, enrolments or attendance changed."""
        if changes is None or changes.touch("person", "enrolment", "attendance"):
            self._offer_towns()
            self.table.refresh()

    def _offer_towns(self) -> None:
        with self.context.notebook.read() as db:
            self.filters.offer("town", [(town, town) for town in people_lists.towns(db)])

    def on_filter(self) -> None:
        """Show the people that the filters ask for."""
        self._ask(self.table.query)

    def _ask(self, query: PeopleQuery) -> None:
        self.table.set_query(replace(query, **self.filters.chosen(), today=self.context.today()))

    def _kept(self) -> dict[str, Any]:
        """Return what a saved view keeps of the query: never the words searched, which may be a name."""
        query = self.table.query
        return {name: getattr(query, name) for name in (*FILTERS, "sort", "descending")}

    def _show_view(self, kept: dict[str, Any]) -> None:
        """Show a saved view; what it holds and this program does not know is left out."""
        first = PeopleQuery()
        known = {name: kept[name] for name in (*FILTERS, "sort", "descending") if name in kept}
        fits = {name: value for name, value in known.items() if _fits(name, value, getattr(first, name))}
        self.search.clear()
        query = replace(first, **fits)
        self.filters.show_chosen(fits)
        self._ask(query)

    def on_search(self, text: str) -> None:
        """Show whom these words find."""
        self.table.set_query(replace(self.table.query, text=text))

    def on_typed(self, letters: str) -> None:
        """Take letters typed in the list as the beginning of a search."""
        self.search.setFocus()
        self.search.setText(letters)

    def on_found(self) -> None:
        """Open the only person found, or go to the list of those found."""
        if self.table.count == 1:
            self.on_open(self.table.model.ids[0])
        elif self.table.count:
            self.table.setFocus()

    def on_open(self, person_id: int) -> None:
        """Open a person's page."""
        self.context.go("person", person_id)

    def on_new(self) -> None:
        """Add someone and open their page."""
        person_id = add_person(self, self.context)
        if person_id is not None:
            self.context.go("person", person_id)

    def on_import(self) -> None:
        """Bring a list of people into the registry."""
        from ui.dialogs.import_people import open_import

        open_import(self.context, None, parent=self)

    def on_export(self) -> None:
        """Write everyone who is listed now, in this order, to a file."""
        from ui.dialogs.export_people import export_people

        with self.context.notebook.read() as db:
            ids = people.find(db, self.table.query)
        if ids:
            export_people(self, self.context, ids)

    def on_delete(self, ids: list[int]) -> None:
        """Delete people who never came."""
        delete(self, self.context, ids)


def _fits(name: str, value: object, usual: object) -> bool:
    """Tell whether a value kept in a view can be asked for."""
    if name == "sort":
        return value in people_lists.SORTS
    if name == "no_contact_months":
        return value is None or type(value) is int
    return type(value) is type(usual)


def search(context: Context, text: str) -> list[Found]:
    """Find people for Ctrl+K."""
    with context.notebook.read() as db:
        ids = people.find(db, PeopleQuery(text), limit=FOUND_AT_MOST)
        lines = people.lines(db, ids)
    return [Found(lines[id_].listed, known_as(lines[id_]), "user", partial(context.go, "person", id_)) for id_ in ids]
