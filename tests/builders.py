"""Builders with defaults: what a test does not care about, it does not say."""

from __future__ import annotations

from datetime import date, time
from typing import Any

from sqlalchemy.orm import Session

from models import enrolments, people, places, sessions, trainers, workshops
from models.people import PersonDraft
from models.places import PlaceDraft
from models.sessions import SessionDraft
from models.trainers import TrainerDraft
from models.workshops import WorkshopDraft

TODAY = date(2026, 5, 12)


def a_person(db: Session, given_name: str = "Zoé", family_name: str = "Le Goff", **more: Any) -> int:
    """Store a person and return the id."""
    return people.save(db, PersonDraft(given_name=given_name, family_name=family_name, **more), today=TODAY)


def a_place(db: Session, name: str = "Bibliothèque Triangle", **more: Any) -> int:
    """Store a place and return the id."""
    return places.save(db, PlaceDraft(name, **more))


def a_trainer(db: Session, name: str = "Aïssatou N’Diaye", **more: Any) -> int:
    """Store a trainer and return the id."""
    return trainers.save(db, TrainerDraft(name, **more))


def a_workshop(db: Session, title: str = "Premiers pas sur l’ordinateur", **more: Any) -> int:
    """Store a workshop without sessions and return the id."""
    return workshops.save(db, WorkshopDraft(title, **more))


def a_session(
    db: Session, workshop_id: int, day: date = TODAY, start: str = "14:00", end: str = "16:00", **more: Any
) -> int:
    """Store a session of two hours in the afternoon and return the id."""
    draft = SessionDraft(date=day, start=time.fromisoformat(start), end=time.fromisoformat(end), **more)
    return sessions.save(db, workshop_id, draft)


def an_enrolment(db: Session, workshop_id: int, person_id: int | None = None, **more: Any) -> int:
    """Enrol a person (a new one when none is named) and return the enrolment's id."""
    done = enrolments.enrol(db, workshop_id, [person_id or a_person(db)], today=TODAY, **more)
    return (*done.enrolled, *done.waiting, *done.already)[0]
