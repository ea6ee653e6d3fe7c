"""Owns the line under the attendance grid: who arrives unexpected, and who gives no name."""

from __future__ import annotations

import re

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSizePolicy, QWidget

from exchange.value_names import full_name
from models import attendance, headcounts
from models.attendance import WalkIn
from models.problem import UserError
from models.sessions import SessionLine
from resources.i18n import N_, _, plural
from ui.days import day_and_month
from ui.dialogs.headcount import count_unnamed
from ui.own_writes import OwnWrites
from ui.page import Context
from ui.theme import size
from ui.widgets.boxes import flow, row
from ui.widgets.buttons import button
from ui.widgets.person_field import PersonField

UNNAMED = re.compile(r"\+\s*(\d{1,3})")
"""What counts people without a name, typed where names are: « +3 »."""


class ArrivalLine(QWidget):
    """One name, then Enter: found or added, enrolled and present; « +3 » counts people without a name.

    `came` tells who arrived, `counted` that numbers changed.
    """

    came = Signal(object)
    counted = Signal()

    def __init__(self, context: Context, own: OwnWrites) -> None:
        super().__init__()
        self._context, self._own = context, own
        self.session: SessionLine | None = None
        name = _("Add a person who arrives: their name, then Enter")
        self.field = PersonField(context, name, hint=name)
        self.field.setMinimumWidth(size(200))
        self.field.named.connect(self.on_named)
        self.field.chosen.connect(self.on_known)
        self.plus_one = button(_("+1 unnamed"), self.on_plus_one)
        self.unnamed = button(_("Counters…"), self.on_unnamed)
        counters = flow(self.plus_one, self.unnamed)
        counters.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        inside = row(gap=2)
        inside.addWidget(self.field, 1)
        inside.addWidget(counters)
        self.setLayout(inside)

    def on_named(self, text: str) -> None:
        """Find or add who arrives, enrol them and mark them as present."""
        more = UNNAMED.fullmatch(text)
        if more:
            self.count(int(more[1]))
            return
        name, _problem = full_name(text)  # what is only supposed can be corrected on the person's page
        if self.session is None or not (name.given_name or name.family_name):
            return
        today = self._context.today()
        try:
            with self._own.write(N_("Add a person who arrives")) as db:
                came = attendance.walk_in(db, self.session.id, name.given_name, name.family_name, today=today)
        except UserError:
            self.field.setText(text)  # nothing typed is lost
            raise
        self.came.emit(came)

    def on_known(self, person_id: int) -> None:
        """Enrol someone chosen from the registry and mark them as present."""
        if self.session is not None:
            with self._own.write(N_("Add a person who arrives")) as db:
                came: WalkIn = attendance.admit(db, self.session.id, person_id, today=self._context.today())
            self.came.emit(came)

    def on_plus_one(self) -> None:
        """Count one more person who came without giving a name."""
        self.count(1)

    def count(self, more: int) -> None:
        """Count more people who came without giving a name."""
        if self.session is None:
            return
        with self._own.write(N_("Count unnamed participants")) as db:
            number = headcounts.add(db, self.session.id, more)
        self.counted.emit()
        self._context.done(
            plural(
                "{n} unnamed participant at the session of {day}",
                "{n} unnamed participants at the session of {day}",
                number,
                day=day_and_month(self.session.date),
            )
        )

    def on_unnamed(self) -> None:
        """Count the unnamed participants in groups."""
        if self.session is not None and count_unnamed(self, self._context, self.session.id):
            self.counted.emit()
