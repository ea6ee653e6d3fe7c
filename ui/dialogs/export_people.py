"""Owns the way people leave the registry: columns and format chosen, written as a job, never half."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtWidgets import QWidget

from exchange import people_export, tables
from exchange.tables import Format
from models.platforms import open_outside
from models.problem import refusal
from resources.i18n import N_, _, plural
from ui.dialogs.form_dialog import ask_form
from ui.dialogs.where import ask_where
from ui.form import Field, Form
from ui.page import Context

FIELDS = (
    Field("format", N_("Format"), kind="choice"),
    Field(
        "columns",
        N_("Columns"),
        kind="choices",
        help=N_("With the identifier, a file that is brought in again knows everybody and changes nothing."),
    ),
)
SENSITIVE = frozenset({"notes"})
"""Columns that are written only when they are asked for."""


def export_people(parent: QWidget, context: Context, ids: Sequence[int]) -> None:
    """Ask for columns, format and place, then write these people there."""
    form = Form(FIELDS)
    form.set_choices("format", [(kind, _(name)) for kind, name in tables.NAMES.items()])
    form.set_choices("columns", [(column.name, column.shown) for column in people_export.COLUMNS])
    usual = tuple(name for name in people_export.NAMES if name not in SENSITIVE)
    form.fill({"format": Format.XLSX, "columns": usual})

    def save() -> None:
        told = form.read()
        if not told["columns"]:
            raise refusal("no_column_chosen", field="columns")
        _write(parent, context, ids, Format(told["format"]), told["columns"])

    title = plural("Export {n} person", "Export {n} people", len(ids))
    text = _("The file holds names: keep it where only those who need it can read it.")
    ask_form(parent, title, form, verb=_("Choose where…"), save=save, text=text)


def _write(parent: QWidget, context: Context, ids: Sequence[int], kind: Format, columns: Sequence[str]) -> None:
    ending = tables.ENDINGS[kind]
    name = f"{_('People')} {context.today()}{ending}"
    path = ask_where(parent, _("Save the table"), name, _(tables.NAMES[kind]), ending)
    if path is None:
        return

    def told(count: int) -> None:
        text = plural("{n} person written to {file}", "{n} people written to {file}", count, file=path.name)
        context.toast(text, _("Open it"), partial(open_outside, path))

    task = people_export.export(context.notebook, list(ids), path, kind=kind, columns=columns)
    context.jobs.run(task, _("Writing the table"), told)
