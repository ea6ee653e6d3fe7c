"""Starts the application as main.py does, under a watch that tells at its end when the window stood still too long."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from PySide6.QtCore import QTimer

import main
from benchmarks._watch import Watch
from ui import theme


def run(report: Path, arguments: Sequence[str]) -> int:
    """Run the application; the report holds the longest gap of its loop and all that are too long, in milliseconds."""
    make = theme.application

    def watched() -> object:
        application = make()
        watch = Watch(application)
        QTimer.singleShot(0, watch.wind)  # before the loop runs nothing can stand still
        told = lambda: report.write_text(json.dumps({"longest": watch.longest, "too_long": watch.too_long}))  # noqa: E731
        application.aboutToQuit.connect(told)
        return application

    theme.application = watched  # type: ignore[assignment]  # an application all the same
    return main.main(arguments)


if __name__ == "__main__":
    sys.exit(run(Path(sys.argv[1]), sys.argv[2:]))
