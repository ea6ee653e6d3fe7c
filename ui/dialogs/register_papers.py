"""Owns the ways in which the register of certificates leaves the window: as a paper, and as a table."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtWidgets import QWidget

from documents import certificate_register
from exchange import register_export, tables
from exchange.tables import Format
from models.platforms import open_outside
from models.progress import Progress, Task
from resources.i18n import N_, _, current, plural
from ui.dialogs.form_dialog import ask_form
from ui.dialogs.preview import show_pdf
from ui.dialogs.where import ask_where
from ui.form import Field, Form
from ui.page import Context

FIELDS = (Field("format", N_("Format"), kind="choice"),)


def show_register(parent: QWidget, context: Context, ids: Sequence[int], *, button: QWidget | None = None) -> None:
    """Show these lines of the register, ready to print."""
    title, code, today = _("Register of certificates"), current(), context.today()

    def task() -> Task[bytes]:
        yield Progress(0, 1, "")
        with context.notebook.read() as db:
            facts = certificate_register.facts(db, ids, today=today)
        return certificate_register.draw(facts, code)

    def show(pdf: bytes) -> None:
        show_pdf(parent, context, title, pdf, file_name=f"{title} {today}")

    context.jobs.run(task(), _("Drawing: {paper}", paper=title), show, button=button)


def export_register(parent: QWidget, context: Context, ids: Sequence[int]) -> None:
    """Ask for the format and the place, then write these lines of the register there."""
    form = Form(FIELDS)
    form.set_choices("format", [(kind, _(name)) for kind, name in tables.NAMES.items()])
    form.fill({"format": Format.XLSX})
    title = plural("Export {n} certificate", "Export {n} certificates", len(ids))
    text = _("The file holds names: keep it where only those who need it can read it.")
    save = lambda: _write(parent, context, ids, Format(form.read()["format"]))  # noqa: E731  # a slot
    ask_form(parent, title, form, verb=_("Choose where…"), save=save, text=text)


def _write(parent: QWidget, context: Context, ids: Sequence[int], kind: Format) -> None:
    ending = tables.ENDINGS[kind]
    name = f"{_('Register of certificates')} {context.today()}{ending}"
    path = ask_where(parent, _("Save the table"), name, _(tables.NAMES[kind]), ending)
    if path is None:
        return

    def told(count: int) -> None:
        text = plural("{n} certificate written to {file}", "{n} certificates written to {file}", count, file=path.name)
        context.toast(text, _("Open it"), partial(open_outside, path))

    task = register_export.export(context.notebook, ids, path, kind=kind)
    context.jobs.run(task, _("Writing the table"), told)
