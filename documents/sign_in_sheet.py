"""Sign-in sheets: names to sign beside, black on white, any number of sessions. Pure: facts -> bytes of a PDF."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from documents import archive, example_mark
from documents.facts import SheetFacts
from documents.fitting import block_height
from documents.layout import MILLIMETRE
from documents.operators import number, stencil
from documents.page_text import INSET, PageWriter, fit_stepwise
from documents.seal import Code, encode
from documents.sheet_plan import (
    FOOT,
    HEAD_ROW,
    MARGIN,
    NOTICE,
    ROW,
    SHORT_HEAD,
    Column,
    Columns,
    column_groups,
    columns,
    page_size,
    room,
)
from documents.sheet_rows import Portion, Row, portions
from documents.tagged import TaggedCanvas
from documents.typeset import shape
from models.problem import Problem, UserError
from resources.i18n import Language, language

_NOTICE_SIZE = 8.0
_SHORT_TITLE, _TALL_TITLE = 14.5 * MILLIMETRE, 20.5 * MILLIMETRE  # from the margin to the line that says when
_WHEN = 5.3 * MILLIMETRE
_HEAD_GAP = 4.6 * MILLIMETRE
_CODE = 22 * MILLIMETRE
_HAIR, _RULE = 0.4, 1.0
_BETWEEN = " · "
_TO_DATE = "…… / …… / ……………"
# sizes and numbers of lines tried, one after the other, so that a long text never keeps a sheet from being printed
_TITLE_STEPS = ((17.0, 2), (10.0, 3), (8.0, 4))
_OWNER_STEPS = ((10.0, 1), (8.0, 2), (6.5, 2))
_WHEN_STEPS = ((11.0, 1), (8.0, 2))
_ROOM_STEPS = ((10.0, 2), (8.0, 2), (7.0, 3))
_NAMES_STEPS = ((10.0, 2), (8.0, 3), (6.5, 4))
_NOTICE_STEPS = ((8.0, 3), (7.0, 3), (6.0, 4))
_HEAD_STEPS = ((10.0, 2), (8.0, 3))
_SMALL = ((_NOTICE_SIZE, 1), (6.0, 2))


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
class _Page:
    """What stands on one page; the last page of some sessions carries the foot."""

    group: Sequence[Column]
    grid: Columns
    portion: Portion


class _SheetDrawer:
    """Draws the pages of one sheet; `y` counts upwards from the bottom, as in PDF."""

    def __init__(self, canvas: TaggedCanvas, facts: SheetFacts) -> None:
        self._canvas = canvas
        self._writer = PageWriter(canvas)
        self._facts = facts
        self._say: Language = language(facts.language)
        self._width, self._height = page_size(facts)
        self._code = encode(facts.reference) if facts.reference else None
        whole = self._width - 2 * MARGIN
        self._beside = whole - _CODE - 4 * MILLIMETRE if facts.reference else whole
        self._title = fit_stepwise(facts.workshop, "bold", self._beside, _TITLE_STEPS)
        is_short = len(self._title.lines) == 1
        self._below = _SHORT_TITLE if is_short else _TALL_TITLE
        wide = self._beside if is_short else whole  # what is low enough goes under the code
        told = _BETWEEN.join(self._where())
        self._told = fit_stepwise(told, "regular", wide, _ROOM_STEPS) if told else None
        lines = block_height(len(self._told.lines), self._told.size) if self._told else 0.0
        self._table_top = self._height - max(SHORT_HEAD, MARGIN + self._below + _WHEN + lines + _HEAD_GAP)

    def draw(self) -> None:
        """Draw all pages: the names once for every four columns."""
        pages = []
        space = room(self._height, self._height - self._table_top)
        for group in column_groups(self._facts):
            grid = columns(self._facts, len(group))
            pages += [_Page(group, grid, each) for each in portions(self._facts, group, grid, space, self._say)]
        for index, page in enumerate(pages, 1):
            self._draw_page(page, index, len(pages))

    def _draw_page(self, page: _Page, place: int, count: int) -> None:
        canvas, portion = self._canvas, page.portion
        canvas.begin_page(self._width, self._height)
        if self._facts.is_example:
            example_mark.draw(canvas, self._say, self._width, self._height)
        self._head()
        y = self._table_top - HEAD_ROW
        bottoms = []
        for height in [*portion.heights, *[ROW] * portion.is_last]:
            y -= height
            bottoms.append(y)
        self._rules(page.grid, bottoms)
        with canvas.group("Table"):
            self._head_row(page.grid, page.group)
            for row, height, bottom in zip(portion.rows, portion.heights, bottoms, strict=False):
                self._row(page.grid, row, height, bottom)
            if portion.is_last:
                self._count_row(page.grid, bottoms[-1])
        if portion.is_last:
            self._foot()
        self._notice(place, count)
        canvas.end_page()

    # Parts of the page, from top to bottom

    def _head(self) -> None:
        facts, say, text = self._facts, self._say, self._writer.text
        top = self._height - MARGIN
        owner = _BETWEEN.join(part for part in (say("Sign-in sheet"), facts.association.name, facts.programme) if part)
        text("P", owner, MARGIN, top, self._beside, steps=_OWNER_STEPS)
        self._writer.write("H1", self._title, MARGIN, top - 7 * MILLIMETRE)
        text("P", self._when(), MARGIN, top - self._below, self._beside, weight="bold", steps=_WHEN_STEPS)
        if self._told is not None:
            self._writer.write("P", self._told, MARGIN, top - self._below - _WHEN)
        if self._code is not None:
            self._draw_code(self._code, self._width - MARGIN - _CODE, top - _CODE)

    def _when(self) -> str:
        """Return the day and hours of the one session, from when to when there are several."""
        facts, say = self._facts, self._say
        if not facts.sessions:
            return say("Date: {date}", date=_TO_DATE)
        first, last = facts.sessions[0], facts.sessions[-1]
        if len(facts.sessions) == 1:
            return _BETWEEN.join((say.date(first.date, "full"), f"{say.time(first.start)} – {say.time(first.end)}"))
        number_of = say.plural("{n} session", "{n} sessions", len(facts.sessions))
        days = [say.date(each.date, "long") for each in (first, last)]
        return _BETWEEN.join((number_of, " – ".join(dict.fromkeys(days))))

    def _where(self) -> list[str]:
        facts, say = self._facts, self._say
        told = [say("Place: {place}", place=facts.place)] if facts.place else []
        told += [say("Room: {room}", room=facts.room)] if facts.room else []
        if facts.trainers:
            names = say.and_list(facts.trainers)
            told.append(say.plural("Trainer: {names}", "Trainers: {names}", len(facts.trainers), names=names))
        return told

    def _draw_code(self, code: Code, x: float, y: float) -> None:
        paint = stencil(code.bits, code.side, code.side)
        self._canvas.mark(
            "Figure",
            f"q 0 g {number(_CODE)} 0 0 {number(_CODE)} {number(x)} {number(y)} cm {paint} Q",
            alternative=self._say("QR code: reference of this sheet, {reference}", reference=self._facts.reference),
            entries=f"/A<</O/Layout/BBox[{' '.join(map(number, (x, y, x + _CODE, y + _CODE)))}]>>",
        )

    def _rules(self, grid: Columns, bottoms: Sequence[float]) -> None:
        """Draw all rules of the table, once for all pages with the same rows."""
        top = self._table_top
        left, right = number(grid.edges[0]), number(grid.edges[-1])
        flat = "".join(f"{left} {number(y)} m {right} {number(y)} l " for y in bottoms)
        upright = "".join(f"{number(x)} {number(top)} m {number(x)} {number(bottoms[-1])} l " for x in grid.edges)
        strong = "".join(f"{left} {number(y)} m {right} {number(y)} l " for y in (top, top - HEAD_ROW))
        rules = f"0 G {_HAIR} w {flat}{upright}S {_RULE} w {strong}S"
        self._canvas.artifact(self._canvas.shared(rules, self._width, self._height))

    def _head_row(self, grid: Columns, group: Sequence[Column]) -> None:
        say, middle = self._say, self._table_top - HEAD_ROW
        words = [say("No."), say("Given name and family name")]
        words += [self._column_head(column) for column in group] if group else [say("Signature")]
        with self._canvas.group("TR"):
            for text, edges in zip(words, (grid.number, grid.name, *grid.sessions), strict=True):
                self._writer.cell("TH", text, edges, middle, HEAD_ROW, weight="bold", steps=_HEAD_STEPS, scope="Column")

    def _column_head(self, column: Column) -> str:
        say, session = self._say, column.session
        part = {"": "", "morning": say("morning"), "afternoon": say("afternoon")}[column.part]
        if len(self._facts.sessions) == 1:
            return say("Signature, {part}", part=part) if part else say("Signature")
        return f"{say.date(session.date)} {part or f'{say.time(session.start)} – {say.time(session.end)}'}"

    def _row(self, grid: Columns, row: Row, height: float, y: float) -> None:
        canvas, cell = self._canvas, self._writer.cell
        with canvas.group("TR"):
            cell("TD", row.number, grid.number, y, height)
            if row.name is None:
                canvas.mark("TD", "")
            else:
                self._writer.fitted_cell("TH", row.name, grid.name, y, height, "Row")
            for index, edges in enumerate(grid.sessions):
                cell("TD", "–" if index in row.crossed else "", edges, y, height)

    def _count_row(self, grid: Columns, y: float) -> None:
        with self._canvas.group("TR"):
            self._canvas.mark("TD", "")
            self._writer.cell("TH", self._say("Number present"), grid.name, y, ROW, weight="bold", scope="Row")
            for _ in grid.sessions:
                self._canvas.mark("TD", "")

    def _foot(self) -> None:
        """Draw remarks and the trainer's box at the foot of the last page."""
        say, text = self._say, self._writer.text
        top = NOTICE + FOOT - ROW - 3 * MILLIMETRE
        box = (self._width - 2 * MARGIN) * 0.45
        split = self._width - MARGIN - box
        remarks = split - MARGIN - 6 * MILLIMETRE
        text("P", say("Remarks"), MARGIN, top - 1 * MILLIMETRE, remarks, weight="bold")
        lines = "".join(
            f"{number(MARGIN)} {number(y)} m {number(MARGIN + remarks)} {number(y)} l "
            for y in (top - 11 * MILLIMETRE, top - 20 * MILLIMETRE)
        )
        frame = f"{number(split)} {number(top - 21 * MILLIMETRE)} {number(box)} {number(21 * MILLIMETRE + INSET)} re"
        self._canvas.artifact(f"0 G {_HAIR} w {lines}{frame} S")
        label = say("Signature of the trainer")
        text("P", label, split + INSET, top - 1 * MILLIMETRE, box - 2 * INSET, weight="bold")
        names = say.and_list(self._facts.trainers) if self._facts.trainers else ""
        text("P", names, split + INSET, top - 6 * MILLIMETRE, box - 2 * INSET, steps=_NAMES_STEPS)

    def _notice(self, page: int, count: int) -> None:
        say, facts, text = self._say, self._facts, self._writer.text
        width = self._width - 2 * MARGIN
        text("P", facts.notice, MARGIN, NOTICE - 2 * MILLIMETRE, width, steps=_NOTICE_STEPS)
        base = 6 * MILLIMETRE
        if facts.reference:
            text("P", say("Reference: {reference}", reference=facts.reference), MARGIN, base, width * 0.6, steps=_SMALL)
        words = say("Page {page} of {pages}", page=page, pages=count)
        right = self._width - MARGIN - shape(words).width_at(_NOTICE_SIZE)
        text("P", words, right, base, width, steps=_SMALL)
