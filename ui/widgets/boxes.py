"""Owns how parts are put together: cards, rows, columns, rows that wrap, areas that scroll."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLayout,
    QLayoutItem,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from ui.theme import size, space


class Column(QVBoxLayout):
    """A column in which what must not be stretched (chips, buttons) keeps to the left instead of the middle."""

    def addWidget(self, widget: QWidget, stretch: int = 0, alignment: Qt.AlignmentFlag | None = None) -> None:  # type: ignore[override]  # None is our default
        """Add a part."""
        fixed = (QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Maximum)
        if alignment is None and widget.sizePolicy().horizontalPolicy() in fixed:
            alignment = Qt.AlignmentFlag.AlignLeft
        super().addWidget(widget, stretch, alignment or Qt.AlignmentFlag(0))


def column(*parts: QWidget | QLayout, gap: int = 3, margin: int = 0) -> Column:
    """Lay parts out from top to bottom; gap and margin are steps of space."""
    layout = Column()
    _fill(layout, parts, gap, margin)
    return layout


def row(*parts: QWidget | QLayout, gap: int = 3, margin: int = 0) -> QHBoxLayout:
    """Lay parts out from left to right; gap and margin are steps of space."""
    layout = QHBoxLayout()
    _fill(layout, parts, gap, margin)
    return layout


def _fill(layout: QVBoxLayout | QHBoxLayout, parts: tuple[QWidget | QLayout, ...], gap: int, margin: int) -> None:
    layout.setSpacing(space(gap))
    layout.setContentsMargins(*(space(margin),) * 4)
    for part in parts:
        if isinstance(part, QWidget):
            layout.addWidget(part)
        else:
            layout.addLayout(part)


def rule() -> QFrame:
    """Make a thin separating line."""
    made = QFrame()
    made.setObjectName("rule")
    return made


class Card(QFrame):
    """A white sheet with rounded corners; `accent` puts a blue bar at its left. Fill its `body`."""

    def __init__(self, *, accent: bool = False) -> None:
        super().__init__()
        self.setObjectName("card")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.body = Column()
        self.body.setSpacing(space(2))
        outer = QHBoxLayout(self)
        outer.setContentsMargins(*(space(4),) * 4)
        outer.setSpacing(space(4))
        if accent:
            bar = QFrame()
            bar.setObjectName("card_bar")
            bar.setFixedWidth(4)
            outer.addWidget(bar)
        outer.addLayout(self.body, 1)


class FlowLayout(QLayout):
    """A row that wraps onto the next line where the width ends."""

    def __init__(self, parent: QWidget | None = None, *, gap: int = 2) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self.setContentsMargins(0, 0, 0, 0)
        self.setSpacing(space(gap))

    def addItem(self, item: QLayoutItem) -> None:
        """Take one more item."""
        self._items.append(item)

    def count(self) -> int:
        """Return how many items there are."""
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        """Return an item, None past the end."""
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        """Give an item back, None past the end."""
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        """Take no more room than needed."""
        return Qt.Orientation(0)

    def heightForWidth(self, width: int) -> int:
        """Return the height the items take in this width."""
        return self._place(QRect(0, 0, width, 0), move=False)

    def setGeometry(self, rect: QRect) -> None:
        """Put every item in its place."""
        super().setGeometry(rect)
        self._place(rect, move=True)

    def sizeHint(self) -> QSize:
        """Ask for all items on one line."""
        shown = [item.sizeHint() for item in self._items if not item.isEmpty()]
        width = sum(hint.width() for hint in shown) + self.spacing() * max(len(shown) - 1, 0)
        return QSize(width, max((hint.height() for hint in shown), default=0))

    def minimumSize(self) -> QSize:
        """Need at least the widest item."""
        shown = [item.minimumSize() for item in self._items if not item.isEmpty()]
        return QSize(
            max((hint.width() for hint in shown), default=0), max((hint.height() for hint in shown), default=0)
        )

    def _place(self, rect: QRect, *, move: bool) -> int:
        x, y, line_height = rect.x(), rect.y(), 0
        for item in self._items:
            if item.isEmpty():
                continue
            hint = item.sizeHint()
            width = min(hint.width(), rect.width())
            if x > rect.x() and x + width > rect.x() + rect.width():
                x, y, line_height = rect.x(), y + line_height + self.spacing(), 0
            if move:
                item.setGeometry(QRect(QPoint(x, y), QSize(width, hint.height())))
            x += width + self.spacing()
            line_height = max(line_height, hint.height())
        return y + line_height - rect.y()


class DeckLayout(FlowLayout):
    """Cards of one width, as many beside each other as fit."""

    def __init__(self, narrowest: int) -> None:
        super().__init__(gap=3)
        self._narrowest = narrowest

    def _place(self, rect: QRect, *, move: bool) -> int:
        items = [item for item in self._items if not item.isEmpty()]
        fitting = max(1, (rect.width() + self.spacing()) // (self._narrowest + self.spacing()))
        beside = min(fitting, max(len(items), 1))
        width = (rect.width() - self.spacing() * (beside - 1)) // beside
        y = rect.y()
        for start in range(0, len(items), beside):
            line = items[start : start + beside]
            height = max(item.sizeHint().height() for item in line)
            for place, item in enumerate(line):
                if move:
                    item.setGeometry(QRect(rect.x() + place * (width + self.spacing()), y, width, height))
            y += height + self.spacing()
        return max(0, y - self.spacing() - rect.y())


class Flow(QWidget):
    """Holds a layout that wraps; it takes the height its width asks for."""

    def __init__(self, layout: FlowLayout, parts: Iterable[QWidget] = ()) -> None:
        super().__init__()
        self._flow = layout
        self.setLayout(layout)
        for part in parts:
            self.add(part)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

    def add(self, part: QWidget) -> None:
        """Add a part behind the others."""
        self._flow.addWidget(part)

    def heightForWidth(self, width: int) -> int:
        """Return the height that the parts take in this width."""
        return self._flow.heightForWidth(width)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Take the height of the new width."""
        super().resizeEvent(event)
        self._grow()

    def event(self, event: QEvent) -> bool:
        """Take the height of the parts when they have changed."""
        done = super().event(event)
        if event.type() is QEvent.Type.LayoutRequest:
            self._grow()
        return done

    def _grow(self) -> None:
        height = self._flow.heightForWidth(self.width())
        if height != self.minimumHeight():
            self.setMinimumHeight(height)


def flow(*parts: QWidget, gap: int = 2) -> Flow:
    """Put parts side by side, on more lines where there is no room."""
    return Flow(FlowLayout(gap=gap), parts)


def deck(*cards: QWidget, narrowest: int = 300) -> Flow:
    """Put cards of one width side by side, on more lines where less than `narrowest` would be left for each."""
    for card in cards:  # all cards of a line are as high as its highest
        card.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
    return Flow(DeckLayout(size(narrowest)), cards)


class UprightArea(QScrollArea):
    """An area that scrolls downwards only, and sideways when even the smallest width does not fit."""

    def __init__(self, content: QWidget) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(content)


def scrolling(inside: QLayout) -> UprightArea:
    """Let the parts of a window scroll where the screen has no room for all of them."""
    content = QWidget()
    content.setObjectName("page_body")
    inside.setContentsMargins(0, 0, space(2), 0)
    content.setLayout(inside)
    return UprightArea(content)


def empty(layout: QLayout) -> None:
    """Take every part out of a layout and let it go."""
    while (item := layout.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
