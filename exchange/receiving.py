"""The programme takes packages in: each verified whole, then all of it or nothing, with a receipt beside it."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from exchange.check import CheckReport, check, read_package
from exchange.deliveries import delivery, producer_facts
from exchange.receipts import receipt_problems, rejected, write_receipt
from exchange.sshsig import WrongSignature, fingerprint, key_blob
from models.central import refused, trust
from models.central.delivery import REJECTED, Delivery, Permissions, ProducerFacts, Taken
from models.central.store import Central
from models.central.taking import known_receipt, take
from models.problem import Problem, UserError, refusal
from models.progress import Progress, Task
from models.text import clean_line

_KEY_LENGTH = 4_000  # characters; a line of ours has some eighty


@dataclass(frozen=True, slots=True)
class Received:
    """What came of one file. `receipt_path` is missing when the receipt could not be written; `problems` say why."""

    path: Path
    receipt: dict[str, Any] | None
    problems: tuple[Problem, ...] = ()
    receipt_path: Path | None = None
    is_known: bool = False

    @property
    def status(self) -> str:
        """What the receipt says."""
        return str(self.receipt["status"]) if self.receipt else REJECTED


class _Undo(Exception):  # noqa: N818  # ends a transaction, never leaves this file
    """Leave a transaction without what it wrote."""


def receive(
    central: Central,
    paths: Sequence[Path],
    permissions: Permissions | None = None,
    *,
    now: datetime,
    receipts: Path | None = None,
) -> Task[list[Received]]:
    """Take files in one after the other; what is wrong with one does not keep the others out.

    Raises UserError only for what the database refuses; then the files before it are in, and this one is not.
    """
    found = []
    for number, path in enumerate(paths):
        yield Progress(number, len(paths), path.name)
        found.append(_receive(central, path, permissions or Permissions(), now=now, folder=receipts))
    yield Progress(len(paths), len(paths))
    return found


def _receive(central: Central, path: Path, permissions: Permissions, *, now: datetime, folder: Path | None) -> Received:
    moment = now.astimezone(UTC).replace(microsecond=0)
    try:
        content = read_package(path)
    except UserError as error:
        return Received(path, None, error.problems)
    receipt, problems, is_known = take_in(central, content, permissions, now=moment, file_name=path.name)
    try:
        written = write_receipt(receipt, path, folder)
    except UserError as error:
        return Received(path, receipt, (*problems, *error.problems), None, is_known)
    return Received(path, receipt, problems, written, is_known)


def take_in(
    central: Central, content: bytes, permissions: Permissions, *, now: datetime, file_name: str
) -> tuple[dict[str, Any], tuple[Problem, ...], bool]:
    """Verify and take in the bytes of one package: its receipt, what is wrong, and whether it was known already."""
    with central.read() as db:
        receipt = known_receipt(db, hashlib.sha256(content).hexdigest())
        if receipt is not None:
            return receipt, tuple(receipt_problems(receipt)), True
        keys = [each.line for each in trust.trusted_keys(db)]
    report = check(content, keys)
    try:
        found = _accepted(report)
    except UserError as error:
        return _refuse(central, report, error, now=now, file_name=file_name), error.problems, False
    taken = _take(central, found, permissions, now=now)
    if isinstance(taken, UserError):
        return _refuse(central, report, taken, now=now, file_name=file_name), taken.problems, False
    return dict(taken.receipt), tuple(receipt_problems(taken.receipt)), taken.is_known


def _accepted(report: CheckReport) -> Delivery:
    """Return what a good package brings; raises UserError with what is wrong."""
    if report.is_refused or report.package is None:
        raise UserError(*report.problems)
    if report.package.example:
        raise refusal("package_is_example", field="example")
    return delivery(report.package, report.sha256, report.signed_by)


def _take(central: Central, found: Delivery, permissions: Permissions, *, now: datetime) -> Taken | UserError:
    """Take a package in, or return why not, everything undone; what the database refuses is raised."""
    refusal_of: list[UserError] = []
    try:
        with central.write() as db:
            try:
                return take(db, found, permissions, now=now)
            except UserError as error:
                refusal_of.append(error)
                raise _Undo from error
    except _Undo:
        return refusal_of[0]


def _refuse(
    central: Central, report: CheckReport, error: UserError, *, now: datetime, file_name: str
) -> dict[str, Any]:
    """Keep a file in quarantine and return its receipt."""
    package = report.package
    told: dict[str, object] = {}
    if package is not None:
        told = {
            "package": package.id,
            "sequence": package.sequence,
            "period": {"from": package.period.first.isoformat(), "to": package.period.last.isoformat()},
            "association": clean_line(package.producer.name),
            "notebook": package.notebook_uid,
        }
    with central.write() as db:
        refused.keep(
            db,
            report.sha256,
            error.problems,
            file_name=file_name,
            association=package.producer.name if package else "",
            package_uid=package.id if package else None,
            fingerprint=report.signed_by,
            now=now,
        )
    return rejected(report.sha256, error.problems, now=now, package=told)


@dataclass(frozen=True, slots=True)
class Offered:
    """A key that could be trusted, and the association that announces it, when it came with a package."""

    line: str
    fingerprint: str
    owner: ProducerFacts | None


def offered_key(word: str) -> Offered:
    """Return the key that a word names: a package, a file with a public key, or the key itself.

    Raises UserError trust_no_key, or what is wrong with the package.
    """
    path = Path(word)
    if word.startswith("ssh-"):
        return _offered(word)
    content = read_package(path)
    if not content.startswith(b"PK"):
        return _offered(content[:_KEY_LENGTH].decode("utf-8", errors="replace").strip())
    report = check(content)
    if report.package is None:
        raise UserError(*report.problems)
    line = report.package.producer.public_key
    if report.package.example:
        raise refusal("package_is_example", field="example")
    delivery(report.package, report.sha256, report.signed_by)
    return Offered(line, fingerprint(line), producer_facts(report.package.producer))


def _offered(line: str) -> Offered:
    try:
        key_blob(line)
    except WrongSignature:
        raise refusal("trust_no_key") from None
    return Offered(" ".join(line.split()[:2]), fingerprint(line), None)
