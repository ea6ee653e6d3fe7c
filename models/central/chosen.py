"""Which packages tell the figures of a period that cannot be cut by day: different people, splits, certificates.

Different people are taken as they stand, from the newest package of exactly the period (or, for a month, the package
that owns all of it); figures.py counts codes where there are any. Splits come from a package's whole period where it
owns all of that, else from its months; days without either have no split. Certificates come from packages inside the
period that do not overlap, the longest first, then the newest.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import select

from models.central.periods import Span, month_of, months_in, uncovered
from models.central.store import Db
from models.central.tables import holding, notebook, package


class Sent(NamedTuple):
    """A package that counts."""

    id: int
    notebook_id: int
    sequence: int
    span: Span


@dataclass(frozen=True, slots=True)
class Chosen:
    """What is taken from where; `active` are the notebooks that own a day of the period."""

    producers: Mapping[int, int]  # notebook -> producer
    active: Set[int]
    people: Mapping[int, tuple[int, str]]  # notebook -> package and scope_id
    audiences: Set[tuple[int, str]]  # package and scope_id
    certificates: Mapping[int, int]  # package -> notebook
    held: Mapping[int, Sequence[Span]]  # notebook -> the days that it told


def choose(db: Db, span: Span) -> Chosen:
    """Choose for a period."""
    owners = {row[0]: row[1] for row in db.execute(select(notebook.c.id, notebook.c.producer_id))}
    sent = _sent(db, span)
    owned = _owned(db, span)
    of_package: dict[int, list[Span]] = {}
    held: dict[int, list[Span]] = {}
    for notebook_id, package_id, days in owned:
        of_package.setdefault(package_id, []).append(days)
        held.setdefault(notebook_id, []).append(days)
    audiences: set[tuple[int, str]] = set()
    for each in sent:
        audiences |= {(each.id, scope) for scope in _scopes(each.span, of_package.get(each.id, ()), span)}
    return Chosen(
        producers=owners,
        active=frozenset(held),
        people=_people(sent, of_package, span),
        audiences=audiences,
        certificates=_certificates(sent, span),
        held=held,
    )


def _sent(db: Db, span: Span) -> list[Sent]:
    columns = (package.c[name] for name in ("id", "notebook_id", "sequence", "first", "last"))
    query = select(*columns).where(package.c.is_counted, package.c.first <= span.last, package.c.last >= span.first)
    return [Sent(row[0], row[1], row[2], Span(row[3], row[4])) for row in db.execute(query.order_by(package.c.id))]


def _owned(db: Db, span: Span) -> list[tuple[int, int, Span]]:
    columns = (holding.c[name] for name in ("notebook_id", "package_id", "first", "last"))
    query = select(*columns).where(holding.c.first <= span.last, holding.c.last >= span.first)
    return [(row[0], row[1], Span(row[2], row[3])) for row in db.execute(query)]


def _scopes(covered: Span, owned: Sequence[Span], span: Span) -> list[str]:
    """Return the scopes of a package whose splits are taken: its period, or the months that it owns wholly."""
    if not owned:
        return []
    if span.holds(covered) and not uncovered(covered, owned):
        return [f"{covered.first}/{covered.last}"]
    months = [month for month in months_in(span) if covered.holds(month) and not uncovered(month, owned)]
    return [f"{month.first:%Y-%m}" for month in months]


def _people(sent: Sequence[Sent], of_package: Mapping[int, Sequence[Span]], span: Span) -> dict[int, tuple[int, str]]:
    found: dict[int, tuple[int, str]] = {}
    is_month = span == month_of(span.first)
    for each in sorted(sent, key=lambda one: one.sequence):
        if each.span == span:
            found[each.notebook_id] = (each.id, f"{span.first}/{span.last}")
        elif is_month and each.span.holds(span) and not uncovered(span, of_package.get(each.id, ())):
            found[each.notebook_id] = (each.id, f"{span.first:%Y-%m}")
    return found


def _certificates(sent: Sequence[Sent], span: Span) -> dict[int, int]:
    found: dict[int, int] = {}
    taken: dict[int, list[Span]] = {}
    for each in sorted(sent, key=lambda one: (-one.span.days, -one.sequence)):
        spans = taken.setdefault(each.notebook_id, [])
        if span.holds(each.span) and not any(each.span.meets(other) for other in spans):
            spans.append(each.span)
            found[each.id] = each.notebook_id
    return found
