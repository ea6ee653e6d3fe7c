"""All that a page needs to be drawn, as frozen dataclasses: a document knows nothing else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, time
from typing import Literal

from models.problem import UserError, refusal
from resources.i18n import CODES

FACTS_VERSION = 1

Status = Literal["issued", "replaced", "revoked"]
Orientation = Literal["portrait", "landscape"]


@dataclass(frozen=True, slots=True)
class Association:
    """The association as it is named on its papers; "" for what it does not have."""

    name: str
    short_name: str = ""
    address: str = ""
    postcode: str = ""
    town: str = ""
    rna: str = ""
    siret: str = ""
    phone: str = ""
    email: str = ""
    web: str = ""
    nda: str = ""


@dataclass(frozen=True, slots=True)
class SessionFacts:
    """One session: when, how long in minutes, and the short reference that its QR code carries."""

    date: date
    start: time
    end: time
    minutes: int = 0
    reference: str = ""


@dataclass(frozen=True, slots=True)
class Signatory:
    """Who signs; "" when it is signed by hand without a printed name."""

    name: str = ""
    role: str = ""


@dataclass(frozen=True, slots=True)
class CertificateFacts:
    """What a certificate says, frozen at its issue."""

    number: str
    language: str
    layout: str
    is_example: bool
    given_name: str
    family_name: str
    workshop: str
    sessions: tuple[SessionFacts, ...]
    sessions_planned: int
    minutes: int
    place: str
    trainers: tuple[str, ...]
    town: str
    issued_on: date
    association: Association
    programme: str
    signatory: Signatory
    replaces: str
    seal: str
    second_signatory: Signatory = Signatory()

    @property
    def name(self) -> str:
        """The name as it is printed: given name, then family name, letter by letter as stored."""
        return " ".join(part for part in (self.given_name, self.family_name) if part)

    @classmethod
    def from_frozen(cls, frozen: Mapping[str, object]) -> CertificateFacts:
        """Read the facts stored at issue. Raises UserError (facts_unreadable) naming the field that is wrong."""
        reader = _Reader(frozen)
        if reader.whole_number("version") != FACTS_VERSION:
            raise refusal("facts_version_unknown", version=str(frozen.get("version")))
        facts = cls(
            number=reader.text("number"),
            language=reader.one_of("language", CODES),
            layout=reader.text("layout"),
            is_example=reader.truth("example"),
            given_name=reader.text("given_name"),
            family_name=reader.text("family_name"),
            workshop=reader.text("workshop"),
            sessions=tuple(_session(session) for session in reader.parts("sessions")),
            sessions_planned=reader.whole_number("sessions_planned"),
            minutes=reader.whole_number("minutes"),
            place=reader.text("place"),
            trainers=reader.texts("trainers"),
            town=reader.text("town"),
            issued_on=reader.day("issued_on"),
            association=_association(reader.part("association")),
            programme=reader.text("programme"),
            signatory=_signatory(reader.part("signatory")),
            replaces=reader.text("replaces"),
            seal=reader.text("seal"),
            second_signatory=_signatory(reader.part("second_signatory"))
            if "second_signatory" in frozen
            else Signatory(),
        )
        if not facts.name:
            raise _unreadable("given_name")
        if not facts.sessions:
            raise _unreadable("sessions")
        return facts


@dataclass(frozen=True, slots=True)
class Print:
    """What one printing adds to the frozen facts."""

    status: Status = "issued"
    revoked_on: date | None = None
    duplicata_on: date | None = None
    replaced_by: str = ""
    is_test: bool = False


@dataclass(frozen=True, slots=True)
class SheetFacts:
    """What a sign-in sheet says.

    `names` are in the order in which they are printed; `skipped` has, for each of them where it is given, the places of
    the sessions at which they are not expected. Without a number of blank rows, a sheet with names has five and one
    without fills its page.
    """

    association: Association
    workshop: str
    sessions: tuple[SessionFacts, ...]
    names: tuple[str, ...] = ()
    programme: str = ""
    place: str = ""
    room: str = ""
    trainers: tuple[str, ...] = ()
    blank_rows: int | None = None
    notice: str = ""
    reference: str = ""
    language: str = "fr"
    orientation: Orientation = "portrait"
    is_example: bool = False
    skipped: tuple[frozenset[int], ...] = ()
    waiting: tuple[str, ...] = ()
    half_days: bool = True


def _unreadable(field: str) -> UserError:
    return refusal("facts_unreadable", facts_field=field)


class _Reader:
    """Reads typed values out of untrusted JSON; each refusal names the field."""

    def __init__(self, values: Mapping[str, object], path: str = "") -> None:
        self._values = values
        self._path = path

    def _value(self, key: str) -> object:
        if key not in self._values:
            raise _unreadable(self._path + key)
        return self._values[key]

    def text(self, key: str) -> str:
        value = self._value(key)
        if not isinstance(value, str):
            raise _unreadable(self._path + key)
        return value

    def one_of(self, key: str, allowed: Sequence[str]) -> str:
        value = self.text(key)
        if value not in allowed:
            raise _unreadable(self._path + key)
        return value

    def whole_number(self, key: str) -> int:
        value = self._value(key)
        if not isinstance(value, int) or isinstance(value, bool) or value < 0:
            raise _unreadable(self._path + key)
        return value

    def truth(self, key: str) -> bool:
        value = self._value(key)
        if not isinstance(value, bool):
            raise _unreadable(self._path + key)
        return value

    def day(self, key: str) -> date:
        try:
            return date.fromisoformat(self.text(key))
        except ValueError as error:
            raise _unreadable(self._path + key) from error

    def moment(self, key: str) -> time:
        try:
            return time.fromisoformat(self.text(key))
        except ValueError as error:
            raise _unreadable(self._path + key) from error

    def texts(self, key: str) -> tuple[str, ...]:
        value = self._value(key)
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise _unreadable(self._path + key)
        return tuple(value)

    def part(self, key: str) -> _Reader:
        value = self._value(key)
        if not isinstance(value, Mapping):
            raise _unreadable(self._path + key)
        return _Reader(value, f"{self._path}{key}.")

    def parts(self, key: str) -> list[_Reader]:
        value = self._value(key)
        if not isinstance(value, list) or not all(isinstance(item, Mapping) for item in value):
            raise _unreadable(self._path + key)
        return [_Reader(item, f"{self._path}{key}[{index}].") for index, item in enumerate(value)]


def _session(reader: _Reader) -> SessionFacts:
    return SessionFacts(
        date=reader.day("date"),
        start=reader.moment("start"),
        end=reader.moment("end"),
        minutes=reader.whole_number("minutes"),
    )


def _association(reader: _Reader) -> Association:
    return Association(**{field.name: reader.text(field.name) for field in fields(Association)})


def _signatory(reader: _Reader) -> Signatory:
    return Signatory(name=reader.text("name"), role=reader.text("role"))
