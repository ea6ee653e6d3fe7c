"""Writing on a page of our own drawing: texts fitted to their place, tagged, in a cell or from a top edge down."""

from __future__ import annotations

from collections.abc import Sequence

from documents.fitting import CAP_HEIGHT, LEADING, Fitted, block_height, fit
from documents.fonts import Weight
from documents.layout import MILLIMETRE
from documents.operators import actual_text, text_operators
from documents.tagged import TaggedCanvas
from models.problem import refusal

Steps = Sequence[tuple[float, int]]

INSET = 2 * MILLIMETRE  # between the edge of a cell and its text
PLAIN: Steps = ((10.0, 2),)

_SCOPE = {"": "", "Row": "/A<</O/Table/Scope/Row>>", "Column": "/A<</O/Table/Scope/Column>>"}


def fit_stepwise(text: str, weight: Weight, width: float, steps: Steps) -> Fitted:
    """Fit a text in the first size and number of lines that do, cutting a word only where no step spares it.

    Raises UserError (text_does_not_fit).
    """
    for whole_words in (True, False):
        for size, lines in steps:
            fitted = fit(text, weight, size=size, width=width, lines=lines, whole_words=whole_words)
            if fitted is not None:
                return fitted
    raise refusal("text_does_not_fit", text=text)


class PageWriter:
    """Writes texts on the open page of a canvas, each as one element."""

    def __init__(self, canvas: TaggedCanvas) -> None:
        self._canvas = canvas

    def text(
        self, role: str, text: str, x: float, top: float, width: float, *, weight: Weight = "regular",
        steps: Steps = PLAIN,
    ) -> None:  # fmt: skip
        """Write a text whose capitals start at `top`; an empty one leaves nothing."""
        if text:
            self.write(role, fit_stepwise(text, weight, width, steps), x, top)

    def cell(
        self, role: str, text: str, column: tuple[float, float], y: float, height: float, *,
        weight: Weight = "regular", steps: Steps = PLAIN, scope: str = "",
    ) -> None:  # fmt: skip
        """Write a text in the middle of the height of a cell; an empty cell has its element too."""
        if text:
            self.fitted_cell(role, fit_stepwise(text, weight, column[1] - 2 * INSET, steps), column, y, height, scope)
        else:
            self._canvas.mark(role, "")

    def fitted_cell(
        self, role: str, fitted: Fitted, column: tuple[float, float], y: float, height: float, scope: str = ""
    ) -> None:
        """Write what was fitted before in the middle of the height of a cell."""
        top = y + (height + block_height(len(fitted.lines), fitted.size)) / 2
        self.write(role, fitted, column[0] + INSET, top, _SCOPE[scope])

    def write(self, role: str, fitted: Fitted, x: float, top: float, entries: str = "") -> None:
        """Write lines whose first capitals start at `top`."""
        baseline = top - fitted.size * CAP_HEIGHT
        content = [
            text_operators(line, x, baseline - index * LEADING * fitted.size, fitted.size)
            for index, line in enumerate(fitted.lines)
        ]
        self._canvas.note_glyphs(fitted.lines)
        self._canvas.mark(role, "0 g " + " ".join(content), entries=entries + actual_text(fitted.lines))
