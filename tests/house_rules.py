"""The rules of the house that a linter does not know, each a pure function: source and path -> what is against it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

FILE_LIMIT, FUNCTION_LIMIT = 400, 60  # lines; the guide is 300 and 40

_WRITING_MODE = re.compile(r"[rbt]*[wax+][rwaxbt+]*")
_WRITERS = {"write_text", "write_bytes"}
_TEMPORARY = {"NamedTemporaryFile", "TemporaryFile", "SpooledTemporaryFile", "mkstemp"}
_COPIERS = {"copy", "copy2", "copyfile", "copytree", "copyfileobj", "move"}

_BARE_WIDGETS = {"QLabel", "QMessageBox", "QInputDialog", "QErrorMessage", "QProgressDialog"}
_LABEL_FILES = ("ui/widgets/labels.py", "ui/messages.py")

_COLOUR = re.compile(r"#(?:[0-9a-fA-F]{8}|[0-9a-fA-F]{6}|[0-9a-fA-F]{3})(?![0-9a-zA-Z_])")

_MACHINE_PATH = re.compile(r"(?<![\w./<~-])/(?:home|root|Users|work|tmp|opt|mnt|srv)/[\w.-]+")
_PRIVATE_HOST = re.compile(
    r"://[\w.-]+\.(?:local|lan|internal|intranet|corp)\b"
    r"|\b(?:10\.\d+|192\.168|172\.(?:1[6-9]|2\d|3[01]))\.\d+\.\d+(?![\w.])"
)

_TEXT_SETTERS = {
    *("setText", "setTitle", "setWindowTitle", "setLabelText", "setPlaceholderText", "setToolTip", "setStatusTip"),
    *("setWhatsThis", "setAccessibleName", "setAccessibleDescription", "setInformativeText", "setPrefix", "setSuffix"),
    *("addAction", "addMenu", "addTab", "addItem", "addRow", "addButton"),
    *("QLabel", "QPushButton", "QToolButton", "QCheckBox", "QRadioButton", "QGroupBox", "QAction", "QMenu"),
}
_LABEL_MAKERS = {"label", "elided", "chip"}  # ui/widgets/labels.py: the text comes first
_APPLICATION = "Carnet d’ateliers"  # a name, the same in all languages


def writes_outside_the_writer(source: str, path: str) -> list[str]:
    """Refuse opening a file for writing: models/files.py does it whole or not at all."""
    if path == "models/files.py" or path.startswith(("tests/", "benchmarks/")) or path == "dev.py":
        return []
    return [
        f"{path}:{call.lineno} {ast.unparse(call.func)}: only models/files.py writes files"
        for call in _calls(ast.parse(source))
        if _opens_for_writing(call)
    ]


def bare_widgets(source: str, path: str) -> list[str]:
    """Refuse widgets and tooltips that Qt would read as markup: a name is text, whatever is in it."""
    if path in _LABEL_FILES or not path.startswith("ui/"):
        return []
    tree = ast.parse(source)
    wrong = [
        f"{path}:{node.lineno} {node.name} is a QLabel without setTextFormat(PlainText)"
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef) and "QLabel" in map(ast.unparse, node.bases) and not _sets_format(node)
    ]
    for call in _calls(tree):
        names = ast.unparse(call.func).split(".")
        if bare := _BARE_WIDGETS.intersection(names):
            wrong.append(f"{path}:{call.lineno} {bare.pop()}: use ui/widgets/labels.py or ui/messages.py")
        if (names[-1] == "setToolTip" or names[-2:] == ["QToolTip", "showText"]) and not all(map(_is_plain, call.args)):
            wrong.append(f"{path}:{call.lineno} {names[-1]} with data: use plain_tip of ui/widgets/labels.py")
    return wrong


def prints(source: str, path: str) -> list[str]:
    """Refuse print: what the user reads goes through commands/ or ui/messages.py."""
    if path.startswith(("commands/", "benchmarks/", "tests/")) or path in ("main.py", "dev.py"):
        return []
    return [f"{path}:{call.lineno} print" for call in _calls(ast.parse(source)) if _name(call) == "print"]


def too_long(source: str, path: str) -> list[str]:
    """Refuse a file or a function that does not fit in a head; migrations list tables, so only their files count."""
    lines = source.count("\n")
    wrong = [f"{path} has {lines} lines; at most {FILE_LIMIT}"] if lines > FILE_LIMIT else []
    if path.startswith(("models/migrations/", "models/central/migrations/")):
        return wrong
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            if length > FUNCTION_LIMIT:
                wrong.append(f"{path}:{node.lineno} {node.name} has {length} lines; at most {FUNCTION_LIMIT}")
    return wrong


def colours(source: str, path: str) -> list[str]:
    """Refuse colours outside the theme and the papers: the window has a light, a dark and a high-contrast look."""
    if path == "ui/theme.py" or path.startswith(("documents/", "resources/", "tests/", "benchmarks/")):
        return []
    return [
        f"{path}:{line} {found.group()}: colours are in ui/theme.py"
        for line, text in _texts(ast.parse(source))
        for found in _COLOUR.finditer(text)
    ]


def machine_names(text: str, path: str) -> list[str]:
    """Refuse the folders and hosts of one machine, and package indexes in a lock."""
    return [
        f"{path}:{number} {found.group()}"
        for number, line in enumerate(text.splitlines(), 1)
        for pattern in (_MACHINE_PATH, _PRIVATE_HOST, *([re.compile(r"\w+://\S+")] if path.endswith(".lock") else []))
        for found in pattern.finditer(line)
    ]


def other_cleaners(source: str, path: str) -> list[str]:
    """Refuse a second cleaner of text that is stored: models/text.py says what may stand in a notebook."""
    if path == "models/text.py" or not path.startswith(("models/", "exchange/", "commands/", "ui/")):
        return []
    return [
        f"{path}:{call.lineno} composes text itself: use clean_line or clean_note of models/text.py"
        for call in _calls(ast.parse(source))
        if _name(call) == "normalize" and any(ast.unparse(each) in ("'NFC'", "'NFKC'") for each in call.args)
    ]


def untranslated(source: str, path: str) -> list[str]:
    """Refuse letters given as they are to what the window shows: texts go through _()."""
    if not path.startswith("ui/"):
        return []
    return [
        f"{path}:{call.lineno} {_name(call)}({text!r}): write _({text!r})"
        for call in _calls(ast.parse(source))
        for argument in (call.args if _name(call) in _TEXT_SETTERS else call.args[: _name(call) in _LABEL_MAKERS])
        for text in _bare_texts(argument)
        if any(character.isalpha() for character in text) and text != _APPLICATION
    ]


RULES = (writes_outside_the_writer, bare_widgets, other_cleaners, prints, too_long, colours, untranslated)


def _calls(tree: ast.AST) -> Iterator[ast.Call]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.Call))


def _name(call: ast.Call) -> str:
    """Return the last name of what is called: open for path.open(...)."""
    return call.func.attr if isinstance(call.func, ast.Attribute) else ast.unparse(call.func)


def _opens_for_writing(call: ast.Call) -> bool:
    name, whole = _name(call), ast.unparse(call.func)
    if name in _WRITERS | _TEMPORARY or (whole.startswith("shutil.") and name in _COPIERS):
        return True
    if whole == "os.open":
        return ast.unparse(call.args[0]) != "os.devnull" and "O_RDONLY" not in ast.unparse(call)
    if name not in ("open", "fdopen"):
        return False
    named = [word.value for word in call.keywords if word.arg == "mode"]
    is_function = whole in ("open", "io.open", "os.fdopen")
    return any(_is_writing_mode(mode, must_be_readable=is_function) for mode in named + call.args[is_function:][:1])


def _is_writing_mode(mode: ast.expr, *, must_be_readable: bool) -> bool:
    """Tell whether an argument is a mode for writing; open() also refuses one that cannot be read here."""
    if isinstance(mode, ast.Constant) and isinstance(mode.value, str):
        return bool(_WRITING_MODE.fullmatch(mode.value))
    return must_be_readable


def _is_plain(argument: ast.expr) -> bool:
    """Tell whether a tooltip cannot hold data: a literal, a translation without values, or made by plain_tip."""
    if not isinstance(argument, ast.Call):
        return isinstance(argument, ast.Constant)
    return _name(argument) == "plain_tip" or (_name(argument) == "_" and not argument.keywords)


def _sets_format(node: ast.ClassDef) -> bool:
    return any(_name(call) == "setTextFormat" for call in _calls(node))


def _texts(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Yield line and text of each string that is not a docstring."""
    for node in ast.walk(tree):
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.Constant) and isinstance(child.value, str) and not isinstance(node, ast.Expr):
                yield child.lineno, child.value


def _bare_texts(argument: ast.expr) -> list[str]:
    """Return the texts written as they are in an argument, also those between the values of an f-string."""
    parts = argument.values if isinstance(argument, ast.JoinedStr) else [argument]
    return [part.value for part in parts if isinstance(part, ast.Constant) and isinstance(part.value, str)]
