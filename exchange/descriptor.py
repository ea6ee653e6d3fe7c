"""datapackage.json and codebook.json of a package, both ways: Data Package v2 with a property "handover" of our own."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from typing import Any, TypeVar

from exchange.package import (
    FORMAT,
    SNAPSHOT,
    Code,
    Codebook,
    Package,
    Period,
    Previous,
    Producer,
)
from exchange.schema import UID

DESCRIPTOR = "datapackage.json"
CODEBOOK = "codebook.json"
DATA_PACKAGE = "https://datapackage.org/profiles/2.0/datapackage.json"
_DATE_TIME = "%Y-%m-%dT%H:%M:%SZ"
_TIME_PATTERN = "[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z"

Value = TypeVar("Value")
Json = Mapping[str, object]


class WrongDescription(Exception):  # noqa: N818  # reads as the fact it is
    """A file of ours in JSON does not say what it must; carries the name of what is wrong."""


@dataclass(frozen=True, slots=True)
class Announced:
    """What the description says of the tables, to be compared with them."""

    figures: Json
    resources: tuple[Json, ...]


def write_descriptor(package: Package, tables: Mapping[str, bytes]) -> bytes:
    """Return datapackage.json for these table files (path -> content)."""
    described = {
        "$schema": DATA_PACKAGE,
        "name": "carnet-handover",
        "id": package.id,
        "title": f"{package.programme_name} – {package.producer.name} – {package.period}",
        "version": FORMAT,
        "created": f"{package.created:{_DATE_TIME}}",
        "handover": _handover(package),
        "resources": resources(package, tables),
    }
    return _dump(described)


def resources(package: Package, tables: Mapping[str, bytes]) -> list[dict[str, object]]:
    """Return the description of each table."""
    codes = package.codebook.codes()
    return [
        {
            "name": table.name,
            "type": "table",
            "path": table.path,
            "title": table.title,
            "format": "csv",
            "mediatype": "text/csv",
            "encoding": "utf-8",
            "bytes": len(tables[table.path]),
            "hash": f"sha256:{hashlib.sha256(tables[table.path]).hexdigest()}",
            "schema": table.describe(codes),
        }
        for table in package.tables
    ]


def figures(package: Package) -> dict[str, object]:
    """Return the counts announced beside the tables: an empty or missing table is never an order to delete."""
    return {
        "rows": {table.name: len(package.rows(table)) for table in package.tables},
        "totals": package.totals()._asdict(),
        "missing": {"sessions_without_attendance": package.sessions_without_attendance()},
    }


def _handover(package: Package) -> dict[str, object]:
    return {
        "producer": asdict(package.producer),
        "notebook": package.notebook_uid,
        "programme": {"code": package.programme_code, "name": package.programme_name},
        "sequence": package.sequence,
        "previous": asdict(package.previous) if package.previous else None,
        "period": {"from": package.period.first.isoformat(), "to": package.period.last.isoformat()},
        "mode": SNAPSHOT,
        "level": package.level,
        "threshold": package.threshold,
        "codebook": package.codebook.version,
        "age_bands": package.codebook.age_bands,
        "example": package.example,
        "app_version": package.app_version,
        **figures(package),
    }


def write_codebook(codebook: Codebook) -> bytes:
    """Return codebook.json."""
    lists = {name: [asdict(code) for code in codes] for name, codes in codebook.lists}
    return _dump({"version": codebook.version, "age_bands": codebook.age_bands, "lists": lists})


def read_format(content: bytes) -> tuple[int, int]:
    """Return the major and minor number of the format of a datapackage.json; raises WrongDescription."""
    version = _take(_load(content), "version", str)
    if not re.fullmatch(r"\d{1,4}\.\d{1,4}\.\d{1,4}", version):
        raise WrongDescription("version")
    major, minor, _ = version.split(".")
    return int(major), int(minor)


def read_level(content: bytes) -> str:
    """Return which level a datapackage.json says its package is of; raises WrongDescription."""
    return _take(_take(_load(content), "handover", dict), "level", str)


def read_codebook(content: bytes) -> Codebook:
    """Return what write_codebook wrote; raises WrongDescription."""
    described = _load(content)
    lists = []
    for name, codes in _take(described, "lists", dict).items():
        if not isinstance(codes, list) or not all(isinstance(code, dict) for code in codes):
            raise WrongDescription(f"lists.{name}")
        lists.append((name, tuple(Code(*(_take(code, key, str) for key in ("code", "fr", "en"))) for code in codes)))
    return Codebook(_take(described, "version", str), _take(described, "age_bands", str), tuple(lists))


def read_descriptor(content: bytes, codebook: Codebook) -> tuple[Package, Announced]:
    """Return the record of a package, its tables still empty, and what it announces; raises WrongDescription."""
    described = _load(content)
    told = _take(described, "handover", dict)
    if _take(told, "mode", str) != SNAPSHOT:
        raise WrongDescription("mode")
    if (_take(told, "codebook", str), _take(told, "age_bands", str)) != (codebook.version, codebook.age_bands):
        raise WrongDescription("codebook")
    producer, programme = _take(told, "producer", dict), _take(told, "programme", dict)
    names = ("uid", "name", "rna", "siret", "partner_code", "public_key")
    package = Package(
        id=_uid(described, "id"),
        created=_created(described),
        sequence=_positive(told, "sequence"),
        previous=_previous(told),
        period=_period(_take(told, "period", dict)),
        example=_take(told, "example", bool),
        producer=Producer(**{name: _take(producer, name, str) for name in names}),
        notebook_uid=_uid(told, "notebook"),
        programme_code=_take(programme, "code", str),
        programme_name=_take(programme, "name", str),
        codebook=codebook,
        app_version=_take(told, "app_version", str),
        association=(),
        level=_take(told, "level", str),
        threshold=_positive(told, "threshold"),
    )
    announced = Announced({key: told.get(key) for key in ("rows", "totals", "missing")}, _resources(described))
    return package, announced


def _resources(described: Json) -> tuple[Json, ...]:
    found = _take(described, "resources", list)
    if not all(isinstance(resource, dict) for resource in found):
        raise WrongDescription("resources")
    return tuple(found)


def _created(described: Json) -> datetime:
    text = _take(described, "created", str)
    try:
        if not re.fullmatch(_TIME_PATTERN, text):
            raise WrongDescription("created")
        return datetime.strptime(text, _DATE_TIME).replace(tzinfo=UTC)
    except ValueError:
        raise WrongDescription("created") from None


def _period(told: Json) -> Period:
    days = [_take(told, "from", str), _take(told, "to", str)]
    try:
        period = Period(*(date.fromisoformat(day) for day in days))
    except ValueError:
        raise WrongDescription("period") from None
    if period.first > period.last or str(period) != "/".join(days):
        raise WrongDescription("period")
    return period


def _previous(told: Json) -> Previous | None:
    if told.get("previous", "") is None:
        return None
    previous = _take(told, "previous", dict)
    sha256 = _take(previous, "sha256", str)
    if not re.fullmatch("[0-9a-f]{64}", sha256):
        raise WrongDescription("previous")
    return Previous(_uid(previous, "id"), sha256)


def _uid(told: Json, key: str) -> str:
    text = _take(told, key, str)
    if not re.fullmatch(UID, text):
        raise WrongDescription(key)
    return text


def _positive(told: Json, key: str) -> int:
    number = _take(told, key, int)
    if not 1 <= number <= 10**9:
        raise WrongDescription(key)
    return number


def _take(told: Json, key: str, kind: type[Value]) -> Value:
    """Return a value of exactly this kind (true is no number)."""
    value = told.get(key)
    if type(value) is not kind:
        raise WrongDescription(key)
    return value  # type: ignore[no-any-return,unused-ignore]  # narrowed by the exact type above


def _load(content: bytes) -> Json:
    try:
        found: Any = json.loads(content.decode("utf-8"))
    except (ValueError, RecursionError):
        raise WrongDescription("json") from None
    if not isinstance(found, dict):
        raise WrongDescription("json")
    return found


def _dump(described: Json) -> bytes:
    return (json.dumps(described, ensure_ascii=False, indent=2) + "\n").encode("utf-8")
