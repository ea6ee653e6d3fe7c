"""Owns the registry page: everyone who gave a name, found as you type."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from models import people
from models.journal import Changes
from models.people import PeopleQuery, PersonLine
from resources.i18n import N_, _, plural
from ui.actions import Action
from ui.dialogs.person import add_person, known_as
from ui.page import Context, Found, Page
from ui.table import Column, RowsTable
from ui.widgets.buttons import button
from ui.widgets.header import PageHeader
from ui.widgets.inputs import SearchField
from ui.widgets.notices import EmptyState

COLUMNS: tuple[Column[PersonLine], ...] = (
    Column("name", N_("Name"), lambda line: line.listed, width=215, sort="name", stretch=True),
    Column(
        "birth_year", N_("Born"), lambda line: str(line.birth_year or ""), width=104, align="right", sort="birth_year"
    ),
    Column("town", N_("Town"), lambda line: line.town, width=150, sort="town"),
    Column("phone", N_("Phone"), lambda line: line.phone, width=140, sort="phone"),
    Column("email", N_("E-mail"), lambda line: line.email, width=195, sort="email"),
    Column("workshops", N_("Workshops"), lambda line: str(line.workshops), width=118, align="right"),
    Column("presences", N_("Attended"), lambda line: str(line.presences), width=104, align="right"),
)
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
            lines=people.lines,
            query=PeopleQuery(),
            empty=self.empty,
            counted=lambda number: plural("{n} person", "{n} people", number),
        )
        self.table.opened.connect(self.on_open)
        self.table.edited.connect(self.on_open)
        self.table.deleted.connect(self.on_delete)
        self.table.typed.connect(self.on_typed)
        for part in (self.header, self.search):
            self.body.addWidget(part)
        self.body.addWidget(self.table, 1)
        self.main_action = Action("person.new", _("New person"), self.on_new, icon="plus")

    def actions_offered(self) -> list[Action]:
        """Offer the import in Ctrl+K too."""
        return [Action("people.import", _("Import a list of people"), self.on_import, icon="file-down")]

    def refresh(self, changes: Changes | None) -> None:
        """Show the registry again when people, enrolments or attendance changed."""
        if changes is None or changes.touch("person", "enrolment", "attendance"):
            self.table.refresh()

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

    def on_delete(self, ids: list[int]) -> None:
        """Delete people who never came."""
        with self.context.notebook.write(N_("Delete people ({count})"), count=len(ids)) as db:
            people.remove(db, ids)
        self.context.done(plural("{n} person deleted", "{n} people deleted", len(ids)))


def search(context: Context, text: str) -> list[Found]:
    """Find people for Ctrl+K."""
    with context.notebook.read() as db:
        ids = people.find(db, PeopleQuery(text))[:FOUND_AT_MOST]
        lines = people.lines(db, ids)
    return [Found(lines[row].listed, known_as(lines[row]), "user", partial(context.go, "person", row)) for row in ids]
