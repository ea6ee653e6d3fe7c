"""Owns the tabs of a page: at the left, as wide as their words."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QActionGroup, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QMenu, QTabBar, QTabWidget, QWidget

from resources.i18n import _
from ui.focus import follow_the_eye
from ui.theme import colour
from ui.widgets.buttons import icon_button
from ui.widgets.later import Later

_DOTS = "…"


class _Bar(QTabBar):
    """A row of tabs that shows three dots in place of a word of which there is only a part."""

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the tabs, and over those that are cut the dots."""
        super().paintEvent(event)
        painter = QPainter(self)
        for rect in self.cut():
            painter.fillRect(rect, colour("paper"))
            painter.setPen(colour("muted"))
            if rect.width() >= self.fontMetrics().horizontalAdvance(_DOTS):
                painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, _DOTS)
        painter.end()

    def cut(self) -> list[QRect]:
        """Return what is seen of the tabs that are not seen whole."""
        tabs = [self.tabRect(place) for place in range(self.count()) if place != self.currentIndex()]
        seen = [tab.intersected(self.rect()) for tab in tabs]
        return [part for tab, part in zip(tabs, seen, strict=True) if not part.isEmpty() and part != tab]


class Tabs(QTabWidget):
    """Tabs that keep to the left; where they do not fit a menu at their right names them all."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        bar = _Bar()
        self.setTabBar(bar)
        self.setDocumentMode(True)
        bar.setExpanding(False)
        bar.setDrawBase(False)
        bar.setUsesScrollButtons(True)
        bar.setAccessibleName(name)
        self._all = icon_button("chevron-down", _("All the tabs"), self._show_menu)
        self.setCornerWidget(self._all, Qt.Corner.TopRightCorner)
        self._all.hide()

    def add(self, page: QWidget, text: str) -> None:
        """Add a tab with its page; the Tab key finds what one that comes later is made of."""
        self.addTab(page, text.replace("&", "&&"))
        if isinstance(page, Later):
            page.came.connect(lambda: follow_the_eye(self))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Offer the menu of all tabs where some of them are out of sight."""
        super().resizeEvent(event)
        self._show_whether_all_fit()

    def tabInserted(self, index: int) -> None:
        """Offer the menu where one tab more has no room."""
        super().tabInserted(index)
        self._show_whether_all_fit()

    def setTabText(self, index: int, text: str) -> None:
        """Offer the menu where a longer word leaves no room for others."""
        super().setTabText(index, text)
        self._show_whether_all_fit()

    def _show_whether_all_fit(self) -> None:
        self._all.setVisible(self.tabBar().sizeHint().width() > self.width())

    def _show_menu(self) -> None:
        self.menu().popup(self._all.mapToGlobal(self._all.rect().bottomLeft()))

    def menu(self) -> QMenu:
        """Return a menu of all tabs, the shown one marked."""
        menu = QMenu(self)
        menu.setAccessibleName(_("All the tabs"))
        group = QActionGroup(menu)
        for index in range(self.count()):
            if self.isTabVisible(index):
                made = menu.addAction(self.tabText(index))
                made.setCheckable(True)
                made.setChecked(index == self.currentIndex())
                made.setActionGroup(group)
                made.triggered.connect(lambda _checked=False, index=index: self.setCurrentIndex(index))
        menu.aboutToHide.connect(menu.deleteLater)
        return menu


class PageTabs(Tabs):
    """Tabs that take the height there is and ask for no more than the least: by itself Qt asks for the tallest tab."""

    def hasHeightForWidth(self) -> bool:
        """Leave the height to the page."""
        return False

    def sizeHint(self) -> QSize:
        """Ask for the least height: what is longer scrolls inside its tab."""
        return QSize(super().sizeHint().width(), self.minimumSizeHint().height())
