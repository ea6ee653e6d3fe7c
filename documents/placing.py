"""The texts of a certificate put into the boxes of its layout: which wording, in what size, on how many lines."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from documents.fitting import CAP_HEIGHT, LEADING, Fitted, block_height, fit
from documents.fonts import UNITS
from documents.layout import MILLIMETRE, Layout, TextBox
from documents.operators import actual_text, text_operators
from documents.ornament import colour_operators
from documents.typeset import Line, shape
from documents.wording import Wordings
from models.problem import Problem, UserError, refusal


@dataclass(frozen=True, slots=True, eq=False)
class Placed:
    """The text of a box ready to be drawn; `spoken` is the tag's entry for a reader that needs the text told."""

    content: str
    lines: tuple[Line, ...]
    spoken: str
    last_baseline: float


def place_all(layout: Layout, texts: Mapping[str, Wordings]) -> tuple[dict[TextBox, Placed], list[Problem]]:
    """Place every text of a page; return the boxes that have one, and what is wrong."""
    placed: dict[TextBox, Placed] = {}
    found: list[Problem] = []
    last_baseline = layout.height * MILLIMETRE
    for box in layout.boxes:
        if isinstance(box, TextBox) and texts.get(box.field):
            start = last_baseline if box.anchor == "below" else layout.height * MILLIMETRE
            try:
                placed[box] = place(box, texts[box.field], start)
            except UserError as error:
                found += [problem for problem in error.problems if problem not in found]
            else:
                last_baseline = placed[box].last_baseline
    return placed, found


@lru_cache(maxsize=4096)
def place(box: TextBox, texts: Wordings, start: float) -> Placed:
    """Place the first wording that fits its box, measured downwards from `start`.

    Raises UserError (character_missing, text_does_not_fit).
    """
    width, height = box.width * MILLIMETRE, box.height * MILLIMETRE
    texts = tuple(text.upper() for text in texts) if box.capitals else texts
    fitted, tracking = _tracked(box, texts, width, height), box.tracking
    if fitted is None:
        fitted, tracking = _fitted(box, texts, width, height), 0.0
    x, top = box.x * MILLIMETRE, start - box.y * MILLIMETRE
    block = block_height(len(fitted.lines), fitted.size)
    baseline = top - fitted.size * CAP_HEIGHT
    baseline -= {"top": 0.0, "below": 0.0, "middle": (height - block) / 2, "bottom": height - block}[box.anchor]
    content, opened = [colour_operators(box.colour)], tracking * fitted.size / UNITS
    for index, line in enumerate(fitted.lines):
        free = width - line.width_at(fitted.size) - opened * max(len(line.text) - 1, 0)
        left = x + {"left": 0.0, "centre": free / 2, "right": free}[box.align]
        is_last = index == len(fitted.lines) - 1
        shown = line if is_last or line.is_reversed else shape(line.text + fitted.joint, box.font)
        content.append(text_operators(shown, left, baseline - index * LEADING * fitted.size, fitted.size, opened))
    last = baseline - block + fitted.size * CAP_HEIGHT
    return Placed("\n".join(content), fitted.lines, actual_text(fitted.lines), last)


def _fitted(box: TextBox, texts: Wordings, width: float, height: float) -> Fitted:
    """Return the first wording that fits."""
    for text in texts:
        fitted = fit(
            text, box.font, size=box.size, width=width, height=height, lines=box.lines,
            one_line_down_to=box.one_line_down_to,
        )  # fmt: skip
        if fitted is not None:
            return fitted
    raise refusal("text_does_not_fit", field=box.field, text=texts[-1])


def _tracked(box: TextBox, texts: Wordings, width: float, height: float) -> Fitted | None:
    """Return the text on one line with its letters opened; None where they are joined or there is no room."""
    line = shape(texts[0], box.font) if box.tracking else None
    if line is None or line.is_reversed:
        return None
    natural = (line.width + box.tracking * (len(line.text) - 1)) / UNITS
    size = min(box.size, width / natural, height / CAP_HEIGHT)
    return Fitted((line,), size) if size >= min(box.one_line_down_to, box.size) else None
