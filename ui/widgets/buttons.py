"""Owns every button: one factory for the plain, primary, destructive, link and icon kinds."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy

from ui.theme import colour, look, size
from ui.widgets.icons import icon as draw_icon
from ui.widgets.labels import plain_tip, set_kind

ROLES = {"primary": "on_accent", "destructive": "bad", "link": "accent", "side": "side_text", "toast": "on_inverse"}


class Button(QPushButton):
    """A button of one kind whose icon follows the theme and whose focus shows on any background."""

    def __init__(self, text: str, kind: str = "plain", icon: str = "") -> None:
        super().__init__(text.replace("&", "&&"))
        self._icon, self._drawn = icon, (look(), kind)
        self.setProperty("kind", kind)
        self.setAutoDefault(False)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._draw_icon()

    @property
    def kind(self) -> str:
        """Return plain, primary, destructive, link, icon, small, side or toast."""
        return str(self.property("kind"))

    def set_kind(self, kind: str) -> None:
        """Turn it into a button of another kind."""
        set_kind(self, "kind", kind)
        self._draw_icon()

    def set_text(self, text: str) -> None:
        """Show another text, "&" included."""
        self.setText(text.replace("&", "&&"))

    def say(self, text: str) -> None:
        """Show another text, apart from the icon, and be called by it."""
        self.set_text(f" {text}" if self._icon else text)
        self.setAccessibleName(text)

    def changeEvent(self, event: QEvent) -> None:
        """Draw the icon again when the theme or text size has changed."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange and self._drawn != (look(), self.kind):
            self._draw_icon()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Show the focus of a filled button as a ring inside, the border being of the same colour."""
        super().paintEvent(event)
        if self.hasFocus() and self.kind == "primary":
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(colour("on_accent"), 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(4, 4, -4, -4), 5, 5)

    def _draw_icon(self) -> None:
        self._drawn = (look(), self.kind)
        if self._icon:
            self.setIconSize(QSize(size(20), size(20)))
            self.setIcon(draw_icon(self._icon, ROLES.get(self.kind, "ink")))


def button(text: str, on_click: Callable[[], object], *, kind: str = "plain", icon: str = "") -> Button:
    """Make a button with a text (kinds: plain, primary, destructive, link, small)."""
    made = Button("", kind, icon)
    made.say(text)
    made.clicked.connect(lambda *_: on_click())
    return made


def icon_button(icon: str, name: str, on_click: Callable[[], object]) -> Button:
    """Make a button with an icon alone; its name is its tooltip and what a screen reader says."""
    made = Button("", "icon", icon)
    made.setAccessibleName(name)
    made.setToolTip(plain_tip(name))
    made.clicked.connect(lambda *_: on_click())
    return made


def link(text: str, on_click: Callable[[], object]) -> Button:
    """Make a button that looks like a link."""
    made = button(text, on_click, kind="link")
    made.setCursor(Qt.CursorShape.PointingHandCursor)
    return made


class ElidedLink(Button):
    """A link on one line that ends in … where it does not fit, and then shows its whole text as tooltip."""

    def __init__(self, text: str, on_click: Callable[[], object]) -> None:
        super().__init__(text, "link")
        self._whole = " ".join(text.split())
        self.setAccessibleName(self._whole)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.clicked.connect(lambda *_: on_click())

    def sizeHint(self) -> QSize:
        """Ask for the whole text."""
        return QSize(self._advance(self._whole) + self._edges(), super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        """Need no more than some letters."""
        return QSize(self.fontMetrics().averageCharWidth() * 6, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Cut the text again for the new width."""
        super().resizeEvent(event)
        room = self.width() - self._edges()
        shown = self.fontMetrics().elidedText(self._whole, Qt.TextElideMode.ElideRight, room)
        self.set_text(shown)
        self.setToolTip(plain_tip("" if shown == self._whole else self._whole))

    def _advance(self, text: str) -> int:
        return self.fontMetrics().horizontalAdvance(text) + 1

    def _edges(self) -> int:
        """Return the width around the text, whatever is shown of it."""
        return super().sizeHint().width() - self._advance(self.text().replace("&&", "&"))
