"""Owns the choices that forms about workshops and sessions share: places, trainers, coded values."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from PySide6.QtWidgets import QWidget

from exchange.values import typed_date, typed_time
from models import places, trainers
from resources.i18n import _
from resources.labels import codes as offered
from resources.labels import label as coded
from ui.dialogs.place import add_place
from ui.dialogs.trainer import add_trainer
from ui.form import Form
from ui.form_fields import Parser
from ui.page import Context
from ui.widgets.buttons import link
from ui.widgets.check_list import CheckList
from ui.widgets.inputs import ComboBox


def codes(axis: str, *, optional: bool = False) -> Callable[[], list[tuple[Any, str]]]:
    """Return the choices of a coded value, the empty one first where it is allowed."""
    first: list[tuple[Any, str]] = [("", "–")] if optional else []
    return lambda: [*first, *((code, coded(axis, code)) for code in offered(axis))]


def parsers(today: date) -> dict[str, Parser]:
    """Return how dates and hours are read as people type them."""
    return {"date": lambda text: typed_date(text, today), "time": typed_time}


def offer_known(form: Form, context: Context, *, place_text: str = "–") -> None:
    """Put the places and trainers of the notebook into a form; `place_text` stands for no place."""
    with context.notebook.read() as db:
        place_lines = [places.lines(db, places.find(db))[each] for each in places.find(db)]
        trainer_lines = [trainers.lines(db, trainers.find(db))[each] for each in trainers.find(db)]
    form.set_choices("place_id", [(None, place_text), *((line.id, line.shown) for line in place_lines)])
    form.set_choices("trainer_ids", [(line.id, line.name) for line in trainer_lines])


def add_adders(parent: QWidget, form: Form, context: Context, *, place_text: str = "–") -> None:
    """Put under places and trainers the links that add one and choose it at once."""

    def place() -> None:
        place_id = add_place(parent, context)
        if place_id is not None:
            offer_known(form, context, place_text=place_text)
            combo = form.widget("place_id")
            assert isinstance(combo, ComboBox)
            combo.setCurrentIndex(combo.findData(place_id))
            combo.setFocus()

    def trainer() -> None:
        trainer_id = add_trainer(parent, context)
        if trainer_id is not None:
            offer_known(form, context, place_text=place_text)
            boxes = form.widget("trainer_ids")
            assert isinstance(boxes, CheckList)
            boxes.choose([*boxes.chosen(), trainer_id])
            boxes.setFocus()

    for name, text, act in (("place_id", _("New place…"), place), ("trainer_ids", _("New trainer…"), trainer)):
        row = form.widget(name).parentWidget()
        assert row is not None
        layout = row.layout()
        assert layout is not None
        layout.addWidget(link(text, act))
