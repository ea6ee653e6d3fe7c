"""What the form changes in a layout: colours, words, who signs, pictures. The boxes stay as they are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from documents.own_layouts import Content
from documents.pictures import Picture
from models.text import clean_line
from resources.i18n import N_

COLOURS = ("accent", "ink")
"""The colours of a layout that can be chosen; all others are tints of them or stay."""

PALETTE: tuple[tuple[str, str], ...] = (
    ("#1B5FA7", N_("Blue")),
    ("#17616B", N_("Teal")),
    ("#2F6B3A", N_("Green")),
    ("#7A5C00", N_("Ochre")),
    ("#A33B20", N_("Brick red")),
    ("#8C1D40", N_("Burgundy")),
    ("#5B3A86", N_("Violet")),
    ("#1F2A37", N_("Ink")),
    ("#000000", N_("Black")),
)
"""Colours that print well and are easy to read on paper."""

READABLE = 4.5  # contrast with white paper, as for any text


@dataclass(frozen=True, slots=True)
class Changes:
    """What the form says; a picture that is None is taken away."""

    name: str
    words: Mapping[str, str] = field(default_factory=dict)
    signatories: tuple[tuple[str, str], ...] = ()
    colours: Mapping[str, str] = field(default_factory=dict)
    pictures: Mapping[str, Picture | None] = field(default_factory=dict)


def changed(base: Content, changes: Changes) -> Content:
    """Return a layout with what the form says."""
    values = dict(base.values)
    words = {name: clean_line(text) for name, text in {**values.get("words", {}), **changes.words}.items()}
    _put(values, "words", {name: text for name, text in words.items() if text})
    _put(values, "signatories", _signatories(changes.signatories))
    values["colours"] = {**values["colours"], **changes.colours}
    shown = {
        slot: base.pictures[name] for slot, name in values.get("pictures", {}).items() if name in base.pictures
    } | {slot: each for slot, each in changes.pictures.items() if each is not None}
    shown = {slot: each for slot, each in shown.items() if changes.pictures.get(slot, each) is not None}
    _put(values, "pictures", {slot: each.sha256 for slot, each in shown.items()})
    return Content(clean_line(changes.name), values, {each.sha256: each for each in shown.values()})


def _put(values: dict[str, Any], key: str, told: Any) -> None:
    """Say something, or say nothing of it at all."""
    values.pop(key, None)
    if told:
        values[key] = told


def _signatories(told: tuple[tuple[str, str], ...]) -> list[dict[str, str]]:
    rows = [{"name": clean_line(name), "role": clean_line(role)} for name, role in told]
    while rows and not any(rows[-1].values()):
        rows.pop()
    return rows


def is_same(one: Content, other: Content) -> bool:
    """Tell whether two layouts show the same, whatever they are called."""
    return {**one.values, "name": ""} == {**other.values, "name": ""}


def colour_of(content: Content, name: str) -> str:
    """Return a colour that can be chosen, "" where the layout has none of its own."""
    value = content.values["colours"].get(name, "")
    return value if isinstance(value, str) else ""


def contrast_with_paper(colour: str) -> float:
    """Return how a colour stands out against white paper (WCAG 2)."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in parts)
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)
