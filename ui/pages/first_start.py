"""Owns the first page: three doors to a notebook."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from models import association
from models.association import AssociationDraft
from models.notebook import SUFFIX, Notebook
from models.parcels import SUFFIX as PARCEL_SUFFIX
from models.platforms import documents_folder
from models.problem import refuse_if_any
from models.text import clean_line
from resources.i18n import N_, _
from ui.dialogs.form_dialog import ask_form
from ui.form import Field, Form
from ui.page import Doors
from ui.theme import size, space
from ui.widgets.boxes import Card, UprightArea
from ui.widgets.buttons import button
from ui.widgets.labels import label

FIELDS = (
    Field("name", N_("Name of the association"), required=True),
    Field("town", N_("Town"), width="medium"),
)
LONGEST_STEM = 40  # letters of the association's name in the name of its file


def file_for(name: str, folder: Path) -> Path:
    """Return a file that is not there yet, named after the association and allowed on every system."""
    from documents.file_names import safe_name

    candidates = (name, *(f"{name} {number}" for number in range(2, 1000)))
    return next(path for each in candidates if not (path := folder / safe_name(each, SUFFIX)).exists())


def make_notebook(where: Path, draft: AssociationDraft) -> Notebook:
    """Make a notebook and keep what was said of the association."""
    notebook = Notebook.create(where, association_name=draft.name)
    with notebook.write(N_("Describe the association"), final=True) as db:
        association.save(db, replace(association.draft(db), name=draft.name, town=draft.town))
    return notebook


def new_example(where: Path, today: date) -> Notebook:
    """Make the example notebook."""
    from models.example import make_example

    return make_example(where, today=today)


class FirstStartPage(QWidget):
    """What to do when there is no notebook yet, each way as a card with one button."""

    def __init__(self, doors: Doors) -> None:
        super().__init__()
        self.setObjectName("page")
        self.setAccessibleName(_("Welcome"))
        self._doors = doors
        inside = QWidget()
        inside.setObjectName("page_body")
        body = QVBoxLayout(inside)
        body.setContentsMargins(*(space(5),) * 4)
        body.setSpacing(space(4))
        body.addWidget(label(_("Welcome"), "title"))
        body.addWidget(
            label(
                _("A notebook keeps the workshops, people and certificates of your association on this computer."),
                wrap=True,
            )
        )
        for card in self._cards():
            card.setMaximumWidth(max(720, size(720) // 2))
            body.addWidget(card)
        if doors.back is not None:
            body.addWidget(
                button(_("Back to the open notebook"), doors.back, icon="arrow-left"), 0, Qt.AlignmentFlag.AlignLeft
            )
        body.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(UprightArea(inside))

    def _cards(self) -> list[Card]:
        rows = (
            (
                _("Start with your association"),
                _("Its name and town are enough to begin; the rest can be said later."),
                button(_("Create my association’s notebook"), self.on_create, kind="primary", icon="file-plus"),
            ),
            (
                _("You have a notebook already"),
                _("On this computer, on a stick or in a shared folder: a file that ends in .carnet."),
                button(_("Open a notebook…"), self.on_open, icon="folder-open"),
            ),
            (
                _("Just looking"),
                _("An invented association with a year of workshops: press everything, nothing can go wrong."),
                button(_("Try with example data"), self.on_example, icon="sparkles"),
            ),
        )
        return [self._card(*row) for row in rows]

    def _card(self, title: str, text: str, made: QWidget) -> Card:
        card = Card()
        card.body.addWidget(label(title, "section", wrap=True))
        card.body.addWidget(label(text, "secondary", wrap=True))
        card.body.addWidget(made, 0, Qt.AlignmentFlag.AlignLeft)
        return card

    def on_create(self) -> None:
        """Ask for name and town, then make the notebook."""
        form = Form(FIELDS)
        form.fill({"name": "", "town": ""})
        ask_form(self, _("My association"), form, verb=_("Create the notebook"), save=partial(self._create, form))

    def _create(self, form: Form) -> None:
        draft = AssociationDraft(**form.read())
        refuse_if_any(association.check(draft))
        where = file_for(clean_line(draft.name)[:LONGEST_STEM], documents_folder())
        self._doors.start(lambda: make_notebook(where, draft))

    def on_open(self) -> None:
        """Let the user choose a notebook file."""
        wanted = _("Notebooks and parcels") + f" (*{SUFFIX} *{PARCEL_SUFFIX})"
        name, _kind = QFileDialog.getOpenFileName(self, _("Open a notebook"), str(documents_folder()), wanted)
        if name:
            self._doors.open(Path(name))

    def on_example(self) -> None:
        """Open the example, made anew the first time."""
        where = documents_folder() / f"{_('Example – Workshop notebook')}{SUFFIX}"
        if where.exists():
            self._doors.open(where)
        else:
            self._doors.start(lambda: new_example(where, date.today()))
