"""Owns the tabs of a page: at the left, as wide as their words."""

from __future__ import annotations

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
