"""Owns the list of other associations whose certificates are known here, by their public keys."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from exchange import key_files
from models import keys
from models.keys import TrustedLine
from models.notebook import Db
from models.platforms import documents_folder
from models.problem import UserError, refusal
from resources.i18n import N_, _, here, plural
from ui import messages
from ui.dialogs.form_dialog import ask_form
from ui.form import Field, Form
from ui.page import Context
from ui.table import Column, RowsTable
from ui.widgets.boxes import column, flow
from ui.widgets.buttons import button
from ui.widgets.labels import label
from ui.widgets.notices import EmptyState

PUBLIC_SUFFIX = ".pub"
FIELDS = (
    Field("issuer", N_("Association"), required=True),
    Field(
        "public_key",
        N_("Public key"),
        kind="note",
        required=True,
        help=N_("The line that begins with “ssh-ed25519”, as the association gives it."),
    ),
)


@dataclass(frozen=True, slots=True)
class AllKeys:
    """All that are trusted, by name."""


def _from(line: TrustedLine) -> str:
    if line.id is None:
        return _("the programme’s profile")
    return here().date(line.trusted_on, "medium") if line.trusted_on else ""


COLUMNS: tuple[Column[TrustedLine], ...] = (
    Column("issuer", N_("Association"), lambda line: line.issuer, width=280, stretch=True),
    Column("key", N_("Key"), lambda line: line.key_id, width=190),
    Column("from", N_("Known since"), _from, width=180),
)


class TrustedKeys(QWidget):
    """Which other associations are known; those of the programme's profile stay with it."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._lines: dict[int, TrustedLine] = {}
        self.table: RowsTable[TrustedLine, AllKeys] = RowsTable(
            context,
            name="trusted_keys",
            label=_("Other associations whose certificates are known here"),
            columns=COLUMNS,
            find=self._find,
            lines=self._found,
            query=AllKeys(),
            empty=EmptyState("award", _("Add the public key of another association to check its certificates here.")),
            sorted_by=lambda query, *_sort: query,
            counted=lambda number: plural("{n} association", "{n} associations", number),
        )
        self.table.selection_changed.connect(self._show_what_can_be_done)
        self.table.deleted.connect(lambda _ids: self.on_remove())
        self.add_button = button(_("Add a key…"), self.on_add, icon="plus")
        self.file_button = button(_("Add from a file…"), self.on_file, icon="folder-open")
        self.remove_button = button(_("Remove the key"), self.on_remove, icon="trash-2")
        whole = column(
            label(_("Other associations whose certificates are known here"), "strong", wrap=True),
            flow(self.add_button, self.file_button, self.remove_button),
            gap=2,
        )
        whole.addWidget(self.table, 1)
        whole.setContentsMargins(0, 0, 0, 0)
        self.setLayout(whole)

    def _find(self, db: Db, _query: AllKeys) -> Sequence[int]:
        """Return the places of the lines: those of the profile have no row of their own."""
        self._lines = dict(enumerate(keys.trusted(db), 1))
        return list(self._lines)

    def _found(self, _db: Db, ids: Collection[int]) -> dict[int, TrustedLine]:
        return {row: self._lines[row] for row in ids if row in self._lines}

    def refresh(self) -> None:
        """Show the list again."""
        self.table.refresh()
        self._show_what_can_be_done()

    def _chosen(self) -> list[int]:
        lines = [self._lines[row] for row in self.table.selected() if row in self._lines]
        return [line.id for line in lines if line.id is not None]

    def _show_what_can_be_done(self) -> None:
        self.remove_button.setEnabled(bool(self._chosen()))

    def on_file(self) -> None:
        """Let the user choose the file of a public key, and see whose it is before it is trusted."""
        kinds = f"{_('Public key')} (*{PUBLIC_SUFFIX})"
        chosen, _kind = QFileDialog.getOpenFileName(self, _("Add from a file"), str(documents_folder()), kinds)
        if not chosen:
            return
        path = Path(chosen)
        try:
            public, issuer = key_files.read_public(key_files.read_file(path).decode("utf-8", "replace"))
        except UserError as error:
            is_other = error.problems[0].code == "key_unreadable"
            messages.show_error(self, refusal("key_not_readable", file=path.name) if is_other else error)
            return
        self._ask(issuer, key_files.public_text(public))

    def on_add(self) -> None:
        """Trust a key that is pasted with the name of its association."""
        self._ask("", "")

    def _ask(self, issuer: str, public_key: str) -> None:
        form = Form(FIELDS)
        form.fill({"issuer": issuer, "public_key": public_key})
        text = _("Ask the association to read the fingerprint of its key aloud, and compare.")
        ask_form(self, _("Add a key"), form, verb=_("Add the key"), save=lambda: self._add(form), text=text)
        self.refresh()

    def _add(self, form: Form) -> None:
        told = form.read()
        public, comment = key_files.read_public(str(told["public_key"]))
        with self._context.notebook.write(N_("Trust a key")) as db:
            keys.trust(db, public, str(told["issuer"]).strip() or comment, today=self._context.today())

    def on_remove(self) -> None:
        """Trust the chosen keys no more; it can be undone."""
        chosen = self._chosen()
        if not chosen:
            return
        with self._context.notebook.write(N_("Trust a key no more")) as db:
            for row in chosen:
                keys.distrust(db, row)
        self.refresh()
