"""Sign-in sheets: names to sign beside, black on white, any number of sessions. Pure: facts -> bytes of a PDF."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from documents import archive, example_mark
from documents.facts import SessionFacts, SheetFacts
from documents.fitting import CAP_HEIGHT, LEADING, Fitted, block_height, fit
from documents.fonts import Weight
from documents.layout import MILLIMETRE
from documents.seal import Code, encode
from documents.sheet_plan import (
    FOOT,
    HEAD,
    HEAD_ROW,
    MARGIN,
    NOTICE,
    ROW,
    Columns,
    columns,
    page_size,
    row_ranges,
    session_groups,
)
from documents.tagged import TaggedCanvas, actual_text, number, text_operators
from documents.typeset import shape
from models.problem import Problem, UserError, refusal
from resources.i18n import Language, language

Steps = Sequence[tuple[float, int]]

_TEXT, _SMALL, _NOTICE_SIZE = 11.0, 10.0, 8.0
_INSET = 2 * MILLIMETRE
_CODE = 22 * MILLIMETRE
_HAIR, _RULE = 0.4, 1.0
_PADDING = 3.5 * MILLIMETRE  # above and below a name of several lines, together
_MOST_LINES = 12  # a name of 120 wide letters in the narrowest column takes nine
_BETWEEN = " · "
# sizes and numbers of lines tried, one after the other, so that a long text never keeps a sheet from being printed
_TITLE_STEPS = ((17.0, 2), (10.0, 3), (8.0, 4))
_OWNER_STEPS = ((10.0, 1), (8.0, 2), (6.5, 2))
_ROOM_STEPS = ((10.0, 2), (8.0, 2), (7.0, 3))
_NAMES_STEPS = ((10.0, 2), (8.0, 3), (6.5, 4))
_NOTICE_STEPS = ((8.0, 3), (7.0, 3), (6.0, 4))
_SCOPE = {"": "", "Row": "/A<</O/Table/Scope/Row>>", "Column": "/A<</O/Table/Scope/Column>>"}


def draw(sheets: Sequence[SheetFacts]) -> bytes:
    """Return one PDF/A-2b with all sheets. Raises UserError (character_missing, text_does_not_fit)."""
    first = sheets[0]
    say = language(first.language)
    title = f"{say('Sign-in sheet')} – {first.workshop}" if len(sheets) == 1 else say("Sign-in sheets")
    return archive.finish(drawn(sheets), title=title, author=first.association.name, language=first.language)


def drawn(sheets: Sequence[SheetFacts]) -> bytes:
    """Return the tagged pages before they are made PDF/A. Raises UserError as `draw` does."""
    if not sheets:
        raise ValueError("a PDF needs at least one sheet")
    canvas = TaggedCanvas(sheets[0].language)
    for facts in sheets:
        with canvas.group("Sect"):
            _SheetDrawer(canvas, facts).draw()
    return canvas.pdf()


def problems(facts: SheetFacts) -> list[Problem]:
    """Return what would keep this sheet from being printed whole: to be told before printing."""
    try:
        drawn([facts])
    except UserError as error:
        return list(error.problems)
    return []


@dataclass(frozen=True, slots=True)
class _Row:
    """One row of the table; without a name it is for someone who turns up."""

    number: str
    name: Fitted | None
    height: float


@dataclass(frozen=True, slots=True)
class _Part:
    """What stands on one page; the last page of some sessions carries the foot."""

    sessions: tuple[SessionFacts, ...]
    grid: Columns
    rows: Sequence[_Row]
    is_last: bool


class _SheetDrawer:
    """Draws the pages of one sheet; `y` counts upwards from the bottom, as in PDF."""

    def __init__(self, canvas: TaggedCanvas, facts: SheetFacts) -> None:
        self._canvas = canvas
        self._facts = facts
        self._say: Language = language(facts.language)
        self._width, self._height = page_size(facts)
        self._code = encode(facts.reference) if facts.reference else None

    def draw(self) -> None:
        """Draw all pages: the names once for every four sessions."""
        parts = []
        for sessions in session_groups(self._facts):
            grid = columns(self._facts, len(sessions))
            rows = self._rows(grid)
            ranges = row_ranges([row.height for row in rows], self._height)
            parts += [_Part(sessions, grid, rows[r.start : r.stop], r.stop == len(rows)) for r in ranges]
        for index, part in enumerate(parts):
            self._draw_page(part, index + 1, len(parts))

    def _rows(self, grid: Columns) -> list[_Row]:
        """Fit every name to its column; a name of several lines makes its row higher."""
        width = grid.name[1] - 2 * _INSET
        rows = []
        for index, name in enumerate(self._facts.names):
            fitted = _fit(name, "regular", _TEXT, width, lines=_MOST_LINES)
            height = max(ROW, block_height(len(fitted.lines), fitted.size) + _PADDING)
            rows.append(_Row(str(index + 1), fitted, height))
        last = len(rows)
        return rows + [_Row(str(last + index + 1), None, ROW) for index in range(max(self._facts.blank_rows, 0))]

    def _draw_page(self, part: _Part, page: int, count: int) -> None:
        canvas = self._canvas
        canvas.begin_page(self._width, self._height)
        if self._facts.is_example:
            example_mark.draw(canvas, self._say, self._width, self._height)
        self._head()
        y = self._height - HEAD - HEAD_ROW
        bottoms = []
        for height in [row.height for row in part.rows] + [ROW] * part.is_last:
            y -= height
            bottoms.append(y)
        self._rules(part.grid, bottoms)
        with canvas.group("Table"):
            self._head_row(part.grid, part.sessions)
            for row, bottom in zip(part.rows, bottoms, strict=False):
                self._row(part.grid, row, bottom)
            if part.is_last:
                self._count_row(part.grid, bottoms[-1])
        if part.is_last:
            self._foot()
        self._notice(page, count)
        canvas.end_page()

    # Parts of the page, from top to bottom

    def _head(self) -> None:
        facts, say, width = self._facts, self._say, self._width - 2 * MARGIN
        beside = width - _CODE - 4 * MILLIMETRE if facts.reference else width
        top = self._height - MARGIN
        owner = _BETWEEN.join(part for part in (say("Sign-in sheet"), facts.association.name, facts.programme) if part)
        rooms = [say("Place: {place}", place=facts.place)] if facts.place else []
        rooms += [say("Room: {room}", room=facts.room)] if facts.room else []
        if facts.trainers:
            names = say.and_list(facts.trainers)
            rooms.append(say.plural("Trainer: {names}", "Trainers: {names}", len(facts.trainers), names=names))
        if len(facts.sessions) == 1:
            only = facts.sessions[0]
            day = say.date(only.date, "full")
            when = _BETWEEN.join((day, f"{say.time(only.start)} – {say.time(only.end)}"))
        else:
            when = say.plural("{n} session", "{n} sessions", len(facts.sessions)) if facts.sessions else ""
        self._text("P", owner, MARGIN, top, beside, steps=_OWNER_STEPS)
        self._text("H1", facts.workshop, MARGIN, top - 7 * MILLIMETRE, beside, weight="bold", steps=_TITLE_STEPS)
        self._text("P", when, MARGIN, top - 20.5 * MILLIMETRE, beside, weight="bold", steps=((_TEXT, 1),))
        self._text(
            "P", _BETWEEN.join(rooms), MARGIN, top - 25.8 * MILLIMETRE, width, steps=_ROOM_STEPS
        )  # under the code
        if self._code is not None:
            self._draw_code(self._code, self._width - MARGIN - _CODE, top - _CODE)

    def _draw_code(self, code: Code, x: float, y: float) -> None:
        paint = self._canvas.stencil(code.bits, code.side, code.side)
        self._canvas.mark(
            "Figure",
            f"q 0 g {number(_CODE)} 0 0 {number(_CODE)} {number(x)} {number(y)} cm {paint} Q",
            alternative=self._say("QR code: reference of this sheet, {reference}", reference=self._facts.reference),
            entries=f"/A<</O/Layout/BBox[{' '.join(map(number, (x, y, x + _CODE, y + _CODE)))}]>>",
        )

    def _rules(self, grid: Columns, bottoms: Sequence[float]) -> None:
        """Draw all rules of the table, once for all pages with the same rows."""
        top = self._height - HEAD
        left, right = number(grid.edges[0]), number(grid.edges[-1])
        flat = "".join(f"{left} {number(y)} m {right} {number(y)} l " for y in bottoms)
        upright = "".join(f"{number(x)} {number(top)} m {number(x)} {number(bottoms[-1])} l " for x in grid.edges)
        strong = "".join(f"{left} {number(y)} m {right} {number(y)} l " for y in (top, top - HEAD_ROW))
        rules = f"0 G {_HAIR} w {flat}{upright}S {_RULE} w {strong}S"
        self._canvas.artifact(self._canvas.shared(rules, self._width, self._height))

    def _head_row(self, grid: Columns, sessions: Sequence[SessionFacts]) -> None:
        say, canvas = self._say, self._canvas
        middle = self._height - HEAD - HEAD_ROW
        with canvas.group("TR"):
            self._cell("TH", say("No."), grid.number, middle, HEAD_ROW, weight="bold", size=_SMALL, scope="Column")
            self._cell(
                "TH", say("Given name and family name"), grid.name, middle, HEAD_ROW, weight="bold", scope="Column"
            )
            if not sessions:
                self._cell("TH", say("Signature"), grid.sessions[0], middle, HEAD_ROW, weight="bold", scope="Column")
            for session, column in zip(sessions, grid.sessions, strict=False):
                hours = f"{say.time(session.start)} – {say.time(session.end)}"
                words = f"{say.date(session.date)} {hours}" if len(sessions) > 1 else say("Signature")
                self._cell("TH", words, column, middle, HEAD_ROW, weight="bold", size=_SMALL, scope="Column")

    def _row(self, grid: Columns, row: _Row, y: float) -> None:
        canvas = self._canvas
        with canvas.group("TR"):
            self._cell("TD", row.number, grid.number, y, row.height, size=_SMALL)
            if row.name is None:
                canvas.mark("TD", "")
            else:
                top = y + (row.height + block_height(len(row.name.lines), row.name.size)) / 2
                self._write("TH", row.name, grid.name[0] + _INSET, top, _SCOPE["Row"])
            for _ in grid.sessions:
                canvas.mark("TD", "")

    def _count_row(self, grid: Columns, y: float) -> None:
        canvas = self._canvas
        with canvas.group("TR"):
            canvas.mark("TD", "")
            self._cell("TH", self._say("Number present"), grid.name, y, ROW, weight="bold", scope="Row")
            for _ in grid.sessions:
                canvas.mark("TD", "")

    def _foot(self) -> None:
        """Draw remarks and the trainer's box at the foot of the last page."""
        say, canvas = self._say, self._canvas
        top = NOTICE + FOOT - ROW - 3 * MILLIMETRE
        box = (self._width - 2 * MARGIN) * 0.45
        split = self._width - MARGIN - box
        remarks = split - MARGIN - 6 * MILLIMETRE
        self._text("P", say("Remarks"), MARGIN, top - 1 * MILLIMETRE, remarks, weight="bold")
        lines = "".join(
            f"{number(MARGIN)} {number(y)} m {number(MARGIN + remarks)} {number(y)} l "
            for y in (top - 11 * MILLIMETRE, top - 20 * MILLIMETRE)
        )
        frame = f"{number(split)} {number(top - 21 * MILLIMETRE)} {number(box)} {number(21 * MILLIMETRE + _INSET)} re"
        canvas.artifact(f"0 G {_HAIR} w {lines}{frame} S")
        label = say("Signature of the trainer")
        self._text("P", label, split + _INSET, top - 1 * MILLIMETRE, box - 2 * _INSET, weight="bold")
        names = say.and_list(self._facts.trainers) if self._facts.trainers else ""
        self._text("P", names, split + _INSET, top - 6 * MILLIMETRE, box - 2 * _INSET, steps=_NAMES_STEPS)

    def _notice(self, page: int, count: int) -> None:
        say, facts = self._say, self._facts
        width = self._width - 2 * MARGIN
        self._text("P", facts.notice, MARGIN, NOTICE - 2 * MILLIMETRE, width, steps=_NOTICE_STEPS)
        base = 6 * MILLIMETRE
        if facts.reference:
            words = say("Reference: {reference}", reference=facts.reference)
            self._text("P", words, MARGIN, base, width * 0.6, steps=((_NOTICE_SIZE, 1),))
        words = say("Page {page} of {pages}", page=page, pages=count)
        line = shape(words)
        self._text(
            "P", words, self._width - MARGIN - line.width_at(_NOTICE_SIZE), base, width, steps=((_NOTICE_SIZE, 1),)
        )

    # Text

    def _cell(
        self,
        role: str,
        text: str,
        column: tuple[float, float],
        y: float,
        height: float,
        *,
        weight: Weight = "regular",
        size: float = _SMALL,
        scope: str = "",
    ) -> None:
        """Write a text in the middle of a cell's height."""
        width = column[1] - 2 * _INSET
        fitted = _fit(text, weight, size, width)
        top = y + (height + block_height(len(fitted.lines), fitted.size)) / 2
        self._write(role, fitted, column[0] + _INSET, top, _SCOPE[scope])

    def _text(
        self,
        role: str,
        text: str,
        x: float,
        top: float,
        width: float,
        *,
        weight: Weight = "regular",
        steps: Steps = ((_SMALL, 2),),
    ) -> None:
        """Write a text whose capitals start at `top`; an empty one leaves nothing."""
        if text:
            self._write(role, _fit_stepwise(text, weight, width, steps), x, top, "")

    def _write(self, role: str, fitted: Fitted, x: float, top: float, entries: str) -> None:
        content = []
        baseline = top - fitted.size * CAP_HEIGHT
        for index, line in enumerate(fitted.lines):
            content.append(text_operators(line, x, baseline - index * LEADING * fitted.size, fitted.size))
        self._canvas.note_glyphs(fitted.lines)
        self._canvas.mark(role, "0 g " + " ".join(content), entries=entries + actual_text(fitted.lines))


def _fit(text: str, weight: Weight, size: float, width: float, lines: int = 2) -> Fitted:
    return _fit_stepwise(text, weight, width, ((size, lines),))


def _fit_stepwise(text: str, weight: Weight, width: float, steps: Steps) -> Fitted:
    """Fit a text in the first size and number of lines that do."""
    for size, lines in steps:
        fitted = fit(text, weight, size=size, width=width, lines=lines)
        if fitted is not None:
            return fitted
    raise refusal("text_does_not_fit", text=text)
