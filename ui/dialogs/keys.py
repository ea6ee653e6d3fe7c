"""Owns the seal of the association on screen: the key that signs, kept safe, restored, replaced, given away."""

from __future__ import annotations

import os
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QApplication, QDialog, QDialogButtonBox, QFileDialog, QWidget

from documents.file_names import safe_name
from exchange import key_files
from models import association, keys
from models.base import utc_now
from models.files import whole_file, write_file
from models.keys import KeyPair
from models.platforms import documents_folder
from models.problem import UserError
from resources.i18n import N_, _, here
from ui import messages
from ui.dialogs.form_dialog import ask_form, fit_to_screen
from ui.dialogs.trusted_keys import PUBLIC_SUFFIX, TrustedKeys
from ui.dialogs.where import ask_where
from ui.form import Field, Form
from ui.messages import Kind, Message
from ui.modal import run
from ui.page import Context
from ui.theme import size
from ui.widgets.boxes import UprightArea, column, flow
from ui.widgets.buttons import button
from ui.widgets.labels import label

_PASSPHRASE = Field("passphrase", N_("Passphrase"), kind="secret", help=N_("It was shown when the key was kept safe."))


class KeysDialog(QDialog):
    """The key that signs certificates, those that did before, and those of other associations."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        title = _("Seal of the certificates")
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self._context = context
        self.told = label("", wrap=True, selectable=True)
        self.warning = label("", "warning", wrap=True)
        self.retired = label("", "secondary", wrap=True)
        self.give_button = button(_("Give the public key…"), self.on_give, icon="send")
        self.copy_button = button(_("Copy the public key"), self.on_copy, icon="copy")
        self.keep_button = button(_("Keep the key safe…"), self.on_keep, icon="save")
        self.restore_button = button(_("Restore a key…"), self.on_restore, icon="folder-open")
        self.replace_button = button(_("Replace the key…"), self.on_replace, kind="destructive", icon="refresh-cw")
        self.trusted = TrustedKeys(context)
        own = flow(self.keep_button, self.give_button, self.copy_button, self.restore_button, self.replace_button)
        inside = QWidget()
        parts = column(label(_("The key of this association"), "strong"), self.told, self.warning, own, self.retired)
        parts.addWidget(self.trusted, 1)
        inside.setLayout(parts)
        close = button(_("Close"), self.reject)
        close.setAutoDefault(False)
        self.buttons = QDialogButtonBox()
        self.buttons.addButton(close, QDialogButtonBox.ButtonRole.RejectRole)
        whole = column(label(title, "section", wrap=True), gap=3, margin=4)
        whole.addWidget(UprightArea(inside), 1)
        whole.addWidget(self.buttons)
        self.setLayout(whole)
        self.setMinimumWidth(min(size(520), 900))
        fit_to_screen(self, size(760), size(700))
        self.refresh()

    def refresh(self) -> None:
        """Show the keys again."""
        with self._context.notebook.read() as db:
            lines = keys.key_lines(db)
        signing = next((line for line in lines if line.retired_on is None), None)
        if signing is None:
            self.told.setText(_("The key is made with the first certificate."))
            self.warning.setText("")
        else:
            parts = (
                _("Key {key_id}, made on {date}", key_id=signing.key_id, date=_day(signing.made_at.date())),
                _("Fingerprint, to be read aloud: {fingerprint}", fingerprint=key_files.spoken(signing.public_key)),
            )
            kept = signing.backed_up_at
            safe = (_("Kept safe on {date}.", date=_day(kept.date())),) if kept else ()
            self.told.setText("\n".join((*parts, *safe)))
            lost = _("Not kept safe yet: if the notebook is lost, nobody can sign with this key any more.")
            self.warning.setText("" if kept else lost)
        self.warning.setVisible(bool(self.warning.text()))
        gone = [line for line in lines if line.retired_on is not None]
        self.retired.setText("\n".join(
            _("Retired on {date}: {key_id}", date=_day(line.retired_on), key_id=line.key_id) for line in gone
        ))  # fmt: skip
        self.retired.setVisible(bool(gone))
        self.replace_button.setEnabled(signing is not None)
        self.trusted.refresh()

    def _signing(self) -> KeyPair:
        with self._context.notebook.write(N_("Make the signing key"), final=True) as db:
            return keys.signing_key(db)

    def on_copy(self) -> None:
        """Put the public key on the clipboard, as one line."""
        QApplication.clipboard().setText(self._public_line())
        messages.toast(self, _("The public key is copied: it may be given to anyone."))
        self.refresh()

    def _public_line(self) -> str:
        pair = self._signing()
        with self._context.notebook.read() as db:
            return key_files.public_text(pair.public_key, association.the_row(db).name)

    def on_give(self) -> None:
        """Write the public key to a file."""
        line = self._public_line()
        self.refresh()
        path = self._ask_path(_("Save the public key"), _("Public key"), PUBLIC_SUFFIX)
        if path is not None and self._does(partial(write_file, path, f"{line}\n".encode())):
            messages.toast(self, _("Saved: {file}", file=path.name))

    def on_keep(self) -> None:
        """Write the private key, locked, and show its passphrase this once."""
        pair = self._signing()
        path = self._ask_path(_("Keep the key safe"), _("Signing key"), key_files.SUFFIX)
        if path is None:
            self.refresh()
            return
        content, passphrase = key_files.locked(pair)
        if not self._does(partial(_write_private, path, content)):
            return
        with self._context.notebook.write(N_("Keep the signing key safe"), final=True) as db:
            keys.note_backed_up(db, pair.key_id, utc_now())
        self.refresh()
        show_passphrase(self, path, passphrase)

    def on_restore(self) -> None:
        """Let a key that was kept safe sign again."""
        chosen, _kind = QFileDialog.getOpenFileName(
            self, _("Restore a key"), str(documents_folder()), f"{_('Signing key')} (*{key_files.SUFFIX})"
        )
        if not chosen:
            return
        path, form = Path(chosen), Form((_PASSPHRASE,))
        form.fill({"passphrase": ""})
        text = _("From then on this key signs; another one that signs now is retired. What it signed stays checkable.")
        title = _("Restore the key of “{file}”", file=path.name)
        ask_form(self, title, form, verb=_("Restore"), save=lambda: self._restore(path, form), text=text)
        self.refresh()

    def _restore(self, path: Path, form: Form) -> None:
        pair = key_files.unlocked(path, str(form.read()["passphrase"]))
        with self._context.notebook.write(N_("Restore the signing key"), final=True) as db:
            is_new = keys.restore_key(db, pair, today=self._context.today(), now=utc_now())
        text = _("Key {key_id} signs from now on.") if is_new else _("Key {key_id} signs already; nothing was changed.")
        messages.toast(self, text.format(key_id=pair.key_id))

    def on_replace(self) -> None:
        """Make another key, after saying what that means."""
        detail = _(
            "A new key signs from now on, and its public half has to be given to those who check your certificates."
            " What the old key signed stays checkable. Do it when somebody else may have it. This cannot be undone."
        )
        if not messages.ask(self, _("Replace the key?"), verb=_("Replace the key"), detail=detail, destructive=True):
            return
        with self._context.notebook.write(N_("Replace the signing key"), final=True) as db:
            pair = keys.replace_key(db, today=self._context.today())
        self.refresh()
        messages.toast(self, _("Key {key_id} signs from now on.", key_id=pair.key_id))

    def _ask_path(self, title: str, name: str, suffix: str) -> Path | None:
        with self._context.notebook.read() as db:
            usual = safe_name(f"{name} {association.the_row(db).name}", suffix)
        return ask_where(self, title, usual, name, suffix)

    def _does(self, act: partial[None]) -> bool:
        """Do something with a file; say what the system refuses."""
        try:
            act()
        except UserError as error:
            messages.show_error(self, error)
            return False
        return True


def _day(day: object) -> str:
    return here().date(day, "long")  # type: ignore[arg-type]  # a day, asked for only where there is one


def _write_private(path: Path, content: bytes) -> None:
    """Write a file that only its owner can read."""
    with whole_file(path) as stream:
        os.chmod(stream.name, 0o600)
        stream.write(content)


def show_passphrase(parent: QWidget, path: Path, passphrase: str) -> None:
    """Show the passphrase of a file, this once."""
    told = _("The private key is in {file}. Whoever opens it can sign in your name.", file=path.name)
    dialog = Message(parent, _("The key is kept safe"), [told], "save", "accent")
    words = label(passphrase, "title", wrap=True, selectable=True)
    words.setAccessibleName(_("Passphrase: {words}", words=passphrase))
    once = _("It is shown this once. Write it on paper, and keep it apart from the file.")
    for part in (label(_("Passphrase"), "strong"), words, label(once, wrap=True)):
        dialog.more.addWidget(part)
    dialog.setAccessibleDescription(f"{told} {words.accessibleName()} {once}")
    close = dialog.add(_("I have written it down"), Kind.AcceptRole, kind="primary")
    close.clicked.connect(dialog.accept)
    close.setFocus()
    run(dialog)


def open_keys(parent: QWidget, context: Context) -> None:
    """Show the dialog until it is closed."""
    dialog = KeysDialog(context, parent)
    run(dialog)
