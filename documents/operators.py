"""What stands in the streams of a page: numbers, texts drawn as glyphs, pictures of one bit."""

from __future__ import annotations

from collections.abc import Sequence

from documents.embedding import FONT_NAMES
from documents.fonts import UNITS
from documents.typeset import Line


def number(value: float) -> str:
    """Write a number as PDF wants it, to a hundredth of a point."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


def hex_text(text: str) -> str:
    """Write a text as a PDF string that any reader understands."""
    return f"<FEFF{text.encode('utf-16-be').hex().upper()}>"


def text_operators(line: Line, x: float, y: float, size: float, tracking: float = 0.0) -> str:
    """Return the operators that draw a line with its baseline starting at x, y; `tracking` points between letters."""
    out = [f"BT {number(x)} {number(y)} Td"]
    if tracking:
        out.append(f"{number(tracking)} Tc")
    for run in line.runs:
        out.append(f"/{FONT_NAMES[run.face]} {number(size)} Tf")
        for show in run.shows:
            if show.actual_text:
                out.append(f"/Span<</ActualText{hex_text(show.actual_text)}>>BDC")
            for rise, argument in show.parts:
                shown = f"[{argument}]TJ"
                out.append(f"{number(rise * size / UNITS)} Ts {shown} 0 Ts" if rise else shown)
            if show.actual_text:
                out.append("EMC")
    out.append("0 Tc ET" if tracking else "ET")
    return " ".join(out)


def actual_text(lines: Sequence[Line]) -> str:
    """Return the tag entry that tells the text of lines read from right to left, "" for all others."""
    if not any(line.is_reversed for line in lines):
        return ""
    return f"/ActualText{hex_text(' '.join(line.text for line in lines))}"


def stencil(bits: bytes, width: int, height: int) -> str:
    """Return the operators that paint a 1-bit mask into the unit square: rows padded to bytes, 0 is painted.

    It stands in the page itself: a QR code does not compress, so that an object of its own would only add to it.
    """
    return f"BI/W {width}/H {height}/IM true\nID {bits.decode('latin-1')}\nEI"
