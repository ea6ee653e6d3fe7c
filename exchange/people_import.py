"""A list of people -> a plan that can be looked at -> one write: everything goes in, or nothing does."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from exchange.columns import ColumnChoice, drafts
from exchange.columns import Mapping as Columns
from exchange.import_marks import enrol_and_mark, sessions_of_days, with_repeated
from exchange.import_parting import parted
from exchange.import_plan import (
    FURTHER,
    NO_CHOICES,
    NOTHING_GIVEN,
    Choices,
    Given,
    ImportPlan,
    ImportReport,
    Kind,
    PlannedRow,
)
from exchange.import_together import joined, with_near
from exchange.own_rows import people_by_row
from exchange.row_drafts import RowDraft
from exchange.spreadsheet import Sheet
from models import backup, completing, enrolments, import_memory, matching, people
from models.backup import Reason
from models.matching import KnownPerson, Likeness, Marks, likeness, near_keys
from models.parcels import refuse_in_parcel
from models.people import PersonDraft
from models.problem import Problem, UserError, refusal
from resources.i18n import N_

if TYPE_CHECKING:
    from models.notebook import Db, Notebook

__all__ = ["NOTHING_GIVEN", "Choices", "Given", "ImportPlan", "ImportReport", "Kind", "PlannedRow", "carry_out", "plan"]

NEAR_COMPARED = 60
"""People of one key and year that a row is compared with; a list of made-up names puts thousands under one."""

_HELPERS = frozenset({"status", "quantity", "payer_given_name", "payer_family_name", "payer_email"})
_STAYING = frozenset({"row_for_several", "presence_unknown"})


def plan(
    db: Db, sheet: Sheet, mapping: Columns, workshop_id: int | None = None, *, today: date, given: Given = NOTHING_GIVEN
) -> ImportPlan:
    """Say what becomes of each row. Raises UserError when no column holds names, or a row given is not there."""
    found = parted(drafts(sheet, mapping, today=today), given.parted, mapping.fixed)
    _refuse_other_rows(given, {draft.row_number for draft in found})
    own = people_by_row(db, found)
    read = [_placed_by_uid(_read(draft, given, today), own) for draft in found]
    rows = _placed(db, read, workshop_id, given)
    rows = _with_gaps(db, with_repeated(rows), today)
    sessions, notes = sessions_of_days(db, rows, workshop_id)
    return ImportPlan(
        sheet.file,
        tuple(rows),
        workshop_id,
        not_kept=tuple(column.header for column in mapping.columns if not _is_kept(column, sessions)),
        notes=(*sheet.notes, *mapping.notes, *notes),
        sessions=sessions,
        headers=tuple(sheet.headers),
        names_payers=mapping.source.holds_payers,
    )


def _placed(db: Db, read: Sequence[PlannedRow], workshop_id: int | None, given: Given) -> list[PlannedRow]:
    """Return every row as new, known, doubtful, to correct or left out."""
    stands, marks = joined([row for row in read if row.kind is Kind.NEW], given.same)
    known = _Known(matching.known_people(db, marks.values()), _enrolled_people(db, workshop_id))
    found = [stands.get(row.number, row) for row in read]
    placed = [known.placed(row, marks[row.number]) if row.kind is Kind.NEW else row for row in found]
    return list(with_near(placed, marks, given.same))


def _with_gaps(db: Db, rows: Sequence[PlannedRow], today: date) -> list[PlannedRow]:
    """Say which empty fields of known people a row fills, for each it may be, and what it says otherwise of one."""
    pairs = [
        (number, person_id)
        for number, row in enumerate(rows)
        for person_id in ([row.person_id] if row.person_id else [each.id for each in row.candidates])
    ]
    gaps = completing.gaps(db, [(person_id, rows[number].draft) for number, person_id in pairs], today=today)
    found = list(rows)
    for (number, person_id), gap in zip(pairs, gaps, strict=True):
        row = found[number]
        if gap.fields:
            row = replace(row, completes={**row.completes, person_id: gap.fields})
        if gap.kept and row.person_id == person_id:
            row = replace(row, problems=(*row.problems, *(_differs(row, *each) for each in gap.kept.items())))
        found[number] = row
    return found


def _differs(row: PlannedRow, name: str, kept: str | int) -> Problem:
    values = {"row": row.row, "kept": kept, "other": getattr(row.draft, name)}
    return Problem(name, "known_differs", values, is_warning=True)


def _is_kept(column: ColumnChoice, sessions: Mapping[date, int]) -> bool:
    if column.field == "presence":
        return column.day in sessions
    return column.field is not None and column.field not in _HELPERS


def _refuse_other_rows(given: Given, numbers: set[int]) -> None:
    missing = sorted({number % FURTHER for number in (*given.left_out, *given.corrected)} - numbers)
    if missing:
        raise refusal("import_row_missing", row=missing[0])


def _read(row: RowDraft, given: Given, today: date) -> PlannedRow:
    """Return a row before anybody is looked for: new, to correct or left out."""
    values: dict[str, Any] = {name: v for name, v in row.values.items() if name in PersonDraft.__dataclass_fields__}
    if row.left_out_reason is not None:  # who has cancelled is still named
        return PlannedRow(row.row_number, Kind.LEFT_OUT, PersonDraft(**values), reason=row.left_out_reason)
    corrected = given.corrected.get(row.row_number)
    draft = corrected or PersonDraft(**values)  # the reader of cells has cleaned each text
    problems = _problems(row, draft, today, is_corrected=corrected is not None)
    is_wrong = any(not problem.is_warning for problem in problems)
    read = PlannedRow(row.row_number, Kind.NEW, draft, problems=problems, presence=row.presence, people=row.people)
    if row.row_number in given.left_out:
        return replace(read, kind=Kind.LEFT_OUT, reason="by_hand")
    return replace(read, kind=Kind.TO_CORRECT) if is_wrong else read


def _problems(row: RowDraft, draft: PersonDraft, today: date, *, is_corrected: bool) -> tuple[Problem, ...]:
    """Return what is wrong with a row; of one that was corrected only what no typing can put right is told again."""
    told = [each for each in row.problems if not is_corrected or each.code in _STAYING]
    codes = {(problem.field, problem.code) for problem in told}
    found = [each for each in people.check(draft, this_year=today.year) if not _is_told(each, codes)]
    return (*told, *(replace(each, values={**each.values, "row": row.row_number % FURTHER}) for each in found))


def _placed_by_uid(row: PlannedRow, own: Mapping[int, int]) -> PlannedRow:
    """Return a row that bears the identifier of somebody as known, whatever is wrong with the rest of it."""
    if row.number not in own or row.kind is Kind.LEFT_OUT:
        return row
    warnings = tuple(problem for problem in row.problems if problem.is_warning)
    return replace(row, kind=Kind.KNOWN, person_id=own[row.number], problems=warnings)


def _is_told(problem: Problem, told: set[tuple[str, str]]) -> bool:
    """Tell whether the reader of the list said it already, with the row: a name that is missing."""
    return problem.code == "name_missing" and any(code in ("row_without_name", "name_not_name") for _, code in told)


def _enrolled_people(db: Db, workshop_id: int | None) -> frozenset[int]:
    if workshop_id is None:
        return frozenset()
    lines = enrolments.lines(db, enrolments.find(db, workshop_id))
    return frozenset(line.person_id for line in lines.values())


class _Known:
    """The people of the registry whom a list may name, found by name and by contact."""

    def __init__(self, known: Iterable[KnownPerson], enrolled: frozenset[int]) -> None:
        self._enrolled = enrolled
        self._by: dict[str, list[tuple[KnownPerson, Marks]]] = {}
        self._near: dict[tuple[str, int], list[tuple[KnownPerson, Marks]]] = {}
        for person in known:
            marks = person.marks
            for key in {marks.name_key, marks.email, marks.digits} - {""}:
                self._by.setdefault(key, []).append((person, marks))
            for near in near_keys(marks):
                self._near.setdefault(near, []).append((person, marks))

    def placed(self, row: PlannedRow, marks: Marks) -> PlannedRow:
        """Return the row as known, doubtful or new."""
        near = {p.id: (p, m) for key in (marks.name_key, marks.email, marks.digits) for p, m in self._by.get(key, ())}
        same = [p for p, m in near.values() if likeness(marks, m) is Likeness.SAME]
        if not same:  # a like name with the same year is looked for only where nobody is found by the name itself
            alike = (found for key in near_keys(marks) for found in self._near.get(key, ())[:NEAR_COMPARED])
            near |= {p.id: (p, m) for p, m in alike}
        doubtful = [p for p, m in near.values() if likeness(marks, m) is Likeness.DOUBTFUL]
        if not same:  # whoever bears the name in the workshop's own list is meant
            same = [p for p in doubtful if p.id in self._enrolled and p.marks.name_key == marks.name_key]
        if len(same) == 1:
            return replace(row, kind=Kind.KNOWN, person_id=same[0].id)
        candidates = tuple(same or doubtful)
        return replace(row, kind=Kind.DOUBTFUL, candidates=candidates) if candidates else row


def carry_out(notebook: Notebook, planned: ImportPlan, choices: Choices = NO_CHOICES, *, today: date) -> ImportReport:
    """Do what was planned in one write, which one undo takes back.

    Raises UserError, and writes nothing, when a row that is not left out is to be corrected or still doubtful.
    """
    wanted = [row for row in planned.rows if row.kind is not Kind.LEFT_OUT and row.number not in choices.left_out]
    _refuse_undecided(wanted, choices)
    if not wanted:
        raise refusal("import_nobody", file=planned.file)
    if planned.names_payers and not choices.takes_payers:
        raise refusal("payers_undecided", file=planned.file)
    found = {row.number: _person_of(row, choices) for row in wanted}
    new = [row for row in wanted if found[row.number] is None]
    known = tuple(dict.fromkeys(each for each in found.values() if each is not None))
    backup.before(notebook, Reason.IMPORT)
    with notebook.write(N_("Import {count} people"), count=len(new) + len(known)) as db:
        refuse_in_parcel(db)
        ids = people.save_many(db, [row.draft for row in new], today=today)
        made = dict(zip((row.number for row in new), ids, strict=True))
        gained = completing.complete(db, _told_of(wanted, found), today=today)
        report = ImportReport(tuple(ids), known, len(planned.rows) - len(wanted), completed=len(gained))
        if choices.remembered is not None:
            import_memory.remember(db, planned.headers, dict(choices.remembered), today=today)
        if planned.workshop_id is None:
            return report
        everyone = [(made.get(row.number) or found[row.number], row.presence) for row in wanted]
        coming = [(each, presence) for each, presence in everyone if each is not None]
        done, marks = enrol_and_mark(db, planned.workshop_id, coming, planned.sessions, today=today)
    return replace(report, enrolled=done.enrolled, waiting=done.waiting, already=done.already, marks=marks)


def _person_of(row: PlannedRow, choices: Choices) -> int | None:
    return choices.people.get(row.number) if row.kind is Kind.DOUBTFUL else row.person_id


def _told_of(rows: Sequence[PlannedRow], found: Mapping[int, int | None]) -> dict[int, PersonDraft]:
    """Return what the list says of each known person; where two rows are one of them the first comes first."""
    told: dict[int, PersonDraft] = {}
    for row in rows:
        person_id = found[row.number]
        if person_id is not None:
            told[person_id] = completing.completed(told[person_id], row.draft) if person_id in told else row.draft
    return told


def _refuse_undecided(rows: Sequence[PlannedRow], choices: Choices) -> None:
    """Raise UserError with the problem of every row that keeps the list from going in."""
    wrong = [row for row in rows if row.kind is Kind.TO_CORRECT]
    doubtful = [row for row in rows if row.kind is Kind.DOUBTFUL and row.number not in choices.people]
    problems = [problem for row in wrong for problem in row.problems if not problem.is_warning]
    problems += [_doubt(row) for row in doubtful]
    if problems:
        raise UserError(*problems, Problem("", "import_refused", {"count": len(wrong) + len(doubtful)}))


def _doubt(row: PlannedRow) -> Problem:
    """Say who a doubtful row may be, with what is known of them."""
    told = (
        " · ".join(part for part in (p.listed, str(p.birth_year or ""), p.town, p.email, p.phone) if part)
        for p in row.candidates
    )
    return Problem("", "row_doubtful", {"row": row.row, "name": row.name, "candidates": tuple(told)})
