"""The programme reports on a network of associations: counted, on paper and as a workbook, from both databases."""

from __future__ import annotations

import hashlib
import tempfile
import time
from argparse import ArgumentParser
from collections.abc import Callable
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
YEAR = Span(date(2026, 1, 1), date(2026, 12, 31))


def run(size: int | None) -> None:
    """Print one line for each part and database; `size` is the number of associations."""
    count = size or ASSOCIATIONS
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        first = folder / "first.zip"
        first.write_bytes(pack(a_package(WORKSHOPS), KEY))
        told = delivered(first)
        rows = sum(map(len, told.tables.values()))
        print(f"{count} associations, a quarter of {rows} rows each; wall time")
        for title, addresses in databases(folder):
            with addresses() as address, Central.open(address("report"), create=True) as central:
                _show(title, "loading", partial(_load, central, told, count))
                found = _show(title, "counted", partial(_report, central))
                if len(found.lines) != count:
                    raise SystemExit("an association is missing")
                _show(title, "PDF", partial(paper.draw, found, "fr"))
                into = folder / f"{title}.xlsx"
                _show(title, "XLSX", partial(workbook.write, found, into, language("fr")))


def _show(title: str, what: str, work: Callable[[], Made]) -> Made:
    start = time.perf_counter()
    made = work()
    print(f"{title:<12}{what:<12}{time.perf_counter() - start:>9.2f} s")
    return made


def _load(central: Central, told: Delivery, count: int) -> None:
    """Let each association tell the same, under a name, a notebook and a key of its own."""
    for number in range(count):
        line = public_line(Ed25519PrivateKey.generate())
        uid, own = new_uid(), fingerprint(line)
        found = replace(
            told,
            uid=uid,
            sha256=hashlib.sha256(uid.encode()).hexdigest(),
            notebook_uid=new_uid(),
            producer=ProducerFacts(new_uid(), f"Association {number}", "", "", ""),
            fingerprint=own,
        )
        with central.write() as db:
            trust.trust(db, line, own, None, now=NOW)
            take(db, found, Permissions(), now=NOW)


def _report(central: Central) -> Report:
    with central.read() as db:
        return report(db, YEAR, today=NOW.date(), target=100_000)


if __name__ == "__main__":
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--size", type=int, help="number of associations")
    run(parser.parse_args().size)
