"""The programme that asks for the figures: its profile brings coded values, threshold, target and period grid."""

from __future__ import annotations

import json
from base64 import b64decode
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from sqlalchemy import String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.base import Base, Travelling
from models.levels import AGGREGATES
from models.problem import refusal
from resources import codebook

if TYPE_CHECKING:
    from models.notebook import Notebook


_CODED: Mapping[str, tuple[tuple[str, str], ...]] = {
    "format": (("workshop", "format"),),
    "audience": (("workshop", "audience"),),
    "level": (("workshop", "level"),),
    "place_kind": (("place", "kind"),),
    "age_band": (("person", "age_band"),),
    "gender": (("person", "gender"),),
    "occupation": (("person", "occupation"),),
    "referred_by": (("person", "referred_by"),),
}
"""Where the codes of an axis stand, beside the rows of workshop_code and headcount_part."""


class Programme(Travelling, Base):
    """The one row of its table: the profile as its file says it."""

    __tablename__ = "programme"

    code: Mapped[str] = mapped_column(String(40))
    name: Mapped[str] = mapped_column(String(300))
    profile: Mapped[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Profile:
    """What the programme wants. `threshold` is the smallest number of people that is told; `target` people a year.

    `school_year_starts` is a month and a day of it; `issuers` are associations with the raw Ed25519 keys that sign
    their certificates; `levels` say how much may leave: counts, and where it offers that, lines under codes.
    """

    code: str
    name: str
    version: str
    threshold: int
    target: int
    periods: tuple[str, ...]
    school_year_starts: tuple[int, int]
    codebook: dict[str, Any]
    age_bands: Any
    issuers: tuple[tuple[str, bytes], ...] = ()
    withdrawn: Mapping[str, Any] = field(default_factory=dict)
    public_key: str = ""
    address: str = ""
    levels: tuple[str, ...] = (AGGREGATES,)


def default_profile() -> dict[str, Any]:
    """Return the profile that comes with the application."""
    text = files("resources").joinpath("programmes/default.json").read_text(encoding="utf-8")
    profile: dict[str, Any] = json.loads(text)
    return profile


def install_default(db: Session) -> None:
    """Store the default profile in a new notebook."""
    profile = default_profile()
    db.add(Programme(code=profile["code"], name=profile["name"], profile=profile))


def profile(db: Session) -> Profile:
    """Return the notebook's programme profile."""
    row = db.scalars(select(Programme)).first()
    if row is None:
        raise refusal("notebook_damaged", file="")
    data = row.profile
    month, day = map(int, data["school_year_starts"].split("-"))
    return Profile(
        code=row.code,
        name=row.name,
        version=str(data["version"]),
        threshold=int(data["threshold"]),
        target=int(data["target"]),
        periods=tuple(data["periods"]),
        school_year_starts=(month, day),
        codebook=data["codebook"],
        age_bands=data["age_bands"],
        issuers=tuple((each["name"], _raw_key(each["public_key"])) for each in data.get("issuers", ())),
        withdrawn=data.get("withdrawn", {}),
        public_key=data.get("public_key") or "",
        address=data.get("address") or "",
        levels=tuple(dict.fromkeys((AGGREGATES, *data.get("levels", ())))),
    )


@dataclass(frozen=True, slots=True)
class Installed:
    """What another profile changed: the codes it withdraws although the notebook uses them, by axis."""

    before: str
    in_use: Mapping[str, tuple[str, ...]]


def install(db: Session, data: Mapping[str, Any]) -> Installed:
    """Put a checked profile in the place of the notebook's own; what was coded before stays, with its words.

    The words of every code that a newer profile leaves out are kept under "withdrawn", which no file says.
    """
    row = db.scalars(select(Programme)).first()
    if row is None:
        raise refusal("notebook_damaged", file="")
    before, new = row.profile, {name: value for name, value in data.items() if name != "withdrawn"}
    offered = {axis: {each["code"] for each in values} for axis, values in new["codebook"].items()}
    withdrawn: dict[str, list[Any]] = {}
    for lists in (before["codebook"], before.get("withdrawn", {})):
        for axis, values in lists.items():
            withdrawn.setdefault(axis, []).extend(each for each in values if each["code"] not in offered.get(axis, ()))
    row.code, row.name = new["code"], new["name"]
    row.profile = {**new, "withdrawn": {axis: values for axis, values in withdrawn.items() if values}}
    return Installed(before["name"], withdrawn_in_use(db, row.profile))


def withdrawn_in_use(db: Session, data: Mapping[str, Any] | None = None) -> dict[str, tuple[str, ...]]:
    """Return the codes that records have and the profile does not offer, by axis."""
    if data is None:
        data = db.scalars(select(Programme.profile)).one()
    offered = {axis: {"", *(each["code"] for each in values)} for axis, values in data["codebook"].items()}
    gone: dict[str, set[str]] = {axis: set() for axis in offered}
    for axis, code in _codes_beside(db, offered):
        gone[axis].add(code)
    return {axis: tuple(sorted(codes)) for axis, codes in gone.items() if codes}


def _codes_beside(db: Session, offered: Mapping[str, Collection[str]]) -> Iterator[tuple[str, str]]:
    """Yield axis and code of what records have and is not offered; each table is read once, however many it codes."""
    tables = Base.metadata.tables
    columns: dict[str, list[tuple[str, str]]] = {}
    for axis in offered:
        for table, column in _CODED.get(axis, ()):
            columns.setdefault(table, []).append((axis, column))
    for name, coded in columns.items():
        of = tables[name].c
        for codes in db.execute(select(*(of[column] for _axis, column in coded)).distinct()):
            for (axis, _column), code in zip(coded, codes, strict=True):
                if code is not None and code not in offered[axis]:
                    yield axis, code
    for name in ("workshop_code", "headcount_part"):
        of = tables[name].c
        for axis, code in db.execute(select(of.axis, of.code).distinct()):
            if code not in offered.get(axis, (code,)):
                yield axis, code


def put_in_force(notebook: Notebook) -> None:
    """Have lists, forms and papers offer the coded values of this notebook's profile."""
    with notebook.read() as db:
        codebook.use(db.scalars(select(Programme.profile)).first())


def _raw_key(line: str) -> bytes:
    """Return the 32 bytes of a key that the profile's schema lets through."""
    return b64decode(line.split()[1])[-32:]
