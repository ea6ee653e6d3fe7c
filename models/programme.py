"""The programme that asks for the figures: its profile brings coded values, threshold, target and period grid."""

from __future__ import annotations

import json
from base64 import b64decode
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from sqlalchemy import String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.base import Base, Travelling
from models.problem import refusal


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
    their certificates.
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
    )


def _raw_key(line: str) -> bytes:
    """Return the 32 bytes of a key that the profile's schema lets through."""
    return b64decode(line.split()[1])[-32:]
