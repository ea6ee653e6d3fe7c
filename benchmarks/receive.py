"""The programme receives packages: verified and taken in, first, again, and with changes, into both databases."""

from __future__ import annotations

import tempfile
import time
from argparse import ArgumentParser
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from benchmarks._packages import KEY, NOW, a_package, changed, databases, delivered
from exchange.archive import pack
from exchange.package import Package
from exchange.receiving import receive
from exchange.rows import TABLES
from exchange.sshsig import fingerprint, public_line
from models.base import new_uid
from models.central import trust
from models.central.delivery import Delivery, Permissions
from models.central.store import Central
from models.central.tables import TABLES as KEPT
from models.central.tables import metadata
from models.central.taking import take
from models.progress import finish

PACKAGES = 200


def run(size: int | None) -> None:
    """Print one table for each database; `size` is the number of packages, each of some 5 000 rows."""
    count = size or PACKAGES
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        first = [a_package() for _ in range(count)]
        later = [changed(package) for package in first]
        waves = [_written(folder / wave, packages) for wave, packages in (("first", first), ("changed", later))]
        rows = sum(len(first[0].rows(table)) for table in TABLES)
        deliveries = [[delivered(path) for path in wave] for wave in waves]
        print(f"{count} packages of {rows} rows, each of its own notebook; rows per second, wall time")
        for title, addresses in databases(folder):
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
    line = public_line(KEY)
    with central.write() as db:
        trust.trust(db, line, fingerprint(line), None, now=NOW)


def _row_count(central: Central) -> int:
    from sqlalchemy import func, select

    with central.read() as db:
        return sum(db.scalar(select(func.count()).select_from(table)) or 0 for table in metadata.sorted_tables)


def _written(folder: Path, packages: Sequence[Package]) -> list[Path]:
    folder.mkdir()
    paths = []
    for number, package in enumerate(packages):
        paths.append(folder / f"{number:04}.zip")
        paths[-1].write_bytes(pack(package, KEY))
    return paths


if __name__ == "__main__":
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--size", type=int, help="number of packages")
    run(parser.parse_args().size)
