"""Owns the filters above a list: one choice each, all of them together, folded away where there is no room."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from resources.i18n import _
from ui.widgets.boxes import flow
from ui.widgets.buttons import Button, link
from ui.widgets.inputs import CheckBox, ComboBox

MOST_LINES = 2.6  # two lines of choices with their gap; more of them are folded away
Choice = tuple[Any, str]  # what is chosen, as the list is asked for it, and its text


@dataclass(frozen=True, slots=True)
class Filter:
    """One choice: its name, what it is called, the choice of everything, the others.

    `keeps` holds on to a value that is not among the choices (the town of a kept view, rarer than those offered),
    with the value as its text.
    """

    name: str
    label: str
    everything: Choice
    choices: tuple[Choice, ...] = ()
    keeps: bool = False


class Filters(QWidget):
    """Which lines the list shows; `changed` follows each choice."""

    changed = Signal()

    def __init__(self, filters: Iterable[Filter], checks: Mapping[str, str] | None = None) -> None:
        super().__init__()
        self._is_filling = False
        self._filters = {each.name: each for each in filters}
        self._combos = {each.name: ComboBox(each.label) for each in self._filters.values()}
        self._checks = {name: CheckBox(text) for name, text in (checks or {}).items()}
        self.clear = link(_("Clear the filters"), self._on_clear)
        for name, combo in self._combos.items():
            self.offer(name, self._filters[name].choices)
            _fit(combo)
            combo.currentIndexChanged.connect(self._on_change)
        for check in self._checks.values():
            check.toggled.connect(self._on_change)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        self._line = flow(*self._combos.values(), *self._checks.values(), self.clear)
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
        high = max((combo.sizeHint().height() for combo in self._combos.values()), default=1)
        lines = self._line.heightForWidth(self.width()) / max(high, 1)
        self._is_high = lines > MOST_LINES  # asked with the width alone: nothing folds while it is being chosen
        self._fold()

    def combo(self, name: str) -> ComboBox:
        """Return the choice of this name."""
        return self._combos[name]

    def check(self, name: str) -> CheckBox:
        """Return the check box of this name."""
        return self._checks[name]

    def offer(self, name: str, choices: Sequence[Choice]) -> None:
        """Offer these choices and that of everything; what is chosen stays, where it is still there."""
        combo, everything = self._combos[name], self._filters[name].everything
        chosen = combo.currentData() if combo.count() else everything[0]
        wanted = [everything, *choices]
        wanted += self._kept(name, chosen, wanted)
        if [(combo.itemData(row), combo.itemText(row)) for row in range(combo.count())] == wanted:
            return
        combo.blockSignals(True)
        combo.clear()
        for value, text in wanted:
            combo.addItem(text, value)
        combo.setCurrentIndex(_place(wanted, chosen))
        combo.blockSignals(False)

    def chosen(self) -> dict[str, Any]:
        """Return what is chosen, by name."""
        combos = {name: combo.currentData() for name, combo in self._combos.items()}
        return {**combos, **{name: check.isChecked() for name, check in self._checks.items()}}

    def show_chosen(self, values: Mapping[str, Any]) -> None:
        """Show these choices, everything for those that are not named; nobody is told of a change."""
        self._is_filling = True
        for name, combo in self._combos.items():
            value = values.get(name, self._filters[name].everything[0])
            offered = [(combo.itemData(row), combo.itemText(row)) for row in range(combo.count())]
            for kept, text in self._kept(name, value, offered):
                combo.addItem(text, kept)
                offered.append((kept, text))
            combo.setCurrentIndex(_place(offered, value))
        for name, check in self._checks.items():
            check.setChecked(bool(values.get(name, False)))
        self._is_filling = False
        self._show_clear()

    @property
    def set_count(self) -> int:
        """How many filters are set."""
        combos = sum(combo.currentIndex() > 0 for combo in self._combos.values())
        return combos + sum(check.isChecked() for check in self._checks.values())

    def _kept(self, name: str, value: Any, offered: Sequence[Choice]) -> list[Choice]:
        is_known = value in [each for each, _text in offered]
        return [(value, str(value))] if self._filters[name].keeps and value and not is_known else []

    def _fold(self) -> None:
        """Show the filters, or where they take more than two lines only the button that shows them."""
        self.toggle.setVisible(self._is_high)
        self._line.setVisible(self._is_open or not self._is_high)
        text = _("Filters ({n})", n=self.set_count) if self.set_count else _("Filters")
        self.toggle.set_text(f"{text} ")
        self.toggle.setAccessibleName(text)
        self.toggle.setAccessibleDescription(_("They are shown") if self._is_open else _("They are folded away"))

    def _on_toggle(self) -> None:
        self._is_open = not self._is_open
        self._fold()

    def _on_clear(self) -> None:
        self.show_chosen({})
        next(iter(self._combos.values())).setFocus()  # the link that was clicked goes
        self.changed.emit()

    def _show_clear(self) -> None:
        self.clear.setVisible(bool(self.set_count))
        for combo in self._combos.values():
            _fit(combo)
        self._fold()

    def _on_change(self, *_values: object) -> None:
        if not self._is_filling:
            self._show_clear()
            self.changed.emit()


def _place(offered: Sequence[Choice], value: Any) -> int:
    """Return where a value stands among those offered, the place of everything when it is gone."""
    return next((row for row, (each, _text) in enumerate(offered) if each == value), 0)


def _fit(combo: ComboBox) -> None:
    """Give a choice the room that its text needs, and no more."""
    combo.setMinimumContentsLength(max(8, round(len(combo.currentText()) * 0.9)))
