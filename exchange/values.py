"""Cells -> values of a person: pure, each returns the value and the problem or warning there is with it."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import cache, lru_cache
from importlib.resources import files

from exchange.sheet_cells import Cell, cell_text
from exchange.value_dates import birth_year, date_value, full_year, typed_date, typed_time
from exchange.value_names import FullName, full_name
from models.codes import AXES
from models.names import fold
from models.problem import Problem

__all__ = [
    "FullName",
    "birth_year",
    "code_of",
    "date_value",
    "email",
    "full_name",
    "full_year",
    "gender",
    "phone",
    "postcode",
    "postcode_town",
    "presence",
    "status",
    "typed_date",
    "typed_time",
]

_EMAIL = re.compile(r"[^\s@<>()\[\],;:\"]{1,64}@(?:[^\W_](?:[\w-]{0,61}[^\W_])?\.)+[^\W\d_]{2,24}")
_PHONE_START = re.compile(r"(?:(?:\+|00) ?\d|\(?\d)[\d .\-/()\u2010-\u2014]*")
# Two numbers in a cell, or a number and a remark: « 06… / 02… », « 06… ou 02… », « 06… (mari) ».
_PHONE_PARTS = re.compile(
    r"\s*(?:[;,]|/ | /|\b(?:ou|et|or|and)\b|\((?!0\))|\)(?=\s|$)"
    r"|(?<=\d\d) (?=0\d(?: \d\d){4}$)|(?<=\d) [-–:]? ?(?=[^\W\d]))\s*"
)
_MANY_DIGITS = re.compile(r"\d{4}|(?:\d\d\W){2}")
# French numbers written with a country code of their own: nine digits after it are dialled with a 0 in front.
_NINE_DIGIT_CODES = ("33", "262", "590", "594", "596", "508")
_POSTCODE = re.compile(r"(?:f[ -]?)?(\d{2}) ?(\d{3})(?: *cedex(?: *\d{1,2})?)?$", re.IGNORECASE)
_POSTCODE_TOWN = re.compile(r"(?:F[ -]?)?(\d{4,5}|\d{2} \d{3})[ ,–-]+(\D.*)$|(\D.*?)[ ,(–-]+(\d{5})\)?$")


@cache
def _codes(axis: str) -> Mapping[str, str]:
    """Return folded word -> code of an axis: its labels and its own codes."""
    words = json.loads((files("resources") / "sources" / "words" / "values.json").read_text("utf-8"))[axis]
    found = {fold(word): code for code, labels in words.items() for word in labels}
    # Signs such as a tick have no letters: they stand for themselves.
    signs = {word: code for code, labels in words.items() for word in labels if not fold(word)}
    return found | signs | {fold(str(code)): str(code) for code in AXES.get(axis, ())}


@lru_cache(maxsize=4096)
def _plain(text: str) -> str:
    """Return folded text without the marks of « Retraité(e) », « Salarié·e »; a lone sign stays as it is."""
    return fold(re.sub(r"[(·.](?:e|ne|se|fe|ve|trice|euse)s?\)?(?!\w)", "", text)) or text.strip()


def code_of(cell: Cell, axis: str) -> tuple[str | None, Problem | None]:
    """Return the code whose French or English label a cell holds (occupation, audience, referred_by, gender)."""
    text = cell_text(cell)
    if not text:
        return None, None
    code = _codes(axis).get(_plain(text))
    return (code, None) if code else (None, Problem(axis, f"{axis}_unknown", {"text": text}, is_warning=True))


def gender(cell: Cell) -> tuple[str | None, Problem | None]:
    """Return the gender told by F, M, N, Femme, Homme, Mme, M., Madame, Monsieur."""
    return code_of(cell, "gender")


def presence(cell: Cell) -> tuple[str | None, Problem | None]:
    """Return present, absent or excused for the mark in a column of attendance; nothing for an empty cell."""
    return code_of(cell, "presence")


def status(cell: Cell) -> tuple[str | None, Problem | None]:
    """Return kept, cancelled or refunded for the status of a registration."""
    return code_of(cell, "status")


def email(cell: Cell) -> tuple[str, Problem | None]:
    """Return the first e-mail address of a cell, its domain in small letters."""
    text = cell_text(cell)
    if not text:
        return "", None
    found = [match[0] for match in _EMAIL.finditer(text[:2000].removeprefix("mailto:"))]
    rest = re.sub(r"[\s,;/<>()]|mailto:|(?:^|(?<=\s))(?:et|ou|and|or)(?=\s|$)", "", _EMAIL.sub("", text))
    if not found or ("@" in rest):
        return "", Problem("email", "email_unreadable", {"text": text})
    local, _, domain = found[0].rpartition("@")
    address = f"{local}@{domain.lower()}"
    if len(found) == 1:
        return address, None
    return address, Problem(
        "email", "email_rest_noted", {"kept": address, "other": ", ".join(found[1:])}, is_warning=True
    )


def phone(cell: Cell) -> tuple[str, Problem | None]:
    """Return a telephone number as French people write it, with the zero that Excel ate.

    612345678 -> 06 12 34 56 78; +33, 0033 and the codes of overseas departments -> 0…; other countries keep theirs.
    """
    text = cell_text(cell)
    if not text:
        return "", None
    alone = _phone(text)
    if alone:
        return alone, None
    parts = [part for part in _PHONE_PARTS.split(text) if part]
    numbers = [_phone(part) for part in parts]
    kept = next((number for number in numbers if number), "")
    # A part with many digits that is no number makes the whole cell doubtful; words are a remark.
    if not kept or any(_MANY_DIGITS.search(part) and not number for part, number in zip(parts, numbers, strict=True)):
        return "", Problem("phone", "phone_unreadable", {"text": text})
    other = [number or part for part, number in zip(parts, numbers, strict=True) if number != kept]
    left_out = Problem("phone", "phone_rest_noted", {"kept": kept, "other": ", ".join(other)}, is_warning=True)
    return kept, left_out if other else None


def _phone(text: str) -> str:
    text = re.sub(
        r"^(?:t[ée]l(?:[ée]phone)?|portable|port|mobile|fixe|p|t)?[ .:]*(?=[+\d(])",
        "",
        text.strip(),
        flags=re.IGNORECASE,
    )
    text = re.sub(r"(?<=\d)\.0$", "", text).replace("(0)", "")
    if not _PHONE_START.fullmatch(text):
        return ""
    digits = re.sub(r"\D", "", text)
    if not digits.isascii():
        return ""
    is_abroad = text.startswith(("+", "00"))
    if not is_abroad and not (len(digits) == 11 and digits.startswith("33")):
        return _french(digits)
    digits = digits.removeprefix("00") if text.startswith("00") else digits
    for code in _NINE_DIGIT_CODES:
        if digits.startswith(code) and len(rest := digits.removeprefix(code).removeprefix("0")) == 9:
            return _french(rest)
    if digits.startswith("33") or not 7 <= len(digits) <= 15:
        return ""
    spaced = re.sub(r"[^\d]+", " ", text.removeprefix("00")).strip()
    return f"+{spaced}"


def _french(digits: str) -> str:
    """Return ten digits in pairs, adding the lost zero; short numbers and anything else give nothing."""
    if len(digits) == 9 and digits[0] != "0":
        digits = f"0{digits}"
    if len(digits) != 10 or digits[0] != "0" or digits[1] == "0":
        return ""
    return " ".join(digits[i : i + 2] for i in range(0, 10, 2))


@lru_cache(maxsize=4096)
def _postcode(text: str) -> str:
    if text.isascii() and text.isdigit() and len(text) == 4:
        text = f"0{text}"  # Ain to Ariège: Excel ate the zero
    found = _POSTCODE.match(text)
    return f"{found[1]}{found[2]}" if found and "01" <= found[1] <= "98" and text.isascii() else ""


def postcode(cell: Cell) -> tuple[str, Problem | None]:
    """Return the five digits of a French postcode, with the zero that Excel ate (1000 -> 01000)."""
    text = cell_text(cell)
    found = _postcode(text)
    return (found, None) if found or not text else ("", Problem("postcode", "postcode_unreadable", {"text": text}))


def postcode_town(cell: Cell) -> tuple[tuple[str, str], Problem | None]:
    """Part « 35000 Rennes » or « Rennes (35000) » into postcode and town; a lone town is a town."""
    text = cell_text(cell)
    found = _POSTCODE_TOWN.match(text)
    if found:
        code, town = (found[1], found[2]) if found[1] else (found[4], found[3])
        return (_postcode(code), town.strip()), None
    if _postcode(text):
        return (_postcode(text), ""), None
    return ("", text), None
