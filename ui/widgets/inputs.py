"""Owns the fields people type and choose in: each asks for the name a screen reader says."""

from __future__ import annotations

from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QPen, QPolygonF, QShowEvent, QWheelEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QLabel, QLineEdit, QPlainTextEdit, QSizePolicy

from ui.theme import colour, size, space
from ui.widgets.icons import pixmap
from ui.widgets.labels import label


class LineEdit(QLineEdit):
    """One line of text."""

    def __init__(self, name: str, *, hint: str = "") -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setPlaceholderText(hint)


class NoteEdit(QPlainTextEdit):
    """Several lines of plain text; Tab goes on to the next field."""

    def __init__(self, name: str, *, lines: int = 4) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setTabChangesFocus(True)
        self.setMinimumHeight(self.fontMetrics().lineSpacing() * lines + 2 * space(3))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)


class CheckBox(QCheckBox):
    """A box to tick, its tick drawn in the colour of the theme."""

    def __init__(self, text: str) -> None:
        super().__init__(text.replace("&", "&&"))
        self.setAccessibleName(text)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the tick: a style sheet alone cannot tint one."""
        from PySide6.QtWidgets import QStyle, QStyleOptionButton  # 8 ms of the start, which needs no tick

        super().paintEvent(event)
        if self.checkState() is Qt.CheckState.Unchecked:
            return
        option = QStyleOptionButton()
        self.initStyleOption(option)
        box = self.style().subElementRect(QStyle.SubElement.SE_CheckBoxIndicator, option, self).toRectF()
        across = (0.22, 0.5), (0.78, 0.5)
        points = (
            across if self.checkState() is Qt.CheckState.PartiallyChecked else ((0.2, 0.52), (0.42, 0.74), (0.8, 0.28))
        )
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(colour("on_accent" if self.isEnabled() else "muted"), max(2.0, box.width() / 8)))
        painter.drawPolyline(
            QPolygonF([QPointF(box.x() + x * box.width(), box.y() + y * box.height()) for x, y in points])
        )


class ComboBox(QComboBox):
    """A choice of one; the wheel does not change it while the page scrolls under the mouse."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(12)
        self.setMaxVisibleItems(12)

    def showEvent(self, event: QShowEvent) -> None:
        """See that it has a label: except on Windows, Qt tells screen readers the value of a choice as its name."""
        super().showEvent(event)
        beside = self.parentWidget()
        if beside is not None and not any(each.buddy() is self for each in beside.findChildren(QLabel)):
            unseen = label("")
            unseen.setParent(beside)
            unseen.setAccessibleName(self.accessibleName())
            unseen.setBuddy(self)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the page unless the list is meant."""
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the arrow in the colour of the theme."""
        super().paintEvent(event)
        arrow = pixmap("chevron-down", "ink" if self.isEnabled() else "muted", 18)
        side = size(18)
        painter = QPainter(self)
        painter.drawPixmap(self.width() - side - space(3), (self.height() - side) // 2, arrow)


class SearchField(LineEdit):
    """A search line: `searched` tells the text after each key, Escape empties it."""

    searched = Signal(str)

    def __init__(self, hint: str) -> None:
        super().__init__(hint, hint=hint)
        self.setTextMargins(size(18) + space(1), 0, 0, 0)
        self.textChanged.connect(self.searched)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the magnifying glass in the colour of the theme."""
        super().paintEvent(event)
        side = size(18)
        QPainter(self).drawPixmap(space(2) + 2, (self.height() - side) // 2, pixmap("search", "muted", 18))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Empty the field with Escape, or leave the key to others when it is empty."""
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
            return
        super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Select what is there, so that typing starts anew."""
        super().focusInEvent(event)
        if event.reason() in (Qt.FocusReason.ShortcutFocusReason, Qt.FocusReason.TabFocusReason):
            self.selectAll()
