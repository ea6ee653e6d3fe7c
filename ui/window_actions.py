"""Owns what the window's own actions do: the menus that name them are tables in ui/window_menus.py."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication

from models.problem import refusal
from resources import i18n
from resources.i18n import _
from ui import theme
from ui.modal import run

if TYPE_CHECKING:
    from models.journal import Entry
    from ui.idle_lock import IdleLock
    from ui.main_window import MainWindow
    from ui.page import Context

NOTEBOOK_SUFFIX, PARCEL_SUFFIX = ".carnet", ".colis"
PAPER_SUFFIXES = (".pdf", ".png", ".jpg", ".jpeg")


def take_in(window: MainWindow, path: Path) -> None:
    """Open a notebook that was dropped on the window, or bring in the people of a list: into the workshop shown."""
    from exchange.profiles import is_profile

    if path.suffix.lower() == PARCEL_SUFFIX and window.context is not None and window.parcel is None:
        parcel(window, "take", path)
    elif path.suffix.lower() in (NOTEBOOK_SUFFIX, PARCEL_SUFFIX):
        window.open_notebook(path)
    elif path.suffix.lower() in PAPER_SUFFIXES and window.context is not None:
        show_check(window, path)
    elif window.parcel is not None:
        window.jobs.show_failure(refusal("not_in_parcel"))
    elif window.context is not None and is_profile(path):
        from ui.dialogs.profile import take_profile

        take_profile(window.context, path)
    elif window.context is not None:
        from ui.dialogs.import_people import open_import

        open_import(window.context, _workshop_shown(window, window.context), parent=window, path=path)


def _workshop_shown(window: MainWindow, context: Context) -> int | None:
    """Return the workshop whose page is shown, or that of the session that is shown."""
    from models import sessions

    name, record_id = window.place()
    if record_id is None or not name.startswith(("workshop", "session")):
        return None
    if name != "session":
        return record_id
    with context.notebook.read() as db:
        line = sessions.lines(db, [record_id]).get(record_id)
    return line.workshop_id if line else None


def describe(window: MainWindow) -> None:
    """Let the user say who the association is: what stands on every paper."""
    from ui.dialogs.association import describe_association

    if window.context is not None:
        describe_association(window, window.context)


def show_duplicates(window: MainWindow) -> None:
    """Look through the registry for people who may be there twice."""
    from ui.dialogs.duplicates import open_duplicates

    if window.context is not None:
        open_duplicates(window, window.context)


def show_figures(window: MainWindow) -> None:
    """Count the figures of any period."""
    from ui.dialogs import figures

    if window.context is not None:
        figures.show_figures(window, window.context)


def show_layouts(window: MainWindow) -> None:
    """Choose and change the look of the certificates."""
    from ui.dialogs.layout import open_layouts

    if window.context is not None:
        open_layouts(window, window.context)


def show_keys(window: MainWindow) -> None:
    """Show the seal: the key that signs, and the keys of others."""
    from ui.dialogs.keys import open_keys

    if window.context is not None:
        open_keys(window, window.context)


def show_check(window: MainWindow, path: Path | None = None) -> None:
    """Check whether a certificate is genuine."""
    from ui.dialogs.check_certificate import open_check

    if window.context is not None:
        open_check(window, window.context, path)


def make_workshop(window: MainWindow) -> None:
    """Describe a new workshop and open it."""
    from ui.dialogs.workshop import new_workshop

    made = new_workshop(window, window.context) if window.context is not None else None
    if made is not None:
        window.go("workshop", made)


def make_person(window: MainWindow) -> None:
    """Add someone and open their page."""
    from ui.dialogs.person import add_person

    made = add_person(window, window.context) if window.context is not None else None
    if made is not None:
        window.go("person", made)


def bring_people(window: MainWindow) -> None:
    """Bring a list of people into the registry."""
    from ui.dialogs.import_people import open_import

    if window.context is not None:
        open_import(window.context, None, parent=window)


def show_manual(window: MainWindow) -> None:
    """Show the manual at the page about what the window shows."""
    from ui.manual import open_manual

    open_manual(window, window.place()[0])


def show_about(window: MainWindow) -> None:
    """Say which version this is and under which licence."""
    from resources.release import VERSION
    from ui import messages

    lines = [
        _("Version {version}", version=VERSION),
        _("Free software under the MIT licence, for every association that runs digital workshops."),
        _("Nothing leaves this computer unless you send it."),
    ]
    messages.tell(window, "Carnet d’ateliers", lines)


def show_calendar(window: MainWindow) -> None:
    """Write the sessions of some days as a calendar."""
    from ui.dialogs.calendar_file import ask_calendar

    if window.context is not None:
        ask_calendar(window, window.context)


def show_doubts(window: MainWindow) -> None:
    """Show the sessions that an auditor would ask about."""
    from ui.dialogs.doubts import open_doubts

    if window.context is not None:
        open_doubts(window, window.context)


def show_backups(window: MainWindow) -> None:
    """Show the backups of the notebook: make one, copy it elsewhere, go back to one."""
    from ui.dialogs.backups import open_backups

    if window.context is not None:
        open_backups(window, window.context)


def take_along(window: MainWindow) -> None:
    """Copy the notebook to a stick, to go on working on another computer."""
    from ui.dialogs.leave_computer import take_along

    take_along(window)


def leave(window: MainWindow) -> None:
    """Erase the notebook and all that this computer keeps of it."""
    from ui.dialogs.leave_computer import leave

    leave(window)


def lock_now(window: MainWindow) -> None:
    """Draw the curtain over a notebook that has a passphrase."""
    for each in idle_locks(window):
        each.lock()


def idle_locks(window: MainWindow) -> list[IdleLock]:
    """Return what locks the open notebook; nothing when it has no passphrase."""
    from ui.idle_lock import IdleLock

    return [each for each in window.companions if isinstance(each, IdleLock)]


def show_lock(window: MainWindow) -> None:
    """Lock the notebook with a passphrase, change it or take it away."""
    from ui.dialogs.lock import open_lock

    open_lock(window)


def show_privacy(window: MainWindow) -> None:
    """Show who is due to be forgotten and the papers about personal data."""
    from ui.dialogs.privacy import open_privacy

    if window.context is not None:
        open_privacy(window, window.context)


def parcel(window: MainWindow, what: str, path: Path | None = None) -> None:
    """Give a parcel, take one back, or give this one back."""
    if window.context is None:
        return
    if what == "give":
        from ui.dialogs.parcel_give import give_parcel

        workshop_id = _workshop_shown(window, window.context)
        give_parcel(window, window.context, [] if workshop_id is None else [workshop_id])
    elif what == "take":
        from ui.dialogs.parcel_take import take_parcel

        take_parcel(window, window.context, path)
    else:
        from ui.dialogs.parcel_return import give_back

        give_back(window)


def choose_notebook(window: MainWindow) -> None:
    """Ask for a notebook file and open it."""
    from PySide6.QtWidgets import QFileDialog

    from models.platforms import documents_folder

    last = window.preferences.text("last_notebook")
    folder = str(Path(last).parent) if last else str(documents_folder())
    chosen, _filter = QFileDialog.getOpenFileName(
        window, _("Open a notebook"), folder, _("Notebooks and parcels") + f" (*{NOTEBOOK_SUFFIX} *{PARCEL_SUFFIX})"
    )
    if chosen:
        window.open_notebook(Path(chosen))


def show_settings(window: MainWindow) -> None:
    """Show the dialog of settings; what changes shows at once."""
    from ui.settings import SettingsDialog

    dialog = SettingsDialog(window, window.preferences, partial(show_change, window))
    run(dialog)


def change(window: MainWindow, name: str, value: str | int) -> None:
    """Keep a preference and show it."""
    window.preferences.keep(name, value)
    show_change(window, name)


def step_size(window: MainWindow, step: int) -> None:
    """Make the text one step larger or smaller."""
    sizes = theme.TEXT_SIZES
    place = sizes.index(window.preferences.number("text_size")) + step
    if 0 <= place < len(sizes):
        change(window, "text_size", sizes[place])


def show_change(window: MainWindow, name: str) -> None:
    """Show a preference that has changed, in the whole window."""
    if name == "language":
        window.language_asked.emit()
    elif name == "lock_after":
        for each in idle_locks(window):
            each.begin()
    else:
        show_look(window)
    if name in ("language", "text_size"):
        window.rebuild()


def show_look(window: MainWindow) -> None:
    """Show the theme and text size that are preferred."""
    kept = window.preferences
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    wanted = theme.resolve(
        kept.text("theme"), text_size=kept.number("text_size"), moves=not kept.is_on("reduced_motion")
    )
    theme.apply(application, wanted)


def reset_layout(window: MainWindow) -> None:
    """Forget places and widths that were changed by hand."""
    window.preferences.keep("columns", {})
    window.preferences.keep("window", "")
    window.resize(1366, 768)
    window.rebuild()


def undoable(window: MainWindow) -> Entry | None:
    """Return what undo would take back."""
    return None if window.context is None else window.context.notebook.undoable()


def redoable(window: MainWindow) -> Entry | None:
    """Return what redo would do again."""
    return None if window.context is None else window.context.notebook.redoable()


def undo(window: MainWindow, entry_id: int | None = None) -> None:
    """Take back one action, the last when none is named, and say so."""
    assert window.context is not None
    entry = window.context.notebook.undo(entry_id)
    window.toasts.say(_("Undone: {what}", what=_lowered(entry)), redo_text(entry), partial(redo, window))


def redo(window: MainWindow) -> None:
    """Do again what was taken back last, and say so."""
    assert window.context is not None
    entry = window.context.notebook.redo()
    window.toasts.say(_("Done again: {what}", what=_lowered(entry)))


def undo_text(entry: Entry | None) -> str:
    """Name what undo would take back."""
    return _("Undo: {what}", what=_lowered(entry)) if entry is not None else _("Undo the last action")


def redo_text(entry: Entry | None) -> str:
    """Name what redo would do again."""
    return _("Redo: {what}", what=_lowered(entry)) if entry is not None else _("Redo what was undone")


def _lowered(entry: Entry) -> str:
    """Write the label of an action inside a sentence: only an ordinary capital becomes small."""
    from resources.words import action_label

    text = action_label(entry.label, entry.values)
    return text[:1].lower() + text[1:] if text[1:2].islower() or text[1:2] == " " else text


def show_language(code: str) -> None:
    """Use a language in the window; "" follows the computer."""
    from PySide6.QtCore import QLocale

    system = QLocale.system().name()[:2]
    i18n.use(code or (system if system in i18n.CODES else "en"))
