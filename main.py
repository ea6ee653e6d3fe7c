"""The door: arguments lead to one command, none to the window. Nothing heavy is imported here."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Mapping, Sequence

WINDOW_OPTIONS = ("--notebook", "--lang")


def wants_window(arguments: Sequence[str]) -> bool:
    """Tell whether nothing but options of the window was given: no command, no --help."""
    rest = iter(arguments)
    for argument in rest:
        name, has_value, _value = argument.partition("=")
        if name not in WINDOW_OPTIONS:
            return False
        if not has_value:
            next(rest, None)
    return True


def has_screen(environment: Mapping[str, str], platform: str) -> bool:
    """Tell whether a window can be shown: Qt would abort the process where it cannot."""
    named = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    return not platform.startswith("linux") or any(environment.get(name) for name in named)


def main(arguments: Sequence[str]) -> int:
    """Run one command, or the window, and return the exit status."""
    if wants_window(arguments):
        if not has_screen(os.environ, sys.platform):
            import commands

            return commands.refuse_window(arguments)
        gc.disable()  # it looks again and again at what is being brought in; ui/ahead.py starts it when all is there
        from ui import app

        return app.run(arguments)
    import commands

    return commands.run(arguments)


if __name__ == "__main__":
    if getattr(sys, "frozen", False):  # a packaged program starts itself again to read lists in a process of their own
        from multiprocessing import freeze_support

        freeze_support()
    sys.exit(main(sys.argv[1:]))
