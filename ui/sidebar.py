"""Owns the blue binding at the left: the pages, the settings, and when the notebook was last saved."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from datetime import datetime

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from resources.i18n import _, here
from ui.theme import size, space
from ui.widgets.boxes import UprightArea
from ui.widgets.buttons import Button
from ui.widgets.labels import elided, label, set_kind


class Sidebar(QWidget):
    """Buttons with icon and text, one for each page. `entries` are (page name, icon, text)."""

    def __init__(
        self, entries: Sequence[tuple[str, str, str]], go: Callable[[str], object], settings: Callable[[], object]
    ) -> None:
        super().__init__()
        self.setObjectName("side")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(_("Pages"))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        self._buttons = {name: self._button(icon, text, lambda name=name: go(name)) for name, icon, text in entries}  # type: ignore[misc]  # the default binds now
        self._settings = self._button("settings", _("Settings"), settings)
        self._association = elided("", "secondary")
        self._saved = label("", "secondary", wrap=True)
        self._saved.setMinimumHeight(size(20))
        self._lay_out()

    def _button(self, icon: str, text: str, on_click: Callable[[], object]) -> Button:
        made = Button(f"  {text}", "side", icon)
        made.setAccessibleName(text)
        made.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        made.clicked.connect(lambda *_: on_click())
        return made

    def _lay_out(self) -> None:
        inside = QVBoxLayout(self)
        inside.setContentsMargins(space(3), space(4), space(3), space(3))
        inside.setSpacing(space(1))
        for part in (label("Carnet d’ateliers", "section"), self._association):
            part.setContentsMargins(space(1), 0, 0, 0)
            inside.addWidget(part)
        inside.addSpacing(space(3))
        for each in self._buttons.values():
            inside.addWidget(each)
        inside.addStretch(1)
        inside.addWidget(self._settings)
        self._saved.setContentsMargins(space(1), 0, 0, 0)
        inside.addWidget(self._saved)
        self.setMinimumWidth(size(110) + 106)

    def show_chosen(self, name: str) -> None:
        """Mark the page that is shown."""
        for each, made in self._buttons.items():
            set_kind(made, "chosen", "true" if each == name else "false")
            made.setAccessibleDescription(_("The page that is shown") if each == name else "")

    def show_association(self, name: str) -> None:
        """Show whose notebook it is."""
        self._association.set_whole(name)

    def show_saved(self, at: datetime) -> None:
        """Show when the last change was saved."""
        self._saved.setText(_("Saved at {time}", time=here().time(at.time())))

    def set_open(self, is_open: bool, *, without: Collection[str] = ()) -> None:
        """Show the pages only when there is a notebook to look at, `without` those that it cannot have."""
        for name, each in self._buttons.items():
            each.setVisible(is_open and name not in without)


class SideArea(UprightArea):
    """Lets the sidebar scroll downwards where text is large and the screen small; it is as wide as its words."""

    def __init__(self, side: Sidebar) -> None:
        super().__init__(side)
        self._side = side
        self.setObjectName("side_area")
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)

    def sizeHint(self) -> QSize:
        """Ask for the width of the words."""
        side = self._side
        width = max(side.sizeHint().width(), side.minimumSizeHint().width(), side.minimumWidth())
        return QSize(width, size(300))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Get wider with the words: the area listens to its content already."""
        if event.type() is QEvent.Type.LayoutRequest and watched is self.widget():
            self.updateGeometry()
        return super().eventFilter(watched, event)

    def minimumSizeHint(self) -> QSize:
        """Never cut a word."""
        return QSize(self.sizeHint().width(), 100)
