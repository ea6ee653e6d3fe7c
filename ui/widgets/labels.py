"""Owns every label: plain text always, so that a name is never read as markup."""

from __future__ import annotations

import re

from PySide6.QtCore import QEvent, QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from ui.theme import look

BREAK = "\u200b"  # a space of no width: a line may end there
MOST_TITLE_LINES = 3  # a longer title would push what it is the title of out of sight
LINE_LENGTH = 75  # characters; longer lines are tiring to read


def plain_tip(text: str) -> str:
    """Return a tooltip text that Qt cannot take for markup: tooltips have no plain-text mode."""
    if "<" not in text:
        return text
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return f'<span style="white-space: pre-wrap">{escaped}</span>'


def announce(widget: QWidget, text: str) -> None:
    """Let a screen reader say a text."""
    from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent  # 3 ms of the start, which says nothing

    QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(widget, text))


def label(text: str, role: str = "text", *, wrap: bool = False, selectable: bool = False) -> QLabel:
    """Make a label of plain text.

    Roles: title, section, strong, text, secondary, figure, help, problem.
    """
    made = WrappedLabel() if wrap else QLabel()
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setText(text)
    made.setProperty("role", role)
    if selectable:
        made.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        made.setAccessibleName(text)
    return made


class WrappedLabel(QLabel):
    """A label whose text wraps, at most 75 characters a line; it takes the height its width asks for.

    Qt's own height-for-width is lost in nested layouts (the last line is cut), so the height follows the width here.
    A word wider than the line is broken where it must be, for Qt would cut it; a text that may be copied is not.
    """

    def __init__(self) -> None:
        super().__init__()
        self._text = ""
        self.setWordWrap(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def text(self) -> str:
        """Return the text, without what breaks its long words."""
        return self._text

    def setText(self, text: str) -> None:
        """Show another text."""
        self._text = text
        super().setText(text)
        self._break_words()
        self._grow()

    def _break_words(self) -> None:
        """Let words break anywhere that are wider than the line."""
        room = self.contentsRect().width() if self.testAttribute(Qt.WidgetAttribute.WA_Resized) else 0
        longest = max(map(len, self._text.split()), default=0)
        if not room or longest * self.fontMetrics().maxWidth() <= room:  # nearly always
            broken = self._text
        else:
            broken = re.sub(r"\S+", lambda word: self._broken(word[0], room), self._text)
        if self.textInteractionFlags() & Qt.TextInteractionFlag.TextSelectableByMouse:
            broken = self._text
        if broken != super().text():
            super().setText(broken)

    def _broken(self, word: str, room: int) -> str:
        return word if self.fontMetrics().horizontalAdvance(word) <= room else BREAK.join(word)

    def heightForWidth(self, width: int) -> int:
        """Return the height of the wrapped text; Qt's own answer never gets smaller than the minimum set before."""
        margins = self.contentsMargins()
        room = QRect(0, 0, max(1, width - margins.left() - margins.right()), 1_000_000)
        text = self.fontMetrics().boundingRect(room, int(Qt.TextFlag.TextWordWrap), super().text())
        return text.height() + margins.top() + margins.bottom()

    def sizeHint(self) -> QSize:
        """Ask for the text on one line where it fits into 75 characters."""
        metrics = self.fontMetrics()
        widest = max((metrics.horizontalAdvance(line) for line in self.text().split("\n")), default=0) + 8
        width = min(widest, metrics.averageCharWidth() * LINE_LENGTH)
        placed = self.width() if self.testAttribute(Qt.WidgetAttribute.WA_Resized) else width
        return QSize(width, self.heightForWidth(placed))

    def minimumSizeHint(self) -> QSize:
        """Leave the width to the layout."""
        return QSize(min(look().size(120), self.sizeHint().width()), self.fontMetrics().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Take the height of the new width."""
        super().resizeEvent(event)
        self._break_words()
        self._grow()

    def changeEvent(self, event: QEvent) -> None:
        """Take the height of a new font."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._break_words()
            self._grow()

    def _grow(self) -> None:
        height = self.heightForWidth(self.width())
        if height > 0 and height != self.minimumHeight():
            self.setMinimumHeight(height)
            self.updateGeometry()


class TitleLabel(WrappedLabel):
    """A title that wraps between words; what is too wide or too long ends in …, and its tooltip is the whole."""

    def __init__(self, text: str) -> None:
        self._whole = text
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("role", "title")
        self.set_whole(text)

    @property
    def whole(self) -> str:
        """The whole title, whatever is shown of it."""
        return self._whole

    def set_whole(self, text: str) -> None:
        """Show another title."""
        self._whole = text
        self.setAccessibleName(text)
        self._cut()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Cut the words again for the new width."""
        super().resizeEvent(event)
        self._cut()

    def sizeHint(self) -> QSize:
        """Ask for lines of 75 characters, or for its longest word, however narrow it was before."""
        metrics = self.fontMetrics()
        line = min(metrics.horizontalAdvance(self._whole), metrics.averageCharWidth() * LINE_LENGTH)
        word = max(map(metrics.horizontalAdvance, self._whole.split(" ")))
        return QSize(max(line, word) + 8, super().sizeHint().height())

    def _cut(self) -> None:
        room = self.width() if self.testAttribute(Qt.WidgetAttribute.WA_Resized) else 1_000_000
        metrics, mode = self.fontMetrics(), Qt.TextElideMode.ElideRight
        words = [metrics.elidedText(word, mode, max(room, 1)) for word in self._whole.split(" ")]
        shown, most = " ".join(words), MOST_TITLE_LINES * metrics.lineSpacing()
        while len(words) > 1 and _height(metrics, shown, room) > most:
            words.pop()
            shown = f"{' '.join(words)} …"
        if shown != self.text():
            self.setText(shown)
        self.setToolTip("" if shown == self._whole else plain_tip(self._whole))


def _height(metrics: QFontMetrics, text: str, width: int) -> int:
    return metrics.boundingRect(QRect(0, 0, width, 0), int(Qt.TextFlag.TextWordWrap), text).height()


class ElidedLabel(QLabel):
    """A label on one line that ends in … where it does not fit, and then shows its whole text as tooltip."""

    def __init__(self, text: str, role: str) -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("role", role)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._whole = ""
        self.set_whole(text)

    def set_whole(self, text: str) -> None:
        """Show another text."""
        self._whole = " ".join(text.split())
        self.setAccessibleName(self._whole)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Cut the text again for the new width."""
        super().resizeEvent(event)
        self._fit()

    def sizeHint(self) -> QSize:
        """Ask for the whole text."""
        margins = self.contentsMargins()
        width = self.fontMetrics().horizontalAdvance(self._whole) + margins.left() + margins.right() + 2
        return QSize(width, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        """Need no more than some letters."""
        return QSize(self.fontMetrics().averageCharWidth() * 6, super().minimumSizeHint().height())

    def _fit(self) -> None:
        shown = self.fontMetrics().elidedText(self._whole, Qt.TextElideMode.ElideRight, max(self.width(), 1))
        super().setText(shown)
        self.setToolTip("" if shown == self._whole else plain_tip(self._whole))


def elided(text: str, role: str = "text") -> ElidedLabel:
    """Make a label on one line that is cut with … where there is no room."""
    return ElidedLabel(text, role)


def chip(text: str, kind: str = "muted") -> QLabel:
    """Make a small rounded mark (kinds: accent, ok, warn, bad, muted), never stretched."""
    made = label(text, "chip")
    made.setProperty("kind", kind)
    made.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
    return made


def set_kind(widget: QWidget, name: str, value: str) -> None:
    """Set a property the style sheet reads, and show it."""
    if widget.property(name) == value:
        return
    widget.setProperty(name, value)
    widget.style().unpolish(widget)
    widget.style().polish(widget)
