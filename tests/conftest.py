"""What holds for every test: no screen, a home of its own, no thread or window left behind."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

os.environ["QT_QPA_PLATFORM"] = "offscreen"

settings.register_profile("same everywhere", derandomize=True, deadline=None)
if not os.environ.get("TORTURE"):
    settings.load_profile("same everywhere")


@pytest.fixture(scope="session", autouse=True)
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A home folder made for the tests, so that no test reads or writes the settings of the person who runs them."""
    folder = tmp_path_factory.mktemp("home")
    places = {
        "HOME": "",
        "USERPROFILE": "",
        "APPDATA": "AppData/Roaming",
        "LOCALAPPDATA": "AppData/Local",
        "XDG_CONFIG_HOME": ".config",
        "XDG_DATA_HOME": ".local/share",
        "XDG_STATE_HOME": ".local/state",
        "XDG_CACHE_HOME": ".cache",
        "XDG_RUNTIME_DIR": ".run",
    }
    with pytest.MonkeyPatch.context() as patch:
        for name, place in places.items():
            (folder / place).mkdir(parents=True, exist_ok=True)
            patch.setenv(name, str(folder / place))
        (folder / ".run").chmod(0o700)
        yield folder


@pytest.fixture(autouse=True)
def nothing_left_behind() -> Iterator[None]:
    """Fail a test that leaves a thread running or a window open."""
    before = set(threading.enumerate())
    yield
    threads = [thread for thread in threading.enumerate() if thread not in before and not _ends(thread)]
    assert not threads, f"threads left running: {threads}"
    assert not _open_windows(), f"windows left open: {_open_windows()}"


def _ends(thread: threading.Thread) -> bool:
    """Tell whether a thread ends within two seconds; Python's stand-ins for Qt's own threads never seem to."""
    if thread.name.startswith("Dummy-"):
        return True
    thread.join(2)
    return not thread.is_alive()


def _open_windows() -> list[object]:
    widgets = sys.modules.get("PySide6.QtWidgets")
    if widgets is None or widgets.QApplication.instance() is None:
        return []
    return [window for window in widgets.QApplication.topLevelWidgets() if window.isVisible()]
