"""Reading a layout file: JSON in millimetres from the top left corner, checked value by value."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Mapping
from typing import cast, get_args

from documents.facts import Signatory
from documents.fitting import FLOOR
from documents.fonts import WEIGHTS, Weight
from documents.layout import (
    FORMAT,
    NEEDED_FIELDS,
    PICTURE_FIELDS,
    SEAL_FIELD,
    TEXT_FIELDS,
    WORD_FIELDS,
    Align,
    Anchor,
    Box,
    Layout,
    PictureBox,
    SealBox,
    Shape,
    ShapeKind,
    Sheet,
    TextBox,
    Watermark,
)
from documents.pictures import Picture
from documents.seal import MINIMUM_SIDE
from models.problem import refusal
from models.text import clean_line

MOST_BYTES = 200_000
WORDS_LENGTH = 300
_LONGEST_SIDE = 1200.0
_MOST_PARTS = 200
_COLOUR = re.compile(r"#[0-9A-Fa-f]{6}")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_CONDITIONS = (*PICTURE_FIELDS, "second_signatory")
_PICTURE_BOXES = tuple(each for each in PICTURE_FIELDS if each != "background")  # which fills the page
_WHITE = 255
_HAIR = 0.05  # millimetres by which a box may pass the edge: rounding
_TOP = {"format", "name", "page", "sheet", "colours", "words", "signatories", "pictures", "shapes", "boxes",
        "watermark"}  # fmt: skip


def read_layout(content: bytes, *, file: str, pictures: Mapping[str, Picture] | None = None) -> Layout:
    """Check a layout file; `pictures` are those it may name, by SHA-256.

    Raises UserError (layout_not_readable, layout_…) saying what is wrong and where.
    """
    return checked_layout(parsed(content, file=file), file=file, pictures=pictures)


def parsed(content: bytes, *, file: str, most: int = MOST_BYTES) -> object:
    """Return what JSON says. Raises UserError (layout_not_readable)."""
    if len(content) > most:
        raise refusal("layout_not_readable", file=file)
    try:
        return json.loads(content)
    except (ValueError, RecursionError) as error:
        raise refusal("layout_not_readable", file=file) from error


def checked_layout(values: object, *, file: str, pictures: Mapping[str, Picture] | None = None) -> Layout:
    """Check a parsed layout; the first wrong value is told with its place, what it may be and what it was."""
    return _Checker(file, pictures or {}).layout(values)


class _Checker:
    """Reads a parsed layout file value by value; the first wrong one is told with its place in the file."""

    def __init__(self, file: str, pictures: Mapping[str, Picture]) -> None:
        self._file = file
        self._known = pictures
        self._colours: dict[str, str] = {}
        self._there: set[str] = set()
        self._size = (0.0, 0.0)

    def layout(self, values: object) -> Layout:
        """Return the layout."""
        top = self._part(values, "", _TOP)
        if top.get("format") != FORMAT:
            raise refusal(
                "layout_other_format", file=self._file, where="format", value=_shown(top.get("format")), known=FORMAT
            )
        page = self._part(top.get("page"), "page", {"width", "height"})
        self._size = (
            self._number(page, "width", "page", least=50),
            self._number(page, "height", "page", least=50),
        )
        self._colours = self._read_colours(top.get("colours"))
        pictures = self._read_pictures(top.get("pictures", {}))
        signatories = self._read_signatories(top.get("signatories", []))
        self._there = {*pictures, *(["second_signatory"] if len(signatories) > 1 else [])}
        mark = self._part(top.get("watermark"), "watermark", {"colour", "size"})
        return Layout(
            name=self._text(top, "name", ""),
            width=self._size[0],
            height=self._size[1],
            shapes=self._shapes(top.get("shapes"), "shapes"),
            boxes=self._boxes(top.get("boxes")),
            watermark=Watermark(
                self._colour(mark, "watermark"), self._number(mark, "size", "watermark", least=10, most=300)
            ),
            words=self._read_words(top.get("words", {})),
            signatories=signatories,
            pictures=pictures,
            sheet=self._sheet(top["sheet"]) if top.get("sheet") is not None else None,
        )

    # -- parts of the page ---------------------------------------------------------------------------------------------

    def _boxes(self, values: object) -> tuple[Box, ...]:
        boxes = [
            (self._box(value, f"boxes[{index}]"), self._is_wanted(value, f"boxes[{index}]"))
            for index, value in enumerate(self._list(values, "boxes"))
        ]
        fields = {SEAL_FIELD if isinstance(box, SealBox) else box.field for box, _ in boxes}
        for needed in NEEDED_FIELDS:
            if needed not in fields:
                raise refusal("layout_lacks", file=self._file, where="boxes", needed=needed)
        return tuple(box for box, is_wanted in boxes if is_wanted)

    def _box(self, values: object, at: str) -> Box:
        part = self._part(values, at, {*TextBox.__dataclass_fields__, "when"})
        name = self._choice(part, "field", at, (*sorted(TEXT_FIELDS), SEAL_FIELD, *_PICTURE_BOXES))
        x, y = self._number(part, "x", at), self._number(part, "y", at)
        if name == SEAL_FIELD:
            self._part(values, at, {"field", "x", "y", "size", "colour", "when"})
            size = self._number(part, "size", at, least=MINIMUM_SIDE)
            self._refuse_outside(x, y, size, size, at)
            return SealBox(x, y, size, self._colour(part, at))
        width, height = self._number(part, "width", at, least=1), self._number(part, "height", at, least=1)
        align = cast(Align, self._choice(part, "align", at, get_args(Align), default="left"))
        anchor = cast(Anchor, self._choice(part, "anchor", at, get_args(Anchor), default="top"))
        self._refuse_outside(x, 0.0 if anchor == "below" else y, width, height, at)
        if name in _PICTURE_BOXES:
            self._part(values, at, {*PictureBox.__dataclass_fields__, "when"})
            return PictureBox(name, x, y, width, height, align, anchor)
        return TextBox(
            field=name, x=x, y=y, width=width, height=height, align=align, anchor=anchor,
            font=cast(Weight, self._choice(part, "font", at, WEIGHTS, default="regular")),
            size=self._number(part, "size", at, least=6, most=120),
            colour=self._colour(part, at),
            lines=round(self._number(part, "lines", at, least=1, most=12, default=2)),
            one_line_down_to=self._number(part, "one_line_down_to", at, least=FLOOR, most=120, default=FLOOR),
            tracking=self._number(part, "tracking", at, most=80, default=0),
            capitals=self._choice(part, "capitals", at, (True, False), default=False) == "True",
        )  # fmt: skip

    def _shapes(self, values: object, at: str) -> tuple[Shape, ...]:
        made = [
            (self._shape(value, f"{at}[{index}]"), self._is_wanted(value, f"{at}[{index}]"))
            for index, value in enumerate(self._list(values, at))
        ]
        return tuple(shape for shape, is_wanted in made if is_wanted)

    def _shape(self, values: object, at: str) -> Shape:
        part = self._part(values, at, {*Shape.__dataclass_fields__, "when"})
        return Shape(
            kind=cast(ShapeKind, self._choice(part, "kind", at, get_args(ShapeKind))),
            x=self._number(part, "x", at, least=-_LONGEST_SIDE),
            y=self._number(part, "y", at, least=-_LONGEST_SIDE),
            width=self._number(part, "width", at),
            height=self._number(part, "height", at),
            colour=self._colour(part, at),
            line=self._number(part, "line", at, least=0.05, most=20, default=0.5),
            notch=self._number(part, "notch", at, default=0),
        )

    def _is_wanted(self, values: object, at: str) -> bool:
        """Tell whether the conditions of a part hold: pictures that are there, or are not ("no logo")."""
        told = cast(Mapping[str, object], values).get("when", [])
        allowed = (*_CONDITIONS, *(f"no {each}" for each in _CONDITIONS))
        for condition in self._list(told if isinstance(told, list) else [told], f"{at}.when"):
            text = self._choice({"when": condition}, "when", at, allowed)
            if (text.removeprefix("no ") in self._there) == text.startswith("no "):
                return False
        return True

    def _sheet(self, values: object) -> Sheet:
        part = self._part(values, "sheet", {"width", "height", "places", "shapes"})
        width, height = (self._number(part, key, "sheet", least=50) for key in ("width", "height"))
        places = []
        for index, value in enumerate(self._list(part.get("places"), "sheet.places", most=20)):
            at = f"sheet.places[{index}]"
            place = self._part(value, at, {"x", "y"})
            x, y = self._number(place, "x", at), self._number(place, "y", at)
            if x + self._size[0] > width + _HAIR or y + self._size[1] > height + _HAIR:
                raise refusal("layout_outside", file=self._file, where=at)
            places.append((x, y))
        if not places:
            raise refusal("layout_list_wrong", file=self._file, where="sheet.places", most=20)
        return Sheet(width, height, tuple(places), self._shapes(part.get("shapes", []), "sheet.shapes"))

    # -- what the association says and shows ---------------------------------------------------------------------------

    def _read_words(self, value: object) -> dict[str, str]:
        part = self._part(value, "words", set(WORD_FIELDS))
        words = {key: self._own_text(part, key, "words") for key in part}
        return {key: text for key, text in words.items() if text}

    def _read_signatories(self, value: object) -> tuple[Signatory, ...]:
        found = []
        for index, each in enumerate(self._list(value, "signatories", most=2)):
            at = f"signatories[{index}]"
            part = self._part(each, at, {"name", "role"})
            found.append(Signatory(self._own_text(part, "name", at), self._own_text(part, "role", at)))
        return tuple(found)

    def _own_text(self, part: Mapping[str, object], key: str, at: str) -> str:
        value = part.get(key, "")
        if not isinstance(value, str) or len(value) > WORDS_LENGTH:
            raise refusal("layout_text_wrong", file=self._file, where=f"{at}.{key}", most=WORDS_LENGTH)
        return clean_line(value)

    def _read_pictures(self, value: object) -> dict[str, Picture]:
        part = self._part(value, "pictures", set(PICTURE_FIELDS))
        found = {}
        for key, name in part.items():
            if not isinstance(name, str) or not _SHA256.fullmatch(name) or name not in self._known:
                raise refusal("layout_picture_missing", file=self._file, where=f"pictures.{key}")
            found[key] = self._known[name]
        return found

    def _read_colours(self, value: object) -> dict[str, str]:
        if not isinstance(value, Mapping) or len(value) > 50:
            raise refusal("layout_part_wrong", file=self._file, where="colours")
        told = {name: each for name, each in value.items() if isinstance(each, str)}
        colours: dict[str, str] = {name: each for name, each in told.items() if _COLOUR.fullmatch(each)}
        for name, colour in value.items():
            if name not in colours:
                colours[name] = self._tint(colour, f"colours.{name}", colours)
        return colours

    def _tint(self, value: object, at: str, colours: Mapping[str, str]) -> str:
        """Return a colour mixed with white: {"of": "accent", "tint": 0.9} is nearly white."""
        if not isinstance(value, Mapping) or str(value.get("of")) not in colours:
            raise refusal("layout_colour_wrong", file=self._file, where=at, value=_shown(value))
        part = self._part(value, at, {"of", "tint"})
        share, colour = self._number(part, "tint", at, most=1), colours[str(part["of"])]
        mixed = (round(int(colour[i : i + 2], 16) * (1 - share) + _WHITE * share) for i in (1, 3, 5))
        return "#" + "".join(f"{each:02X}" for each in mixed)

    # -- values --------------------------------------------------------------------------------------------------------

    def _refuse_outside(self, x: float, y: float, width: float, height: float, at: str) -> None:
        if x + width > self._size[0] + _HAIR or y + height > self._size[1] + _HAIR:
            raise refusal("layout_outside", file=self._file, where=at)

    def _part(self, value: object, at: str, allowed: Collection[str]) -> Mapping[str, object]:
        if not isinstance(value, Mapping):
            raise refusal("layout_part_wrong", file=self._file, where=at or "{")
        unknown = [key for key in value if key not in allowed]
        if unknown:
            where = f"{at}.{unknown[0]}".lstrip(".")
            raise refusal("layout_unknown_key", file=self._file, where=where[:100], allowed=", ".join(sorted(allowed)))
        return value

    def _list(self, value: object, at: str, *, most: int = _MOST_PARTS) -> list[object]:
        if not isinstance(value, list) or len(value) > most:
            raise refusal("layout_list_wrong", file=self._file, where=at, most=most)
        return value

    def _text(self, part: Mapping[str, object], key: str, at: str) -> str:
        value = part.get(key)
        if not isinstance(value, str) or not value or len(value) > WORDS_LENGTH:
            raise refusal("layout_text_wrong", file=self._file, where=f"{at}.{key}".lstrip("."), most=WORDS_LENGTH)
        return value

    def _choice(
        self, part: Mapping[str, object], key: str, at: str, allowed: Collection[object], *, default: object = ""
    ) -> str:
        value = part.get(key, default)
        if not isinstance(value, str | bool) or value not in allowed:
            names = ", ".join(str(each).lower() if isinstance(each, bool) else str(each) for each in allowed)
            raise refusal("layout_not_one_of", file=self._file, where=f"{at}.{key}", value=_shown(value), allowed=names)
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
            raise refusal(
                "layout_number_wrong",
                file=self._file,
                where=f"{at}.{key}",
                value=_shown(value),
                least=f"{least:g}",
                most=f"{most:g}",
            )
        return float(value)

    def _colour(self, part: Mapping[str, object], at: str) -> str:
        """Return the colour that a part names in the layout's own table."""
        name = part.get("colour")
        if not isinstance(name, str) or name not in self._colours:
            allowed = ", ".join(self._colours)
            raise refusal(
                "layout_not_one_of", file=self._file, where=f"{at}.colour", value=_shown(name), allowed=allowed
            )
        return self._colours[name]


def _shown(value: object) -> str:
    """Return a wrong value as a message shows it, however long it is."""
    return str(value)[:60] if value is not None else "–"
