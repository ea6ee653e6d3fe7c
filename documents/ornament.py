"""The ornaments of a layout as PDF drawing operators: rules, frames with hollow corners, a woven rosette."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from math import cos, pi, sin

from documents.layout import MILLIMETRE, Layout
from documents.tagged import number

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
    drawn = []
    for shape in layout.shapes:
        x, width, height = (value * MILLIMETRE for value in (shape.x, shape.width, shape.height))
        top = (layout.height - shape.y) * MILLIMETRE
        path = _PATHS[shape.kind](x, top, width, height, shape.notch * MILLIMETRE)
        drawn.append(f"{colour_operators(shape.colour, fill=False, stroke=True)} {number(shape.line)} w {path} S")
    return "\n".join(drawn)


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


_PATHS: dict[str, Callable[[float, float, float, float, float], str]] = {
    "line": _line,
    "rectangle": _rectangle,
    "frame": _frame,
    "rosette": _rosette,
}
