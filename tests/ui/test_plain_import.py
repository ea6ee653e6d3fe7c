"""What is imported after Qt is imported as Python does it: nobody reads its source."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import ui

_READ = """
import linecache, sys
{before}
from documents.layout import Layout
from models.names import fold
from models.text import clean_line
own = [sys.modules[name].__file__ for name in ("documents.layout", "models.names", "models.text")]
print(len(set(own) & set(linecache.cache)), "PySide6.QtCore" in sys.modules)
"""


def sources_read(before: str) -> str:
    root = Path(ui.__file__).parents[1]
    done = subprocess.run(
        [sys.executable, "-c", _READ.format(before=before)], cwd=root, capture_output=True, text=True, check=True
    )
    return done.stdout.strip()


def test_no_source_is_read_of_what_the_window_imports() -> None:
    assert sources_read("import ui.app") == "0 True"


def test_it_is_qt_for_python_that_reads_them() -> None:
    assert sources_read("import PySide6.QtCore") == "3 True"
