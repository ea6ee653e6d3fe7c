"""What people are found by: folded words for search, keys of likeness for duplicates. Derived, never journaled."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Index, Select, delete, exists, func, insert, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models import likeness, names
from models.base import Base, folded_text
from models.journal import unjournaled

_NUMBER_MARKS = re.compile(r"[\s().+-]+")


class PersonWord(Base):
    """A folded word of a person's name, e-mail, phone or town."""

    __tablename__ = "person_word"
    constraints = (
        Index("ix_person_word_word", "word", "person_id"),
        Index("ix_person_word_person_id", "person_id", "word"),
    )
    journaled = False

    person_id: Mapped[int]
    word: Mapped[str] = mapped_column(folded_text(names.WORD_LENGTH))


class PersonKey(Base):
    """A key that people of like names share (models/likeness.py)."""

    __tablename__ = "person_key"
    constraints = (Index("ix_person_key_key", "key", "person_id"), Index("ix_person_key_person_id", "person_id"))
    journaled = False

    person_id: Mapped[int]
    key: Mapped[str] = mapped_column(folded_text(likeness.KEY_LENGTH))


_WORD = PersonWord.__table__.c


@dataclass(frozen=True, slots=True)
class Indexed:
    """What a person is found by."""

    id: int
    given_name: str
    family_name: str
    email: str
    phone: str
    town: str

    @property
    def words(self) -> frozenset[str]:
        """The folded words; an address and a number are one word each: « fr » would find everyone with an address."""
        joined = names.fold(self.family_name).replace(" ", "")  # « LeGoff » finds « Le Goff »
        whole = {self.email.casefold(), names.digits(self.phone), joined} - {""}
        return names.words(self.given_name, self.family_name, self.town) | {w[: names.WORD_LENGTH] for w in whole}


_INSERTS = {
    "person_word": "INSERT INTO person_word (person_id, word) VALUES (?, ?)",
    "person_key": "INSERT INTO person_key (person_id, key) VALUES (?, ?)",
}


def index(db: Session, people: Collection[Indexed]) -> None:
    """Write the words and the keys of these people."""
    _write(db, PersonWord, [(each.id, word) for each in people for word in each.words])
    keys = [(each.id, key) for each in people for key in likeness.keys(each.given_name, each.family_name)]
    _write(db, PersonKey, keys)


def _write(db: Session, mapped: type[Base], rows: list[tuple[int, str]]) -> None:
    """Insert people and texts; into a file as they are, for SQLAlchemy takes longer over each row than SQLite."""
    if rows and db.get_bind().dialect.name == "sqlite":
        db.connection().exec_driver_sql(_INSERTS[mapped.__tablename__], rows)
    elif rows:
        table = Base.metadata.tables[mapped.__tablename__]
        _person, text = (each.name for each in table.columns if not each.primary_key)
        unjournaled(db, insert(table), [{"person_id": person_id, text: value} for person_id, value in rows])


def forget(db: Session, ids: Collection[int]) -> None:
    """Delete the words and the keys of these people (at most base.CHUNK of them)."""
    for mapped in (PersonWord, PersonKey):
        unjournaled(db, delete(mapped).where(mapped.person_id.in_(ids)))


def searched(text: str) -> Collection[str]:
    """Return the words to search; a number may be typed with or without its spaces and dots."""
    digits = _NUMBER_MARKS.sub("", text)
    if digits.isdigit():
        return [digits]
    addresses = {word.casefold()[: names.WORD_LENGTH] for word in text.split() if "@" in word}
    return addresses | names.words(*(word for word in text.split() if "@" not in word))


def _begins(word: str, own: Any = _WORD) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """Return the range of the words that begin like this one: indexed, no LIKE."""
    return own.word >= word, own.word < word + "\U0010ffff"


def frequencies(db: Session, words: Sequence[str], most: int) -> dict[str, int]:
    """Return for each word how many begin like it, counted up to `most`."""
    found = (select(_WORD.person_id).where(*_begins(word)).limit(most).subquery() for word in words)
    counts = [select(func.count()).select_from(each).scalar_subquery() for each in found]
    return dict(zip(words, db.execute(select(*counts)).one(), strict=True))


def each_having(person_id: ColumnElement[int], words: Iterable[str]) -> list[ColumnElement[bool]]:
    """Return what `having` does as a look at each person: quick when few of them have to be looked at."""
    own = PersonWord.__table__.alias().c
    return [exists(select(own.id).where(own.person_id == person_id, *_begins(word, own))) for word in words]


def having(person_id: ColumnElement[int], words: Iterable[str]) -> Sequence[ColumnElement[bool]]:
    """Return the conditions that someone has, for each word, a word that begins with it."""
    return [person_id.in_(select(_WORD.person_id).where(*_begins(word))) for word in words]


def bearing(word: str, others: Iterable[str]) -> Select[tuple[int]]:
    """Return whoever has a word that begins like this one, and each of the others: looked up in these words alone."""
    return select(_WORD.person_id).where(*_begins(word), *each_having(_WORD.person_id, others))


def sharing_words(db: Session, words: Collection[str]) -> set[int]:
    """Return the people who have one of these whole words (at most base.CHUNK of them)."""
    return set(db.scalars(select(PersonWord.person_id).where(PersonWord.word.in_(words))))


def rows(found: Iterable[Any]) -> list[Indexed]:
    """Return database rows of id, names, e-mail, phone and town as what is indexed."""
    return [Indexed(*row) for row in found]
