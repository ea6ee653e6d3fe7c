"""Owns the menus of the window as tables of actions; what they do is in ui/window_actions.py."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QMenu

from resources.i18n import _
from ui import theme
from ui.actions import Action, Row, fill_menu, for_palette
from ui.page_table import NOT_IN_PARCEL
from ui.preferences import LANGUAGES
from ui.window_actions import (
    bring_people,
    change,
    choose_notebook,
    describe,
    idle_locks,
    leave,
    lock_now,
    make_person,
    make_workshop,
    parcel,
    redo,
    redo_text,
    redoable,
    reset_layout,
    show_about,
    show_backups,
    show_calendar,
    show_check,
    show_doubts,
    show_duplicates,
    show_figures,
    show_keys,
    show_layouts,
    show_lock,
    show_manual,
    show_privacy,
    show_settings,
    step_size,
    take_along,
    undo,
    undo_text,
    undoable,
)

if TYPE_CHECKING:
    from ui.main_window import MainWindow

Key = QKeySequence.StandardKey


def build(window: MainWindow) -> None:
    """Make the menu bar anew; the menus and actions before go once what pressed one of them has ended."""
    bar = window.menuBar()
    for old in window.actions():
        window.removeAction(old)
        old.deleteLater()
    for menu in bar.findChildren(QMenu, options=Qt.FindChildOption.FindDirectChildrenOnly):
        menu.deleteLater()
    bar.clear()
    for title, rows in menus(window):
        fill_menu(bar.addMenu(f"&{title}"), rows, window)


def menus(window: MainWindow) -> list[tuple[str, list[Row]]]:
    """Return the menus: title and actions."""
    return [
        (_("File"), file_rows(window)),
        (_("Edit"), edit_rows(window)),
        (_("Go"), go_rows(window)),
        (_("View"), view_rows(window)),
        (_("Help"), help_rows(window)),
    ]


def file_rows(window: MainWindow) -> list[Row]:
    """Return the File menu."""
    return [
        Action("notebook.new", _("New notebook…"), window.show_first_start, shortcut=Key.New),
        Action("notebook.open", _("Open a notebook…"), partial(choose_notebook, window), shortcut=Key.Open),
        *parcel_rows(window),
        *notebook_rows(window),
        None,
        *safety_rows(window),
        None,
        Action("settings", _("Settings…"), partial(show_settings, window), icon="settings", shortcut="Ctrl+,"),
        None,
        Action("quit", _("Quit"), window.close, shortcut="Ctrl+Q", in_palette=False),
    ]


def notebook_rows(window: MainWindow) -> list[Row]:
    """Return what is about the whole notebook: the association, its certificates, what to look at again."""
    whole = partial(is_whole, window)

    def is_open() -> bool:
        return window.context is not None

    return [
        Action("association", _("My association…"), partial(describe, window), enabled=is_open),
        Action("layouts", _("Look of the certificates…"), partial(show_layouts, window), enabled=whole),
        Action("seal", _("Seal of the certificates…"), partial(show_keys, window), enabled=whole),
        Action("check", _("Check a certificate…"), partial(show_check, window), icon="award", enabled=is_open),
        Action("duplicates", _("People who may be here twice…"), partial(show_duplicates, window), enabled=whole),
        Action("figures", _("Figures of a period…"), partial(show_figures, window), icon="chart", enabled=whole),
        Action("calendar", _("Save the sessions as a calendar…"), partial(show_calendar, window), enabled=is_open),
        Action("doubts", _("Sessions to look at again…"), partial(show_doubts, window), enabled=is_open),
    ]


def safety_rows(window: MainWindow) -> list[Row]:
    """Return what keeps the data safe: personal data, backups, the passphrase."""
    whole = partial(is_whole, window)
    return [
        Action("privacy", _("Personal data…"), partial(show_privacy, window), enabled=whole),
        Action("backups", _("Backups…"), partial(show_backups, window), icon="save", enabled=whole),
        Action(
            "take_along", _("Take my data with me…"), partial(take_along, window), icon="external-link", enabled=whole
        ),
        Action("leave", _("Erase from this computer…"), partial(leave, window), icon="trash-2", enabled=whole),
        Action("lock", _("Passphrase…"), partial(show_lock, window), enabled=whole),
        Action(
            "lock_now",
            _("Lock now"),
            partial(lock_now, window),
            shortcut="Ctrl+Shift+L",
            enabled=lambda: bool(idle_locks(window)),
        ),
    ]


def is_whole(window: MainWindow) -> bool:
    """Tell whether a whole notebook is open: a parcel has no keys."""
    return window.context is not None and window.parcel is None


def parcel_rows(window: MainWindow) -> list[Row]:
    """Return what goes to another computer and comes back, between two lines of the File menu."""
    whole = partial(is_whole, window)
    return [
        None,
        Action("parcel.give", _("Give a parcel…"), partial(parcel, window, "give"), icon="package", enabled=whole),
        Action("parcel.take", _("Take a parcel back…"), partial(parcel, window, "take"), enabled=whole),
        Action(
            "parcel.return",
            _("Give the parcel back…"),
            partial(parcel, window, "return"),
            icon="send",
            enabled=lambda: window.parcel is not None,
        ),
        None,
    ]


def edit_rows(window: MainWindow) -> list[Row]:
    """Return the Edit menu; undo and redo say what they would take back or do again."""
    return [
        Action(
            "undo",
            _("Undo the last action"),
            partial(undo, window),
            icon="undo-2",
            shortcut="Ctrl+Z",
            enabled=lambda: undoable(window) is not None,
            caption=lambda: undo_text(undoable(window)),
        ),
        Action(
            "redo",
            _("Redo what was undone"),
            partial(redo, window),
            shortcut="Ctrl+Shift+Z or Ctrl+Y",
            enabled=lambda: redoable(window) is not None,
            caption=lambda: redo_text(redoable(window)),
        ),
        None,
        Action(
            "history",
            _("History"),
            partial(window.go, "history"),
            shortcut="Ctrl+H",
            enabled=lambda: window.context is not None,
        ),
    ]


def go_rows(window: MainWindow) -> list[Row]:
    """Return the Go menu: the pages of the sidebar and the field on top."""
    shown = [page for page in window.page_rows if page.text]
    return [
        Action("search", _("Search"), window.command.start, shortcut="Ctrl+K", in_palette=False),
        None,
        *(
            Action(
                f"go.{page.name}",
                _(page.text),
                partial(window.go, page.name),
                icon=page.icon,
                shortcut=f"Ctrl+{place}",
                enabled=lambda name=page.name: (  # type: ignore[misc]  # the default binds now
                    window.context is not None and not (window.parcel is not None and name in NOT_IN_PARCEL)
                ),
            )
            for place, page in enumerate(shown, start=1)
        ),
    ]


def view_rows(window: MainWindow) -> list[Row]:
    """Return the View menu: colours, text size, language, layout."""
    kept = window.preferences
    colours: list[Row] = [
        Action(
            f"theme.{name}",
            _("Colours: {name}", name=_(text)),
            partial(change, window, "theme", name),
            chosen=lambda name=name: kept.text("theme") == name,  # type: ignore[misc]  # the default binds now
        )
        for name, text in theme.THEMES
    ]
    languages: list[Row] = [
        Action(
            f"language.{code or 'system'}",
            _("Language: {name}", name=_(text)),
            partial(change, window, "language", code),
            chosen=lambda code=code: kept.text("language") == code,  # type: ignore[misc]  # the default binds now
        )
        for code, text in LANGUAGES
    ]
    return [
        *colours,
        None,
        Action("text.larger", _("Larger text"), partial(step_size, window, 1), shortcut="Ctrl++ or Ctrl+="),
        Action("text.smaller", _("Smaller text"), partial(step_size, window, -1), shortcut="Ctrl+-"),
        Action("text.normal", _("Normal text size"), partial(change, window, "text_size", 100), shortcut="Ctrl+0"),
        None,
        *languages,
        None,
        Action("layout.reset", _("Reset window layout"), partial(reset_layout, window)),
    ]


def help_rows(window: MainWindow) -> list[Row]:
    """Return the Help menu: the manual, and which version this is."""
    return [
        Action("manual", _("Manual"), partial(show_manual, window), icon="info", shortcut=Key.HelpContents),
        Action("about", _("About this application…"), partial(show_about, window)),
    ]


def making_rows(window: MainWindow) -> list[Row]:
    """Return what is made or brought in from any page by Ctrl+K; the pages themselves have buttons for it."""
    whole = partial(is_whole, window)
    return [
        Action("workshop.new", _("New workshop"), partial(make_workshop, window), icon="plus", enabled=whole),
        Action("person.new", _("New person"), partial(make_person, window), icon="plus", enabled=whole),
        Action(
            "people.import",
            _("Import a list of people"),
            partial(bring_people, window),
            icon="file-down",
            enabled=whole,
        ),
    ]


def offered(window: MainWindow) -> list[Action]:
    """Return the window's actions that Ctrl+K offers, but for those that the page offers in its own way."""
    tables = (making_rows, go_rows, edit_rows, file_rows, view_rows, help_rows)
    return for_palette([row for table in tables for row in table(window)])
