"""The registry as lists show it: whom a search and its filters find, in which order, and a line for each."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, func, not_, or_, select
from sqlalchemy.orm import Session

from models import person_index
from models.base import Base
from models.codes import AGE_BAND_STARTS, AgeBand, AttendanceState
from models.codes import age_band as band_in
from models.drafts import Lines
from models.names import Named

_WALKED = 800  # people looked at in the order of names: enough where what is searched is borne by many of them
_SORTED = 600  # words found: few enough to look at the people; more of them lie all over the file, the names do not
_GATHERED = 50_000  # words found: from so many on it costs less to look at each person than to gather who bears them


@dataclass(frozen=True, slots=True)
class PersonLine(Named):
    """One person in a list. `presences` counts sessions attended, `workshops` enrolments not cancelled.

    `age_band` is that of today; it is empty when neither a year of birth nor a band has been told.
    """

    id: int
    uid: str
    given_name: str
    family_name: str
    birth_year: int | None
    town: str
    email: str
    phone: str
    workshops: int
    presences: int
    postcode: str
    gender: str
    occupation: str
    age_band: str
    last_contact: date | None
    referred_by: str
    created_at: datetime
    anonymised_on: date | None


@dataclass(frozen=True, slots=True)
class PeopleQuery:
    """What to list: words to search, filters (all of them hold), the column to sort by (a key of `SORTS`).

    `came` is "never" or "this_year"; `no_contact_months` asks for people not seen for so long; both, and the age
    band, are as of `today`. Anonymised people have no name and are left out unless `with_anonymised` asks for them.
    """

    text: str = ""
    sort: str = "name"
    descending: bool = False
    town: str = ""
    age_band: str = ""
    came: str = ""
    no_contact_months: int | None = None
    with_anonymised: bool = False
    today: date | None = None


SORTS = {
    "name": "sort_key",
    "birth_year": "birth_year",
    "town": "town",
    "email": "email",
    "phone": "phone",
    "postcode": "postcode",
    "last_contact": "last_contact",
    "created_at": "created_at",
}
"""What people can be sorted by -> the column of the table."""
_MAY_BE_UNKNOWN = frozenset({"birth_year", "last_contact"})


def _table(name: str = "person") -> Any:
    """Return the columns of a table: they cost half of what mapped ones do."""
    return Base.metadata.tables[name].c


def find(db: Session, query: PeopleQuery = PeopleQuery(), *, limit: int | None = None) -> list[int]:
    """Return the ids of the people asked for, sorted; with `limit`, only so many, which is quick on any registry."""
    person = _table()
    column = person[SORTS[query.sort]]
    order = column.desc() if query.descending else column.asc()
    if query.sort in _MAY_BE_UNKNOWN:
        order = order.nulls_last()
    statement = select(person.id).order_by(order, person.id).where(*_filters(query))
    words = list(person_index.searched(query.text))
    if limit is None:
        return _all(db, statement.where(*person_index.having(person.id, words)))
    if not words:
        return list(db.scalars(statement.limit(limit)))
    found = _among_first(db, query, words, limit) if query.sort == "name" else []
    if len(found) < limit:
        found = list(db.scalars(_gathered(db, query, statement, words).limit(limit)))
    return found


def _all(db: Session, statement: Select[Any]) -> list[int]:
    """Return all ids: from a file as one value, since fetching 100 000 rows keeps the window's thread waiting."""
    if db.get_bind().dialect.name != "sqlite":
        return list(db.scalars(statement))
    found: list[int] = json.loads(db.scalar(select(func.json_group_array(statement.subquery().c.id))) or "[]")
    return found


def _among_first(db: Session, query: PeopleQuery, words: Sequence[str], limit: int) -> list[int]:
    """Return whom the words find among the first people of the order: enough of them where many bear the words."""
    person = _table()
    order = person.sort_key.desc() if query.descending else person.sort_key.asc()
    first = select(person.id, person.sort_key).order_by(order, person.id).where(*_filters(query)).limit(_WALKED)
    looked = first.subquery().c
    order = looked.sort_key.desc() if query.descending else looked.sort_key.asc()
    found = select(looked.id).where(*person_index.each_having(looked.id, words)).order_by(order, looked.id)
    return list(db.scalars(found.limit(limit)))


def _gathered(db: Session, query: PeopleQuery, statement: Select[Any], words: Sequence[str]) -> Select[Any]:
    """Ask for whoever bears the words, from those who bear the rarest, or along the order where none is rare."""
    person = _table()
    often = person_index.frequencies(db, words, _GATHERED)
    rarest = min(words, key=lambda word: often[word])
    if often[rarest] < _SORTED:
        others = [word for word in words if word != rarest]
        return statement.where(person.id.in_(person_index.bearing(rarest, others)))
    walked = person.id + 0 if query.sort == "name" else person.id  # no index fits: names are walked, not sorted
    return statement.where(
        *person_index.having(walked, [word for word in words if often[word] < _GATHERED]),
        *person_index.each_having(person.id, [word for word in words if often[word] >= _GATHERED]),
    )


def _filters(query: PeopleQuery) -> list[ColumnElement[bool]]:
    person, day = _table(), query.today or date.today()  # the day where the user is
    found: list[ColumnElement[bool]] = []
    if not query.with_anonymised:
        found.append(person.anonymised_on.is_(None))
    if query.town:
        found.append(person.town == query.town)
    if query.age_band:
        found.append(_is_of_age(query.age_band, day.year))
    if query.came == "never":
        found.append(not_(_came()))
    elif query.came == "this_year":
        found.append(_came(date(day.year, 1, 1), date(day.year, 12, 31)))
    if query.no_contact_months is not None:
        seen = months_before(day, query.no_contact_months)
        found.append(or_(person.last_contact < seen, person.last_contact.is_(None)))
    return found


def _is_of_age(band: str, year: int) -> ColumnElement[bool]:
    """Return the condition of an age band in a year: by the year of birth, or as told where that is unknown."""
    person = _table()
    unknown = or_(person.birth_year.is_(None), person.birth_year > year)
    told = person.age_band.in_(("", band)) if band == AgeBand.UNTOLD else person.age_band == band
    starts = [start for start, _band in AGE_BAND_STARTS]
    for place, (start, each) in enumerate(AGE_BAND_STARTS):
        if each == band:
            youngest = person.birth_year <= year - start
            oldest = person.birth_year > (year - starts[place - 1] if place else 0)
            return or_(and_(unknown, told), and_(youngest, oldest))
    return and_(unknown, told)


def _came(first: date | None = None, last: date | None = None) -> ColumnElement[bool]:
    """Return the condition that someone attended a session, of these days when they are given."""
    person, enrolment, attendance = _table(), _table("enrolment"), _table("attendance")
    found = select(enrolment.id).where(
        enrolment.person_id == person.id,
        attendance.enrolment_id == enrolment.id,
        attendance.state == AttendanceState.PRESENT,
    )
    if first is not None:
        session = _table("workshop_session")
        found = found.where(session.id == attendance.session_id, session.date.between(first, last))
    return exists(found.correlate(Base.metadata.tables["person"]))


def months_before(day: date, months: int) -> date:
    """Return the day so many months earlier, the last of its month where there is no such day."""
    whole = day.year * 12 + day.month - 1 - months
    year, month = whole // 12, whole % 12 + 1
    for number in range(day.day, 27, -1):
        try:
            return date(year, month, number)
        except ValueError:
            continue
    return date(year, month, min(day.day, 28))


def lines(db: Session, ids: Collection[int], *, today: date | None = None) -> Lines[PersonLine]:
    """Return the lines of these people."""
    from models.attendance import presences_by_person
    from models.enrolments import workshops_by_person

    person = _table()
    year = (today or date.today()).year  # the day where the user is
    first = (person.id, person.uid, person.given_name, person.family_name, person.birth_year)
    more = (person.postcode, person.gender, person.occupation, person.age_band, person.last_contact)
    columns = (*first, person.town, person.email, person.phone, *more, person.referred_by, person.created_at)
    query = select(*columns, person.anonymised_on).where(person.id.in_(ids))
    workshops, presences = workshops_by_person(db, ids), presences_by_person(db, ids)
    found: Lines[PersonLine] = Lines("person")
    for row in db.execute(query):
        values = row._asdict()
        values["age_band"] = _shown_band(row.birth_year, year, row.age_band)
        found[row.id] = PersonLine(**values, workshops=workshops.get(row.id, 0), presences=presences.get(row.id, 0))
    return found


def _shown_band(birth_year: int | None, year: int, stored: str) -> str:
    return band_in(birth_year, year, stored) if birth_year or stored else ""


def towns(db: Session, most: int = 100) -> list[str]:
    """Return the towns of the registry, those of most people first."""
    town = _table().town
    query = select(town).where(town != "").group_by(town).order_by(func.count().desc(), town).limit(most)
    return list(db.scalars(query))
