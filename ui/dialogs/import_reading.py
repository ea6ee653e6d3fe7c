"""Owns how a list is read for the import dialog: what was asked for, the task that reads it, its words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from hashlib import file_digest
from pathlib import Path
from typing import Any

from exchange import columns, spreadsheet
from exchange.columns import ColumnChoice
from exchange.columns import Mapping as ColumnMapping
from exchange.import_choices import ColumnChoices, applied, remembered, to_remember
from exchange.people_import import NOTHING_GIVEN, Given, ImportPlan, ImportReport, Kind, plan
from exchange.reading import read_task
from exchange.sheet_cells import cell_text
from exchange.spreadsheet import Sheet
from models.notebook import Notebook
from models.problem import UserError
from models.progress import Progress, Task
from resources.i18n import N_, _, plural
from resources.labels import field_label

SAMPLES = 3  # cells shown of each column
ACCENTED = 6  # words shown to judge the accents by
NOT_KEPT = ""

ENCODINGS: tuple[tuple[str, str], ...] = (
    ("utf-8", N_("Universal (UTF-8)")),
    ("cp1252", N_("Windows")),
    ("mac_roman", N_("Old Mac")),
    ("cp850", N_("DOS")),
)
SEPARATORS: tuple[tuple[str, str], ...] = (
    (";", N_("Semicolon ;")),
    (",", N_("Comma ,")),
    ("\t", N_("Tab")),
    ("|", N_("Bar |")),
)
FIELD_NAMES: Mapping[str, str] = {
    "full_name": N_("Whole name in one cell"),
    "full_name_family_first": N_("Whole name, family name first"),
    "full_name_given_first": N_("Whole name, given name first"),
    "postcode_town": N_("Postcode and town in one cell"),
    "status": N_("State of the registration"),
    "quantity": N_("Number of people"),
    "payer_given_name": N_("Given name of who paid"),
    "payer_family_name": N_("Family name of who paid"),
    "payer_email": N_("E-mail of who paid"),
    "presence": N_("Attendance"),
}
KIND_NAMES: Mapping[Kind, str] = {
    Kind.NEW: N_("New"),
    Kind.KNOWN: N_("Already known"),
    Kind.DOUBTFUL: N_("Perhaps known"),
    Kind.TO_CORRECT: N_("To correct"),
    Kind.LEFT_OUT: N_("Left out"),
}
CHIPS: Mapping[Kind, str] = {
    Kind.NEW: "ok",
    Kind.KNOWN: "accent",
    Kind.DOUBTFUL: "warn",
    Kind.TO_CORRECT: "bad",
    Kind.LEFT_OUT: "muted",
}


@dataclass(frozen=True, slots=True)
class Asked:
    """What the user chose about one file; None: guess it."""

    path: Path
    encoding: str | None = None
    separator: str | None = None
    sheet_name: str | None = None
    header_row: int | None = None
    choices: ColumnChoices | None = None  # None: as for the last list with these titles
    is_guessed_again: bool = False  # what was chosen for the last list is to be forgotten
    given: Given = NOTHING_GIVEN
    fingerprint: str = ""  # of the content that was read, by which a list is known to be the same one later

    def with_choice(self, index: int, field: str) -> Asked:
        """Return the same with one column chosen."""
        return replace(self, choices=(self.choices or ColumnChoices()).with_column(index, field))

    def to_remember(self) -> dict[str, Any] | None:
        """Return what the next list with these titles starts with; None when nothing was chosen."""
        return to_remember(self.choices or ColumnChoices()) if self.choices or self.is_guessed_again else None


@dataclass(frozen=True, slots=True)
class Read:
    """What reading gave: the sheet, what its columns are, and what its rows will do, or why they cannot be planned.

    `asked` holds the choices that were used, those of last time when it `is_remembered`. Of a list that `is_other` than
    the one that was asked about, nothing is said yet.
    """

    sheet: Sheet
    mapping: ColumnMapping
    plan: ImportPlan | None
    asked: Asked
    is_remembered: bool = False
    refused: UserError | None = None
    is_other: bool = False


def reading(
    notebook: Notebook, asked: Asked, workshop_id: int | None, *, today: date, sheet: Sheet | None = None
) -> Task[Read]:
    """Read a list and plan what its rows will do; nothing is written. Raises what reading the file raises.

    A `sheet` that was read already is planned again without its file.
    """
    yield Progress(0, 0, asked.path.name)
    is_other = False
    if sheet is None:
        content = fingerprint(asked.path)
        is_other = bool(asked.fingerprint) and content != asked.fingerprint
        asked = replace(asked, fingerprint=content, given=NOTHING_GIVEN if is_other else asked.given)
        sheet = yield from read_task(
            asked.path, encoding=asked.encoding, separator=asked.separator, sheet=asked.sheet_name
        )
        yield Progress(0, 0, asked.path.name)
        if asked.header_row is not None:
            sheet = spreadsheet.with_header(sheet, asked.header_row)
    mapping = columns.recognise(sheet, today=today)
    with notebook.read() as db:
        is_new = asked.choices is None
        choices = remembered(db, mapping) if asked.choices is None else asked.choices
        read = Read(
            sheet,
            applied(mapping, choices),
            None,
            replace(asked, choices=choices),
            is_remembered=is_new and bool(choices),
            is_other=is_other,
        )
        try:
            planned = plan(db, sheet, read.mapping, workshop_id, today=today, given=asked.given)
        except UserError as error:
            return replace(read, refused=error)
    return replace(read, plan=planned)


def fingerprint(path: Path) -> str:
    """Return what tells the content of a file from any other; "" when it cannot be read."""
    try:
        with path.open("rb") as stream:
            return file_digest(stream, "sha256").hexdigest()
    except OSError:
        return ""


def field_choices(column: ColumnChoice) -> list[tuple[str, str]]:
    """Return what a column may be taken for, in words; not kept comes first."""
    offered = [name for name in columns.FIELDS if name != "presence" or column.field == "presence"]
    return [(NOT_KEPT, _("Not kept")), *((name, field_name(name)) for name in offered)]


def field_name(name: str) -> str:
    """Say what a column is taken for."""
    return _(FIELD_NAMES[name]) if name in FIELD_NAMES else field_label(name)


def samples(sheet: Sheet, index: int) -> str:
    """Return the first filled cells of a column."""
    cells = (cell_text(row[index]) for _number, row in sheet.data() if index < len(row))
    return " · ".join(_first(SAMPLES, (text for text in cells if text)))


def accented_words(sheet: Sheet) -> str:
    """Return some words of the list that hold a letter beyond the plain alphabet."""
    words = (
        word
        for row in (*(row for _number, row in sheet.data()), sheet.rows[sheet.header_row - 1])
        for cell in row
        for word in cell_text(cell).split()
        if any(letter.isalpha() and not letter.isascii() for letter in word) or "\ufffd" in word
    )
    return ", ".join(_first(ACCENTED, dict.fromkeys(words)))


def _first(count: int, texts: Iterable[str]) -> list[str]:
    return [text for text, _place in zip(texts, range(count), strict=False)]


def counted(kind: Kind, count: int) -> str:
    """Return the words of one of the counts."""
    match kind:
        case Kind.NEW:
            return plural("{n} new", "{n} new", count)
        case Kind.KNOWN:
            return plural("{n} already known", "{n} already known", count)
        case Kind.DOUBTFUL:
            return plural("{n} perhaps known", "{n} perhaps known", count)
        case Kind.TO_CORRECT:
            return plural("{n} to correct", "{n} to correct", count)
        case Kind.LEFT_OUT:
            return plural("{n} left out", "{n} left out", count)


def told(report: ImportReport) -> str:
    """Say what an import did."""
    people = len(report.new) + len(report.known)
    parts = [plural("{n} person imported", "{n} people imported", people)]
    if report.known:
        parts.append(plural("{n} was already known", "{n} were already known", len(report.known)))
    if report.completed:
        parts.append(plural("{n} completed", "{n} completed", report.completed))
    if report.waiting:
        parts.append(plural("{n} on the waiting list", "{n} on the waiting list", len(report.waiting)))
    if report.marks:
        parts.append(plural("{n} mark of attendance", "{n} marks of attendance", report.marks))
    return ", ".join(parts)
