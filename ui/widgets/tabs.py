"""Owns the tabs of a page: at the left, as wide as their words."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QTabWidget, QWidget


class Tabs(QTabWidget):
    """Tabs that keep to the left and scroll when they do not fit."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setDocumentMode(True)
        bar = self.tabBar()
        bar.setExpanding(False)
        bar.setDrawBase(False)
        bar.setUsesScrollButtons(True)
        bar.setAccessibleName(name)

    def add(self, page: QWidget, text: str) -> None:
        """Add a tab with its page."""
        self.addTab(page, text.replace("&", "&&"))


class PageTabs(Tabs):
    """Tabs that take the height there is and ask for no more than the least: by itself Qt asks for the tallest tab."""

    def hasHeightForWidth(self) -> bool:
        """Leave the height to the page."""
        return False

    def sizeHint(self) -> QSize:
        """Ask for the least height: what is longer scrolls inside its tab."""
        return QSize(super().sizeHint().width(), self.minimumSizeHint().height())
