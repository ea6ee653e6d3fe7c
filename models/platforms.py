"""What differs between Windows, macOS and Linux, in one place."""

from __future__ import annotations

import os
import sys
from pathlib import Path

APPLICATION = "carnet-ateliers"


def sync_folder(folder: Path) -> None:
    """Make a rename in `folder` last through a power cut; Windows has no such call and does not need it."""
    if sys.platform == "win32":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    except OSError:  # some network file systems refuse; the rename itself has been done
        pass
    finally:
        os.close(descriptor)


def settings_folder() -> Path:
    """Return the folder of this person's preferences on this computer (not made here)."""
    from platformdirs import user_config_path

    return user_config_path(APPLICATION, appauthor=False)


def log_folder() -> Path:
    """Return the folder of crash reports and logs (not made here)."""
    from platformdirs import user_log_path

    return user_log_path(APPLICATION, appauthor=False)


def data_folder() -> Path:
    """Return the folder of what must outlive a notebook on this computer (not made here)."""
    from platformdirs import user_data_path

    return user_data_path(APPLICATION, appauthor=False)


def documents_folder() -> Path:
    """Return the folder where this person keeps documents, the home folder when there is none."""
    from platformdirs import user_documents_path

    folder = user_documents_path()
    return folder if folder.is_dir() else Path.home()


def open_outside(path: Path) -> bool:
    """Open a file or folder with the system's own program; tell whether one was started."""
    if sys.platform == "win32":
        os.startfile(path)  # noqa: S606  # it is how Windows opens a file with its own program
        return True
    import subprocess  # costs 8 ms, and the window's start needs it never

    opener = "open" if sys.platform == "darwin" else "xdg-open"
    try:
        subprocess.Popen(
            [opener, str(path)], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
    except OSError:
        return False
    return True
