"""The word EXAMPLE across a page in outline, so that it stays black on white."""

from __future__ import annotations

from documents.fitting import CAP_HEIGHT
from documents.operators import number, text_operators
from documents.tagged import TaggedCanvas
from documents.typeset import shape
from resources.i18n import Language

_WIDTH = 0.7  # share of the page
_HAIR = 0.4
_TURN = "0.9135 0.4067 -0.4067 0.9135"


def draw(canvas: TaggedCanvas, say: Language, width: float, height: float) -> None:
    """Write the word from corner to corner of the open page."""
    line = shape(say("EXAMPLE"), "bold")
    size = width * _WIDTH / line.width_at(1)
    text = text_operators(line, -line.width_at(size) / 2, -size * CAP_HEIGHT / 2, size)
    canvas.note_glyphs([line])
    canvas.mark("P", f"q 0 G {_HAIR} w 1 Tr {_TURN} {number(width / 2)} {number(height / 2)} cm {text} Q")
