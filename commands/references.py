"""What people write to name a thing: its identifier, the start of it, or a part of a title, name or date."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, TypeVar

from models import people, places, sessions, trainers, workshops
from models.names import fold, key, name_key
from models.people import PeopleQuery, PersonLine
from models.places import PlaceDraft
from models.problem import UserError, refusal
from models.sessions import SessionLine, SessionQuery
from models.trainers import TrainerDraft
from models.workshops import WorkshopLine
from resources.i18n import here

if TYPE_CHECKING:
    from models.attendance import GridRow
    from models.enrolments import EnrolmentLine
    from models.notebook import Db

SHOWN = 5
SHORTEST_UID = 8

Row = TypeVar("Row", "GridRow", "EnrolmentLine")


@dataclass(frozen=True, slots=True)
class Thing:
    """Something that can be named: its texts in full, its day, and how it is shown among candidates."""

    id: int
    uid: str
    text: str
    days: frozenset[date]
    shown: str


def workshop(db: Db, reference: str, *, today: date) -> WorkshopLine:
    """Return the one workshop that is meant. Raises UserError reference_unknown, reference_ambiguous."""
    lines = workshops.lines(db, workshops.find(db), today=today)
    days: dict[int, set[date]] = {row_id: set() for row_id in lines}
    for session in sessions.lines(db, sessions.find(db)).values():
        days[session.workshop_id].add(session.date)
    things = [
        Thing(each.id, each.uid, each.title, frozenset(days[each.id]), f"{_when(each)}{each.title} · {each.uid}")
        for each in lines.values()
    ]
    return lines[_one(reference, things, today)]


def session(db: Db, reference: str, *, today: date) -> SessionLine:
    """Return the one session that is meant, by title, date or both, with its start when a day has two."""
    lines = sessions.lines(db, sessions.find(db))
    things = [
        Thing(
            each.id, each.uid, f"{each.workshop} {each.start:%H:%M}", frozenset({each.date}),
            f"{here().date(each.date)} {each.start:%H:%M} {each.workshop} · {each.uid}",
        )
        for each in lines.values()
    ]  # fmt: skip
    return lines[_one(reference, things, today)]


def person(db: Db, reference: str) -> PersonLine:
    """Return the one person of the registry who is meant, by uid or name."""
    ids = [line.id for line in _by_uid(db, reference)] or people.named(db, reference, "")
    lines = people.lines(db, ids or people.find(db, PeopleQuery(reference)))
    if len(lines) != 1:
        raise _refusal(reference, [shown_person(line) for line in lines.values()])
    return next(iter(lines.values()))


def _by_uid(db: Db, reference: str) -> list[PersonLine]:
    if not is_uid(reference):
        return []
    return [line for line in people.lines(db, people.find(db)).values() if line.uid.startswith(reference.lower())]


def shown_person(line: PersonLine) -> str:
    """Return a person as candidates are listed: name, year, town, identifier."""
    parts = (line.listed, str(line.birth_year or ""), line.town, line.uid)
    return " · ".join(part for part in parts if part)


def one_named(name: str, ids: Sequence[int], shown: Callable[[int], str]) -> int | None:
    """Return the only one of these; nothing when there is none. Raises UserError reference_ambiguous."""
    if len(ids) > 1:
        raise _refusal(name, [shown(each) for each in ids])
    return ids[0] if ids else None


def enrolled(db: Db, rows: Sequence[Row], name: str) -> Row:
    """Return the one on the list of a workshop whom a name or a person's uid means.

    Raises UserError reference_ambiguous, name_not_enrolled.
    """
    from difflib import get_close_matches

    if is_uid(name):
        ids = {line.id for line in _by_uid(db, name)}
        found = [row for row in rows if row.person_id in ids]
    else:
        found = []
    wanted = name_key(name, "")
    keys = [name_key(row.given_name, row.family_name) for row in rows]
    found = found or [row for row, each in zip(rows, keys, strict=True) if each == wanted]
    if len(found) == 1:
        return found[0]
    if found:
        lines = people.lines(db, [row.person_id for row in found[:SHOWN]])
        raise _refusal(name, [shown_person(line) for line in lines.values()], count=len(found))
    words = set(wanted.split())
    near = get_close_matches(wanted, keys, n=SHOWN)
    close = [row.listed for row, each in zip(rows, keys, strict=True) if each in near or words & set(each.split())]
    raise refusal("name_not_enrolled", name=name, candidates=tuple(close[:SHOWN]))


def sessions_of(db: Db, workshop_id: int, texts: Sequence[str], *, today: date) -> list[int]:
    """Return the sessions of a workshop that dates or identifiers name. Raises UserError session_not_of_workshop."""
    from exchange.values import typed_date

    lines = sessions.lines(db, sessions.find(db, SessionQuery(workshop_id=workshop_id))).values()
    found: list[int] = []
    for text in texts:
        day = typed_date(text, today)
        fitting = [
            each.id for each in lines if each.date == day or (is_uid(text) and each.uid.startswith(text.lower()))
        ]
        if not fitting:
            shown = tuple(f"{here().date(each.date)} {each.start:%H:%M} · {each.uid}" for each in lines)
            raise refusal("session_not_of_workshop", text=text, candidates=shown[:SHOWN])
        found += fitting
    return found


def place(db: Db, name: str) -> int:
    """Return the place of this name; it is made when there is none."""
    lines = places.lines(db, places.find(db))
    found = _with_name(name, {line.id: line.name for line in lines.values()}, {i: ln.uid for i, ln in lines.items()})
    return places.save(db, PlaceDraft(name)) if found is None else found


def trainer(db: Db, name: str) -> int:
    """Return the trainer of this name; made when there is none."""
    lines = trainers.lines(db, trainers.find(db))
    found = _with_name(name, {line.id: line.name for line in lines.values()}, {i: ln.uid for i, ln in lines.items()})
    return trainers.save(db, TrainerDraft(name)) if found is None else found


def known_place(db: Db, reference: str, *, today: date) -> int:
    """Return the one place that is meant; none is made. Raises UserError reference_unknown, reference_ambiguous."""
    lines = places.lines(db, places.find(db)).values()
    things = [Thing(each.id, each.uid, each.shown, frozenset(), f"{each.shown} · {each.uid}") for each in lines]
    return _one(reference, things, today)


def known_trainer(db: Db, reference: str, *, today: date) -> int:
    """Return the one trainer who is meant; none is made. Raises UserError reference_unknown, reference_ambiguous."""
    lines = trainers.lines(db, trainers.find(db)).values()
    things = [Thing(each.id, each.uid, each.name, frozenset(), f"{each.name} · {each.uid}") for each in lines]
    return _one(reference, things, today)


def _with_name(name: str, known: Mapping[int, str], uids: Mapping[int, str]) -> int | None:
    ids = [row_id for row_id, text in known.items() if key(text) == key(name) or uids[row_id] == name]
    return one_named(name, ids, lambda row_id: f"{known[row_id]} · {uids[row_id]}")


def is_uid(reference: str) -> bool:
    """Tell whether a text is an identifier or at least the first eight characters of one."""
    return len(reference) >= SHORTEST_UID and not set(reference.lower()) - set("0123456789abcdef-")


def _one(reference: str, things: Sequence[Thing], today: date) -> int:
    """Return the id of the only thing that fits: by identifier, by its whole text, by a part of text and date."""
    for fits in _ways(reference, today):
        found = [thing for thing in things if fits(thing)]
        if len(found) == 1:
            return found[0].id
        if found:
            raise _refusal(reference, [thing.shown for thing in found])
    wanted = fold(reference)
    near = sorted(things, key=lambda thing: -SequenceMatcher(None, wanted, fold(thing.text)).ratio())
    close = [each for each in near if SequenceMatcher(None, wanted, fold(each.text)).ratio() > 0.4]
    raise _refusal(reference, [thing.shown for thing in close], is_unknown=True)


def _ways(reference: str, today: date) -> Iterable[Callable[[Thing], bool]]:
    """Give the ways to understand a reference, the surest first."""
    wanted = fold(reference)
    if is_uid(reference):
        yield lambda thing: thing.uid.startswith(reference.lower())
    if wanted:
        yield lambda thing: fold(thing.text) == wanted
        yield lambda thing: wanted in fold(thing.text)
    for texts, day in _with_dates(reference, today):
        yield lambda thing, texts=texts, day=day: (  # type: ignore[misc]  # the defaults bind now
            day in thing.days and all(text in fold(thing.text) for text in texts)
        )


def _with_dates(reference: str, today: date) -> Iterable[tuple[list[str], date]]:
    """Part a reference into texts and a date, wherever the date stands: “Premiers pas 12/05 14:00”."""
    from exchange.values import typed_date

    words = reference.split()
    for length in range(len(words), 0, -1):
        for start in range(len(words) - length + 1):
            day = typed_date(" ".join(words[start : start + length]), today)
            if day is not None:
                texts = (" ".join(words[:start]), " ".join(words[start + length :]))
                yield [fold(text) for text in texts if text], day


def _when(line: WorkshopLine) -> str:
    return f"{here().date(line.first)} " if line.first else ""


def _refusal(reference: str, shown: Sequence[str], *, is_unknown: bool = False, count: int = 0) -> UserError:
    """Make the error that lists the first candidates."""
    candidates = tuple(shown[:SHOWN])
    if is_unknown or not shown:
        return refusal("reference_unknown", reference=reference, candidates=candidates)
    return refusal("reference_ambiguous", reference=reference, count=count or len(shown), candidates=candidates)
