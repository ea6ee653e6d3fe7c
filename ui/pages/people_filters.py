"""Owns the filters of the registry: one choice each, all of them together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from models.codes import AgeBand
from models.people import PeopleQuery
from resources.i18n import _, plural
from resources.labels import label as coded
from ui.widgets.boxes import flow
from ui.widgets.buttons import Button, link
from ui.widgets.inputs import CheckBox, ComboBox

FIELDS = ("town", "age_band", "came", "no_contact_months", "with_anonymised")
"""The fields of the query that the filters set; the words searched and the order are not among them."""
MONTHS = (6, 12, 24, 36)
MOST_LINES = 2.6  # two lines of choices with their gap; more of them are folded away


class PeopleFilters(QWidget):
    """Which people the list shows; `changed` follows each choice."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._is_filling = False
        self._combos = {
            "town": ComboBox(_("Town")),
            "age_band": ComboBox(_("Age band")),
            "came": ComboBox(_("Attendance")),
            "no_contact_months": ComboBox(_("Last contact")),
        }
        self.anonymised = CheckBox(_("Anonymised too"))
        self.clear = link(_("Clear the filters"), lambda: self.show_query(PeopleQuery(), tell=True))
        bands = [(band.value, coded("age_band", band.value)) for band in AgeBand]
        months = [(n, plural("No contact for {n} month", "No contact for {n} months", n)) for n in MONTHS]
        self._offer("town", [("", _("Any town"))])
        self._offer("age_band", [("", _("Any age")), *bands])
        self._offer("came", [("", _("Any attendance")), ("never", _("Never came")), ("this_year", _("Came this year"))])
        self._offer("no_contact_months", [(None, _("Any last contact")), *months])
        for combo in self._combos.values():
            _fit(combo)
            combo.currentIndexChanged.connect(self._on_change)
        self.anonymised.toggled.connect(self._on_change)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        self._line = flow(*self._combos.values(), self.anonymised, self.clear)
        whole.addWidget(self._line)
        self.clear.hide()
        self.toggle = Button(_("Filters") + " ", icon="chevron-down")
        self.toggle.setLayoutDirection(Qt.LayoutDirection.RightToLeft)  # the arrow stands behind the text
        self.toggle.clicked.connect(self._on_toggle)
        self.toggle.hide()
        self._is_open = self._is_high = False

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fold the filters where they would push the list out of sight."""
        super().resizeEvent(event)
        lines = self._line.heightForWidth(self.width()) / max(self._combos["town"].sizeHint().height(), 1)
        self._is_high = lines > MOST_LINES  # asked with the width alone: nothing folds while it is being chosen
        self._fold()

    def _fold(self) -> None:
        """Show the filters, or where they take more than two lines only the button that shows them."""
        self.toggle.setVisible(self._is_high)
        self._line.setVisible(self._is_open or not self._is_high)
        count = sum(combo.currentIndex() > 0 for combo in self._combos.values()) + self.anonymised.isChecked()
        text = _("Filters ({n})", n=count) if count else _("Filters")
        self.toggle.set_text(f"{text} ")
        self.toggle.setAccessibleName(text)
        self.toggle.setAccessibleDescription(_("They are shown") if self._is_open else _("They are folded away"))

    def _on_toggle(self) -> None:
        self._is_open = not self._is_open
        self._fold()

    def combo(self, name: str) -> ComboBox:
        """Return the choice of a field of the query."""
        return self._combos[name]

    def offer_towns(self, towns: Sequence[str]) -> None:
        """Offer these towns; the chosen one stays."""
        chosen = self._combos["town"].currentData()
        more = [chosen] if chosen and chosen not in towns else []
        if [self._combos["town"].itemData(row) for row in range(1, self._combos["town"].count())] != [*towns, *more]:
            self._offer("town", [("", _("Any town")), *((town, town) for town in (*towns, *more))])
            self._choose("town", chosen)

    def asked(self, query: PeopleQuery, today: date) -> PeopleQuery:
        """Return the query with what is chosen here."""
        chosen = {name: combo.currentData() for name, combo in self._combos.items()}
        return replace(query, **chosen, with_anonymised=self.anonymised.isChecked(), today=today)

    def show_query(self, query: PeopleQuery, *, tell: bool = False) -> None:
        """Show the filters of a query, and tell of the change when asked to."""
        self._is_filling = True
        for name in self._combos:
            self._choose(name, getattr(query, name))
        self.anonymised.setChecked(query.with_anonymised)
        self._is_filling = False
        self._show_clear()
        if tell:
            self._combos["town"].setFocus()  # the link that was clicked goes
            self.changed.emit()

    @property
    def is_set(self) -> bool:
        """Tell whether any filter is set."""
        return self.anonymised.isChecked() or any(combo.currentIndex() > 0 for combo in self._combos.values())

    def _offer(self, name: str, choices: Sequence[tuple[Any, str]]) -> None:
        combo = self._combos[name]
        combo.blockSignals(True)
        combo.clear()
        for value, text in choices:
            combo.addItem(text, value)
        combo.blockSignals(False)

    def _choose(self, name: str, value: Any) -> None:
        combo = self._combos[name]
        if name == "town" and value and combo.findData(value) < 0:
            combo.addItem(value, value)  # the town of a kept view, rarer than those offered
        rows = [row for row in range(combo.count()) if combo.itemData(row) == value]
        combo.setCurrentIndex(rows[0] if rows else 0)

    def _show_clear(self) -> None:
        self.clear.setVisible(self.is_set)
        for combo in self._combos.values():
            _fit(combo)
        self._fold()

    def _on_change(self, *_values: object) -> None:
        if not self._is_filling:
            self._show_clear()
            self.changed.emit()


def _fit(combo: ComboBox) -> None:
    """Give a choice the room that its text needs, and no more."""
    combo.setMinimumContentsLength(max(8, round(len(combo.currentText()) * 0.9)))
