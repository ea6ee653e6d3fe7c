"""Owns the window: its frame, its pages made when they are first shown, and the notebook they show."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QMainWindow, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from models.problem import refusal
from resources.i18n import _
from ui import window_actions, window_menus
from ui.actions import Action, action_button
from ui.ahead import with_first_page
from ui.banners import BannerPlace, banners
from ui.drops import FileDrops
from ui.focus import follow_the_eye, keeping_focus, lead_to
from ui.jobs import Jobs
from ui.not_opened import not_opened
from ui.page import Context, Doors, Page
from ui.page_table import FIRST, NOT_IN_PARCEL, PAGES, SEARCHES, PageRow, found_at, searches_of
from ui.palette import CommandField, Search
from ui.preferences import Preferences
from ui.sidebar import SideArea, Sidebar
from ui.strip import JobStrip
from ui.theme import look, space
from ui.widgets.boxes import column, empty, row
from ui.widgets.labels import announce

if TYPE_CHECKING:
    from models.journal import Changes, Entry
    from models.notebook import Notebook
    from models.parcels import ParcelLine
    from ui.changes import ChangeSignal
    from ui.companions import Companion
    from ui.widgets.notices import Toast


class MainWindow(QMainWindow):
    """The frame. It knows no rule of the trade: pages do the work, the notebook keeps it."""

    notebook_shown = Signal()
    language_asked = Signal()

    def __init__(
        self,
        preferences: Preferences,
        *,
        pages: Sequence[PageRow] = PAGES,
        first: str = FIRST,
        searches: Sequence[str] = SEARCHES,
        now: Callable[[], datetime] = datetime.now,
    ) -> None:
        super().__init__()
        self.preferences = preferences
        self.jobs = Jobs(self)
        self.context: Context | None = None
        self.parcel: ParcelLine | None = None
        self._rows, self._first, self._search_places, self._now = pages, first, searches, now
        self._changes: ChangeSignal | None = None
        self.companions: list[Companion] = []
        self._made: dict[str, Page] = {}
        self._shown: tuple[str, int | None] = ("", None)
        self._saved_at: datetime | None = None
        self._is_closing = False
        self._is_outdated = False  # language or text size changed, and a page could not be left
        self._toasts: Toast | None = None
        self.setWindowTitle("Carnet d’ateliers")
        self.setMinimumSize(720, 480)
        FileDrops(self, partial(window_actions.take_in, self))
        self.build()
        self._restore_place()

    # -- the frame -----------------------------------------------------------------------------------------------------

    def build(self) -> None:
        """Make the frame in the language in use; pages are made again when they are shown."""
        self._made.clear()
        entries = [(page.name, page.icon, _(page.text)) for page in self._rows if page.text]
        self.side = Sidebar(entries, self.go, lambda: window_actions.show_settings(self))
        self._main_place = QWidget()
        self._main_place.setLayout(row())
        self._main_place.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self._banners = BannerPlace()
        self.stack = QStackedWidget()
        self._whole = whole = QWidget()
        self.setCentralWidget(whole)
        self.command = CommandField(whole, self.palette_actions, self._searches)
        right = QWidget()
        right.setLayout(self._right_side())
        whole.setLayout(row(SideArea(self.side), right, gap=0))
        self._toast_place, self._toasts = right, None
        window_menus.build(self)
        self._show_sections()

    def _right_side(self) -> QVBoxLayout:
        self.command.setMaximumWidth(max(460, look().size(300)))
        top = row(gap=3)
        top.addWidget(self.command, 100)
        top.addStretch(1)
        top.addWidget(self._main_place)
        top.setContentsMargins(space(5), space(4), space(5), space(2))
        right = column(gap=0)
        right.addWidget(self._banners)
        right.addLayout(top)
        right.addWidget(self.stack, 1)
        right.addWidget(JobStrip(self.jobs))
        return right

    def rebuild(self) -> None:
        """Make everything anew (language, text size) and show the same page again.

        What was typed and cannot be saved yet is not thrown away: then all is made anew when that page is left.
        """
        self._is_outdated = True
        page, record_id = self._shown
        if self.context is not None:
            self.go(page or self._rows[0].name, record_id)
        else:
            self._make_anew()
            self.show_first_start()

    def _make_anew(self) -> None:
        self._is_outdated = False
        self.build()
        if self.context is not None:
            self.show_identity()
        self._shown = ("", None)

    def _restore_place(self) -> None:
        kept = self.preferences.text("window")
        if not kept or not self.restoreGeometry(QByteArray.fromBase64(kept.encode())):
            self.resize(1366, 768)

    # -- the notebook --------------------------------------------------------------------------------------------------

    def open_notebook(self, where: Path | str) -> None:
        """Open a notebook off the window's thread, then show it in place of the one that is open."""
        if self.context is not None and str(self.context.notebook.where) == str(where):
            self.go(self._rows[0].name)
            return
        from ui.dialogs.passphrase import opener

        make = opener(self, where)
        if make is not None:
            self.start_with(make, where=where)
        elif self.context is None:
            self.show_first_start()

    def start_with(
        self,
        make: Callable[[], Notebook],
        *,
        where: Path | str = "",
        in_place: bool = False,
        then: Callable[[], object] | None = None,
    ) -> None:
        """Make or open a notebook off the window's thread, then show it in place of the one that is open.

        Before that, what is typed there is saved (or keeps its page) and what runs for it stops. `where` is what is
        opened; `in_place` closes the one that is open first, for its own file is about to be another.
        """
        if not self._leave_page():
            return
        if self.jobs.is_busy:
            again = partial(self.start_with, make, where=where, in_place=in_place, then=then)
            self.jobs.idle.connect(again, Qt.ConnectionType.SingleShotConnection)
            self.jobs.cancel_all()
            return
        if in_place:
            self._drop_notebook()
        self.jobs.later(
            with_first_page(make, self._rows[0].made_by),
            partial(self.show_notebook, then=then),
            owner=self,
            on_failed=partial(not_opened, self, where),
        )

    def show_notebook(self, notebook: Notebook, then: Callable[[], object] | None = None) -> None:
        """Show a notebook that has been opened; the one shown before is closed."""
        from models.programme import put_in_force
        from ui.changes import ChangeSignal
        from ui.companions import companions

        self._drop_notebook()
        put_in_force(notebook)
        self.context = Context(notebook, self.preferences, self.jobs, self.go, self.toast, self.done, self._now)
        self._changes = ChangeSignal(notebook, self)
        self._changes.changed.connect(self._on_changes)
        if isinstance(notebook.where, Path):
            self.preferences.keep("last_notebook", str(notebook.where))
        self.companions = companions(self, notebook)
        self.show_identity()
        self._show_sections()
        self.go(self._rows[0].name)
        self.notebook_shown.emit()
        if then is not None:
            then()

    def _drop_notebook(self) -> None:
        self._forget_pages()
        for companion in self.companions:
            companion.stop()
        self.companions = []
        if self._changes is not None:
            self._changes.stop()
            self._changes = None
        if self.context is not None:
            self.context.notebook.close()
            self.context = None

    def close_notebook(self) -> None:
        """Close the notebook, forget that it was the last one, and show the doors to another."""
        self._drop_notebook()
        self.parcel = None
        self.preferences.keep("last_notebook", "")
        self._banners.show_only(())
        self._show_sections()
        self.show_first_start()

    def show_identity(self) -> None:
        """Show whose notebook it is, and the banners of its lasting states."""
        from models import association, parcels

        assert self.context is not None
        with self.context.notebook.read() as db:
            identity, name = association.identity(db), association.draft(db).name
            self.parcel = parcels.held(db)
        self.side.show_association(name)
        self._banners.show_only(banners(self, identity, name, self.parcel))
        self.setWindowTitle(f"{name} – Carnet d’ateliers".replace("[*]", "[*][*]"))
        if self._saved_at is not None:
            self.side.show_saved(self._saved_at)

    def _show_sections(self) -> None:
        self.side.set_open(self.context is not None, without=NOT_IN_PARCEL if self.parcel is not None else ())

    def show_first_start(self) -> None:
        """Show the doors to a notebook: a new one, an existing one, the example."""
        back = partial(self.go, self._rows[0].name) if self.context is not None else None
        doors = Doors(self.open_notebook, self.start_with, self.preferences, self.jobs, back)
        page = found_at(self._first)(doors)
        assert isinstance(page, QWidget)
        self._leave_page()
        self._put_on_top(page, None)
        self.side.show_chosen("")
        self._shown = ("", None)

    # -- pages ---------------------------------------------------------------------------------------------------------

    def go(self, name: str, record_id: int | None = None) -> None:
        """Show a page, with one of its records."""
        if self.context is None or not self._leave_page():
            return
        if self._is_outdated:
            self._make_anew()
        place = next(page for page in self._rows if page.name == name)
        if self.parcel is not None and place.section in NOT_IN_PARCEL:
            self.jobs.show_failure(refusal("not_in_parcel"))
            return
        page, is_new = self._page(place)
        page.part = place.part
        if record_id is not None or is_new:
            page.show_record(record_id)
        page.refresh(None)
        self._put_on_top(page, page.main_action)
        self._shown = (name, record_id)
        self.side.show_chosen(place.section)

    def _page(self, place: PageRow) -> tuple[Page, bool]:
        is_new = place.made_by not in self._made
        if is_new:
            made = found_at(place.made_by)(self.context)
            assert isinstance(made, Page)
            self._made[place.made_by] = made
        return self._made[place.made_by], is_new

    def place(self) -> tuple[str, int | None]:
        """Return the name of the page that is shown, and its record."""
        return self._shown

    def current_page(self) -> Page | None:
        """Return the page that is shown."""
        page = self.stack.currentWidget()
        return page if isinstance(page, Page) else None

    def _put_on_top(self, page: QWidget, main_action: Action | None) -> None:
        before: QWidget | None = self.stack.currentWidget()
        takes_focus = before is None or (before is not page and before.isAncestorOf(self.focusWidget()))
        if self.stack.indexOf(page) < 0:
            self.stack.addWidget(page)
        self.stack.setCurrentWidget(page)
        if before is not page:
            announce(page, page.accessibleName())
        if takes_focus:
            lead_to(page)
        if before is not None and before is not page and before not in self._made.values():
            self.stack.removeWidget(before)
            before.deleteLater()
        self.show_main_action(main_action)

    def show_main_action(self, action: Action | None) -> None:
        """Show the main action of the page at the right of the top line."""
        layout = self._main_place.layout()
        assert layout is not None
        empty(layout)
        if action is not None:
            layout.addWidget(action_button(action))
        follow_the_eye(self._whole)

    def _leave_page(self) -> bool:
        page = self.current_page()
        return page is None or page.leave()

    def _forget_pages(self) -> None:
        for page in self._made.values():
            self.stack.removeWidget(page)
            page.deleteLater()
        self._made.clear()

    # -- what happens --------------------------------------------------------------------------------------------------

    def _on_changes(self, changes: Changes) -> None:
        self._saved_at = self._now()
        self.side.show_saved(self._saved_at)
        if "association" in changes.tables:
            self.show_identity()
        page = self.current_page()
        if page is not None:
            with keeping_focus(page, is_needed=page.makes_parts(changes)):
                page.refresh(changes)

    @property
    def toasts(self) -> Toast:
        """Return the place of short messages, made for the first one."""
        from ui.widgets.notices import Toast

        if self._toasts is None:
            self._toasts = Toast(self._toast_place)
        return self._toasts

    def toast(self, text: str, action: str = "", on_click: Callable[[], object] | None = None) -> None:
        """Show a short message, with one action."""
        self.toasts.say(text, action, on_click)

    def done(self, text: str) -> None:
        """Say what was done, with a button that takes it back by name when that is possible."""
        entry = self._newest_undoable()
        if entry is None:
            self.toasts.say(text)
        else:
            self.toasts.say(text, window_actions.undo_text(entry), partial(window_actions.undo, self, entry.id))

    def _newest_undoable(self) -> Entry | None:
        """Return the last action when it can be taken back; never an older one behind it."""
        if self.context is None:
            return None
        entry, newest = self.context.notebook.undoable(), self.context.notebook.history(limit=1)
        return entry if entry is not None and newest and newest[0].id == entry.id else None

    def palette_actions(self) -> list[Action]:
        """Return what Ctrl+K offers: the actions of the page first, then those of the window that it has not."""
        page = self.current_page()
        own = [] if page is None else [*([page.main_action] if page.main_action else []), *page.actions_offered()]
        taken = {action.name for action in own}
        return [*own, *(action for action in window_menus.offered(self) if action.name not in taken)]

    def _searches(self) -> list[Search]:
        return searches_of(self.context, self._search_places) if self.context is not None else []

    @property
    def page_rows(self) -> Sequence[PageRow]:
        """Return the table of pages."""
        return self._rows

    def closeEvent(self, event: QCloseEvent) -> None:
        """Keep what is typed, let jobs stop at their next consistent point, then close the notebook."""
        if not self._is_closing and not self._leave_page():
            event.ignore()
            return
        self._is_closing = True
        if self.jobs.is_busy:
            event.ignore()
            self.jobs.idle.connect(self.close)
            self.jobs.cancel_all()
            return
        self.preferences.keep("window", bytes(self.saveGeometry().toBase64().data()).decode())
        self.jobs.close()
        self._drop_notebook()
        super().closeEvent(event)
