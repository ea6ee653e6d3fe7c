"""Owns locking the notebook: passphrase, recovery sheet, proof that the sheet is at hand, then the change itself."""

from __future__ import annotations

import secrets
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from documents import recovery_sheet
from documents.recovery_sheet import COLUMNS, RecoveryFacts
from models import association, cipher, protection
from models.cipher import FileKey
from models.problem import UserError, refusal
from models.progress import finish
from resources.i18n import N_, _, current, plural
from ui import messages
from ui.dialogs.form_dialog import ask_form
from ui.dialogs.passphrase import HELP
from ui.dialogs.preview import show_pdf
from ui.form import Field, Form
from ui.messages import Kind, Message
from ui.modal import run

if TYPE_CHECKING:
    from models.notebook import Notebook
    from models.protection import Changed
    from ui.main_window import MainWindow

_CHOOSE = (
    Field(
        "passphrase", N_("Passphrase"),
        help=N_("Five made-up words that nobody can guess: write them down, or put words of your own instead."),
    ),
    Field("again", N_("The same once more"), help=N_("Type it: so you know that you have it.")),
)  # fmt: skip
_WHAT = N_(
    "Whoever finds this computer or a stick can read nothing without the passphrase. It is asked for at each start. "
    "The backups on this computer are locked with it."
)


def open_lock(window: MainWindow) -> None:
    """Lock the notebook with a passphrase; one that is locked gets another, or none any more."""
    if window.context is None or not isinstance(window.context.notebook.where, Path):
        return
    path = window.context.notebook.where
    if not window.context.notebook.is_locked:
        choose_passphrase(window, path, "")
        return
    dialog = Message(
        window, _("This notebook is locked with a passphrase"), [_("The present passphrase is asked for first.")],
        "info", "accent",
    )  # fmt: skip
    other, none, stay = (
        dialog.add(_("Another passphrase…"), Kind.AcceptRole, kind="primary"),
        dialog.add(_("No passphrase any more…"), Kind.DestructiveRole, kind="destructive"),
        dialog.add(_("Cancel"), Kind.RejectRole),
    )
    chosen: list[bool] = []
    for made, is_other in ((other, True), (none, False)):
        made.clicked.connect(partial(chosen.append, is_other))
        made.clicked.connect(dialog.accept)
    stay.clicked.connect(dialog.reject)
    run(dialog)
    present = ask_present(window, window.context.notebook) if chosen else ""
    if not present:
        return
    if chosen[0]:
        choose_passphrase(window, path, present)
    else:
        _unlock(window, path, present)


def ask_present(parent: QWidget, notebook: Notebook) -> str:
    """Ask until the passphrase of the open notebook is typed; "" when the user gives up."""
    form = Form([Field("passphrase", N_("Passphrase"), kind="secret", help=HELP)])
    form.fill({"passphrase": ""})
    name = Path(notebook.where).name

    def save() -> None:
        if not notebook.opens_with(str(form.read()["passphrase"])):
            raise refusal("passphrase_wrong", field="passphrase", file=name)

    is_known = ask_form(parent, _("The present passphrase"), form, verb=_("Next"), save=save)
    return str(form.read()["passphrase"]) if is_known else ""


def choose_passphrase(window: MainWindow, path: Path, present: str) -> None:
    """Ask for the passphrase twice, then show the recovery sheet."""
    form = Form(_CHOOSE)
    form.fill({"passphrase": cipher.new_passphrase(), "again": ""})
    chosen: list[str] = []

    def save() -> None:
        passphrase, again = (str(form.read()[name]) for name in ("passphrase", "again"))
        protection.check(passphrase)
        if cipher.plain_letters(passphrase) != cipher.plain_letters(again):
            raise refusal("passphrase_differs", field="again")
        chosen.append(cipher.plain_letters(passphrase))

    if ask_form(
        window,
        _("Lock the notebook with a passphrase"),
        form,
        verb=_("Next: the recovery sheet"),
        save=save,
        text=_(_WHAT),
    ):
        show_sheet(window, path, present, cipher.new_key(chosen[0]), chosen[0])


def show_sheet(window: MainWindow, path: Path, present: str, key: FileKey, passphrase: str) -> None:
    """Show the recovery sheet, ready to print; once it has been closed, ask for a part of it."""
    context = window.context
    if context is None:
        return
    with context.notebook.read() as db:
        name = association.draft(db).name
    groups = tuple(cipher.recovery_text(key).split())
    sheet = recovery_sheet.draw(RecoveryFacts(name, path.name, groups, context.today()), current())
    dialog = show_pdf(window, context, _("Recovery sheet"), sheet, file_name=_("Recovery sheet"))
    dialog.finished.connect(lambda _result: ask_groups(window, path, present, key, passphrase))


def ask_groups(window: MainWindow, path: Path, present: str, key: FileKey, passphrase: str) -> None:
    """Ask for two groups of the sheet, so that nobody locks a notebook without it; then lock."""
    groups = cipher.recovery_text(key).split()
    asked = sorted(secrets.SystemRandom().sample(range(len(groups)), 2))
    fields = [
        Field(
            f"group{place}",
            _("Line {line}, group {group}", line=each // COLUMNS + 1, group=each % COLUMNS + 1),
            width="short",
        )
        for place, each in enumerate(asked)
    ]
    form = Form(fields)
    form.fill({field.name: "" for field in fields})

    def save() -> None:
        for place, each in enumerate(asked):
            if str(form.read()[f"group{place}"]).strip().upper() != groups[each]:
                raise refusal("recovery_group_wrong", field=f"group{place}")

    if ask_form(
        window, _("Is the sheet printed?"), form, verb=_("Lock the notebook"), save=save,
        text=_("Type these two groups from the sheet. Without it, a forgotten passphrase means that all is lost."),
    ):  # fmt: skip
        change_lock(window, path, present, key, passphrase)


def _unlock(window: MainWindow, path: Path, present: str) -> None:
    if messages.ask(
        window, _("Take the passphrase away?"),
        detail=_("Whoever finds this computer or a stick with the notebook can read it then, and the backups too."),
        verb=_("Take it away"), destructive=True,
    ):  # fmt: skip
        change_lock(window, path, present, None, "")


def change_lock(window: MainWindow, path: Path, present: str, key: FileKey | None, passphrase: str) -> None:
    """Close the notebook, give file and backups the new lock, and open it again; when that fails it is as it was."""
    failures: list[UserError] = []
    done: list[Changed] = []

    def made() -> Notebook:
        from models.notebook import Notebook

        opened_with = passphrase
        try:
            done.append(finish(protection.change(path, present, key)))
        except UserError as error:
            failures.append(error)
            opened_with = present
        return Notebook.open(path, passphrase=opened_with)

    def say() -> None:
        if failures:
            messages.show_error(window, failures[0])
            return
        text = _("The notebook is locked") if key is not None else _("The notebook is not locked any more")
        window.toast(text)
        if left := len(done[0].left):
            told = plural(
                "{n} older backup could not be changed and opens as before.",
                "{n} older backups could not be changed and open as before.",
                left,
            )
            messages.tell(window, text, [told])

    window.start_with(made, in_place=True, then=say)
