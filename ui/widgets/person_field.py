"""Owns the line in which a person is named: who is already known is shown while one types."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QPoint, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QGuiApplication, QHideEvent, QKeyEvent, QKeySequence

from models import people
from models.people import PeopleQuery, PersonLine
from resources.i18n import _, plural
from ui.found_list import FoundList
from ui.page import Context, Found
from ui.theme import size, space
from ui.widgets.inputs import LineEdit
from ui.widgets.labels import announce

MOST = 6


def told_apart(line: PersonLine) -> str:
    """Return what tells a person from another of the same name: born 1962, Rennes."""
    born = _("born {year}", year=line.birth_year) if line.birth_year else ""
    return ", ".join(part for part in (born, line.town) if part)


def _pasted() -> list[str]:
    """Return the lines of the clipboard that hold something."""
    return [line.strip() for line in QGuiApplication.clipboard().text().splitlines() if line.strip()]


class PersonField(LineEdit):
    """A name, then Enter: `named` tells the text. Down chooses someone already known: `chosen` tells the person.

    Several lines pasted at once are several names: `several` tells them.
    """

    named = Signal(str)
    chosen = Signal(int)
    several = Signal(list)

    def __init__(self, context: Context, name: str, *, hint: str) -> None:
        super().__init__(name, hint=hint)
        self._context = context
        self._found: FoundList | None = None
        self.setAccessibleDescription(_("Enter adds this name. The Down key chooses someone already known."))
        self.textEdited.connect(self._offer)

    @property
    def is_open(self) -> bool:
        """Tell whether people already known are shown."""
        return self._found is not None and self._found.isVisible()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Drive the list from the line."""
        key = event.key()
        if event.matches(QKeySequence.StandardKey.Paste) and len(names := _pasted()) > 1:
            self._hide()
            self.several.emit(names)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._take()
        elif key == Qt.Key.Key_Escape and (self.is_open or self.text()):
            self._hide() if self.is_open else self.clear()
        elif key in (Qt.Key.Key_Down, Qt.Key.Key_Up) and self.is_open and self._found is not None:
            row, count = self._found.list.currentRow(), self._found.list.count()
            self._found.list.setCurrentRow(min(row + 1, count - 1) if key == Qt.Key.Key_Down else row - 1)
            current = self._found.current()
            announce(self, self.text() if current is None else f"{current.text}, {current.detail}")
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Put the list away when one goes elsewhere."""
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            QTimer.singleShot(0, self, self._hide)

    def hideEvent(self, event: QHideEvent) -> None:
        """Put the list away with the page."""
        super().hideEvent(event)
        self._hide()

    def _list(self) -> FoundList:
        if self._found is None:
            self._found = FoundList(self.window())
            self._found.list.setAccessibleName(_("Already known?"))
            self._found.list.itemClicked.connect(lambda *_: self._take())
            self.destroyed.connect(self._found.deleteLater)
        return self._found

    def _offer(self, text: str) -> None:
        """Show who is known by the words typed; nobody is chosen until the Down key says so."""
        words = text.strip()
        if not words:
            self._hide()
            return
        with self._context.notebook.read() as db:
            ids = people.find(db, PeopleQuery(words), limit=MOST)
            lines = people.lines(db, ids)
        found = [
            Found(lines[each].listed, told_apart(lines[each]), "user", partial(self.chosen.emit, each)) for each in ids
        ]
        shown = self._list()
        shown.offer(found)
        shown.list.setCurrentRow(-1)
        shown.setVisible(bool(found))
        if found:
            self._place(shown)
            announce(self, plural("{n} person already known", "{n} people already known", len(found)))

    def _place(self, shown: FoundList) -> None:
        """Put the list above the line where there is no room under it."""
        owner = self.window()
        height = shown.list.count() * size(40) + 10
        under = self.mapTo(owner, QPoint(0, self.height() + 4))
        above = self.mapTo(owner, QPoint(0, -height - 4))
        has_room = under.y() + height <= owner.height() - space(2)
        corner = under if has_room or above.y() < 0 else above
        width = min(max(self.width(), size(460)), owner.width() - corner.x() - space(3))
        shown.setGeometry(QRect(corner, QSize(width, height)))
        shown.raise_()

    def _hide(self) -> None:
        if self._found is not None:
            self._found.hide()

    def _take(self) -> None:
        current = self._found.current() if self.is_open and self._found is not None else None
        text = self.text().strip()
        self._hide()
        self.clear()
        if current is not None:
            current.open()
        elif text:
            self.named.emit(text)
