"""The whole source keeps the rules of the house, and each rule notices what is against it."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests import house_rules
from tests.house_rules import RULES

ROOT = Path(__file__).resolve().parents[1]
Rule = Callable[[str, str], list[str]]

# (rule, path, source): what each rule must refuse ...
WRONG = [
    ("writes_outside_the_writer", "models/backup.py", 'open(path, "w")'),
    ("writes_outside_the_writer", "models/backup.py", 'open(path, mode="rb+")'),
    ("writes_outside_the_writer", "models/backup.py", "open(path, mode)"),
    ("writes_outside_the_writer", "models/backup.py", 'io.open(path, "a")'),
    ("writes_outside_the_writer", "exchange/tables.py", 'path.open("xb")'),
    ("writes_outside_the_writer", "exchange/tables.py", 'Path("a").open(mode="wt")'),
    ("writes_outside_the_writer", "exchange/tables.py", "path.write_text(csv)"),
    ("writes_outside_the_writer", "documents/batch.py", "path.write_bytes(pdf)"),
    ("writes_outside_the_writer", "documents/batch.py", "tempfile.NamedTemporaryFile()"),
    ("writes_outside_the_writer", "documents/batch.py", "os.open(path, os.O_WRONLY | os.O_CREAT)"),
    ("writes_outside_the_writer", "ui/crash.py", "shutil.copyfile(notebook, aside)"),
    ("writes_outside_the_writer", "main.py", 'os.fdopen(descriptor, "wb")'),
    ("bare_widgets", "ui/pages/people.py", "QLabel(name)"),
    ("bare_widgets", "ui/pages/people.py", "QtWidgets.QLabel()"),
    ("bare_widgets", "ui/pages/people.py", "QMessageBox.warning(self, title, name)"),
    ("bare_widgets", "ui/pages/people.py", "QInputDialog.getText(self, title, name)"),
    ("bare_widgets", "ui/pages/people.py", "QErrorMessage(self)"),
    ("bare_widgets", "ui/pages/people.py", "QProgressDialog(self)"),
    ("bare_widgets", "ui/pages/people.py", "row.setToolTip(name)"),
    ("bare_widgets", "ui/pages/people.py", 'row.setToolTip(_("Open {name}", name=name))'),
    ("bare_widgets", "ui/pages/people.py", "class Name(QLabel):\n    pass"),
    ("other_cleaners", "models/people.py", 'unicodedata.normalize("NFC", name)'),
    ("prints", "models/people.py", "def f():\n    print(1)"),
    ("too_long", "models/people.py", "x = 1\n" * 401),
    ("too_long", "models/people.py", "def f():\n" + "    x = 1\n" * 60),
    ("colours", "ui/pages/people.py", 'x = "color: #1a2b3c"'),
    ("colours", "ui/pages/people.py", 'x = f"color: #fff {y}"'),
    ("machine_names", "docs/manual.md", "see /ho" + "me/zoe/carnet"),
    ("machine_names", "docs/manual.md", "`/tm" + "p/x.pdf`"),
    ("machine_names", "docs/manual.md", "http://cache.inter" + "nal/simple"),
    ("machine_names", "docs/manual.md", "ask 192.16" + "8.1.4"),
    ("machine_names", "requirements.lock", "--index-url https://example.org/simple"),
    ("untranslated", "ui/pages/people.py", 'button.setText("Open")'),
    ("untranslated", "ui/pages/people.py", 'QPushButton("Open", self)'),
    ("untranslated", "ui/pages/people.py", 'menu.addAction(icon, "Open")'),
    ("untranslated", "ui/pages/people.py", 'tabs.addTab(page, f"{n} people")'),
    ("untranslated", "ui/pages/people.py", 'label("People", "title")'),
]
# ... and what it must let pass.
RIGHT = [
    ("writes_outside_the_writer", "models/files.py", 'open(path, "xb")'),
    (
        "writes_outside_the_writer",
        "models/upgrade.py",
        'path.open("rb")\nopen(path)\nopen(path, "rb")\nwrite_file(path, b"")',
    ),
    ("writes_outside_the_writer", "models/platforms.py", "os.open(folder, os.O_RDONLY)\nNotebook.open(where)"),
    ("writes_outside_the_writer", "documents/archive.py", 'pikepdf.open(stream)\nzipped.open("word")'),
    ("writes_outside_the_writer", "dev.py", "path.write_bytes(content)"),
    ("bare_widgets", "ui/widgets/labels.py", "QLabel(text)"),
    ("bare_widgets", "ui/messages.py", "QMessageBox(self)"),
    (
        "bare_widgets",
        "ui/pages/people.py",
        'label(name)\nx.setToolTip(_("Open"))\nx.setToolTip(plain_tip(name))\nx.setToolTip("")',
    ),
    ("bare_widgets", "ui/pages/people.py", "class Name(QLabel):\n    def f(self):\n        self.setTextFormat(plain)"),
    ("other_cleaners", "models/text.py", 'unicodedata.normalize("NFC", value)'),
    ("other_cleaners", "models/names.py", 'unicodedata.normalize("NFKD", name)'),
    ("prints", "commands/people.py", "print(1)"),
    ("prints", "models/people.py", "printed(1)\nx.printer()"),
    ("too_long", "models/people.py", "def f():\n" + "    x = 1\n" * 59),
    ("too_long", "models/migrations/versions/0001_first.py", "def upgrade():\n" + "    x = 1\n" * 90),
    ("colours", "ui/theme.py", 'x = "#1a2b3c"'),
    ("colours", "ui/pages/people.py", 'def f():\n    """See #123."""\n    x = "# 12", "#title", "workshop #1"'),
    (
        "machine_names",
        "README.md",
        "python3 dev.py run\nhttps://example.org/home/x\n./t" + "mp/x /usr/lib/x version 10.18.0 ~/t" + "mp/x",
    ),
    (
        "untranslated",
        "ui/pages/people.py",
        'x.setText(_("Open"))\nx.setText("…")\nx.setObjectName("open")\nx.setText(name)',
    ),
    ("untranslated", "models/people.py", 'x.setText("Open")'),
]


def python_files() -> Iterator[tuple[str, str]]:
    """Yield the path and source of every Python file of the project."""
    for path in project_files():
        if path.suffix == ".py":
            yield path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8")


def project_files() -> list[Path]:
    """Return the files that are, or would be, in the repository; all visible ones where git is not there to ask."""
    if shutil.which("git") and (ROOT / ".git").exists():
        command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
        names = subprocess.run(command, cwd=ROOT, capture_output=True, check=True).stdout.decode().split("\0")
        return [ROOT / name for name in names if name and (ROOT / name).is_file()]
    hidden = (".", "__pycache__", "example-output")
    relative = (path.relative_to(ROOT) for path in ROOT.rglob("*") if path.is_file())
    return [ROOT / path for path in relative if not any(part.startswith(hidden) for part in path.parts)]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_the_source_keeps_the_rule(rule: Rule) -> None:
    wrong = [sentence for path, source in python_files() for sentence in rule(source, path)]
    assert not wrong, "\n".join(wrong)


def test_no_file_names_a_folder_or_host_of_one_machine() -> None:
    wrong = []
    for path in project_files():
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue  # fonts, pictures, lists in other encodings
        wrong += house_rules.machine_names(text, path.relative_to(ROOT).as_posix())
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize(("rule", "path", "source"), WRONG)
def test_what_is_against_the_rule_is_told(rule: str, path: str, source: str) -> None:
    assert len(getattr(house_rules, rule)(source, path)) == 1


@pytest.mark.parametrize(("rule", "path", "source"), RIGHT)
def test_what_keeps_the_rule_passes(rule: str, path: str, source: str) -> None:
    assert getattr(house_rules, rule)(source, path) == []
