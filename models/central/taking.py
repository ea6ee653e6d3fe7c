"""Taking one package in: all of it or nothing, in one transaction that the caller holds, and its receipt."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, cast

from sqlalchemy import delete, insert, select, update

from models.base import chunks
from models.central import differences, line, standing, trust
from models.central.delivery import ACCEPTED, WITH_WARNINGS, Delivery, Permissions, Taken, receipt_problem
from models.central.loading import load
from models.central.standing import PackageFact, RecordFact, Records, Standing
from models.central.store import Db
from models.central.tables import (
    TABLES,
    VERSIONED,
    code,
    holding,
    notebook,
    package,
    participation,
    quarantine,
    removal,
    session,
)
from models.problem import Problem, UserError, refusal

NEW = 0
"""The number of the package that is being taken in, until it has one."""
LOSS = 10  # percent of what counted
_PROBLEMS = 20  # more would not help anybody


@dataclass(frozen=True, slots=True)
class _Change:
    """What counts before and after a package, and the packages that no longer count."""

    before: Standing
    after: Standing
    left: frozenset[int]


def take(db: Db, delivery: Delivery, permissions: Permissions, *, now: datetime) -> Taken:
    """Take a package in, or find that it is known already. Raises UserError: then the transaction must end undone."""
    known = db.execute(select(package.c.sha256, package.c.receipt).where(package.c.uid == delivery.uid)).first()
    if known is not None:
        if known.sha256 != delivery.sha256:
            raise refusal("central_id_taken", package=delivery.uid)
        return Taken(known.receipt, is_known=True)
    producer_id = trust.authorise(db, delivery)
    _refuse_other_programme(db, delivery)
    notebook_id = _notebook(db, producer_id, delivery)
    change = _change(db, notebook_id, delivery, permissions)
    if not permissions.loss:
        _refuse_loss(change, delivery)
    receipt = _receipt(db, change, delivery, now=now)
    package_id = _add(db, notebook_id, delivery, receipt, now=now)
    _load(db, package_id, change.after, delivery)
    _turn(db, notebook_id, package_id, change)
    _forget(db, notebook_id)
    _keep_words(db, delivery)
    if delivery.sequence == max(each.sequence for each in change.after.packages):
        trust.rename(db, producer_id, delivery.producer)
    db.execute(delete(quarantine).where(quarantine.c.sha256 == delivery.sha256))
    return Taken(receipt)


def known_receipt(db: Db, sha256: str) -> dict[str, Any] | None:
    """Return the receipt of this very file, when it was taken in before."""
    found = db.scalar(select(package.c.receipt).where(package.c.sha256 == sha256))
    return dict(found) if found is not None else None


def _refuse_other_programme(db: Db, delivery: Delivery) -> None:
    """Refuse a package made for another programme than those received before."""
    known = db.scalar(select(package.c.programme_code).limit(1))
    if known is not None and known != delivery.programme_code:
        raise refusal("central_other_programme", found=delivery.programme_code, known=known)


def _notebook(db: Db, producer_id: int, delivery: Delivery) -> int:
    """Return the number of the notebook, made when it is new; it stays with the association that first sent it."""
    uid = delivery.notebook_uid
    found = db.execute(select(notebook.c.id, notebook.c.producer_id).where(notebook.c.uid == uid)).first()
    if found is None:
        key = db.execute(insert(notebook).values(uid=uid, producer_id=producer_id)).inserted_primary_key
        assert key is not None
        return int(key[0])
    if found.producer_id != producer_id:
        raise refusal("central_notebook_of_other")
    return int(found.id)


def _change(db: Db, notebook_id: int, delivery: Delivery, permissions: Permissions) -> _Change:
    packages = standing.packages_of(db, notebook_id)
    known = standing.records_of(db, notebook_id)
    before = standing.stand(packages, known, standing.removed_by(db, packages))
    records = _with(known, delivery)
    left = line.left_behind(packages, delivery, is_allowed=permissions.restored)
    rewritten = _rewritten(records, standing.without(packages, left))
    if rewritten and not permissions.restored:
        raise UserError(*(problem for _package, problem in rewritten[:_PROBLEMS]))
    kept = standing.without(packages, left | {package_id for package_id, _problem in rewritten})
    own = PackageFact(NEW, delivery.uid, delivery.sequence, delivery.previous_uid, delivery.first, delivery.last)
    if delivery.sequence > max((each.sequence for each in kept), default=0):
        removed = standing.by_table((str(row[1]), str(row[0])) for row in delivery.tables["removals"])
    else:
        removed = standing.removed_by(db, kept)
    gone = frozenset(each.id for each in packages) - {each.id for each in kept}
    return _Change(before, standing.stand([*kept, own], records, removed), gone)


def _with(records: Records, delivery: Delivery) -> Records:
    """Return the records of a notebook with those of the package."""
    others = {}
    for name, known in records.others.items():
        names = [column.name for column in TABLES[name].columns][1:]
        uid, version, content = (names.index(each) for each in ("uid", "version", "content_hash"))
        rows: list[Any] = list(delivery.tables[name])
        others[name] = [*known, *(RecordFact(NEW, row[uid], row[version], row[content]) for row in rows)]
    columns = [column.name for column in session.columns][1:]
    places = [
        columns.index(name) for name in ("uid", "version", "content_hash", "date", "status", "present", "unnamed")
    ]
    own = []
    for row in delivery.tables["sessions"]:
        uid, version, content, day, status, present, unnamed = (cast(Any, row[place]) for place in places)
        own.append(standing.session_fact(NEW, uid, version, content, day, status, present + unnamed))
    return Records([*records.sessions, *own], others)


def _rewritten(records: Records, counted: Sequence[PackageFact]) -> list[tuple[int, Problem]]:
    """Return each record that comes in a version known with other content, and the package that it is known from.

    Nobody could tell which is right, unless the notebook was taken back to a copy: then it is the one that comes.
    """
    ids, found = {each.id for each in counted}, []
    for name in VERSIONED:
        rows = records.of(name)
        new = {(each.uid, each.version): each.content_hash for each in rows if each.package_id == NEW}
        for each in rows:
            if each.package_id in ids and new.get((each.uid, each.version), each.content_hash) != each.content_hash:
                values = {"file": f"{name}.csv", "key": each.uid, "version": each.version}
                found.append((each.package_id, Problem(f"{name}.version", "central_version_rewritten", values)))
    return found


def _refuse_loss(change: _Change, delivery: Delivery) -> None:
    """Refuse a package after which far less counts, in its period or in the whole notebook, for a human to look."""
    for first, last in ((delivery.first, delivery.last), (date.min, date.max)):
        was, now = _weight(change.before, first, last), _weight(change.after, first, last)
        for field, old, new in zip(("sessions", "attendances"), was, now, strict=True):
            if (old - new) * 100 > old * LOSS:
                raise refusal("central_loss", field=field, what=field, before=old, after=new)


def _weight(found: Standing, first: date, last: date) -> tuple[int, int]:
    sessions = found.sessions(first, last)
    return len(sessions), sum(each.attendances for each in sessions)


def _receipt(db: Db, change: _Change, delivery: Delivery, *, now: datetime) -> dict[str, Any]:
    problems = list(_warnings(change))
    return {
        "receipt_format": 1,
        "package": delivery.uid,
        "sha256": delivery.sha256,
        "sequence": delivery.sequence,
        "period": {"from": delivery.first.isoformat(), "to": delivery.last.isoformat()},
        "association": delivery.producer.name,
        "notebook": delivery.notebook_uid,
        "received_at": f"{now:%Y-%m-%dT%H:%M:%SZ}",
        "status": WITH_WARNINGS if problems else ACCEPTED,
        "tables": differences.changes(db, change.before, change.after, delivery),
        "problems": [receipt_problem(problem) for problem in problems],
    }


def _warnings(change: _Change) -> Iterator[Problem]:
    if gaps := line.missing_numbers(each.sequence for each in change.after.packages):
        yield line.gap_problem(gaps)
    if change.left:
        yield Problem("", "central_restored", {"count": len(change.left)}, is_warning=True)
    if not any(each.package_id == NEW for each in change.after.held):
        yield Problem("", "central_overtaken", is_warning=True)


def _add(db: Db, notebook_id: int, delivery: Delivery, receipt: Mapping[str, Any], *, now: datetime) -> int:
    names = (
        *(
            "uid",
            "sha256",
            "programme_code",
            "programme_name",
            "sequence",
            "previous_uid",
            "first",
            "last",
            "created_at",
        ),
        *("fingerprint", "threshold", "level", "codebook_version", "age_bands", "app_version"),
    )
    values = {name: getattr(delivery, name) for name in names}
    values |= {"notebook_id": notebook_id, "received_at": now, "is_counted": True, "receipt": receipt}
    key = db.execute(insert(package).values(values)).inserted_primary_key
    assert key is not None
    return int(key[0])


def _load(db: Db, package_id: int, after: Standing, delivery: Delivery) -> None:
    for name, rows in delivery.tables.items():
        table = TABLES[name]
        if table is session:
            load(db, table, [(package_id, *row, (NEW, row[0]) in after.current) for row in rows])
        else:
            load(db, table, [(package_id, *row) for row in rows])


def _turn(db: Db, notebook_id: int, package_id: int, change: _Change) -> None:
    """Mark which sessions of other packages count now, and who owns which days."""
    before, after = change.before.current, change.after.current
    _mark(db, before - after, is_current=False, known=before)
    _mark(db, {each for each in after - before if each[0] != NEW}, is_current=True)
    if change.left:
        db.execute(update(package).where(package.c.id.in_(change.left)).values(is_counted=False))
    db.execute(delete(holding).where(holding.c.notebook_id == notebook_id))
    held = [
        {
            "notebook_id": notebook_id,
            "package_id": each.package_id or package_id,
            "first": each.first,
            "last": each.last,
        }
        for each in change.after.held
    ]
    db.execute(insert(holding), held)


def _mark(
    db: Db, sessions: Collection[tuple[int, str]], *, is_current: bool, known: Collection[tuple[int, str]] = ()
) -> None:
    """Set the mark of sessions; where those are all that a package has marked, one statement does."""
    marked = Counter(package_id for package_id, _uid in known)
    of_package: dict[int, list[str]] = {}
    for package_id, uid in sessions:
        of_package.setdefault(package_id, []).append(uid)
    for package_id, uids in of_package.items():
        chosen = update(session).where(session.c.package_id == package_id).values(is_current=is_current)
        if not is_current and len(uids) == marked[package_id]:
            db.execute(chosen.where(session.c.is_current))
        else:
            for part in chunks(sorted(uids)):
                db.execute(chosen.where(session.c.uid.in_(part)))


def _forget(db: Db, notebook_id: int) -> None:
    """Delete the lines of those who asked to be forgotten, in whichever package they came, also in one that is late."""
    packages = select(package.c.id).where(package.c.notebook_id == notebook_id)
    told = removal.c
    gone = select(told.uid).where(
        told.package_id.in_(packages), told.table == "participations", told.reason == "erased"
    )
    lines = participation.c
    db.execute(delete(participation).where(lines.package_id.in_(packages), lines.person_key.in_(gone)))


def _keep_words(db: Db, delivery: Delivery) -> None:
    """Keep the words of the codes as the package that came last says them."""
    known = {(row.list, row.code): (row.fr, row.en) for row in db.execute(select(code))}
    for name, value, french, english in delivery.codes:
        words = known.get((name, value))
        if words is None:
            db.execute(insert(code).values(list=name, code=value, fr=french, en=english))
        elif words != (french, english):
            this = update(code).where(code.c.list == name, code.c.code == value)
            db.execute(this.values(fr=french, en=english))
