"""The ornaments of a layout as PDF drawing operators: rules, frames, woven rings and bands, filled blocks and waves."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from itertools import pairwise
from math import cos, pi, sin

from documents.layout import MILLIMETRE, Layout, Shape
from documents.operators import number

_ROUND = 0.5523  # control length of a cubic that draws a quarter circle
_LOBES = 18  # waves of one thread around the rosette
_THREADS = 8
_PIECES = 6  # cubics that draw one wave


def colour_operators(colour: str, *, fill: bool = True, stroke: bool = False) -> str:
    """Return the operators that choose a colour written #RRGGBB."""
    parts = " ".join(number(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5))
    return " ".join([f"{parts} rg"] * fill + [f"{parts} RG"] * stroke)


@lru_cache(maxsize=16)
def ornament_operators(layout: Layout) -> str:
    """Return the operators that draw all shapes of a layout."""
    return "\n".join(_drawn(shape, layout.height) for shape in layout.shapes)


@lru_cache(maxsize=16)
def sheet_operators(layout: Layout) -> str:
    """Return the operators that draw what stands on the sheet around several pages."""
    return "\n".join(_drawn(shape, layout.sheet.height) for shape in layout.sheet.shapes) if layout.sheet else ""


def _drawn(shape: Shape, page_height: float) -> str:
    x, width, height = (value * MILLIMETRE for value in (shape.x, shape.width, shape.height))
    path = _PATHS[shape.kind](x, (page_height - shape.y) * MILLIMETRE, width, height, shape.notch * MILLIMETRE)
    if shape.kind in _FILLED:
        return f"{colour_operators(shape.colour)} {path} f"
    return f"{colour_operators(shape.colour, fill=False, stroke=True)} {number(shape.line)} w {path} S"


def _line(x: float, top: float, width: float, height: float, _notch: float) -> str:
    return f"{number(x)} {number(top)} m {number(x + width)} {number(top - height)} l"


def _rectangle(x: float, top: float, width: float, height: float, notch: float) -> str:
    """Draw a rectangle whose corners are rounded by `notch`."""
    return _cornered(x, top, width, height, notch, is_hollow=False)


def _frame(x: float, top: float, width: float, height: float, notch: float) -> str:
    """Draw a rectangle whose corners are cut out as quarter circles of radius `notch`."""
    return _cornered(x, top, width, height, notch, is_hollow=True)


def _cornered(x: float, top: float, width: float, height: float, radius: float, *, is_hollow: bool) -> str:
    left, right, bottom = x, x + width, top - height
    # Each corner: the corner itself, where its arc begins, where it ends (clockwise from the top left one).
    corners = (
        ((left, top), (left, top - radius), (left + radius, top)),
        ((right, top), (right - radius, top), (right, top - radius)),
        ((right, bottom), (right, bottom + radius), (right - radius, bottom)),
        ((left, bottom), (left + radius, bottom), (left, bottom + radius)),
    )
    out = []
    for index, (corner, start, end) in enumerate(corners):
        centre = corner if is_hollow else (start[0] + end[0] - corner[0], start[1] + end[1] - corner[1])
        pull = (start[0] + end[0] - centre[0], start[1] + end[1] - centre[1])
        controls = [tuple(a + (b - a) * _ROUND for a, b in zip(point, pull, strict=True)) for point in (start, end)]
        out.append(f"{number(start[0])} {number(start[1])} {'l' if index else 'm'}")
        out.append(" ".join(number(value) for point in (*controls, end) for value in point) + " c")
    return " ".join(out) + " h"


def _rosette(x: float, top: float, width: float, height: float, notch: float) -> str:
    """Weave threads that swing `notch` to and fro between the outer edge and the inside of the ring."""
    centre_x, centre_y = x + width / 2, top - height / 2
    swing = notch / 2
    middle = min(width, height) / 2 - swing

    def point(angle: float, phase: float) -> tuple[float, float, float, float]:
        """Return a point of a thread and its derivative."""
        radius = middle + swing * sin(_LOBES * angle + phase)
        slope = swing * _LOBES * cos(_LOBES * angle + phase)
        across, up = cos(angle), sin(angle)
        return (
            centre_x + radius * across,
            centre_y + radius * up,
            slope * across - radius * up,
            slope * up + radius * across,
        )

    steps = _LOBES * _PIECES
    third = 2 * pi / steps / 3
    out = []
    for thread in range(_THREADS):
        phase = 2 * pi * thread / _THREADS
        at = point(0, phase)
        out.append(f"{number(at[0])} {number(at[1])} m")
        for step in range(1, steps + 1):
            to = point(2 * pi * step / steps, phase)
            controls = (at[0] + at[2] * third, at[1] + at[3] * third, to[0] - to[2] * third, to[1] - to[3] * third)
            out.append(" ".join(f"{value:.1f}" for value in (*controls, to[0], to[1])) + " c")
            at = to
        out.append("h")
    return " ".join(out)


def _ellipse(x: float, top: float, width: float, height: float, _notch: float) -> str:
    """Draw an ellipse that fills its box."""
    across, up = width / 2, height / 2
    return _path_of_arcs((x + across, top - up), across, up)


def _path_of_arcs(centre: tuple[float, float], across: float, up: float) -> str:
    turns = ((1, 0), (0, 1), (-1, 0), (0, -1), (1, 0))
    out = [f"{number(centre[0] + across)} {number(centre[1])} m"]
    for start, end in pairwise(turns):
        bent = ((start[0] + end[0] * _ROUND, start[1] + end[1] * _ROUND),
                (end[0] + start[0] * _ROUND, end[1] + start[1] * _ROUND), end)  # fmt: skip
        points = ((centre[0] + right * across, centre[1] + high * up) for right, high in bent)
        out.append(" ".join(number(value) for point in points for value in point) + " c")
    return " ".join(out) + " h"


def _wave(x: float, top: float, width: float, height: float, notch: float) -> str:
    """Draw a block whose right edge swings once out and once in, by `notch`."""
    right, bottom, third = x + width, top - height, height / 3
    curve = (right + notch, top - third, right - notch, bottom + third, right, bottom)
    return (
        f"{number(x)} {number(top)} m {number(right)} {number(top)} l {' '.join(map(number, curve))} c "
        f"{number(x)} {number(bottom)} l h"
    )


def _weave(x: float, top: float, width: float, height: float, notch: float) -> str:
    """Weave threads along a band; `notch` is how long one wave is, nothing for twice the height."""
    length = notch or 2 * height
    waves = max(1, round(width / length))
    steps = waves * _PIECES
    step, swing, middle = width / steps, height / 2, top - height / 2
    out = []
    for thread in range(_THREADS):
        phase = 2 * pi * thread / _THREADS
        points = [(x + step * i, 2 * pi * waves * i / steps + phase) for i in range(steps + 1)]
        slope = swing * 2 * pi * waves / width
        ends = [(across, middle + swing * sin(angle), slope * cos(angle)) for across, angle in points]
        out.append(f"{number(ends[0][0])} {number(ends[0][1])} m")
        for (x0, y0, s0), (x1, y1, s1) in pairwise(ends):
            third = step / 3
            values = (x0 + third, y0 + s0 * third, x1 - third, y1 - s1 * third, x1, y1)
            out.append(" ".join(f"{value:.1f}" for value in values) + " c")
    return " ".join(out)


_FILLED = frozenset({"block", "disc", "wave"})
_PATHS: dict[str, Callable[[float, float, float, float, float], str]] = {
    "line": _line,
    "rectangle": _rectangle,
    "frame": _frame,
    "rosette": _rosette,
    "block": _rectangle,
    "disc": _ellipse,
    "ring": _ellipse,
    "wave": _wave,
    "weave": _weave,
}
