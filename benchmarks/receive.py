"""The programme receives packages: verified and taken in, first, again, and with changes, into both databases."""

from __future__ import annotations

import shutil
import tempfile
import time
from argparse import ArgumentParser
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from datetime import time as clock
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from exchange.archive import pack
from exchange.check import check
from exchange.deliveries import delivery
from exchange.package import Code, Codebook, Package, Period, Previous, Producer
from exchange.receiving import receive
from exchange.rows import TABLES, AssociationRow, AudienceRow, PeopleRow, PlaceRow, SessionRow, WorkshopRow
from exchange.sshsig import fingerprint, public_line
from models.base import new_uid
from models.central import trust
from models.central.delivery import Delivery, Permissions
from models.central.store import Central
from models.central.tables import TABLES as KEPT
from models.central.tables import metadata
from models.central.taking import take
from models.programme import default_profile
from models.progress import finish
from resources.labels import codes as codes_of
from tests.postgres import Server
from tests.tools import program

PACKAGES = 200
NOW = datetime(2026, 4, 2, 9, tzinfo=UTC)
PERIOD = Period(date(2026, 1, 1), date(2026, 3, 31))
_WORKSHOPS, _SESSIONS_EACH, _CAME, _MONTHS = 225, 5, 12, ("2026-01", "2026-02", "2026-03")
_AXES = ("age_band", "gender", "occupation")
_KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))


def run(size: int | None) -> None:
    """Print one table for each database; `size` is the number of packages, each of some 5 000 rows."""
    count = size or PACKAGES
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        first = [_package() for _ in range(count)]
        changed = [_changed(package) for package in first]
        waves = [_written(folder / wave, packages) for wave, packages in (("first", first), ("changed", changed))]
        rows = sum(len(first[0].rows(table)) for table in TABLES)
        deliveries = [[_delivery(path) for path in wave] for wave in waves]
        print(f"{count} packages of {rows} rows, each of its own notebook; rows per second, wall time")
        for title, addresses in _databases(folder):
            with addresses() as address:
                _measure(title, address, waves, deliveries, rows)
        print("goal of loading: 40 000 rows/s into SQLite, 100 000 into PostgreSQL; again: no change")


def _measure(
    title: str,
    address: Callable[[str], str],
    waves: Sequence[Sequence[Path]],
    deliveries: Sequence[Sequence[Delivery]],
    rows: int,
) -> None:
    count = len(waves[0])
    with Central.open(address("floor"), create=True) as central:
        _show(title, "the bare rows, same commits", _taken(lambda: _bare(central, deliveries[0])), rows, count)
    with Central.open(address("loading"), create=True) as central:
        _trust(central)
        for what, wave in zip(("loading, first", "loading, with changes"), deliveries, strict=True):
            _show(title, what, _taken(lambda wave=wave: _load(central, wave)), rows, count)  # type: ignore[misc]
    with Central.open(address("whole"), create=True) as central:
        _trust(central)
        for what, paths in (("first", waves[0]), ("again", waves[0]), ("with changes", waves[1])):
            before = _row_count(central)
            taken = _taken(lambda paths=paths: _receive(central, paths))  # type: ignore[misc]
            _show(title, f"verified and received, {what}", taken, rows, count)
            if what == "again" and _row_count(central) != before:
                raise SystemExit("receiving again changed something")


def _show(title: str, what: str, taken: float, rows: int, count: int) -> None:
    print(f"{title:<12}{what:<36}{rows * count / taken:>12,.0f}{taken:>9.2f} s{taken / count * 1000:>9.1f} ms each")


def _taken(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def _bare(central: Central, deliveries: Sequence[Delivery]) -> None:
    """Insert the same rows with the driver's own fastest way, nothing read, nothing worked out."""
    from models.central.loading import load
    from models.central.tables import package

    for number, found in enumerate(deliveries, 1):
        with central.write() as db:
            if number == 1:
                _one_notebook(db)
            names = (
                "uid",
                "sha256",
                "programme_code",
                "programme_name",
                "sequence",
                "first",
                "last",
                "created_at",
                "fingerprint",
            )
            names += ("threshold", "level", "codebook_version", "age_bands", "app_version")
            values = {name: getattr(found, name) for name in names}
            db.execute(package.insert().values(values | _FIXED | {"id": number}))
            for name, table in KEPT.items():
                more = (True,) if name == "sessions" else ()
                load(db, table, [(number, *row, *more) for row in found.tables.get(name, ())])


_FIXED = {"notebook_id": 1, "received_at": NOW, "is_counted": True, "receipt": {}}


def _one_notebook(db: Any) -> None:
    from models.central.tables import notebook, producer

    names = dict.fromkeys(("name", "rna", "siret", "partner_code"), "")
    db.execute(producer.insert().values({"id": 1, "uid": new_uid(), **names}))
    db.execute(notebook.insert().values(id=1, uid=new_uid(), producer_id=1))


def _load(central: Central, deliveries: Sequence[Delivery]) -> None:
    for found in deliveries:
        with central.write() as db:
            take(db, found, Permissions(), now=NOW)


def _receive(central: Central, paths: Sequence[Path]) -> None:
    found = finish(receive(central, paths, now=NOW))
    if any(each.status == "rejected" for each in found):
        raise SystemExit(f"refused: {found[0].problems}")


def _trust(central: Central) -> None:
    """Trust the one key of the one association."""
    line = public_line(_KEY)
    with central.write() as db:
        trust.trust(db, line, fingerprint(line), None, now=NOW)


def _row_count(central: Central) -> int:
    from sqlalchemy import func, select

    with central.read() as db:
        return sum(db.scalar(select(func.count()).select_from(table)) or 0 for table in metadata.sorted_tables)


def _delivery(path: Path) -> Delivery:
    report = check(path)
    if report.package is None or report.problems:
        raise SystemExit(f"refused: {report.problems}")
    return delivery(report.package, report.sha256, report.signed_by)


def _written(folder: Path, packages: Sequence[Package]) -> list[Path]:
    folder.mkdir()
    paths = []
    for number, package in enumerate(packages):
        paths.append(folder / f"{number:04}.zip")
        paths[-1].write_bytes(pack(package, _KEY))
    return paths


# --- packages ---------------------------------------------------------------------------------------------------------


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


def _package() -> Package:
    """Make the first quarter of one notebook: all of one association, so that one key signs for it."""
    codebook = _codebook()
    place = new_uid()
    workshops = [new_uid() for _ in range(_WORKSHOPS)]
    sessions = tuple(
        _session(workshop, place, at, place_in_list)
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
        period=PERIOD,
        example=False,
        producer=Producer(**names, public_key=public_line(_KEY)),
        notebook_uid=new_uid(),
        programme_code="ateliers-numeriques",
        programme_name="Ateliers numériques",
        codebook=codebook,
        app_version="0.1.0",
        association=(AssociationRow(**names, short_name="", postcode="35000", town="Rennes", version=1),),
        places=(_place(place),),
        workshops=tuple(_workshop(uid, at) for at, uid in enumerate(workshops)),
        sessions=sessions,
        audiences=tuple(_splits(codebook, came)),
        people=(PeopleRow(scope="period", scope_id=str(PERIOD), people_named=900, new_people=300),),
    )


def _changed(package: Package) -> Package:
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


def _session(workshop: str, place: str, week: int, number: int) -> SessionRow:
    return SessionRow(
        uid=new_uid(),
        workshop_uid=workshop,
        place_uid=place,
        date=PERIOD.first + timedelta(days=number % 60 + 7 * week % 30),
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


def _splits(codebook: Codebook, came: dict[str, int]) -> Iterator[AudienceRow]:
    codes = codebook.codes()
    for workshop, count in came.items():
        for axis in _AXES:
            yield from _split("workshop", workshop, axis, codes[axis], count)
    for axis in _AXES:
        yield from _split("period", str(PERIOD), axis, codes[axis], sum(came.values()))


def _split(scope: str, scope_id: str, axis: str, codes: Sequence[str], count: int) -> Iterator[AudienceRow]:
    """Divide a count over the codes, none between one and four."""
    rest = count
    for code in codes[:-1]:
        part = min(rest, max(5, count // len(codes)))
        yield AudienceRow(scope=scope, scope_id=scope_id, axis=axis, code=code, count=part)
        rest -= part
    yield AudienceRow(scope=scope, scope_id=scope_id, axis=axis, code=codes[-1], count=rest)


# --- databases --------------------------------------------------------------------------------------------------------


def _databases(folder: Path) -> Iterator[tuple[str, Callable[[], Any]]]:
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


if __name__ == "__main__":
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--size", type=int, help="number of packages")
    run(parser.parse_args().size)
