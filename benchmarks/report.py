"""The programme reports on a network of associations: counted, on paper and as a workbook, from both databases."""

from __future__ import annotations

import hashlib
import tempfile
import time
from argparse import ArgumentParser
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import TypeVar

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from benchmarks._packages import KEY, NOW, a_package, databases, delivered
from documents import programme_report as paper
from exchange import programme_report as workbook
from exchange.archive import pack
from exchange.sshsig import fingerprint, public_line
from models.base import new_uid
from models.central import trust
from models.central.delivery import Delivery, Permissions, ProducerFacts
from models.central.periods import Span
from models.central.report import Report, report
from models.central.store import Central
from models.central.taking import take
from resources.i18n import language

Made = TypeVar("Made")

ASSOCIATIONS = 1_000
WORKSHOPS = 45  # in the quarter that each has told: about 1 000 rows
YEAR = 2026


def run(size: int | None, years: int = 1) -> None:
    """Print one line for each part and database; `size` is the number of associations, the report is on one year."""
    count = size or ASSOCIATIONS
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        told = [_told(folder / f"{year}.zip", year) for year in range(YEAR - years + 1, YEAR + 1)]
        rows = sum(map(len, told[-1].tables.values()))
        print(f"{count} associations, a quarter of {rows} rows each in {years} years; wall time")
        for title, addresses in databases(folder):
            with addresses() as address, Central.open(address("report"), create=True) as central:
                _show(title, "loading", partial(_load, central, told, count))
                found = _show(title, "counted", partial(_report, central))
                if len(found.lines) != count:
                    raise SystemExit("an association is missing")
                _show(title, "PDF", partial(paper.draw, found, "fr"))
                into = folder / f"{title}.xlsx"
                _show(title, "XLSX", partial(workbook.write, found, into, language("fr")))


def _told(path: Path, year: int) -> Delivery:
    path.write_bytes(pack(a_package(WORKSHOPS, year), KEY))
    return delivered(path)


def _show(title: str, what: str, work: Callable[[], Made]) -> Made:
    start = time.perf_counter()
    made = work()
    print(f"{title:<12}{what:<12}{time.perf_counter() - start:>9.2f} s")
    return made


def _load(central: Central, told: Sequence[Delivery], count: int) -> None:
    """Let each association tell the same, year after year, under a name, a notebook and a key of its own."""
    for number in range(count):
        line = public_line(Ed25519PrivateKey.generate())
        own, notebook_uid = fingerprint(line), new_uid()
        producer = ProducerFacts(new_uid(), f"Association {number}", "", "", "")
        with central.write() as db:
            trust.trust(db, line, own, None, now=NOW)
        before: str | None = None
        for sequence, each in enumerate(told, start=1):
            uid = new_uid()
            found = replace(
                each,
                uid=uid,
                sha256=hashlib.sha256(uid.encode()).hexdigest(),
                sequence=sequence,
                previous_uid=before,
                notebook_uid=notebook_uid,
                producer=producer,
                fingerprint=own,
            )
            with central.write() as db:
                take(db, found, Permissions(), now=NOW)
            before = uid


def _report(central: Central) -> Report:
    with central.read() as db:
        return report(db, Span(date(YEAR, 1, 1), date(YEAR, 12, 31)), today=NOW.date(), target=100_000)


if __name__ == "__main__":
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--size", type=int, help="number of associations")
    parser.add_argument("--years", type=int, default=1, help="years that each association has told")
    asked = parser.parse_args()
    run(asked.size, asked.years)
