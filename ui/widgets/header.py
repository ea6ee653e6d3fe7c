"""Owns the head of a page: title, chip, one line under it, and its buttons at the right."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QSizePolicy, QVBoxLayout, QWidget

from ui.widgets.boxes import Flow, FlowLayout, row
from ui.widgets.labels import chip, label, set_kind


class PageHeader(QWidget):
    """Title (and chip) at the left, buttons at the right, wrapping where there is no room."""

    def __init__(self, title: str, subtitle: str = "") -> None:
        super().__init__()
        self._title = label(title, "title", wrap=True)
        self._chip: QLabel = chip("")
        self._subtitle = label(subtitle, "secondary", wrap=True)
        self._buttons = Flow(FlowLayout())
        self._buttons.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self._title.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        top = row(gap=3)
        top.addWidget(self._title, 100)
        top.addWidget(self._chip, 0, Qt.AlignmentFlag.AlignVCenter)
        top.addStretch(1)
        top.addWidget(self._buttons, 0, Qt.AlignmentFlag.AlignTop)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addLayout(top)
        whole.addWidget(self._subtitle)
        self._chip.hide()
        self._buttons.hide()
        self._subtitle.setVisible(bool(subtitle))

    def set_title(self, title: str) -> None:
        """Show another title."""
        self._title.setText(title)
        self._title.updateGeometry()

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
