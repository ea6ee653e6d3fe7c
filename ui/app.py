"""Owns the start: the frame is painted first, the heavy parts and the notebook come after, off the window's thread."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QEvent, QLibraryInfo, QLocale, QObject, Qt, QTimer, QTranslator
from PySide6.QtWidgets import QApplication, QWidget

from models.platforms import log_folder, settings_folder
from resources import i18n
from ui import crash, theme, window_actions
from ui.ahead import Ahead
from ui.main_window import MainWindow
from ui.preferences import Preferences


class QtTexts:
    """Qt's own few texts (file dialogs, the menu of a field) in the language of the window."""

    def __init__(self, application: QApplication) -> None:
        self._application = application
        self._translator: QTranslator | None = None

    def use(self, code: str) -> None:
        """Load Qt's texts in a language; English is built in."""
        if self._translator is not None:
            self._application.removeTranslator(self._translator)
            self._translator = None
        folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
        translator = QTranslator()
        if code != "en" and translator.load(f"qtbase_{code}", folder):
            self._application.installTranslator(translator)
            self._translator = translator
        QLocale.setDefault(QLocale(code))


class FirstPaint(QObject):
    """Calls a function once, right after the window has been painted for the first time."""

    def __init__(self, window: QWidget, then: Callable[[], object]) -> None:
        super().__init__(window)
        self._window, self._then = window, then
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Wait for the first paint, then step aside."""
        if event.type() is QEvent.Type.Paint and watched is self._window:
            self._window.removeEventFilter(self)
            QTimer.singleShot(0, self._window, self._then)
        return False


def prepare(application: QApplication, preferences: Preferences) -> QtTexts:
    """Set up what the whole application shares: look, language, Qt's own texts."""
    application.setApplicationName("carnet-ateliers")
    application.setApplicationDisplayName("Carnet d’ateliers")
    application.setAttribute(Qt.ApplicationAttribute.AA_DontShowIconsInMenus)
    theme.prepare(application)
    window_actions.show_language(preferences.text("language"))
    texts = QtTexts(application)
    texts.use(i18n.current())
    theme.apply(
        application,
        theme.resolve(
            preferences.text("theme"),
            text_size=preferences.number("text_size"),
            moves=not preferences.is_on("reduced_motion"),
        ),
    )
    return texts


def make_window(
    application: QApplication, preferences: Preferences, *, now: Callable[[], datetime] = datetime.now
) -> MainWindow:
    """Make the window with everything that follows preferences and system."""
    texts = prepare(application, preferences)
    window = MainWindow(preferences, now=now)

    def on_language() -> None:
        window_actions.show_language(preferences.text("language"))
        texts.use(i18n.current())

    window.language_asked.connect(on_language)
    Ahead(window)
    application.styleHints().colorSchemeChanged.connect(lambda *_: window_actions.show_look(window))
    return window


def begin(window: MainWindow, where: str) -> None:
    """Open the notebook that was asked for, or the last one, or show the doors to one."""
    crash.start_log(log_folder())
    if where:
        window.open_notebook(where if "://" in where else Path(where))
        return
    last = window.preferences.text("last_notebook")
    if last and Path(last).is_file():
        window.open_notebook(Path(last))
    else:
        window.show_first_start()


def options(arguments: Sequence[str]) -> tuple[str, str]:
    """Return the notebook and the language that are asked for, "" where none is."""
    if not arguments:
        return "", ""
    from argparse import ArgumentParser

    parser = ArgumentParser(prog="carnet")
    parser.add_argument("--notebook", default="", metavar="FILE|URL")
    parser.add_argument("--lang", choices=i18n.CODES, default="")
    found = parser.parse_args(arguments)
    return str(found.notebook), str(found.lang)


def run(arguments: Sequence[str]) -> int:
    """Open the window and return the exit status when it has been closed."""
    where, language = options(arguments)
    application = theme.application()
    preferences = Preferences(settings_folder())
    windows: list[MainWindow] = []
    crashes = crash.Crashes(lambda: windows[0] if windows else None)
    crashes.install()
    if language:
        preferences.keep("language", language)
    window = make_window(application, preferences)
    windows.append(window)
    FirstPaint(window, lambda: begin(window, where))
    window.show()
    status = application.exec()
    crashes.remove()
    return status
