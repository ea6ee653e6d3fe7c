"""Owns the menu of saved views of a list: filters, order and columns under a name, never the words searched."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu

from models import views
from models.views import ViewDraft, ViewLine
from resources.i18n import N_, _
from ui.dialogs.form_dialog import ask_form
from ui.form import Field, Form
from ui.page import Context
from ui.table import RowsTable
from ui.theme import size
from ui.widgets.buttons import Button
from ui.widgets.labels import plain_tip

WIDEST = 400
Kept = Callable[[], dict[str, Any]]


class ViewsButton(Button):
    """Saves, shows and forgets views. `kept` gives what is kept of the query, `show` shows a kept one again."""

    def __init__(
        self,
        context: Context,
        table: RowsTable,  # type: ignore[type-arg]  # of any lines
        *,
        kept: Kept,
        show: Callable[[dict[str, Any]], object],
    ) -> None:
        super().__init__(_("Views") + " ", icon="chevron-down")
        self.setLayoutDirection(Qt.LayoutDirection.RightToLeft)  # the arrow stands behind the text
        self.setAccessibleName(_("Views"))
        self._context, self._table, self._kept, self._show_query = context, table, kept, show
        menu = QMenu(self)
        menu.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        menu.setAccessibleName(_("Views"))
        menu.aboutToShow.connect(self.fill)
        self.setMenu(menu)

    def fill(self) -> None:
        """Put the views there are now into the menu."""
        menu = self.menu()
        menu.clear()
        with self._context.notebook.read() as db:
            lines = views.of_list(db, self._table.name)
        for line in lines:
            _entry(menu, line.name, partial(self.show_view, line))
        if lines:
            menu.addSeparator()
        _entry(menu, _("Save this view…"), self.save)
        if lines:
            removal = menu.addMenu(_("Delete a view"))
            removal.setAccessibleName(_("Delete a view"))
            for line in lines:
                _entry(removal, line.name, partial(self.remove, line))

    def show_view(self, line: ViewLine) -> None:
        """Show the list as it was when the view was saved."""
        self._table.columns.arrange(line.columns)
        self._table.columns.changed.emit()
        self._show_query(line.query)

    def save(self) -> None:
        """Keep filters, order and columns under a name; one of the same name is replaced."""
        form = Form((Field("name", N_("Name"), required=True, width="medium"),))

        def save() -> None:
            draft = ViewDraft(self._table.name, form.read()["name"], self._kept(), self._table.columns.arrangement())
            with self._context.notebook.write(N_("Save a view")) as db:
                views.save(db, draft)
            self._context.done(_("View saved"))

        text = _("The filters, the order and the columns are kept; the words searched are not.")
        ask_form(self.window(), _("Save this view"), form, verb=_("Save this view"), save=save, text=text)

    def remove(self, line: ViewLine) -> None:
        """Forget a view."""
        with self._context.notebook.write(N_("Delete a view")) as db:
            views.remove(db, line.id)
        self._context.done(_("View deleted"))


def _entry(menu: QMenu, text: str, act: Callable[[], object]) -> None:
    """Add a line to a menu; a name too long for a menu is cut, and whole as its tooltip."""
    shown = menu.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, size(WIDEST))
    made = menu.addAction(shown.replace("&", "&&"))
    made.setToolTip(plain_tip(text))
    made.triggered.connect(lambda *_: act())
    menu.setToolTipsVisible(menu.toolTipsVisible() or shown != text)
