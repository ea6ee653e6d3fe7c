"""Owns what a page is and what it is given."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.actions import Action
from ui.theme import space
from ui.widgets.boxes import Column, UprightArea

if TYPE_CHECKING:
    from models.journal import Changes
    from models.notebook import Notebook
    from ui.jobs import Jobs
    from ui.preferences import Preferences


class Go(Protocol):
    """Shows another page, with one of its records."""

    def __call__(self, name: str, record_id: int | None = None) -> object:
        """Show it."""


class ShowToast(Protocol):
    """Shows a toast, with one action."""

    def __call__(self, text: str, action: str = "", on_click: Callable[[], object] | None = None) -> object:
        """Show it."""


@dataclass(frozen=True, slots=True)
class Context:
    """All that a page may use of the window around it."""

    notebook: Notebook
    preferences: Preferences
    jobs: Jobs
    go: Go
    toast: ShowToast
    done: Callable[[str], object]
    now: Callable[[], datetime] = datetime.now

    def today(self) -> date:
        """Return the day it is."""
        return self.now().date()


@dataclass(frozen=True, slots=True)
class Doors:
    """What the first page may do: each way makes or opens a notebook off the window's thread and then shows it."""

    open: Callable[[Path | str], object]
    start: Callable[[Callable[[], Notebook]], object]
    preferences: Preferences
    jobs: Jobs
    back: Callable[[], object] | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """One line of the Ctrl+K list."""

    text: str
    detail: str
    icon: str
    open: Callable[[], object]


class Page(QWidget):
    """One page of the window: fill its `body`; it scrolls where the window is too small for it."""

    main_action: Action | None = None
    starts_at: QWidget | None = None
    """Where the focus goes when the page is gone to; its first part unless told."""
    part: str = ""
    """Which of its parts the page is asked to show; said by the table of pages before show_record()."""

    def __init__(self, context: Context, title: str) -> None:
        super().__init__()
        self.setObjectName("page")
        self.setAccessibleName(title)
        self.context = context
        self.title = title
        inside = QWidget()
        inside.setObjectName("page_body")
        self.body = Column(inside)
        self.body.setContentsMargins(space(5), space(2), space(5), space(4))
        self.body.setSpacing(space(3))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(UprightArea(inside))

    def actions_offered(self) -> list[Action]:
        """Return what Ctrl+K offers while this page is shown."""
        return []

    def show_record(self, record_id: int | None) -> None:
        """Show one record, before refresh()."""

    def refresh(self, changes: Changes | None) -> None:
        """Show the data again: all of it (None), or where these changes touch it."""

    def makes_parts(self, _changes: Changes) -> bool:
        """Tell whether refresh() may make parts anew, so that the Tab order and the focus have to be looked after."""
        return True

    def leave(self) -> bool:
        """Keep what is being typed before another page comes; False asks to stay."""
        return True
