"""Owns the dialog of settings: theme, language, text size, lock, motion. Each change shows at once."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QWidget

from resources.i18n import N_, _, plural
from ui.dialogs.form_dialog import fit_to_screen
from ui.form import Field, Form
from ui.preferences import LANGUAGES, LOCK_MINUTES, Preferences
from ui.theme import TEXT_SIZES, THEMES, size
from ui.widgets.boxes import column, scrolling
from ui.widgets.buttons import Button
from ui.widgets.labels import label

FIELDS = (
    Field("theme", N_("Colours"), kind="choice", choices=lambda: [(name, _(text)) for name, text in THEMES]),
    Field(
        "text_size",
        N_("Text size"),
        kind="choice",
        choices=lambda: [(percent, f"{percent} %") for percent in TEXT_SIZES],
    ),
    Field("language", N_("Language"), kind="choice", choices=lambda: [(code, _(text)) for code, text in LANGUAGES]),
    Field(
        "lock_after",
        N_("A notebook with a passphrase locks itself"),
        kind="choice",
        choices=lambda: [
            (n, plural("after {n} minute", "after {n} minutes", n) if n else _("never")) for n in LOCK_MINUTES
        ],
    ),
    Field("reduced_motion", N_("Nothing moves on the screen"), kind="check"),
)


class SettingsDialog(QDialog):
    """Five settings; `changed(names)` is called after each change."""

    def __init__(self, parent: QWidget, preferences: Preferences, changed: Callable[[str], object]) -> None:
        super().__init__(parent)
        self._preferences, self._changed = preferences, changed
        self.setWindowTitle(_("Settings"))
        self.setAccessibleName(_("Settings"))
        self.form = Form(FIELDS)
        self.form.fill(self._values())
        self.form.changed.connect(self._on_changed)
        close = Button(_("Close"), "primary")
        close.setAccessibleName(_("Close"))
        close.clicked.connect(self.accept)
        buttons = QDialogButtonBox()
        buttons.addButton(close, QDialogButtonBox.ButtonRole.AcceptRole)
        inside = column(self.form)
        inside.addStretch(1)
        area = scrolling(inside)
        whole = column(label(_("Settings"), "section"), gap=4, margin=4)
        whole.addWidget(area, 1)
        whole.addWidget(buttons)
        self.setLayout(whole)
        self.setMinimumWidth(size(320))
        rest = whole.sizeHint().height() - area.sizeHint().height()
        fit_to_screen(self, size(440), inside.sizeHint().height() + rest)

    def _values(self) -> dict[str, object]:
        kept = self._preferences
        return {
            "theme": kept.text("theme"),
            "text_size": kept.number("text_size"),
            "language": kept.text("language"),
            "lock_after": kept.number("lock_after"),
            "reduced_motion": kept.is_on("reduced_motion"),
        }

    def _on_changed(self) -> None:
        before, now = self._values(), self.form.read()
        for name in [name for name in now if now[name] != before[name]]:
            self._preferences.keep(name, now[name])
            self._changed(name)
