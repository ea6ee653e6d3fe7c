"""Owns what the window says by itself: banners for lasting states, toasts for what was just done, empty pages."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEasingCurve, QEvent, QObject, QPoint, QPropertyAnimation, Qt, QTimer
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from resources.i18n import _
from ui.theme import announcer, look, space
from ui.widgets.boxes import row
from ui.widgets.buttons import Button
from ui.widgets.icons import pixmap
from ui.widgets.labels import announce, label

__all__ = ["Banner", "EmptyState", "Picture", "Toast", "announce"]

READING_MS = 60  # for each character, on top of the least time
LEAST_MS = 6000
MOTION_MS = 150
BANNER_ICONS = {"warn": "triangle-alert", "bad": "circle-alert"}


class Picture(QLabel):
    """An icon as a picture, in the colour of a role, following the theme."""

    def __init__(self, icon: str, role: str, pixels: int) -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self._drawing = (icon, role, pixels)
        announcer().changed.connect(self._draw)
        self._draw()

    def _draw(self) -> None:
        self.setPixmap(pixmap(*self._drawing))


class Banner(QFrame):
    """A line at the top of the page for a state that lasts (kinds: accent, warn, bad, ok)."""

    def __init__(self, text: str, kind: str = "accent", *buttons: QPushButton) -> None:
        super().__init__()
        self.setObjectName("banner")
        self.setProperty("kind", kind)
        self._text = label(text, wrap=True)
        self._text.setMaximumWidth(16_777_215)
        inside = row(Picture(BANNER_ICONS.get(kind, "info"), kind, 20), gap=3)
        inside.addWidget(self._text, 1)
        for each in buttons:
            inside.addWidget(each)
        inside.setContentsMargins(space(3), space(2), space(3), space(2))
        self.setLayout(inside)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)

    def set_text(self, text: str) -> None:
        """Say something else."""
        self._text.setText(text)


class EmptyState(QWidget):
    """What an empty list shows: one line drawing, one sentence, one button."""

    def __init__(self, icon: str, sentence: str, button: QPushButton | None = None, *more: QPushButton) -> None:
        super().__init__()
        text = label(sentence, wrap=True)
        text.setAlignment(Qt.AlignmentFlag.AlignCenter)
        inside = QVBoxLayout(self)
        inside.setSpacing(space(4))
        inside.addStretch(1)
        inside.addWidget(Picture(icon, "ink", 56), 0, Qt.AlignmentFlag.AlignHCenter)
        inside.addWidget(text, 0, Qt.AlignmentFlag.AlignHCenter)
        for each in (button, *more):
            if each is not None:
                inside.addWidget(each, 0, Qt.AlignmentFlag.AlignHCenter)
        inside.addStretch(1)


class Toast(QFrame):
    """A short message at the bottom centre of `owner`; it waits while the mouse or the focus is on it."""

    def __init__(self, owner: QWidget) -> None:
        super().__init__(owner)
        self._owner = owner
        self.setObjectName("toast")
        self._text = label("", wrap=True)
        self._button = Button("", "toast")
        self._button.setAccessibleName(_("Undo"))
        self._button.clicked.connect(self._act)
        self._on_click: Callable[[], object] | None = None
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._leave)
        self._motion = QPropertyAnimation(self, b"pos", self)
        inside = row(self._text, self._button, gap=3)
        inside.setContentsMargins(space(4), space(2), space(3), space(2))
        self.setLayout(inside)
        owner.installEventFilter(self)
        self.hide()

    def say(self, text: str, action: str = "", on_click: Callable[[], object] | None = None) -> None:
        """Show a message with one action, and let screen readers say both."""
        self._text.setText(text)
        self._button.set_text(action)
        self._button.setAccessibleName(action)
        self._button.setVisible(bool(action))
        self._on_click = on_click
        self.show()
        self._place()
        self.raise_()
        self._slide()
        announce(self, f"{text} {action}".strip())
        self._timer.start(LEAST_MS + READING_MS * len(text + action))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay at the bottom centre when the window changes size."""
        if event.type() is QEvent.Type.Resize and self.isVisible():
            self._place()
        return super().eventFilter(watched, event)

    def _place(self) -> None:
        self.setMinimumHeight(look().size(44))
        self.ensurePolished()
        room = self._owner.width() - 2 * space(4)
        self.setFixedWidth(min(self.sizeHint().width(), room))
        inside = self.layout()
        assert inside is not None
        inside.activate()  # the text takes its width, then its height
        self.adjustSize()
        self.move((self._owner.width() - self.width()) // 2, self._owner.height() - self.height() - space(4))

    def _slide(self) -> None:
        if not look().moves:
            return
        self._motion.setDuration(MOTION_MS)
        self._motion.setStartValue(self.pos() + QPoint(0, space(3)))
        self._motion.setEndValue(self.pos())
        self._motion.setEasingCurve(QEasingCurve.Type.OutCubic)
        self._motion.start()

    def _leave(self) -> None:
        if self.underMouse() or self._button.hasFocus():
            self._timer.start(1000)
        else:
            self.hide()

    def _act(self) -> None:
        on_click, self._on_click = self._on_click, None
        self.hide()
        if on_click is not None:
            on_click()
