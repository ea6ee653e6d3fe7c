"""Owns the head of a page: title, chip, one line under it, and its buttons at the right."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from ui.theme import size, space
from ui.widgets.boxes import Flow, FlowLayout, row
from ui.widgets.labels import TitleLabel, chip, label, set_kind

NARROWEST_TITLE = 360


class PageHeader(QWidget):
    """Title (and chip) at the left, buttons at the right, wrapping where there is no room."""

    def __init__(self, title: str, subtitle: str = "") -> None:
        super().__init__()
        self._title = TitleLabel(title)
        self._chip: QLabel = chip("")
        self._subtitle = label(subtitle, "secondary", wrap=True)
        self._buttons = Flow(FlowLayout())
        self._buttons.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self._title.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        head = row(gap=3)
        head.addWidget(self._title, 100)
        head.addWidget(self._chip, 0, Qt.AlignmentFlag.AlignVCenter)
        head.addStretch(1)
        self._top = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._top.setSpacing(space(2))
        self._top.addLayout(head, 1)
        self._top.addWidget(self._buttons, 0, Qt.AlignmentFlag.AlignTop)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addLayout(self._top)
        whole.addWidget(self._subtitle)
        self._chip.hide()
        self._buttons.hide()
        self._subtitle.setVisible(bool(subtitle))

    def set_title(self, title: str) -> None:
        """Show another title."""
        self._title.set_whole(title)
        self._title.updateGeometry()
        self._share()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the buttons where there is room for them."""
        super().resizeEvent(event)
        self._share()

    def _share(self) -> None:
        """Put the buttons beside the title, or under it where they would leave it too little room."""
        parts = [each for each in self._buttons.findChildren(QPushButton) if not each.isHidden()]
        buttons = sum(each.sizeHint().width() + space(2) for each in parts)
        title = self._title.fontMetrics().horizontalAdvance(self._title.whole)
        left = self.width() - buttons - self._chip.sizeHint().width() - space(4)
        below = bool(parts) and left < min(title, size(NARROWEST_TITLE))
        way = QBoxLayout.Direction.TopToBottom if below else QBoxLayout.Direction.LeftToRight
        if self._top.direction() != way:
            self._top.setDirection(way)

    def set_chip(self, text: str, kind: str = "accent") -> None:
        """Show a chip beside the title; an empty text takes it away."""
        self._chip.setText(text)
        set_kind(self._chip, "kind", kind)
        self._chip.setVisible(bool(text))

    def set_subtitle(self, text: str) -> None:
        """Show one line under the title; an empty text takes it away."""
        self._subtitle.setText(text)
        self._subtitle.setVisible(bool(text))

    def add(self, widget: QWidget) -> None:
        """Put a button at the right."""
        self._buttons.add(widget)
        self._buttons.show()
