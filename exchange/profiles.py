"""The programme's profile as a file: JSON by resources/schemas/programme-profile.json, and what a schema cannot say."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any

from exchange.encryption import recipient_of
from models.problem import Problem, UserError, refusal
from models.text import LINE_LENGTH, clean_line

PROFILE_FORMAT = 1
SIZE_LIMIT = 1024 * 1024  # bytes
UNTOLD = "non_communique"  # the rest that nobody told, which no profile renames
_MOST_PROBLEMS = 5
_CODE_LENGTHS = {"referred_by": 30, "age_band": 40, "theme": 60, "sub_theme": 60, "equipment": 60}
_CODE_LENGTH = 20  # as the notebook's columns hold them
_KINDS: Mapping[str, tuple[type, ...]] = {
    "object": (dict,),
    "array": (list,),
    "string": (str,),
    "integer": (int,),
    "null": (type(None),),
    "boolean": (bool,),
}


def read_profile(path: Path) -> dict[str, Any]:
    """Return what a profile file says.

    Raises UserError file_not_read, profile_not_ours, profile_newer or, up to five times, profile_value_wrong.
    """
    try:
        with path.open("rb") as stream:
            content = stream.read(SIZE_LIMIT + 1)
    except OSError as error:
        raise refusal("file_not_read", file=path.name, cause=error.strerror or "") from error
    try:
        found = json.loads(content.decode("utf-8-sig")) if len(content) <= SIZE_LIMIT else None
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict) or type(found.get("profile_format")) is not int:
        raise refusal("profile_not_ours", file=path.name)
    if found["profile_format"] > PROFILE_FORMAT:
        raise refusal("profile_newer", file=path.name)
    wrong = list(dict.fromkeys(wrong_places(found, schema()))) or list(dict.fromkeys(_contradictions(found)))
    if wrong:
        raise UserError(*(Problem(place, "profile_value_wrong", {"place": place}) for place in wrong[:_MOST_PROBLEMS]))
    return found


def is_profile(path: Path) -> bool:
    """Tell whether a file that was dropped looks like a profile."""
    if path.suffix.lower() != ".json":
        return False
    try:
        with path.open("rb") as stream:
            return b'"profile_format"' in stream.read(SIZE_LIMIT)
    except OSError:
        return False


def schema() -> dict[str, Any]:
    """Return the schema that comes with the application."""
    text = files("resources").joinpath("schemas/programme-profile.json").read_text(encoding="utf-8")
    found: dict[str, Any] = json.loads(text)
    return found


def wrong_places(value: object, rules: Mapping[str, Any], place: str = "", root: Any = None) -> Iterator[str]:
    """Give each place of a value that breaks the schema; of JSON Schema, what our own schemas use."""
    root = root or rules
    if "$ref" in rules:
        rules = {**root["$defs"][rules["$ref"].rpartition("/")[2]], **rules}
    kinds = [rules["type"]] if isinstance(rules.get("type"), str) else rules.get("type", ())
    if (kinds and not any(_is(value, kind) for kind in kinds)) or not _is_allowed(value, rules):
        yield place or "."
    elif isinstance(value, str):
        if not _fits(len(value), rules, "Length") or not re.search(rules.get("pattern", ""), value):
            yield place
    elif isinstance(value, list):
        texts = [json.dumps(each, sort_keys=True) for each in value]
        is_repeated = rules.get("uniqueItems", False) and len(set(texts)) < len(texts)
        if is_repeated or not _fits(len(value), rules, "Items"):
            yield place
        for number, each in enumerate(value):
            yield from wrong_places(each, rules.get("items", {}), f"{place}[{number + 1}]", root)
    elif isinstance(value, dict):
        yield from _wrong_members(value, rules, place, root)


def _wrong_members(value: Mapping[str, object], rules: Mapping[str, Any], place: str, root: Any) -> Iterator[str]:
    inside = f"{place}." if place else ""
    yield from (f"{inside}{name}" for name in rules.get("required", ()) if name not in value)
    for name, each in value.items():
        found = [rules.get("properties", {}).get(name)]
        found += [rule for pattern, rule in rules.get("patternProperties", {}).items() if re.search(pattern, name)]
        known = [rule for rule in found if rule is not None]
        if not known and rules.get("additionalProperties") is False:
            yield f"{inside}{name[:60]}"
        for rule in known:
            yield from wrong_places(each, rule, f"{inside}{name}", root)


def _is(value: object, kind: str) -> bool:
    return isinstance(value, _KINDS[kind]) and (kind == "boolean" or not isinstance(value, bool))


def _is_allowed(value: object, rules: Mapping[str, Any]) -> bool:
    is_number = isinstance(value, int) and not isinstance(value, bool)
    return (
        ("const" not in rules or (value == rules["const"] and type(value) is type(rules["const"])))
        and ("enum" not in rules or value in rules["enum"])
        and not (is_number and not _fits(value, rules, "imum"))
    )


def _fits(number: object, rules: Mapping[str, Any], what: str) -> bool:
    least, most = rules.get(f"min{what}"), rules.get(f"max{what}")
    assert isinstance(number, int)
    return (least is None or number >= least) and (most is None or number <= most)


def _texts(value: object, place: str = "") -> Iterator[tuple[str, str]]:
    """Give every text of a profile with its place."""
    if isinstance(value, str):
        yield place, value
    elif isinstance(value, dict | list):
        for name, each in value.items() if isinstance(value, dict) else enumerate(value, 1):
            yield from _texts(each, f"{place}.{name}" if place else str(name))


def _contradictions(profile: Mapping[str, Any]) -> Iterator[str]:
    """Give each place of a profile that follows the schema and still cannot be worked with."""
    yield from (place for place, text in _texts(profile) if clean_line(text) != text or len(text) > LINE_LENGTH)
    codes: dict[str, Sequence[str]] = {}
    for axis, values in profile["codebook"].items():
        codes[axis] = [each["code"] for each in values]
        too_long = any(len(code) > _CODE_LENGTHS.get(axis, _CODE_LENGTH) for code in codes[axis])
        if not values or len(set(codes[axis])) < len(values) or too_long:
            yield f"codebook.{axis}"
    yield from (f"codebook.{axis}" for axis in ("age_band", "gender", "occupation") if UNTOLD not in codes[axis])
    ages = profile["age_bands"]
    bands, untold = ages["bands"], ages["untold"]
    ends = [band["to"] for band in bands]
    starts = [band["from"] for band in bands]
    is_whole = starts[0] == 0 and ends[-1] is None and None not in ends[:-1]
    if not is_whole or any(end + 1 != start for end, start in zip(ends[:-1], starts[1:], strict=True)):
        yield "age_bands.bands"
    elif [*(band["code"] for band in bands), untold] != list(codes["age_band"]) or untold != UNTOLD:
        yield "codebook.age_band"
    for each in profile["codebook"]["sub_theme"]:
        if each.get("only_with") not in (None, *codes["theme"]):
            yield f"codebook.sub_theme.{each['code']}"
    if profile["public_key"] is not None:
        try:
            recipient_of(profile["public_key"])
        except UserError:
            yield "public_key"
    month, day = map(int, profile["school_year_starts"].split("-"))
    if day > (29 if month == 2 else 30 if month in (4, 6, 9, 11) else 31) or (month, day) == (2, 29):
        yield "school_year_starts"
