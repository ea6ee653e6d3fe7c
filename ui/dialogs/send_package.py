"""Owns how a saved package goes out: sent to the programme's address, or as an e-mail draft."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

from PySide6.QtWidgets import QFileDialog, QWidget

from exchange import archive, sending
from models import association, logins, programme
from models.files import write_file
from models.handovers import HandoverLine
from models.logins import Login
from models.mail import MAIL
from models.notebook import Db
from models.platforms import documents_folder, open_outside
from models.problem import UserError
from resources.i18n import N_, _
from resources.words import sentence
from ui import messages
from ui.dialogs.form_dialog import ask_form
from ui.dialogs.where import ask_where
from ui.form import Field, Form
from ui.messages import standing
from ui.page import Context

FIELDS = (
    Field("user", N_("Name for this address"), help=N_("As the programme gave it."), width="medium"),
    Field("password", N_("Password"), kind="secret", width="medium"),
    Field("keep", N_("Keep both in the safe of this computer"), kind="check"),
)
FOLDER = "packages_in"  # the preference: where the last package was saved on this computer


def address_of(db: Db) -> str:
    """Return where packages of this notebook are sent, "" when the programme names no address or it is an example."""
    return "" if association.identity(db).is_example else programme.profile(db).address


def file_of(parent: QWidget, context: Context, line: HandoverLine) -> Path | None:
    """Return the file of a package, where the last one was saved or where somebody says that it is."""
    for folder in (context.preferences.text(FOLDER), str(documents_folder())):
        if not folder:
            continue
        path = Path(folder) / line.file_name
        if path.is_file() or archive.finish(path, line.sha256):
            return path
    title = _("Where is package {number}?", number=line.sequence)
    name, _kind = QFileDialog.getOpenFileName(
        parent, title, str(documents_folder()), f"{_('Packages')} (*.zip *.age);;{_('All files')} (*)"
    )
    return Path(name) if name else None


def send_package(parent: QWidget | None, context: Context, path: Path, *, button: QWidget | None = None) -> None:
    """Send a package with the login that is kept, or ask for one; what hinders it is told, and it can be sent again."""
    with context.notebook.read() as db:
        address = address_of(db)
    login = logins.kept(address) or _ask(parent, context, address)
    if login is not None:
        _send(parent, context, path, address, login, button)


def _ask(parent: QWidget | None, context: Context, address: str, error: UserError | None = None) -> Login | None:
    """Ask for name and password, once more with the reason when the last ones were refused."""
    form = Form(FIELDS)
    form.fill({"user": "", "password": "", "keep": True})
    found: list[Login] = []

    def take() -> None:
        values = form.read()
        login = Login(values["user"] or "", values["password"] or "")
        found.append(login)
        if values["keep"] and not logins.keep(address, login):
            context.toast(_("This computer has no safe for passwords: it will be asked for again."))

    told = [_("The package goes to {host}.", host=urlsplit(address).hostname or address)]
    if error is not None:
        told = [sentence(problem) for problem in error.problems]
    title = _("Send to the programme")
    is_taken = ask_form(parent, title, form, verb=_("Send"), text=" ".join(told), save=take)
    return found[0] if is_taken and found else None


def _send(
    parent: QWidget | None, context: Context, path: Path, address: str, login: Login, button: QWidget | None
) -> None:
    def failed(error: Exception) -> None:
        is_login = isinstance(error, UserError) and any(p.code == "send_login_refused" for p in error.problems)
        if not is_login or not isinstance(error, UserError):
            context.jobs.show_failure(error)
            return
        logins.forget(address)
        again = _ask(standing(parent), context, address, error)
        if again is not None:
            _send(parent, context, path, address, again, button)

    def sent(line: HandoverLine) -> None:
        context.toast(_("Package {number} was sent.", number=line.sequence))

    context.jobs.run(
        sending.send_and_record(context.notebook, path, login if login.user else None),
        _("Sending the package"),
        sent,
        button=button,
        on_failed=failed,
        on_cancelled=lambda: context.toast(_("Stopped: the package waits in the list.")),
    )


def save_draft(parent: QWidget, context: Context, path: Path) -> None:
    """Write an e-mail draft with a package where one likes, to be opened in any mail program."""
    target = ask_where(parent, _("Save the e-mail draft"), f"{path.stem}{MAIL}", _("E-mail drafts"), MAIL)
    if target is None:
        return
    try:
        write_file(target, sending.draft(context.notebook, path))
    except UserError as error:
        messages.show_error(parent, error)
        return
    told = _("E-mail draft saved: {file}. Open it, type to whom it goes, and send it.", file=target.name)
    context.toast(told, _("Open it"), partial(open_outside, target))
