"""Layout files: JSON in millimetres from the top left corner -> checked boxes, shapes and colours."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal, NoReturn, cast, get_args

import resources
from documents.fitting import FLOOR
from documents.fonts import WEIGHTS, Weight
from documents.seal import MINIMUM_SIDE
from models.problem import refusal

FOLDER = Path(resources.__file__).with_name("layouts")
FORMAT = 1
MILLIMETRE = 72 / 25.4

# What a box may hold. The texts themselves are made by documents/wording.py.
TEXT_FIELDS = frozenset(
    [
        "programme", "association", "association_details", "title", "opening", "name", "joining", "workshop",
        "attended", "dates", "place_and_trainers", "number", "status", "replaces", "reprint", "seal_note",
        "made_at", "signatory_name", "signatory_role", "signature_label", "purpose", "nda",
    ]
)  # fmt: skip
SEAL_FIELD = "seal"

Align = Literal["left", "centre", "right"]
Anchor = Literal["top", "middle", "bottom", "below"]
ShapeKind = Literal["line", "rectangle", "frame", "rosette"]

_LONGEST_SIDE = 1200.0
_LARGEST_FILE = 200_000
_COLOUR = re.compile(r"#[0-9A-Fa-f]{6}")


@dataclass(frozen=True, slots=True, eq=False)
class TextBox:
    """Where a text stands, sizes in points; the first of a field's wordings that fits is taken.

    A text stays on one line, shrinking, down to `one_line_down_to`; then it takes up to `lines` balanced lines.
    Anchored "below", a text stands `y` under the one before it, wherever that ended, so that nothing leaves a hole.
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


@dataclass(frozen=True, slots=True, eq=False)
class SealBox:
    """Where the QR code stands; `size` is its side, quiet zone included when `x`, `y` leave it room."""

    x: float
    y: float
    size: float
    colour: str


@dataclass(frozen=True, slots=True, eq=False)
class Shape:
    """An ornament. `frame` is a rectangle with hollow corners, `rosette` a fine woven ring; both take `notch`."""

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
class Layout:
    """One page design. Boxes are in reading order, which is also the order of the tags."""

    name: str
    width: float
    height: float
    shapes: tuple[Shape, ...]
    boxes: tuple[TextBox | SealBox, ...]
    watermark: Watermark


@lru_cache
def layout(name: str = "classic") -> Layout:
    """Return a layout that comes with the application. Raises UserError (layout_missing)."""
    path = FOLDER / f"{name}.json"
    if not re.fullmatch(r"[a-z0-9-]+", name) or not path.is_file():
        raise refusal("layout_missing", layout=name)
    return read_layout(path.read_bytes(), file=path.name)


def read_layout(content: bytes, *, file: str) -> Layout:
    """Check a layout file. Raises UserError (layout_not_readable, layout_wrong) saying where."""
    if len(content) > _LARGEST_FILE:
        raise refusal("layout_not_readable", file=file)
    try:
        values = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise refusal("layout_not_readable", file=file) from error
    return _Checker(file).layout(values)


class _Checker:
    """Reads a parsed layout file value by value; the first wrong one is told with its place in the file."""

    def __init__(self, file: str) -> None:
        self._file = file
        self._colours: dict[str, str] = {}

    def layout(self, values: object) -> Layout:
        top = self._part(values, "", {"format", "name", "page", "colours", "shapes", "boxes", "watermark"})
        if top.get("format") != FORMAT:
            self._refuse("format")
        page = self._part(top.get("page"), "page", {"width", "height"})
        self._colours = self._read_colours(top.get("colours"))
        mark = self._part(top.get("watermark"), "watermark", {"colour", "size"})
        return Layout(
            name=self._text(top, "name", ""),
            width=self._number(page, "width", "page", least=50),
            height=self._number(page, "height", "page", least=50),
            shapes=tuple(self._shape(v, f"shapes[{i}]") for i, v in enumerate(self._list(top, "shapes"))),
            boxes=tuple(self._box(v, f"boxes[{i}]") for i, v in enumerate(self._list(top, "boxes"))),
            watermark=Watermark(
                self._colour(mark, "watermark"), self._number(mark, "size", "watermark", least=10, most=300)
            ),
        )

    def _box(self, values: object, at: str) -> TextBox | SealBox:
        if isinstance(values, Mapping) and values.get("field") == SEAL_FIELD:
            part = self._part(values, at, {"field", "x", "y", "size", "colour"})
            size = self._number(part, "size", at, least=MINIMUM_SIDE)
            return SealBox(self._number(part, "x", at), self._number(part, "y", at), size, self._colour(part, at))
        allowed = set(TextBox.__dataclass_fields__)
        part = self._part(values, at, allowed)
        return TextBox(
            field=self._choice(part, "field", at, tuple(sorted(TEXT_FIELDS))),
            x=self._number(part, "x", at),
            y=self._number(part, "y", at),
            width=self._number(part, "width", at, least=1),
            height=self._number(part, "height", at, least=1),
            font=cast(Weight, self._choice(part, "font", at, WEIGHTS, default="regular")),
            size=self._number(part, "size", at, least=6, most=120),
            colour=self._colour(part, at),
            align=cast(Align, self._choice(part, "align", at, get_args(Align), default="left")),
            anchor=cast(Anchor, self._choice(part, "anchor", at, get_args(Anchor), default="top")),
            lines=round(self._number(part, "lines", at, least=1, most=12, default=2)),
            one_line_down_to=self._number(part, "one_line_down_to", at, least=FLOOR, most=120, default=FLOOR),
        )

    def _shape(self, values: object, at: str) -> Shape:
        part = self._part(values, at, set(Shape.__dataclass_fields__))
        return Shape(
            kind=cast(ShapeKind, self._choice(part, "kind", at, get_args(ShapeKind))),
            x=self._number(part, "x", at),
            y=self._number(part, "y", at),
            width=self._number(part, "width", at),
            height=self._number(part, "height", at),
            colour=self._colour(part, at),
            line=self._number(part, "line", at, least=0.05, most=20, default=0.5),
            notch=self._number(part, "notch", at, default=0),
        )

    def _refuse(self, at: str) -> NoReturn:
        raise refusal("layout_wrong", file=self._file, where=at)

    def _part(self, value: object, at: str, allowed: set[str]) -> Mapping[str, object]:
        if not isinstance(value, Mapping):
            self._refuse(at or "{")
        unknown = [key for key in value if key not in allowed]
        if unknown:
            self._refuse(f"{at}.{unknown[0]}".lstrip("."))
        return value

    def _list(self, part: Mapping[str, object], key: str) -> list[object]:
        value = part.get(key)
        if not isinstance(value, list) or len(value) > 200:
            self._refuse(key)
        return value

    def _text(self, part: Mapping[str, object], key: str, at: str) -> str:
        value = part.get(key)
        if not isinstance(value, str) or not value:
            self._refuse(f"{at}.{key}".lstrip("."))
        return value

    def _choice(
        self, part: Mapping[str, object], key: str, at: str, allowed: tuple[str, ...], *, default: str = ""
    ) -> str:
        value = part.get(key, default)
        if value not in allowed:
            self._refuse(f"{at}.{key}")
        return str(value)

    def _number(
        self,
        part: Mapping[str, object],
        key: str,
        at: str,
        *,
        least: float = 0,
        most: float = _LONGEST_SIDE,
        default: float | None = None,
    ) -> float:
        value = part.get(key, default)
        if not isinstance(value, int | float) or isinstance(value, bool) or not least <= value <= most:
            self._refuse(f"{at}.{key}")
        return float(value)

    def _read_colours(self, value: object) -> dict[str, str]:
        if not isinstance(value, Mapping) or len(value) > 50:
            self._refuse("colours")
        for name, colour in value.items():
            if not isinstance(colour, str) or not _COLOUR.fullmatch(colour):
                self._refuse(f"colours.{name}")
        return dict(value)

    def _colour(self, part: Mapping[str, object], at: str) -> str:
        """Return the colour that a part names in the layout's own table."""
        name = part.get("colour")
        if not isinstance(name, str) or name not in self._colours:
            self._refuse(f"{at}.colour")
        return self._colours[name]
