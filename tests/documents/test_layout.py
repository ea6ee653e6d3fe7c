"""A layout file is checked whole; what is wrong is told with its place."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from documents.layout import FOLDER, TEXT_FIELDS, TextBox, layout, read_layout
from models.problem import UserError

CLASSIC = (FOLDER / "classic.json").read_bytes()


def test_the_classic_layout_shows_every_field() -> None:
    fields = [box.field for box in layout().boxes if isinstance(box, TextBox)]
    assert sorted(fields) == sorted(TEXT_FIELDS)


@pytest.mark.parametrize(
    ("change", "where"),
    [
        (lambda v: v.update(format=2), "format"),
        (lambda v: v.update(more=1), "more"),
        (lambda v: v["page"].update(width="wide"), "page.width"),
        (lambda v: v["page"].update(width=float("nan")), "page.width"),
        (lambda v: v["colours"].update(ink="red"), "colours.ink"),
        (lambda v: v["boxes"][0].update(field="phone"), "boxes[0].field"),
        (lambda v: v["boxes"][3].update(font="comic"), "boxes[3].font"),
        (lambda v: v["boxes"][3].update(colour="pink"), "boxes[3].colour"),
        (lambda v: v["boxes"][11].update(size=29), "boxes[11].size"),
        (lambda v: v["shapes"][0].update(kind="cat"), "shapes[0].kind"),
        (lambda v: v["shapes"][0].pop("x"), "shapes[0].x"),
        (lambda v: v.update(boxes={}), "boxes"),
        (lambda v: v["boxes"].append(3), f"boxes[{len(json.loads(CLASSIC)['boxes'])}]"),
    ],
)
def test_a_wrong_value_is_told_with_its_place(change: Callable[[Any], object], where: str) -> None:
    values = json.loads(CLASSIC)
    change(values)
    with pytest.raises(UserError) as caught:
        read_layout(json.dumps(values).encode(), file="mine.json")
    assert caught.value.problems[0].values == {"file": "mine.json", "where": where}


@pytest.mark.parametrize("content", [b"", b"{", b"\xff", b"[" * 100_000, b" " * 300_000])
def test_what_is_not_json_is_refused(content: bytes) -> None:
    with pytest.raises(UserError, match="layout_not_readable"):
        read_layout(content, file="mine.json")


@pytest.mark.parametrize("name", ["unknown", "../classic", "", "a/b"])
def test_an_unknown_layout_is_refused(name: str) -> None:
    with pytest.raises(UserError, match="layout_missing"):
        layout(name)
