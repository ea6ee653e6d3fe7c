"""Owns the foot of the import dialog: what still keeps the list out, what may be left out, the button."""

from __future__ import annotations

from collections import Counter

from PySide6.QtCore import QEvent, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QDialogButtonBox, QWidget

from exchange.people_import import ImportPlan, Kind
from resources.i18n import _, plural
from ui.theme import size, space
from ui.widgets.boxes import column, row
from ui.widgets.buttons import Button
from ui.widgets.inputs import CheckBox
from ui.widgets.labels import label

NEXT = "F8"
NARROWEST_TEXT = 340


class ImportFoot(QWidget):
    """The button says how many people it imports; while it cannot be pressed, the reason stands beside it."""

    def __init__(self) -> None:
        super().__init__()
        self.leave_out = CheckBox("")
        self.payers = CheckBox(_("Those who paid are those who come"))
        self.payers.setAccessibleName(self.payers.text())
        self._why = label("", "secondary", wrap=True)
        self._to_check = ""
        self.next = Button(f"{_('Next row that asks something')} ({NEXT})")
        self.next.setAccessibleName(_("Next row that asks something"))
        self.go = Button("", "primary", "file-down")
        self.stay = Button(_("Cancel"))
        self.stay.setAccessibleName(_("Cancel"))
        buttons = QDialogButtonBox()
        buttons.addButton(self.go, QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.addButton(self.stay, QDialogButtonBox.ButtonRole.RejectRole)
        self._buttons = row(self.next, gap=2)
        self._buttons.addStretch(1)
        self._buttons.addWidget(buttons)
        self._whole = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._whole.setContentsMargins(0, 0, 0, 0)
        self._whole.setSpacing(space(2))
        self._whole.addLayout(column(self.payers, self.leave_out, self._why, gap=1), 1)
        self._whole.addLayout(self._buttons)

    def minimumSizeHint(self) -> QSize:
        """Need no more width than the buttons, for the texts go above them."""
        return QSize(self._buttons.minimumSize().width(), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the texts above the buttons where little room is left beside them."""
        super().resizeEvent(event)
        self._turn()

    def event(self, event: QEvent) -> bool:
        """Look again when a text has changed or come."""
        is_done = super().event(event)
        if event.type() is QEvent.Type.LayoutRequest:
            self._turn()
        return is_done

    def _turn(self) -> None:
        texts = [box.sizeHint().width() for box in (self.payers, self.leave_out) if not box.isHidden()]  # never wrap
        room = self.width() - self._buttons.sizeHint().width() - self._whole.spacing()
        is_narrow = room < max([size(NARROWEST_TEXT), *texts])
        way = QBoxLayout.Direction.TopToBottom if is_narrow else QBoxLayout.Direction.LeftToRight
        if self._whole.direction() != way:
            self._whole.setDirection(way)

    def show_waiting(self, to_check: int, waiting: int) -> None:
        """Show how many rows should be looked at, and the way to the next of all that wait for the user."""
        text = plural("{n} row is to be checked.", "{n} rows are to be checked.", to_check)
        self._to_check = text if to_check else ""
        self.next.setVisible(bool(waiting))

    def show_counts(self, counts: Counter[Kind], planned: ImportPlan | None, *, is_reading: bool) -> None:
        """Show what a plan would do now, and whether it may be done, with the reason if not."""
        self._show_verb(sum(counts[kind] for kind in (Kind.NEW, Kind.KNOWN, Kind.DOUBTFUL)))
        self._show_leave_out(counts[Kind.TO_CORRECT])
        self.payers.setVisible(planned is not None and planned.names_payers)
        why = self._why_not(counts, planned) if planned else ""
        self.go.setEnabled(planned is not None and not why and not is_reading)
        told = " ".join(text for text in (self._to_check, why) if text)
        self._why.setText(told)
        self._why.setVisible(bool(told))

    def _show_verb(self, count: int) -> None:
        text = plural("Import {n} person", "Import {n} people", count) if count else _("Import")
        self.go.say(text)

    def _show_leave_out(self, wrong: int) -> None:
        text = plural("Leave out the {n} row to correct", "Leave out the {n} rows to correct", wrong)
        self.leave_out.setText(text)
        self.leave_out.setAccessibleName(text)
        self.leave_out.setVisible(bool(wrong))

    def _why_not(self, counts: Counter[Kind], planned: ImportPlan) -> str:
        """Return why the button cannot be pressed yet, and what to do; nothing when it can."""
        if counts[Kind.DOUBTFUL]:
            return plural(
                "{n} row may be someone you know: say who it is.",
                "{n} rows may be people you know: say who they are.",
                counts[Kind.DOUBTFUL],
            )
        if counts[Kind.TO_CORRECT] and not self.leave_out.isChecked():
            return plural(
                "{n} row is to be corrected: correct it here, or leave it out.",
                "{n} rows are to be corrected: correct them here, or leave them out.",
                counts[Kind.TO_CORRECT],
            )
        if not counts[Kind.NEW] and not counts[Kind.KNOWN]:
            return _("No row of this list gives a person to import.")
        if planned.names_payers and not self.payers.isChecked():
            return _("This list names those who paid: say whether they are those who come.")
        return ""
