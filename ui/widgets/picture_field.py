"""Owns the field for a picture: what is chosen, small; a button to choose, one to take away, what is wrong."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from resources.i18n import _
from ui.theme import colour, size
from ui.widgets.boxes import column, row
from ui.widgets.buttons import button, icon_button
from ui.widgets.labels import label, set_kind


class Thumbnail(QWidget):
    """A picture on white paper, whatever the theme: it will be printed."""

    def __init__(self) -> None:
        super().__init__()
        self._picture = QImage()
        self.setFixedSize(size(84), size(40))

    def show_picture(self, content: bytes) -> None:
        """Show a picture, or an empty place without bytes."""
        self._picture = QImage.fromData(content) if content else QImage()
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint it as large as there is room."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        if not self._picture.isNull():
            painter.fillRect(self.rect(), Qt.GlobalColor.white)
            room = self.rect().adjusted(3, 3, -3, -3)
            shown = self._picture.size().scaled(room.size(), Qt.AspectRatioMode.KeepAspectRatio)
            place = QRect(room.topLeft(), shown)
            place.moveCenter(room.center())
            painter.drawImage(place, self._small(shown))
        style = Qt.PenStyle.DashLine if self._picture.isNull() else Qt.PenStyle.SolidLine
        painter.setPen(QPen(colour("edge"), 1, style))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))

    def _small(self, shown: QSize) -> QImage:
        """Return the picture in as many dots as the screen has: painting alone would skip most of them."""
        sharp = shown * self.devicePixelRatioF()
        keep, smooth = Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation
        return self._picture.scaled(sharp, keep, smooth)

    def sizeHint(self) -> QSize:
        """Be as large as it is."""
        return QSize(size(84), size(40))


class PictureField(QWidget):
    """One picture of a layout. `wanted` asks for a file, `removed` takes the picture away."""

    wanted = Signal()
    removed = Signal()

    def __init__(self, name: str, help_text: str = "") -> None:
        super().__init__()
        self.thumbnail = Thumbnail()
        self.choose = button(_("Choose…"), self.wanted.emit)
        self.choose.setAccessibleName(_("{field}: choose a picture", field=name))
        self.remove = icon_button("x", _("{field}: take it away", field=name), self.removed.emit)
        self._message = label("", "problem", wrap=True)
        self._message.hide()
        line = row(self.thumbnail, self.choose, self.remove, gap=2)
        line.addStretch(1)
        parts: list[QWidget | object] = [label(name, "strong"), line]
        if help_text:
            parts.append(label(help_text, "help", wrap=True))
        self.setLayout(column(*parts, self._message, gap=1))  # type: ignore[arg-type]  # widgets and one row
        self.show_picture(b"")

    def show_picture(self, content: bytes) -> None:
        """Show what is chosen; without bytes nothing is."""
        self.thumbnail.show_picture(content)
        self.remove.setVisible(bool(content))
        self.tell("")

    def tell(self, text: str) -> None:
        """Say what is wrong with the file that was chosen."""
        self._message.setText(text)
        self._message.setVisible(bool(text))
        set_kind(self, "wrong", "true" if text else "false")
        self.choose.setAccessibleDescription(text)
