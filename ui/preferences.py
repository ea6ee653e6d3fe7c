"""Owns what this person prefers on this computer: one table of options, one JSON file."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from models.problem import UserError
from resources.i18n import N_

FILE_NAME = "preferences.json"

LANGUAGES = (("", N_("As the computer")), ("fr", "Français"), ("en", "English"))

LOCK_MINUTES = (0, 5, 15, 30, 60)
"""After how many minutes without a key a locked notebook asks for its passphrase again; 0: never by itself."""

Value = str | int | bool | dict[str, object]


@dataclass(frozen=True, slots=True)
class Option:
    """One option: its name, the value it starts with (which gives its type) and what it may be."""

    name: str
    default: Value
    allowed: tuple[Value, ...] = ()

    def accepts(self, value: object) -> bool:
        """Tell whether a value read from the file can be used."""
        return type(value) is type(self.default) and (not self.allowed or value in self.allowed)


OPTIONS = (
    Option("theme", "system", ("system", "light", "dark", "contrast")),
    Option("language", "", tuple(code for code, _name in LANGUAGES)),  # "" follows the computer
    Option("text_size", 100, (80, 90, 100, 110, 125, 150, 175, 200)),
    Option("reduced_motion", False),
    Option("lock_after", 15, LOCK_MINUTES),
    Option("last_notebook", ""),
    Option("understood", {}),  # notebook file -> what was said of its place and need not be said again
    Option("window", ""),  # geometry as Qt gives it, in base64
    Option("workshops_shown", "list", ("list", "month", "week")),
    Option("sheets", {}),  # how sign-in sheets were last wanted
    Option("certificate_files", {}),  # how files of one certificate each were last called
    Option("packages_in", ""),  # the folder where the last package was saved
    Option("form_fields", {}),  # field -> whether the registration form asks it
    Option("columns", {}),  # table name -> {column key: width, ...}, in the order shown
)
_BY_NAME: Mapping[str, Option] = {option.name: option for option in OPTIONS}


class Preferences:
    """The options in use; each change is kept at once, and a file that cannot be written is no reason to stop."""

    def __init__(self, folder: Path | None) -> None:
        """Read `folder`/preferences.json; None keeps everything in memory."""
        self._path = None if folder is None else folder / FILE_NAME
        self._values: dict[str, Value] = _read(self._path)

    def text(self, name: str) -> str:
        """Return the value of a text option."""
        return str(self._value(name))

    def number(self, name: str) -> int:
        """Return the value of a number option."""
        value = self._value(name)
        assert isinstance(value, int)
        return value

    def is_on(self, name: str) -> bool:
        """Return the value of a yes-or-no option."""
        return bool(self._value(name))

    def table(self, name: str) -> dict[str, object]:
        """Return a copy of the value of an option that holds a table."""
        value = self._value(name)
        assert isinstance(value, dict)
        return dict(value)

    def keep(self, name: str, value: Value) -> None:
        """Change an option and write the file. Raises ValueError when the option cannot have this value."""
        if not _BY_NAME[name].accepts(value):
            raise ValueError(f"{name} cannot be {value!r}")
        if self._value(name) != value:
            self._values[name] = value
            self._write()

    def _value(self, name: str) -> Value:
        return self._values.get(name, _BY_NAME[name].default)

    def _write(self) -> None:
        if self._path is None:
            return
        from models.files import write_file

        content = json.dumps(self._values, ensure_ascii=False, indent=1, sort_keys=True).encode()
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            write_file(self._path, content)
        except (OSError, UserError):  # a full or read-only disk: the option holds until the window closes
            return


def _read(path: Path | None) -> dict[str, Value]:
    """Return the values that can be used; a damaged file is kept aside and forgotten."""
    if path is None or not path.is_file():
        return {}
    try:
        found = json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError):
        _keep_aside(path)
        return {}
    if not isinstance(found, dict):
        _keep_aside(path)
        return {}
    return {name: value for name, value in found.items() if name in _BY_NAME and _BY_NAME[name].accepts(value)}


def _keep_aside(path: Path) -> None:
    try:
        path.replace(path.with_suffix(".damaged.json"))
    except OSError:
        return
