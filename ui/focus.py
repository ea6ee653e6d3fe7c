"""Owns where the Tab key goes: from left to right and downwards as the eye does, whatever was made first."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLayout, QScrollArea, QTabWidget, QWidget


def follow_the_eye(inside: QWidget) -> None:
    """Let the Tab key follow the layouts: Qt's own order is that in which widgets were made, the newest last."""
    for before, after in pairwise(stops(inside)):
        if before.nextInFocusChain() is not after:
            QWidget.setTabOrder(before, after)


def stops(inside: QWidget) -> Iterator[QWidget]:
    """Yield all that takes the focus inside a widget, in the order of its layouts, hidden parts included."""
    for part in _parts(inside):
        if _is_stop(part):
            yield part
        if isinstance(part, (QScrollArea, QTabWidget)) or not _is_stop(part):
            yield from stops(part)


def first_stop(inside: QWidget) -> QWidget | None:
    """Return the first part of a widget that the Tab key stops at now, None when it has none."""
    return next((each for each in stops(inside) if each.isEnabled() and each.isVisibleTo(inside)), None)


def _is_stop(part: QWidget) -> bool:
    return Qt.FocusPolicy.TabFocus in part.focusPolicy()


def _parts(whole: QWidget) -> Iterator[QWidget]:
    """Yield the parts of a widget as they are laid out."""
    layout: QLayout | None = whole.layout()
    if isinstance(whole, QTabWidget):
        yield whole.tabBar()
        yield from (whole.widget(place) for place in range(whole.count()))
    elif isinstance(whole, QScrollArea):
        yield whole.widget()
    elif layout is not None:
        yield from _laid_out(layout)


def _laid_out(layout: QLayout) -> Iterator[QWidget]:
    for place in range(layout.count()):
        item = layout.itemAt(place)
        part, inner = item.widget(), item.layout()
        if part is not None:
            yield part
        elif inner is not None:
            yield from _laid_out(inner)
