"""The programme's figures: sums over what counts, for each association, with the definitions of the trade."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, case, func, select

from models.base import chunks
from models.central.chosen import Chosen
from models.central.periods import Span
from models.central.store import Db
from models.central.tables import (
    audience,
    certificate,
    notebook,
    package,
    participation,
    people,
    place,
    session,
    workshop,
)

HELD, PLANNED, CANCELLED = "held", "planned", "cancelled"
AXES = ("age_band", "gender", "occupation", "town")
OF_WORKSHOP = ("format", "audience", "level")


@dataclass(slots=True)
class Figures:
    """What one association did, or all of them: sums that may be added, but for the different people.

    Named people are told by packages of exactly this period, or counted where all attendances have their codes;
    `untold` notebooks did neither.
    """

    sessions_held: int = 0
    sessions_planned: int = 0
    sessions_cancelled: int = 0
    present: int = 0
    unnamed: int = 0
    already_helped: int = 0
    absent: int = 0
    excused: int = 0
    minutes: int = 0
    people_named: int = 0
    new_named: int = 0
    told: int = 0
    untold: int = 0
    without_attendance: int = 0
    certificates_issued: int = 0
    certificates_replaced: int = 0
    certificates_revoked: int = 0

    @property
    def attendances(self) -> int:
        """Present, named or not."""
        return self.present + self.unnamed

    @property
    def people_unnamed(self) -> int:
        """Unnamed participants who said they had not been helped before: at most so many different people."""
        return self.unnamed - self.already_helped

    @property
    def expected(self) -> int:
        """Marks of people who were expected: the whole of the attendance rate."""
        return self.present + self.absent + self.excused

    def add(self, other: Figures) -> None:
        """Add the figures of another association."""
        for name in self.__dataclass_fields__:
            setattr(self, name, getattr(self, name) + getattr(other, name))


@dataclass(frozen=True, slots=True)
class Split:
    """Attendances by one axis; `hidden` ones were masked by their association or not split at all.

    Where a workshop can have several codes (themes) the counts add up to more than the attendances.
    """

    axis: str
    counts: Mapping[str, int]
    hidden: int = 0
    has_several: bool = False


@dataclass(frozen=True, slots=True)
class Sums:
    """Everything counted over one period."""

    of_producer: Mapping[int, Figures]
    splits: tuple[Split, ...]
    total: Figures = field(default_factory=Figures)


def sums(db: Db, span: Span, chosen: Chosen, *, today: date) -> Sums:
    """Count over the days of a span."""
    found = _session_sums(db, span)
    for row in db.execute(_missing(span, today)):
        found.setdefault(row.producer_id, Figures()).without_attendance = row.number
    _add_people(db, span, chosen, found)
    _add_certificates(db, chosen, found)
    total = Figures()
    for each in found.values():
        total.add(each)
    splits = [_audience_split(axis, counts, total) for axis, counts in _audiences(db, chosen).items()]
    return Sums(found, (*splits, *_workshop_splits(db, span)), total)


def _current(span: Span) -> ColumnElement[bool]:
    return and_(session.c.is_current, session.c.date.between(span.first, span.last))


def _session_sums(db: Db, span: Span) -> dict[int, Figures]:
    names = ("present", "unnamed", "already_helped", "absent", "excused", "person_minutes")
    columns = (func.sum(session.c[name]).label(name) for name in names)
    query = select(notebook.c.producer_id, session.c.status, func.count().label("number"), *columns)
    query = query.select_from(session.join(package).join(notebook)).where(_current(span))
    found: dict[int, Figures] = {}
    for row in db.execute(query.group_by(notebook.c.producer_id, session.c.status)):
        _add_status(found.setdefault(row.producer_id, Figures()), row)
    return found


def _add_status(figures: Figures, row: Row[Any]) -> None:
    """Add the sessions of one status; only those held have anybody who came."""
    if row.status == CANCELLED:
        figures.sessions_cancelled += row.number
    elif row.status != HELD:
        figures.sessions_planned += row.number
    else:
        figures.sessions_held += row.number
        for name in ("present", "unnamed", "already_helped", "absent", "excused"):
            setattr(figures, name, getattr(figures, name) + int(getattr(row, name)))
        figures.minutes += int(row.person_minutes)


def _missing(span: Span, today: date) -> Select[Any]:
    """Return the query of sessions that lie behind, were not cancelled, and whose attendance is not complete."""
    query = select(notebook.c.producer_id, func.count().label("number"))
    query = query.select_from(session.join(package).join(notebook)).where(_current(span))
    behind = (session.c.date <= today, session.c.status != CANCELLED, session.c.attendance_complete.is_(False))
    return query.where(*behind).group_by(notebook.c.producer_id)


def _add_people(db: Db, span: Span, chosen: Chosen, found: dict[int, Figures]) -> None:
    """Add different people as the packages of exactly this period tell them, else as their codes are counted."""
    counted = _counted_codes(db, span) if chosen.active - chosen.people.keys() else {}
    for notebook_id, producer_id in chosen.producers.items():
        figures = found.setdefault(producer_id, Figures())
        if notebook_id in chosen.people:
            figures.told += 1
        elif notebook_id in chosen.active and notebook_id in counted:
            figures.told += 1
            figures.people_named += counted[notebook_id][0]
            figures.new_named += counted[notebook_id][1]
        elif notebook_id in chosen.active:
            figures.untold += 1
    told = {(package_id, scope_id): notebook_id for notebook_id, (package_id, scope_id) in chosen.people.items()}
    for part in chunks(sorted({package_id for package_id, _scope in told})):
        for row in db.execute(select(people).where(people.c.package_id.in_(part))):
            teller = told.get((row.package_id, row.scope_id))
            if teller is not None:
                figures = found[chosen.producers[teller]]
                figures.people_named += row.people_named
                figures.new_named += row.new_people


def _counted_codes(db: Db, span: Span) -> dict[int, tuple[int, int]]:
    """Return different and new people of the notebooks of which each attendance of these days has its code.

    Where packages told counts only, or lines of somebody forgotten are gone, nobody can know, and nothing is returned.
    """
    held = and_(_current(span), session.c.status == HELD)
    of_session = and_(participation.c.package_id == session.c.package_id, participation.c.session_uid == session.c.uid)
    code = participation.c.person_key
    lines = select(
        package.c.notebook_id, func.count(), func.count(code.distinct()),
        func.count(case((participation.c.first_ever, code)).distinct()),
    )  # fmt: skip
    lines = lines.select_from(session.join(package).join(participation, of_session)).where(held)
    found = {row[0]: tuple(row)[1:] for row in db.execute(lines.group_by(package.c.notebook_id))}
    came = select(package.c.notebook_id, func.sum(session.c.present)).select_from(session.join(package)).where(held)
    present = {row[0]: int(row[1]) for row in db.execute(came.group_by(package.c.notebook_id))}
    return {each: (named, new) for each, (count, named, new) in found.items() if count == present.get(each)}


def _add_certificates(db: Db, chosen: Chosen, found: dict[int, Figures]) -> None:
    names = ("issued", "replaced", "revoked")
    for part in chunks(sorted(chosen.certificates)):
        columns = (func.sum(certificate.c[name]).label(name) for name in names)
        query = select(certificate.c.package_id, *columns).where(certificate.c.package_id.in_(part))
        for row in db.execute(query.group_by(certificate.c.package_id)):
            figures = found.setdefault(chosen.producers[chosen.certificates[row.package_id]], Figures())
            for name in names:
                column = f"certificates_{name}"
                setattr(figures, column, getattr(figures, column) + int(getattr(row, name)))


def _audiences(db: Db, chosen: Chosen) -> dict[str, Counter[str]]:
    """Return the shown attendances by axis and code, each day of each notebook told once."""
    found = {axis: Counter[str]() for axis in AXES}
    columns = (audience.c[name] for name in ("package_id", "scope_id", "axis", "code", "count"))
    query = select(*columns).where(audience.c.scope != "workshop", audience.c.count.is_not(None))
    for part in chunks(sorted({package_id for package_id, _scope in chosen.audiences})):
        for row in db.execute(query.where(audience.c.package_id.in_(part))):
            if (row.package_id, row.scope_id) in chosen.audiences and row.axis in found:
                found[row.axis][row.code] += row[4]
    return found


def _audience_split(axis: str, counts: Counter[str], total: Figures) -> Split:
    return Split(axis, counts, max(0, total.attendances - counts.total()))


def _workshop_splits(db: Db, span: Span) -> Iterable[Split]:
    """Give the attendances by what their workshop, place and date say."""
    came = func.sum(session.c.present + session.c.unnamed).label("came")
    held = and_(_current(span), session.c.status == HELD)
    of_workshop = and_(workshop.c.package_id == session.c.package_id, workshop.c.uid == session.c.workshop_uid)
    for axis in OF_WORKSHOP:
        query = select(workshop.c[axis], came).select_from(session.join(workshop, of_workshop)).where(held)
        yield _told(axis, db.execute(query.group_by(workshop.c[axis])))
    query = select(workshop.c.themes, came).select_from(session.join(workshop, of_workshop)).where(held)
    yield _themes(db.execute(query.group_by(workshop.c.themes)))
    of_place = and_(place.c.package_id == session.c.package_id, place.c.uid == session.c.place_uid)
    query = select(place.c.kind, came).select_from(session.outerjoin(place, of_place)).where(held)
    yield _told("place_kind", db.execute(query.group_by(place.c.kind)))
    by_day = db.execute(select(session.c.date, came).where(held).group_by(session.c.date))
    months: Counter[str] = Counter()
    for row in by_day:
        months[f"{row.date:%Y-%m}"] += int(row.came)
    yield Split("month", dict(sorted(months.items())))


def _told(axis: str, rows: Iterable[Row[Any]]) -> Split:
    """Return a split in which what is not said counts as hidden."""
    counts: Counter[str] = Counter()
    for code, came in map(tuple, rows):
        counts[code or ""] += int(came)
    return Split(axis, counts, counts.pop("", 0))


def _themes(rows: Iterable[Row[Any]]) -> Split:
    counts: Counter[str] = Counter()
    for themes, came in map(tuple, rows):
        for theme in themes.split(";"):
            counts[theme] += int(came)
    return Split("theme", counts, counts.pop("", 0), has_several=True)
