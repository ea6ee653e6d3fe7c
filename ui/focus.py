"""Owns where the Tab key goes: from left to right and downwards as the eye does, whatever was made first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import pairwise
from operator import itemgetter

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
        yield from _laid_out(layout, [each for each in whole.children() if isinstance(each, QWidget)])


def _laid_out(layout: QLayout, among: Sequence[QWidget]) -> Iterator[QWidget]:
    """Yield those of the widgets that are laid out here or in layouts inside, in their order.

    Never by `itemAt`: PySide keeps what it returns, is not told when Qt deletes it, and takes the widget that is made
    at the same address later for it, which ends the process.
    """
    inner = [each for each in layout.children() if isinstance(each, QLayout)]
    places = [(layout.indexOf(part), [part]) for part in among]
    places += [(layout.indexOf(part), list(_laid_out(part, among))) for part in inner]
    for place, parts in sorted(places, key=itemgetter(0)):
        if place >= 0:
            yield from parts
