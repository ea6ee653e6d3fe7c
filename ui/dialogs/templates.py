"""Owns the dialogs of workshop templates: keep one, see them all, rename, forget."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QWidget

from models import template_content, templates, workshops
from models.notebook import Db
from models.templates import TemplateLine
from models.text import NAME_LENGTH
from resources.i18n import N_, _, plural
from ui.dialogs.form_dialog import ask_form, fit_to_screen
from ui.form import Field, Form
from ui.modal import run
from ui.page import Context
from ui.table import Column, RowsTable
from ui.theme import size
from ui.widgets.boxes import column, flow
from ui.widgets.buttons import Button, button
from ui.widgets.labels import label
from ui.widgets.notices import EmptyState

NAME = (Field("name", N_("Name of the template"), required=True),)


def keep_template(parent: QWidget, context: Context, workshop_id: int) -> bool:
    """Keep a workshop as a template under a name; tell whether it was done."""
    with context.notebook.read() as db:
        title = workshops.draft(db, workshop_id).title
    form = Form(NAME)
    form.fill({"name": title[:NAME_LENGTH]})

    def save() -> None:
        with context.notebook.write(N_("Keep a template")) as db:
            template_content.keep(db, workshop_id, form.read()["name"])

    text = _(
        "Its facts, place, trainers and usual days and hours are kept, without its people and notes. "
        "A template of the same name is replaced."
    )
    is_done = ask_form(parent, _("Keep as a template"), form, verb=_("Keep this template"), save=save, text=text)
    if is_done:
        context.done(_("Template kept"))
    return is_done


@dataclass(frozen=True, slots=True)
class TemplatesQuery:
    """All of them, by name."""


COLUMNS: tuple[Column[TemplateLine], ...] = (
    Column("name", N_("Template"), lambda line: line.name, width=260, stretch=True, kind=lambda _line: "strong"),
    Column("title", N_("Title"), lambda line: str(line.content.get("title", "")), width=260),
)


class TemplatesDialog(QDialog):
    """Lists the templates; F2 renames, Del forgets (workshops made of one stay)."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        title = _("Templates of workshops")
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self.table: RowsTable[TemplateLine, TemplatesQuery] = RowsTable(
            context, name="templates", label=title, columns=COLUMNS, find=self._find, lines=self._lines,
            query=TemplatesQuery(), sorted_by=lambda query, *_sort: query,
            empty=EmptyState("calendar-days", _("There is no template. Keep one from the facts of a workshop.")),
            counted=lambda number: plural("{n} template", "{n} templates", number),
        )  # fmt: skip
        self.table.opened.connect(self._rename)
        self.table.edited.connect(self._rename)
        self.table.deleted.connect(self.on_forget)
        self.table.selection_changed.connect(self._show_what_can_be_done)
        self.rename_button = button(_("Rename…"), lambda: self._rename(self.table.selected()[0]), icon="pencil")
        self.forget_button = button(
            _("Forget"), lambda: self.on_forget(self.table.selected()), kind="destructive", icon="trash-2"
        )
        close = Button(_("Close"), "primary")
        close.setAccessibleName(_("Close"))
        close.clicked.connect(self.accept)
        box = QDialogButtonBox()
        box.addButton(close, QDialogButtonBox.ButtonRole.AcceptRole)
        whole = column(label(title, "section", wrap=True), flow(self.rename_button, self.forget_button), margin=4)
        whole.addWidget(self.table, 1)
        whole.addWidget(box)
        self.setLayout(whole)
        fit_to_screen(self, size(640), size(460))
        self.table.refresh()
        if self.table.count:
            self.table.go_to(self.table.model.ids[0])
        self._show_what_can_be_done()

    def _find(self, db: Db, _query: TemplatesQuery) -> list[int]:
        return [line.id for line in templates.lines(db)]

    def _lines(self, db: Db, ids: Collection[int]) -> Mapping[int, TemplateLine]:
        return {line.id: line for line in templates.lines(db) if line.id in ids}

    def _show_what_can_be_done(self) -> None:
        self.rename_button.setEnabled(self.table.selected_count == 1)
        self.forget_button.setEnabled(self.table.selected_count > 0)

    def _rename(self, template_id: int) -> None:
        with self._context.notebook.read() as db:
            line = self._lines(db, [template_id])[template_id]
        form = Form(NAME)
        form.fill({"name": line.name})

        def save() -> None:
            with self._context.notebook.write(N_("Rename a template")) as db:
                templates.rename(db, template_id, form.read()["name"])

        if ask_form(self, _("Rename this template"), form, verb=_("Rename"), save=save):
            self.table.refresh()

    def on_forget(self, ids: list[int]) -> None:
        """Forget templates; workshops made of them stay."""
        with self._context.notebook.write(N_("Forget templates ({count})"), count=len(ids)) as db:
            for template_id in ids:
                templates.remove(db, template_id)
        self._context.done(plural("{n} template forgotten", "{n} templates forgotten", len(ids)))
        self.table.refresh()
        self._show_what_can_be_done()


def show_templates(parent: QWidget, context: Context) -> None:
    """Show the templates until they are closed."""
    dialog = TemplatesDialog(context, parent)
    run(dialog)
