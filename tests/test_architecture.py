"""Arrows point one way, and each big library has one home: read from every import, also those inside functions."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]

ARROWS = {
    "main": {"ui", "commands"},
    "dev": set(),
    "ui": {"documents", "exchange", "models", "resources"},
    "commands": {"documents", "exchange", "models", "resources"},
    "documents": {"models", "resources"},
    "exchange": {"models", "resources"},
    "models": {"resources"},
    "resources": set(),
}
HOMES = {
    "PySide6": {"ui"},
    "shiboken6": {"ui"},
    "reportlab": {"documents"},
    "pikepdf": {"documents"},
    "uharfbuzz": {"documents"},
    "bidi": {"documents"},
    "zxingcpp": {"documents"},
    "pypdfium2": {"documents", "ui"},  # ui: the preview shows the real PDF
    "sqlalchemy": {"models"},
    "alembic": {"models"},
    "sqlcipher3": {"models"},
    "psycopg": {"models"},
    "python_calamine": {"exchange"},
}
HEAVY = ("sqlalchemy", "alembic", "reportlab", "PySide6", "babel")


UNREADABLE = "?"
_TABLED = re.compile(r"[a-z_]+(\.\w+)+:\w+")  # a row of a table of things to import later: "ui.pages.people:search"


def imported(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Yield line and module of every import in a file, wherever it stands; a relative one begins with a dot.

    Names in a table ("package.module:name") count as imports; a module imported by a name that is neither written
    there nor in such a table is UNREADABLE.
    """
    nodes = list(ast.walk(tree))
    texts = [
        (node.lineno, node.value) for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)
    ]
    tabled = [(line, text.partition(":")[0]) for line, text in texts if _TABLED.fullmatch(text)]
    yield from tabled
    for node in nodes:
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.lineno, "." * node.level + (node.module or "")
        elif isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1] in ("import_module", "__import__"):
            name = node.args[0].values[0] if isinstance(node.args[0], ast.JoinedStr) else node.args[0]
            if isinstance(name, ast.Constant):
                yield node.lineno, str(name.value)
            elif not tabled:
                yield node.lineno, UNREADABLE


def wrong_imports(source: str, path: str) -> list[str]:
    """Return a sentence for each import of a file that goes against the house; `path` is relative to its root."""
    room = path.partition("/")[0].removesuffix(".py")
    wrong = []
    for line, module in imported(ast.parse(source)):
        package = module.split(".")[0]
        if package == "":
            wrong.append(f"{path}:{line} imports {module}: write the whole name")
        elif package == UNREADABLE:
            wrong.append(f"{path}:{line} imports a module whose name cannot be read here")
        elif package in ARROWS and package != room and package not in ARROWS[room]:
            wrong.append(f"{path}:{line} imports {module}: no arrow goes from {room} to {package}")
        elif room not in HOMES.get(package, {room}):
            wrong.append(f"{path}:{line} imports {module}, whose home is {' and '.join(sorted(HOMES[package]))}")
        elif room == "dev" and package not in sys.stdlib_module_names:
            wrong.append(f"{path}:{line} imports {module}: dev.py has the standard library only")
    return wrong


def source_files() -> list[Path]:
    """Return the Python files of every room."""
    return [file for room in ARROWS for file in [ROOT / f"{room}.py", *(ROOT / room).rglob("*.py")] if file.is_file()]


def test_every_import_follows_an_arrow() -> None:
    wrong = [
        sentence
        for file in source_files()
        for sentence in wrong_imports(file.read_text(encoding="utf-8"), file.relative_to(ROOT).as_posix())
    ]
    assert not wrong, "\n".join(wrong)


def test_all_rooms_are_read() -> None:
    assert {file.relative_to(ROOT).parts[0].removesuffix(".py") for file in source_files()} == set(ARROWS)


@pytest.mark.parametrize(
    ("path", "source"),
    [
        ("models/people.py", "import documents"),
        ("models/people.py", "def f():\n    from ui.table import Column"),
        ("models/people.py", "if TYPE_CHECKING:\n    from commands import people"),
        ("models/people.py", 'importlib.import_module("exchange.package")'),
        ("models/people.py", "importlib.import_module(name)"),
        ("models/people.py", 'import_module(f"commands.{name}")'),
        ("models/people.py", 'TABLE = ("ui.pages.people:search",)\nimport_module(TABLE[0])'),
        ("models/people.py", '__import__("documents")'),
        ("models/people.py", "from . import places"),
        ("models/people.py", "import reportlab.pdfgen.canvas"),
        ("models/people.py", "from PySide6.QtCore import Qt"),
        ("documents/certificate.py", "from exchange import tables"),
        ("exchange/package.py", "from documents.facts import Facts"),
        ("documents/certificate.py", "from sqlalchemy import select"),
        ("documents/certificate.py", "from PySide6 import QtGui"),
        ("commands/people.py", "from ui import app"),
        ("commands/people.py", "import main"),
        ("commands/people.py", "from PySide6.QtCore import QTimer"),
        ("ui/pages/people.py", "from sqlalchemy.orm import Session"),
        ("ui/pages/people.py", "from commands.people import show"),
        ("ui/pages/people.py", "from reportlab.graphics import renderSVG"),
        ("ui/pages/people.py", "import pikepdf"),
        ("models/lists.py", "import python_calamine"),
        ("exchange/lists.py", "import psycopg"),
        ("resources/words.py", "from models.problem import Problem"),
        ("main.py", "from models.notebook import Notebook"),
        ("main.py", "import dev"),
        ("dev.py", "import babel"),
        ("dev.py", "from models import files"),
    ],
)
def test_an_import_against_the_house_is_told(path: str, source: str) -> None:
    assert len(wrong_imports(source, path)) == 1


@pytest.mark.parametrize(
    ("path", "source"),
    [
        ("main.py", "def main():\n    from ui import app\n    import commands"),
        ("ui/pages/people.py", "import pypdfium2\nfrom ui.table import Column\nfrom models import people"),
        (
            "documents/certificate.py",
            "import json\nfrom reportlab.pdfgen import canvas\nfrom resources.i18n import language",
        ),
        ("models/people.py", "from sqlalchemy import select\nfrom models.names import fold"),
        ("ui/main_window.py", 'PAGES = {"people": "ui.pages.people:PeoplePage"}\nimport_module(name)'),
        ("models/sessions.py", 'EXAMPLE = "14:30"\nSEAL = "CARNET1:x"'),
        ("dev.py", "import ctypes\nfrom pathlib import Path"),
    ],
)
def test_an_import_that_follows_an_arrow_passes(path: str, source: str) -> None:
    assert wrong_imports(source, path) == []


@pytest.mark.parametrize(
    ("door", "others"),
    [
        ("main", HEAVY),
        (
            "models.notebook, models.tables",
            ("rapidfuzz", "holidays", "babel", "psutil", "alembic", "PIL", "cryptography"),
        ),
    ],
)
def test_the_doors_load_nothing_heavy_that_is_not_used_there(door: str, others: tuple[str, ...]) -> None:
    program = f"import sys, {door}; sys.exit(', '.join(name for name in {others!r} if name in sys.modules) or 0)"
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True)
    assert (done.returncode, done.stderr.strip()) == (0, "")
