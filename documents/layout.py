"""Layouts of certificates: what a checked layout file holds, and the layouts that come with the application."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import Literal

import resources
from documents.facts import Signatory
from documents.fonts import Weight
from documents.pictures import Picture
from models.problem import refusal

FOLDER = Path(resources.__file__).with_name("layouts")
FORMAT = 1
MILLIMETRE = 72 / 25.4
BUNDLED = ("classic", "modern", "sober", "partners", "half-page")
"""The layouts that come with the application, in the order in which they are offered."""

# What a box may hold. The texts themselves are made by documents/wording.py.
TEXT_FIELDS = frozenset(
    [
        "programme", "association", "association_details", "title", "opening", "name", "joining", "workshop",
        "attended", "dates", "place_and_trainers", "number", "status", "replaces", "reprint", "seal_note", "note",
        "made_at", "signatory_name", "signatory_role", "signature_label", "second_signatory_name",
        "second_signatory_role", "purpose", "nda",
    ]
)  # fmt: skip
SEAL_FIELD = "seal"
PICTURE_FIELDS = ("logo", "partner_logo", "signature", "second_signature", "stamp", "background")
NEEDED_FIELDS = ("title", "name", "workshop", "number", "purpose", SEAL_FIELD)
"""Without these a page is no certificate."""
WORD_FIELDS = ("title", "programme", "opening", "joining", "note", "purpose", "signature_label")
"""What an association may say in words of its own."""

Align = Literal["left", "centre", "right"]
Anchor = Literal["top", "middle", "bottom", "below"]
ShapeKind = Literal["line", "rectangle", "frame", "rosette", "block", "disc", "ring", "wave", "weave"]


@dataclass(frozen=True, slots=True, eq=False)
class TextBox:
    """Where a text stands, sizes in points; the first of a field's wordings that fits is taken.

    A text stays on one line, shrinking, down to `one_line_down_to`; then it takes up to `lines` balanced lines.
    Anchored "below", a text stands `y` under the one before it, wherever that ended, so that nothing leaves a hole.
    `tracking` opens the letters of a single line by thousandths of the size; `capitals` sets it in capitals.
    """

    field: str
    x: float
    y: float
    width: float
    height: float
    font: Weight
    size: float
    colour: str
    align: Align
    anchor: Anchor
    lines: int
    one_line_down_to: float
    tracking: float = 0.0
    capitals: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class SealBox:
    """Where the QR code stands; `size` is its side, quiet zone included when `x`, `y` leave it room."""

    x: float
    y: float
    size: float
    colour: str


@dataclass(frozen=True, slots=True, eq=False)
class PictureBox:
    """Where a picture stands: as large as the box lets it, in its own proportions; without a picture, nothing."""

    field: str
    x: float
    y: float
    width: float
    height: float
    align: Align
    anchor: Anchor


@dataclass(frozen=True, slots=True, eq=False)
class Shape:
    """An ornament: `block`, `disc` and `wave` are filled, the others drawn with a line.

    `frame` is a rectangle with hollow corners, `rosette` a fine woven ring, `weave` a band of the same threads, `wave`
    a block whose right edge swings; `notch` says how far.
    """

    kind: ShapeKind
    x: float
    y: float
    width: float
    height: float
    colour: str
    line: float
    notch: float


@dataclass(frozen=True, slots=True, eq=False)
class Watermark:
    """How a word across the page looks."""

    colour: str
    size: float


@dataclass(frozen=True, slots=True, eq=False)
class Sheet:
    """A larger sheet that holds several pages, to be cut apart; `places` are their top left corners."""

    width: float
    height: float
    places: tuple[tuple[float, float], ...]
    shapes: tuple[Shape, ...] = ()


Box = TextBox | SealBox | PictureBox


@dataclass(frozen=True, slots=True, eq=False)
class Layout:
    """One page design. Boxes are in reading order, which is also the order of the tags."""

    name: str
    width: float
    height: float
    shapes: tuple[Shape, ...]
    boxes: tuple[Box, ...]
    watermark: Watermark
    words: Mapping[str, str] = field(default_factory=dict)
    signatories: tuple[Signatory, ...] = ()
    pictures: Mapping[str, Picture] = field(default_factory=dict)
    sheet: Sheet | None = None

    def alone(self) -> Layout:
        """Return the layout for a file of one certificate: its own page, no sheet to be cut."""
        return replace(self, sheet=None) if self.sheet else self

    def picture(self, box: PictureBox, signs: tuple[str, ...]) -> Picture | None:
        """Return the picture of a box; a signature only beside the name that it belongs to (`signs`)."""
        if box.field in _SIGNATURES:
            place = _SIGNATURES.index(box.field)
            own = self.signatories[place].name if place < len(self.signatories) else ""
            if not own or own != signs[place]:
                return None
        return self.pictures.get(box.field)


_SIGNATURES = ("signature", "second_signature")


@lru_cache
def layout(name: str = "classic") -> Layout:
    """Return a layout that comes with the application. Raises UserError (layout_missing)."""
    from documents.layout_reading import read_layout

    return read_layout(bundled_content(name), file=f"{name}.json")


def bundled_content(name: str) -> bytes:
    """Return the file of a layout that comes with the application. Raises UserError (layout_missing)."""
    path = FOLDER / f"{name}.json"
    if not re.fullmatch(r"[a-z0-9-]+", name) or not path.is_file():
        raise refusal("layout_missing", layout=name)
    return path.read_bytes()
