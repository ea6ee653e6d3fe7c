"""The programme's report over a period: figures, progress towards the target, who sent what and who is late."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction

from sqlalchemy import func, select

from models.central import figures, refused
from models.central.chosen import Chosen, choose
from models.central.figures import Figures, Split
from models.central.line import missing_numbers, ranges
from models.central.periods import Span, month_of, uncovered
from models.central.refused import RefusedFile
from models.central.store import Db
from models.central.tables import code, notebook, package, producer, trusted_key
from models.programme import default_profile

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class AssociationLine:
    """One association: what it did, and what is missing of it.

    `missing` are days that lie behind and that no package tells; `gaps` are numbers of packages that never came.
    """

    uid: str
    name: str
    figures: Figures
    missing: Sequence[Span]
    gaps: str
    last_received: datetime | None

    @property
    def is_late(self) -> bool:
        """Tell whether days that lie behind were not told."""
        return bool(self.missing)


@dataclass(frozen=True, slots=True)
class Report:
    """All that the report says. `target` is of people in these days, nothing where the programme has none."""

    programme: str
    span: Span
    today: date
    target: int | None
    total: Figures
    lines: Sequence[AssociationLine]
    splits: Sequence[Split]
    refused: Sequence[RefusedFile]
    unused_keys: Sequence[str]
    words: Mapping[tuple[str, str], tuple[str, str]]  # list and code -> French, English

    @property
    def reached(self) -> int:
        """Different people at most: named ones of each association, and unnamed ones."""
        return self.total.people_named + self.total.people_unnamed

    @property
    def late(self) -> list[AssociationLine]:
        """The associations that have not told all days that lie behind."""
        return [line for line in self.lines if line.is_late]


def report(db: Db, span: Span, *, today: date, target: int | None = None) -> Report:
    """Count and compare; `target` is of people in a civil year, that of the default profile unless told."""
    chosen = choose(db, span)
    counted = figures.sums(db, span, chosen, today=today)
    name, default_target = _programme(db)
    yearly = default_target if target is None else target
    words = {(row.list, row.code): (row.fr, row.en) for row in db.execute(select(code))}
    unused = select(trusted_key.c.fingerprint).where(trusted_key.c.producer_id.is_(None)).order_by(trusted_key.c.id)
    return Report(
        programme=name,
        span=span,
        today=today,
        target=None if yearly is None else _share(yearly, span),
        total=counted.total,
        lines=_lines(db, span, chosen, counted.of_producer, today),
        splits=counted.splits,
        refused=refused.refused_files(db),
        unused_keys=list(db.scalars(unused)),
        words=words,
    )


def _programme(db: Db) -> tuple[str, int | None]:
    """Return the programme's name as the newest package says it, and the target of the profile that comes with us."""
    columns = (package.c.programme_code, package.c.programme_name)
    row = db.execute(select(*columns).order_by(package.c.id.desc()).limit(1)).first()
    profile = default_profile()
    if row is None:
        return str(profile["name"]), int(profile["target"]) or None
    is_ours = row.programme_code == profile["code"]
    return row.programme_name, (int(profile["target"]) or None) if is_ours else None


def _share(yearly: int, span: Span) -> int:
    """Return what a target of a civil year comes to in these days, each year by its own number of days."""
    share = Fraction()
    for year in range(span.first.year, span.last.year + 1):
        first, last = date(year, 1, 1), date(year, 12, 31)
        days = Span(max(first, span.first), min(last, span.last)).days
        share += Fraction(yearly * days, Span(first, last).days)
    return round(share)


def _lines(
    db: Db, span: Span, chosen: Chosen, of_producer: Mapping[int, Figures], today: date
) -> list[AssociationLine]:
    told: dict[int, list[Span]] = {}
    for notebook_id, spans in chosen.held.items():
        told.setdefault(chosen.producers[notebook_id], []).extend(spans)
    received = _last_received(db)
    gaps = _gaps(db)
    behind = _behind(span, today)
    found = []
    for row in db.execute(select(producer.c.id, producer.c.uid, producer.c.name)):
        missing = uncovered(behind, told.get(row.id, ())) if behind else []
        line = AssociationLine(
            row.uid, row.name, of_producer.get(row.id, Figures()), missing, gaps.get(row.id, ""), received.get(row.id)
        )
        found.append(line)
    return sorted(found, key=lambda line: (line.name.casefold(), line.uid))


def _behind(span: Span, today: date) -> Span | None:
    """Return the days of the period that should have been told: all when it is over, else its months that are."""
    last = span.last if span.last < today else min(span.last, month_of(today).first - _DAY)
    return Span(span.first, last) if last >= span.first else None


def _last_received(db: Db) -> dict[int, datetime]:
    query = select(notebook.c.producer_id, func.max(package.c.received_at)).join(package)
    return {row[0]: row[1] for row in db.execute(query.group_by(notebook.c.producer_id))}


def _gaps(db: Db) -> dict[int, str]:
    """Return the numbers of packages that never came, for each association."""
    numbers: dict[tuple[int, int], list[int]] = {}
    query = select(notebook.c.producer_id, notebook.c.id, package.c.sequence).join(package)
    for producer_id, notebook_id, sequence in db.execute(query.where(package.c.is_counted)):
        numbers.setdefault((producer_id, notebook_id), []).append(sequence)
    found: dict[int, list[str]] = {}
    for (producer_id, _notebook), known in sorted(numbers.items()):
        if missing := missing_numbers(known):
            found.setdefault(producer_id, []).append(ranges(missing))
    return {producer_id: " ; ".join(told) for producer_id, told in found.items()}
