"""What the programme's benchmarks receive, and the databases that they receive it into."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from datetime import time as clock
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from exchange.check import check
from exchange.deliveries import delivery
from exchange.package import Code, Codebook, Package, Period, Previous, Producer
from exchange.rows import AssociationRow, AudienceRow, PeopleRow, PlaceRow, SessionRow, WorkshopRow
from exchange.sshsig import public_line
from models.base import new_uid
from models.central.delivery import Delivery
from models.programme import default_profile
from resources.labels import codes as codes_of
from tests.postgres import Server
from tests.tools import program

NOW = datetime(2026, 4, 2, 9, tzinfo=UTC)
WORKSHOPS = 225  # about 5 000 rows in each package
_SESSIONS_EACH, _CAME = 5, 12
_AXES = ("age_band", "gender", "occupation")
KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))


def delivered(path: Path) -> Delivery:
    """Return what a good package brings."""
    report = check(path)
    if report.package is None or report.problems:
        raise SystemExit(f"refused: {report.problems}")
    return delivery(report.package, report.sha256, report.signed_by)


def _codebook() -> Codebook:
    profile = default_profile()
    lists = {
        name: tuple(Code(each["code"], each["label"]["fr"], each["label"]["en"]) for each in codes)
        for name, codes in profile["codebook"].items()
    }
    for name in ("workshop_status", "session_status"):
        lists[name] = tuple(Code(code, code, code) for code in codes_of(name))
    return Codebook(str(profile["version"]), profile["age_bands"]["scheme"], tuple(lists.items()))


_ASSOCIATION = new_uid()


def a_package(count: int = WORKSHOPS, year: int = 2026) -> Package:
    """Make the first quarter of one notebook with `count` workshops; all are of one association: one key signs."""
    period = Period(date(year, 1, 1), date(year, 3, 31))
    codebook = _codebook()
    place = new_uid()
    workshops = [new_uid() for _ in range(count)]
    sessions = tuple(
        _session(period, workshop, place, at, place_in_list)
        for place_in_list, workshop in enumerate(workshops)
        for at in range(_SESSIONS_EACH)
    )
    came = dict.fromkeys(workshops, _CAME * _SESSIONS_EACH)
    names = {"uid": _ASSOCIATION, "name": "Association", "rna": "", "siret": "", "partner_code": ""}
    return Package(
        id=new_uid(),
        created=NOW,
        sequence=1,
        previous=None,
        period=period,
        example=False,
        producer=Producer(**names, public_key=public_line(KEY)),
        notebook_uid=new_uid(),
        programme_code="ateliers-numeriques",
        programme_name="Ateliers numériques",
        codebook=codebook,
        app_version="0.1.0",
        association=(AssociationRow(**names, short_name="", postcode="35000", town="Rennes", version=1),),
        places=(_place(place),),
        workshops=tuple(_workshop(uid, at) for at, uid in enumerate(workshops)),
        sessions=sessions,
        audiences=tuple(_splits(period, codebook, came)),
        people=(PeopleRow(scope="period", scope_id=str(period), people_named=900, new_people=300),),
    )


def changed(package: Package) -> Package:
    """Return the package that follows: one session in ten has changed."""
    sessions = tuple(
        replace(each, version=each.version + 1, absent=each.absent + 1) if at % 10 == 0 else each
        for at, each in enumerate(package.sessions)
    )
    return replace(package, id=new_uid(), sequence=2, previous=Previous(package.id, "ab" * 32), sessions=sessions)


def _place(uid: str) -> PlaceRow:
    return PlaceRow(
        uid=uid,
        kind="lieu_activite",
        name="Bibliothèque",
        postcode="35200",
        town="Rennes",
        insee="35238",
        siret="",
        rna="",
        version=1,
    )


def _workshop(uid: str, number: int) -> WorkshopRow:
    return WorkshopRow(
        uid=uid,
        title=f"Atelier {number}",
        format="workshop",
        audience="seniors",
        level="debutant",
        themes=("email", "sante"),
        equipment=("ordinateur",),
        capacity=12,
        status="held",
        version=1,
    )


def _session(period: Period, workshop: str, place: str, week: int, number: int) -> SessionRow:
    return SessionRow(
        uid=new_uid(),
        workshop_uid=workshop,
        place_uid=place,
        date=period.first + timedelta(days=number % 60 + 7 * week % 30),
        start=clock(14),
        end=clock(16),
        minutes=120,
        status="held",
        present=_CAME - 2,
        unnamed=2,
        already_helped=0,
        absent=1,
        excused=0,
        person_minutes=(_CAME - 2) * 120,
        attendance_complete=True,
        version=1,
    )


def _splits(period: Period, codebook: Codebook, came: dict[str, int]) -> Iterator[AudienceRow]:
    codes = codebook.codes()
    for workshop, count in came.items():
        for axis in _AXES:
            yield from _split("workshop", workshop, axis, codes[axis], count)
    for axis in _AXES:
        yield from _split("period", str(period), axis, codes[axis], sum(came.values()))


def _split(scope: str, scope_id: str, axis: str, codes: Sequence[str], count: int) -> Iterator[AudienceRow]:
    """Divide a count over the codes, none between one and four."""
    rest = count
    for code in codes[:-1]:
        part = min(rest, max(5, count // len(codes)))
        yield AudienceRow(scope=scope, scope_id=scope_id, axis=axis, code=code, count=part)
        rest -= part
    yield AudienceRow(scope=scope, scope_id=scope_id, axis=axis, code=codes[-1], count=rest)


# --- databases --------------------------------------------------------------------------------------------------------


def databases(folder: Path) -> Iterator[tuple[str, Callable[[], Any]]]:
    """Give each kind of database by its name, and what opens it: then a name gives the address of an empty one."""
    yield "SQLite", lambda: _files(folder)
    try:
        program("initdb")
    except Exception:  # noqa: BLE001  # whatever the reason: the peer is not there
        print("PostgreSQL  not installed")
        return
    yield "PostgreSQL", _server


@contextmanager
def _files(folder: Path) -> Iterator[Callable[[str], str]]:
    yield lambda name: str(folder / f"{name}.db")


@contextmanager
def _server() -> Iterator[Callable[[str], str]]:
    place = Path(tempfile.mkdtemp(prefix="carnet-pg-"))
    server = Server(place)
    server.start()
    try:
        yield lambda _name: server.url(server.new_database())
    finally:
        server.stop()
        shutil.rmtree(place, ignore_errors=True)
