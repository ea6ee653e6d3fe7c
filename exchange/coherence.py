"""What the tables of a package cannot say together, whoever wrote them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from itertools import pairwise
from typing import Any

from exchange.package import Package
from exchange.rows import HELD, HOME, MONTH, PERIOD
from models.levels import PSEUDONYMISED
from models.problem import Problem

# table, the column to name, and whether a row breaks the rule
_RULES: tuple[tuple[str, str, Callable[[Any, Package], bool]], ...] = (
    ("association", "uid", lambda row, package: row.uid != package.producer.uid),
    (
        "places",
        "kind",
        lambda row, _: row.kind == HOME and any((row.name, row.postcode, row.insee, row.siret, row.rna)),
    ),
    ("sessions", "date", lambda row, package: row.date not in package.period),
    ("sessions", "already_helped", lambda row, _: row.already_helped > row.unnamed),
    ("audiences", "count", lambda row, package: row.count is not None and 0 < row.count < package.threshold),
    ("people", "new_people", lambda row, _: row.new_people > row.people_named),
    ("certificates", "issued", lambda row, _: row.replaced + row.revoked > row.issued),
)


def contradictions(package: Package) -> Iterator[Problem]:
    """Give each row that cannot be true beside the others, the period and the codebook."""
    tables = {table.name: table for table in package.tables}
    if len(package.association) != 1:
        yield _wrong("association", (package.producer.uid,), "uid")
    for name, column, is_broken in _RULES:
        for row in package.rows(tables[name]):
            if is_broken(row, package):
                yield _wrong(name, tables[name].key_of(row), column)
    yield from _keys(package)
    yield from _scopes(package)
    yield from _splits(package)
    if package.level == PSEUDONYMISED:
        yield from _participations(package)


def _keys(package: Package) -> Iterator[Problem]:
    """Give keys that come twice and links that lead nowhere."""
    for table in package.tables:
        rows = package.rows(table)
        for key, after in pairwise(map(table.key_of, rows)):
            if key == after:
                yield _wrong(table.name, key, table.key[0])
        for name, other in table.links.items():
            known = {"", *(row.uid for row in getattr(package, other))}
            for row in rows:
                if getattr(row, name) not in known:
                    yield _wrong(table.name, table.key_of(row), name)


def _scopes(package: Package) -> Iterator[Problem]:
    """Give counts over something that is neither the period, one of its months nor a workshop of it."""
    known = package.attendances_by_scope()
    for name in ("audiences", "people"):
        for row in getattr(package, name):
            if (row.scope, row.scope_id) not in known:
                yield _wrong(name, (row.scope, row.scope_id), "scope_id")


def _splits(package: Package) -> Iterator[Problem]:
    """Give splits with an unknown code, and those that do not add up to the attendances they split."""
    codes, totals = package.codebook.codes(), package.attendances_by_scope()
    splits: dict[tuple[str, str, str], list[int | None]] = {}
    for row in package.audiences:
        splits.setdefault((row.scope, row.scope_id, row.axis), []).append(row.count)
        if row.axis in codes and row.code not in codes[row.axis]:
            yield _wrong("audiences", (row.scope, row.scope_id, row.axis, row.code), "code")
    for (scope, scope_id, axis), counts in splits.items():
        shown, total = sum(count or 0 for count in counts), totals.get((scope, scope_id), 0)
        if shown > total or (None not in counts and shown != total):
            yield _wrong("audiences", (scope, scope_id, axis), "count")


def _participations(package: Package) -> Iterator[Problem]:
    """Give sessions, months and periods whose figures are not those of their lines under codes."""
    came: dict[str, list[int]] = {}
    people: dict[tuple[str, str], tuple[set[str], set[str]]] = {}
    days = {session.uid: session.date for session in package.sessions}
    for row in package.participations:
        came.setdefault(row.session_uid, []).append(row.minutes)
        day = days.get(row.session_uid)
        if day is None:
            continue  # told as a link that leads nowhere
        for scope in ((PERIOD, str(package.period)), (MONTH, f"{day:%Y-%m}")):
            everyone, new = people.setdefault(scope, (set(), set()))
            everyone.add(row.person_key)
            if row.first_ever:
                new.add(row.person_key)
    for session in package.sessions:
        minutes = came.get(session.uid, [])
        told = (session.present, session.person_minutes) if session.status == HELD else (0, 0)
        if (len(minutes), sum(minutes)) != told:
            yield _wrong("participations", (session.uid,), "session_uid")
    for each in package.people:
        everyone, new = people.get((each.scope, each.scope_id), (set(), set()))
        if (len(everyone), len(new)) != (each.people_named, each.new_people):
            yield _wrong("participations", (each.scope, each.scope_id), "person_key")


def _wrong(table: str, key: Collection[str], column: str) -> Problem:
    values = {"file": f"{table}.csv", "key": " ".join(key), "column": column}
    return Problem(f"{table}.{column}", "table_fact_wrong", values)
