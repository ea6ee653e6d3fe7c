"""What a screen reader needs of every page: walks a widget and tells what has no name."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractItemView, QMenu, QWidget


def unnamed_focusable(widget: QWidget, *, only_shown: bool = False) -> list[str]:
    """Return every widget inside that can take the focus and has no accessible name, or only those shown now."""
    return [
        f"{type(each).__name__} {each.objectName()}".strip()
        for each in (widget, *widget.findChildren(QWidget))
        if (each.isVisible() or not only_shown)
        if each.focusPolicy() != Qt.FocusPolicy.NoFocus and not isinstance(each, QMenu) and not _is_inside(each)
        if not (QAccessible.queryAccessibleInterface(each).text(QAccessible.Text.Name) or "").strip()
    ]


def _is_inside(widget: QWidget) -> bool:
    """Tell whether a widget is a part of another one that stands for it (the list of a choice, Qt's own parts)."""
    if widget.focusProxy() is not None or widget.objectName().startswith("qt_"):
        return True
    above = widget.parentWidget()
    while above is not None:
        if isinstance(above, QAbstractItemView) or above.metaObject().className() == "QComboBoxPrivateContainer":
            return True
        above = above.parentWidget()
    return False
