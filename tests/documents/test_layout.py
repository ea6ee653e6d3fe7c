"""A layout file is checked whole; what is wrong is told with its place and what may stand there."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema  # type: ignore[import-untyped]  # frictionless brings it without types
import pytest

import resources
from documents.layout import BUNDLED, FOLDER, TEXT_FIELDS, PictureBox, TextBox, layout
from documents.layout_reading import read_layout
from models.problem import Problem, UserError
from tests.documents.pictures import a_logo

CLASSIC = (FOLDER / "classic.json").read_bytes()
SCHEMA = Path(resources.__file__).with_name("schemas") / "layout.json"

WRONG: list[tuple[Callable[[Any], object], str, str]] = [
    (lambda v: v.update(format=2), "format", "layout_other_format"),
    (lambda v: v.update(more=1), "more", "layout_unknown_key"),
    (lambda v: v["page"].update(width="wide"), "page.width", "layout_number_wrong"),
    (lambda v: v["page"].update(width=float("nan")), "page.width", "layout_number_wrong"),
    (lambda v: v["colours"].update(ink="red"), "colours.ink", "layout_colour_wrong"),
    (lambda v: v["colours"].update(soft={"of": "nothing", "tint": 0.5}), "colours.soft", "layout_colour_wrong"),
    (lambda v: v["colours"].update(soft={"of": "accent", "tint": 2}), "colours.soft.tint", "layout_number_wrong"),
    (lambda v: v["boxes"][2].update(field="phone"), "boxes[2].field", "layout_not_one_of"),
    (lambda v: v["boxes"][3].update(font="comic"), "boxes[3].font", "layout_not_one_of"),
    (lambda v: v["boxes"][3].update(colour="pink"), "boxes[3].colour", "layout_not_one_of"),
    (lambda v: v["boxes"][14].update(size=29), "boxes[14].size", "layout_number_wrong"),
    (lambda v: v["boxes"][14].update(x=290), "boxes[14]", "layout_outside"),
    (lambda v: v["boxes"][0].update(size=29), "boxes[0].size", "layout_unknown_key"),
    (lambda v: v["boxes"].pop(14), "boxes", "layout_lacks"),
    (lambda v: v["shapes"][0].update(kind="cat"), "shapes[0].kind", "layout_not_one_of"),
    (lambda v: v["shapes"][0].update(when="raining"), "shapes[0].when", "layout_not_one_of"),
    (lambda v: v["shapes"][0].pop("x"), "shapes[0].x", "layout_number_wrong"),
    (lambda v: v.update(boxes={}), "boxes", "layout_list_wrong"),
    (lambda v: v.update(words={"title": "x" * 301}), "words.title", "layout_text_wrong"),
    (lambda v: v.update(words={"name": "Zoé"}), "words.name", "layout_unknown_key"),
    (lambda v: v.update(pictures={"logo": "0" * 64}), "pictures.logo", "layout_picture_missing"),
    (lambda v: v.update(signatories=[{}, {}, {}]), "signatories", "layout_list_wrong"),
    (lambda v: v["boxes"].append(3), f"boxes[{len(json.loads(CLASSIC)['boxes'])}]", "layout_part_wrong"),
]


def told(content: bytes) -> Problem:
    with pytest.raises(UserError) as caught:
        read_layout(content, file="mine.json")
    return caught.value.problems[0]


def changed(change: Callable[[Any], object]) -> Any:
    values = json.loads(CLASSIC)
    change(values)
    return values


@pytest.mark.parametrize("name", BUNDLED)
def test_every_layout_that_comes_along_has_room_for_every_field(name: str) -> None:
    values = json.loads((FOLDER / f"{name}.json").read_bytes())
    fields = {box["field"] for box in values["boxes"]}
    assert not TEXT_FIELDS - fields
    assert {"logo", "partner_logo", "signature", "second_signature", "stamp", "seal"} <= fields


def test_every_bundled_file_is_offered() -> None:
    assert sorted(BUNDLED) == sorted(path.stem for path in FOLDER.glob("*.json"))


@pytest.mark.parametrize(("change", "where", "code"), WRONG)
def test_a_wrong_value_is_told_with_its_place(change: Callable[[Any], object], where: str, code: str) -> None:
    problem = told(json.dumps(changed(change)).encode())
    assert (problem.code, problem.values["file"], problem.values["where"]) == (code, "mine.json", where)


def test_a_wrong_value_is_told_with_what_may_stand_there() -> None:
    problem = told(json.dumps(changed(lambda v: v["boxes"][3].update(font="comic"))).encode())
    assert (problem.values["value"], problem.values["allowed"]) == ("comic", "regular, bold, italic")


@pytest.mark.parametrize("name", BUNDLED)
def test_the_schema_takes_what_the_application_takes(name: str) -> None:
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.Draft202012Validator(schema).validate(json.loads((FOLDER / f"{name}.json").read_bytes()))


@pytest.mark.parametrize(
    "change", [each for each, _where, code in WRONG if code not in ("layout_outside", "layout_picture_missing")]
)
def test_the_schema_refuses_what_the_application_refuses(change: Callable[[Any], object]) -> None:
    values = changed(change)
    names = set(values["colours"])  # references between parts are beyond a schema
    if values["page"]["width"] != values["page"]["width"] or ("pink" not in names and "pink" in json.dumps(values)):
        return
    if values["colours"].get("soft", {}) == {"of": "nothing", "tint": 0.5}:
        return
    validator = jsonschema.Draft202012Validator(json.loads(SCHEMA.read_text(encoding="utf-8")))
    assert not validator.is_valid(values)


def test_what_depends_on_a_picture_is_there_only_with_it() -> None:
    values, logo = json.loads((FOLDER / "partners.json").read_bytes()), a_logo()
    without = read_layout(json.dumps(values).encode(), file="x")
    values["pictures"] = {"logo": logo.sha256}
    with_logo = read_layout(json.dumps(values).encode(), file="x", pictures={logo.sha256: logo})

    def left_edges(found: Any) -> list[float]:
        return [box.x for box in found.boxes if isinstance(box, TextBox) and box.field == "association"]

    assert left_edges(without) == [24]
    assert left_edges(with_logo) == [106]
    assert next(box.field for box in with_logo.boxes if isinstance(box, PictureBox)) == "logo"


def test_a_tint_follows_the_colour_that_it_comes_from() -> None:
    values = changed(lambda v: v["colours"].update(accent="#000000", soft={"of": "accent", "tint": 0.5}))
    read = read_layout(json.dumps(values).encode(), file="x")
    assert {shape.colour for shape in read.shapes if shape.kind == "rosette"} == {"#808080"}


@pytest.mark.parametrize("content", [b"", b"{", b"\xff", b"[" * 100_000, b" " * 300_000])
def test_what_is_not_json_is_refused(content: bytes) -> None:
    assert told(content).code == "layout_not_readable"


@pytest.mark.parametrize("name", ["unknown", "../classic", "", "a/b"])
def test_an_unknown_layout_is_refused(name: str) -> None:
    with pytest.raises(UserError, match="layout_missing"):
        layout(name)
