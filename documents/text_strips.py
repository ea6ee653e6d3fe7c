"""Blocks turned into strips that the end of a page never parts, and strips put on A4 pages. Lengths in points."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from documents.fonts import Weight
from documents.layout import MILLIMETRE
from documents.text_blocks import Blanks, Block, Facts, Grid, NewPage, Paragraph, Points, Section, Ticks, Title
from documents.typeset import Line, shape
from documents.wrapping import wrapped

WIDTH, HEIGHT = 210 * MILLIMETRE, 297 * MILLIMETRE
MARGIN = 20 * MILLIMETRE
TOP = HEIGHT - 18 * MILLIMETRE
BOTTOM = 20 * MILLIMETRE
LEADING = 1.4

_TITLE, _SECTION, _NOTE = 1.75, 1.2, 0.86  # shares of the size of the text
_KEY = 0.32  # share of the width that the names of facts take
_POINT = "–"
_MOST_LINES = 15  # of one piece: what is longer may be parted by the end of a page
_HAIR, _RULE = 0.3, 0.9
_TO_WRITE, _TO_SIGN = 8 * MILLIMETRE, 18 * MILLIMETRE  # above the line that is written on
_AIRY = 3 * MILLIMETRE
_BESIDE = 6 * MILLIMETRE  # between two lines that are written on, and between two boxes
_BOX = 3.6 * MILLIMETRE
_ANSWERS = 0.24  # share of the width before boxes with a label
_ROW_SCOPE, _COLUMN_SCOPE = "/A<</O/Table/Scope/Row>>", "/A<</O/Table/Scope/Column>>"


@dataclass(frozen=True, slots=True)
class Cell:
    """Lines of one element, `x` from the left margin, `down` from the top of its strip."""

    role: str
    lines: tuple[Line, ...]
    x: float
    size: float
    entries: str = ""
    down: float = 0.0


@dataclass(frozen=True, slots=True)
class Shape:
    """A box, or a line where it has no height; `x` from the left margin, `down` from the top of its strip."""

    x: float
    down: float
    width: float
    height: float = 0.0


@dataclass(frozen=True, slots=True)
class Strip:
    """What the end of a page never parts. `above` is left out at the top of a page; `rule` is drawn below."""

    cells: tuple[Cell, ...]
    height: float
    above: float = 0.0
    rule: float = 0.0
    keeps_next: bool = False
    group: int = -1  # the table or list it belongs to
    role: str = ""  # of the group: Table, L
    head: Strip | None = None
    shapes: tuple[Shape, ...] = ()
    starts_page: bool = False


def strips_of(blocks: Iterable[Block], size: float) -> list[Strip]:
    """Turn blocks into strips, each with the number of its block."""
    made: list[Strip] = []
    for place, block in enumerate(blocks):
        strips = [replace(strip, group=place) if strip.role else strip for strip in _of_block(block, size)]
        for near_an_end in {0, len(strips) - 2} if len(strips) > 1 else ():  # never one row alone on a page
            strips[near_an_end] = replace(strips[near_an_end], keeps_next=True)
        made += strips
    return made


def _of_block(block: Block, size: float) -> Iterator[Strip]:
    width = WIDTH - 2 * MARGIN
    match block:
        case Title(text, under):
            yield from _text("H1", text, size * _TITLE, width, weight="bold", above=0, keeps=True)
            if under:
                yield from _text("P", under, size * _SECTION, width, above=size * 0.5, keeps=True)
        case Section(text, is_minor):
            heading, level = (1.0, "H3") if is_minor else (_SECTION, "H2")
            above = size * (0.9 if is_minor else 1.8)
            parts = list(_text(level, text, size * heading, width, weight="bold", above=above, keeps=True))
            yield from parts if is_minor else [*parts[:-1], replace(parts[-1], rule=_RULE)]
        case Paragraph(text, weight, is_note):
            yield from _text("P", text, size * (_NOTE if is_note else 1), width, weight=weight, above=size * 0.6)
        case Points(texts):
            yield from (strip for text in texts for strip in _point(text, size, width))
        case Facts(rows):
            shares = (_KEY, 1 - _KEY)
            yield from (strip for row in rows for strip in _row(row, shares, size, width, is_head=False))
        case Grid():
            yield from _table(block, size, width)
        case Blanks() | Ticks() | NewPage():
            yield _by_hand(block, size, width)


def _text(
    role: str, text: str, size: float, width: float, *, weight: Weight = "regular", above: float, keeps: bool = False
) -> Iterator[Strip]:
    """Cut a text into strips of a few lines."""
    for place, lines in enumerate(_portions(wrapped(text, weight, size, width))):
        cell = Cell(role, lines, 0, size)
        yield Strip((cell,), _high(lines, size), above=0 if place else above, keeps_next=keeps)


def _point(text: str, size: float, width: float) -> Iterator[Strip]:
    indent = size * 1.2
    for place, lines in enumerate(_portions(wrapped(text, "regular", size, width - indent))):
        sign = () if place else (shape(_POINT),)
        cells = (Cell("Lbl", sign, 0, size), Cell("LBody", lines, indent, size))
        yield Strip(cells, _high(lines, size), above=0 if place else size * 0.35, role="L")


def _table(grid: Grid, size: float, width: float) -> Iterator[Strip]:
    """Cut a table into strips, its columns of numbers set against their right edges."""
    (head,) = _row(grid.headers, grid.shares, size * _NOTE, width, is_head=True)
    head = _flushed(head, grid, size, width)
    yield replace(head, above=size * 0.6)
    for row in grid.rows:
        for part in _row(row, grid.shares, size * _NOTE, width, is_head=False):
            airy = _AIRY if grid.is_airy else 0.0
            strip = replace(part, head=head, above=part.above + airy / 2, height=part.height + airy / 2)
            yield _flushed(strip, grid, size, width)


def _flushed(strip: Strip, grid: Grid, size: float, width: float) -> Strip:
    if not grid.right:
        return strip
    cells = list(strip.cells)
    for place in grid.right:
        cell = cells[place]
        widest = max((line.width_at(cell.size) for line in cell.lines), default=0.0)
        cells[place] = replace(cell, x=cell.x + max(grid.shares[place] * width - size * 0.8 - widest, 0.0))
    return replace(strip, cells=tuple(cells))


def _by_hand(block: Blanks | Ticks | NewPage, size: float, width: float) -> Strip:
    match block:
        case Blanks(labels, shares, is_tall):
            return _blanks(labels, shares, _TO_SIGN if is_tall else _TO_WRITE, size, width)
        case Ticks(label, options):
            return _ticks(label, options, size, width)
    return Strip((), 0.0, starts_page=True)


def _blanks(labels: Sequence[str], shares: Sequence[float], room: float, size: float, width: float) -> Strip:
    """Put lines to write on beside each other, each below its label."""
    cells, shapes, x = [], [], 0.0
    for place, (label, share) in enumerate(zip(labels, shares, strict=True)):
        wide = share * width - (_BESIDE if place < len(labels) - 1 else 0.0)
        cells.append(Cell("P", tuple(wrapped(label, "regular", size * _NOTE, wide)), x, size * _NOTE))
        shapes.append((x, wide))
        x += share * width
    height = max(_high(cell.lines, cell.size) for cell in cells) + room
    lines = tuple(Shape(left, height, wide) for left, wide in shapes)
    return Strip(tuple(cells), height, above=size * 0.8, shapes=lines)


def _ticks(label: str, options: Sequence[str], size: float, width: float) -> Strip:
    """Put boxes to tick beside each other, on as many lines as they need."""
    left = _ANSWERS * width if label else 0.0
    lines = tuple(wrapped(label, "regular", size * _NOTE, left - _BESIDE)) if label else ()
    cells = [Cell("P", lines, 0.0, size * _NOTE)] if lines else []
    shapes: list[Shape] = []
    x, down, high = left, 0.0, _high(lines, size * _NOTE)
    for option in options:
        texts = tuple(wrapped(option, "regular", size, width - left - 2 * _BOX))
        needed = 2 * _BOX + max((text.width_at(size) for text in texts), default=0.0)
        if x > left and x + needed > width:
            x, down = left, down + size * 2.1
        shapes.append(Shape(x, down + (size * LEADING - _BOX) / 2, _BOX, _BOX))
        cells.append(Cell("P", texts, x + 1.7 * _BOX, size, down=down))
        high = max(high, down + _high(texts, size))
        x += needed + _BESIDE
    return Strip(tuple(cells), high, above=size * 0.95, shapes=tuple(shapes))


def _row(texts: Sequence[str], shares: Sequence[float], size: float, width: float, *, is_head: bool) -> Iterator[Strip]:
    """Cut a row of a table into strips; the first cell names the row."""
    gap = size * 0.8
    columns = []
    for place, (text, share) in enumerate(zip(texts, shares, strict=True)):
        weight: Weight = "bold" if is_head or (len(texts) == 2 and not place) else "regular"
        columns.append(list(_portions(wrapped(text, weight, size, share * width - gap), all_at_once=is_head)))
    count = max(len(portions) for portions in columns)
    for part in range(count):
        cells, x = [], 0.0
        for place, (portions, share) in enumerate(zip(columns, shares, strict=True)):
            lines = portions[part] if part < len(portions) else ()
            scope = _COLUMN_SCOPE if is_head else "" if place else _ROW_SCOPE
            cells.append(Cell("TH" if scope else "TD", lines, x, size, scope))
            x += share * width
        is_last = part == count - 1
        height = max(_high(cell.lines, size) for cell in cells) + (size * 0.35 if is_last else 0.0)
        rule = _RULE if is_head else _HAIR if is_last else 0.0
        above = 0.0 if part else size * 0.4
        yield Strip(tuple(cells), height, above=above, rule=rule, keeps_next=is_head, role="Table")


def _portions(lines: Sequence[Line], *, all_at_once: bool = False) -> Iterator[tuple[Line, ...]]:
    step = len(lines) if all_at_once else _MOST_LINES
    yield from (tuple(lines[start : start + step]) for start in range(0, max(len(lines), 1), max(step, 1)))


def _high(lines: Sequence[Line], size: float) -> float:
    return len(lines) * size * LEADING


def pages_of(strips: Sequence[Strip]) -> list[list[Strip]]:
    """Put strips on pages; a heading stays with what it is over, and a table that goes on has its head again."""
    pages: list[list[Strip]] = [[]]
    left = TOP - BOTTOM
    for start, chain in _chains(strips):
        if chain[0].starts_page:
            if pages[-1]:
                pages.append([])
                left = TOP - BOTTOM
            continue
        needed = sum(strip.height + strip.above for strip in chain)
        if needed > left and pages[-1]:
            pages.append([])
            left = TOP - BOTTOM
            head = chain[0].head
            if head is not None and strips[start - 1].group == chain[0].group:
                again = replace(head, above=0.0, role="", head=None)  # without a role: only an ornament
                pages[-1].append(again)
                left -= again.height
        placed = chain if pages[-1] else [replace(chain[0], above=0.0), *chain[1:]]
        pages[-1] += placed
        left -= sum(strip.height + strip.above for strip in placed)
    return pages


def _chains(strips: Sequence[Strip]) -> Iterator[tuple[int, list[Strip]]]:
    """Yield what stays together, with the place of its first strip."""
    held: list[Strip] = []
    for place, strip in enumerate(strips):
        held.append(strip)
        if not strip.keeps_next or place == len(strips) - 1:
            yield place - len(held) + 1, held
            held = []
