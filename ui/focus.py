"""Owns where the Tab key goes: from left to right and downwards as the eye does, whatever was made first."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise

import shiboken6
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


def lead_to(inside: QWidget) -> None:
    """Put the focus where a page says that its work begins, or on the first stop of a widget."""
    first = getattr(inside, "starts_at", None) or first_stop(inside)
    if first is not None:
        first.setFocus(Qt.FocusReason.OtherFocusReason)


@contextmanager
def keeping_focus(inside: QWidget, *, is_needed: bool = True) -> Iterator[None]:
    """Keep Tab order and focus while parts are made anew: what replaces the focused part is what is called the same.

    It takes as long as a mark in the attendance: `is_needed` says whether parts are made anew at all.
    """
    if not is_needed:
        yield
        return
    focus: QWidget | None = inside.window().focusWidget()
    if focus is None or not inside.isAncestorOf(focus):
        yield
        follow_the_eye(inside)
        return
    called = _called(focus)
    yield
    follow_the_eye(inside)
    if not shiboken6.isValid(focus) or not focus.isVisibleTo(inside):
        same = (each for each in stops(inside) if _called(each) == called and each.isVisibleTo(inside))
        again = next(same, None)
        if again is not None:
            again.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            lead_to(inside)


def _called(part: QWidget) -> tuple[type[QWidget], str, str]:
    return type(part), part.accessibleName(), part.accessibleDescription()


def _is_stop(part: QWidget) -> bool:
    return Qt.FocusPolicy.TabFocus in part.focusPolicy() and part.focusProxy() is None


def _parts(whole: QWidget) -> Iterator[QWidget]:
    """Yield the parts of a widget as they are laid out."""
    layout: QLayout | None = whole.layout()
    if isinstance(whole, QTabWidget):
        yield whole.tabBar()
        yield from filter(None, map(whole.widget, range(whole.count())))
    elif isinstance(whole, QScrollArea):
        yield from filter(None, [whole.widget()])
    elif layout is not None:
        yield from _laid_out(layout)


def _laid_out(layout: QLayout) -> Iterator[QWidget]:
    for item in filter(None, map(layout.itemAt, range(layout.count()))):
        part: QWidget | None = item.widget()
        inner: QLayout | None = item.layout()
        if part is not None:
            yield part
        elif inner is not None:
            yield from _laid_out(inner)
