"""Associations plan, mark, merge, erase, restore copies; packages get lost, repeated, reordered: each counts once."""

from __future__ import annotations

import random
import shutil
import tempfile
from calendar import monthrange
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as some
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test
from sqlalchemy import select

from exchange.check import check
from exchange.gather import gather, hand_over
from exchange.package import Package, Period
from exchange.receiving import take_in
from exchange.sshsig import fingerprint
from models import attendance, enrolments, forgetting, headcounts, merging, people, sessions
from models.central import trust
from models.central.delivery import Permissions
from models.central.store import Central
from models.central.tables import package, session
from models.codes import AttendanceState, SessionStatus
from models.headcounts import HeadcountDraft
from models.notebook import Notebook
from models.problem import UserError
from models.sessions import SessionQuery
from tests.builders import a_person, a_session, a_workshop

YEAR = Period(date(2026, 1, 1), date(2026, 12, 31))
TODAY = date(2026, 12, 31)
NOW = datetime(2027, 1, 5, 9, tzinfo=UTC)
NAMES = ("Les Puces du Blosne", "Le Pont-Bleu")
WHO = some.integers(0, 1)
CHANGES = ("move", "count_again", "remove", "undo", "merge_or_erase")
DAYS = some.dates(YEAR.first, YEAR.last)
CHANCE = some.integers(0, 10**6)


def periods() -> list[Period]:
    """Return the twelve months, the four quarters and the year."""
    found = [YEAR]
    for first, last in [(month, month) for month in range(1, 13)] + [(1, 3), (4, 6), (7, 9), (10, 12)]:
        found.append(Period(date(2026, first, 1), date(2026, last, monthrange(2026, last)[1])))
    return found


PERIODS = some.sampled_from(periods())


@dataclass
class Sender:
    """One association: its open notebook, copies of it, and what it sent."""

    path: Path
    notebook: Notebook
    copies: list[Path] = field(default_factory=list)
    was_restored: bool = False

    def pick(self, chance: int) -> int | None:
        """Return one of the sessions."""
        with self.notebook.read() as db:
            ids = sorted(sessions.find(db, SessionQuery()))
        return ids[chance % len(ids)] if ids else None

    def people(self) -> list[int]:
        with self.notebook.read() as db:
            return sorted(people_of(db))


def people_of(db: Any) -> list[int]:
    from models.people import Person

    return list(db.scalars(select(Person.id).where(Person.family_name != "")))


def counting(packages: list[Package]) -> dict[str, str]:
    """Return uid -> what counts of it, said slowly and in the words of the rule."""
    found: dict[str, str] = {}
    if not packages:
        return found
    last = max(packages, key=lambda each: each.sequence)
    gone = {each.uid for each in last.removals if each.table == "sessions"}
    for uid in {row.uid for each in packages for row in each.sessions}:
        teller = max((each for each in packages if any(row.uid == uid for row in each.sessions)), key=_number)
        (row,) = (row for row in teller.sessions if row.uid == uid)
        owner = max((each for each in packages if row.date in each.period), key=_number)
        if owner is teller and uid not in gone:
            found[uid] = f"{row.date} {row.status} {row.attendances} {row.person_minutes}"
    return found


def _number(sent: Package) -> int:
    return sent.sequence


class Programme(RuleBasedStateMachine):
    """What may happen between two associations and one programme."""

    templates: dict[str, Path] = {}  # noqa: RUF012  # made once, copied for each run

    @initialize()
    def open_all(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="carnet-programme-"))
        self.central = Central.open(str(self.folder / "programme.db"), create=True)
        self.accepted: dict[str, Package] = {}
        self.senders: list[Sender] = []
        self.made: list[bytes] = []
        for number, name in enumerate(NAMES):
            path = self.folder / f"{number}.carnet"
            shutil.copyfile(self.templates[name], path)
            self.senders.append(Sender(path, Notebook.open(path)))
            for day in (YEAR.first, date(2026, 5, 12), date(2026, 5, 19), YEAR.last):
                self.plan_and_hold(number, day, 4, 2)
            self.export(number, YEAR)  # makes the key
            with self.central.write() as db:
                trust.trust(db, self.line, fingerprint(self.line), None, now=NOW)

    def teardown(self) -> None:
        if hasattr(self, "central"):
            try:
                self.agree_at_last()
            finally:
                for sender in self.senders:
                    sender.notebook.close()
                self.central.close()
                shutil.rmtree(self.folder)

    # --- what associations do ---

    @rule(who=WHO, day=DAYS, unnamed=some.integers(0, 9), named=some.integers(0, 3))
    def plan_and_hold(self, who: int, day: date, unnamed: int, named: int) -> None:
        with self.senders[who].notebook.write("Plan") as db:
            workshop_id = a_workshop(db)
            session_id = a_session(db, workshop_id, day, status=SessionStatus.HELD)
            ids = [a_person(db, f"Zoé {number}", f"Le Goff {day}") for number in range(named)]
            enrolled = enrolments.enrol(db, workshop_id, ids, today=TODAY).enrolled
            attendance.mark(db, session_id, enrolled, AttendanceState.PRESENT)
            headcounts.save(db, session_id, HeadcountDraft(unnamed))

    @rule(who=WHO, what=some.sampled_from(CHANGES), chance=CHANCE, day=DAYS)
    def change(self, who: int, what: str, chance: int, day: date) -> None:
        """Change something in one notebook."""
        getattr(self, what)(who, chance, day)

    def move(self, who: int, chance: int, day: date) -> None:
        sender = self.senders[who]
        if (session_id := sender.pick(chance)) is not None:
            with sender.notebook.write("Move") as db:
                draft = replace(sessions.draft(db, session_id), date=day)
                workshop_id = sessions.lines(db, [session_id])[session_id].workshop_id
                sessions.save(db, workshop_id, draft, session_id)

    def count_again(self, who: int, chance: int, day: date) -> None:
        sender = self.senders[who]
        if (session_id := sender.pick(chance)) is not None:
            with sender.notebook.write("Count again") as db:
                headcounts.save(db, session_id, HeadcountDraft(chance % 10))

    def remove(self, who: int, chance: int, day: date) -> None:
        sender = self.senders[who]
        if (session_id := sender.pick(chance)) is not None:
            with sender.notebook.write("Delete") as db:
                attendance.remove_of_sessions(db, [session_id])
                headcounts.remove(db, session_id)
                sessions.remove(db, session_id)

    def undo(self, who: int, chance: int, day: date) -> None:
        notebook = self.senders[who].notebook
        if notebook.undoable() is not None:
            with suppress(UserError):  # what changed since is not taken back
                notebook.undo()

    def merge_or_erase(self, who: int, chance: int, day: date) -> None:
        sender = self.senders[who]
        ids = sender.people()
        if chance % 2 and ids:
            forgetting.erase(sender.notebook, [ids[chance % len(ids)]], today=TODAY, agreed=1)
        elif len(ids) > 1:
            kept, other = random.Random(chance).sample(ids, 2)
            with sender.notebook.write("Merge") as db:
                merging.merge(db, kept, other, people.draft(db, kept), today=TODAY)

    @rule(who=WHO, chance=CHANCE)
    def keep_a_copy_or_go_back_to_one(self, who: int, chance: int) -> None:
        sender = self.senders[who]
        sender.notebook.close()
        if sender.copies and chance % 2:
            shutil.copyfile(sender.copies[chance % len(sender.copies)], sender.path)
            sender.was_restored = True
        else:
            sender.copies.append(self.folder / f"{who}-{len(sender.copies)}.copy")
            shutil.copyfile(sender.path, sender.copies[-1])
        sender.notebook = Notebook.open(sender.path)

    # --- what happens to packages ---

    @rule(who=WHO, period=PERIODS, is_late=some.booleans())
    def send(self, who: int, period: Period, is_late: bool) -> None:
        """Make a package; unless it is late it arrives at once."""
        content = self.export(who, period)
        if not is_late:
            self.deliver(content)

    @rule(chance=CHANCE)
    def deliver_one_of_those_made(self, chance: int) -> None:
        self.deliver(self.made[chance % len(self.made)])

    def export(self, who: int, period: Period) -> bytes:
        notebook = self.senders[who].notebook
        gathered = gather(notebook, period.first, period.last, now=NOW)
        self.line = gathered.package.producer.public_key
        self.made.append(hand_over(notebook, gathered, self.folder).path.read_bytes())
        return self.made[-1]

    def deliver(self, content: bytes) -> None:
        """Deliver one, late, early, again or never; until a human allows it, it is taken in or changes nothing."""
        before = self.counts()
        receipt, problems, is_known = take_in(self.central, content, Permissions(), now=NOW, file_name="x")
        codes = {problem.code for problem in problems}
        if receipt["status"] == "rejected":
            assert codes <= {"central_loss", "central_line_forked", "central_version_rewritten"}, problems
            assert self.counts() == before
            receipt, problems, _ = take_in(
                self.central, content, Permissions(loss=True, restored=True), now=NOW, file_name="x"
            )
            assert receipt["status"] != "rejected", problems
        assert is_known == (receipt["package"] in self.accepted)
        if is_known:
            assert self.counts() == before
        found = check(content).package
        assert found is not None
        self.accepted[found.id] = found
        self.agree()

    # --- what has to be true ---

    def counts(self) -> dict[str, str]:
        columns = session.c
        with self.central.read() as db:
            rows = db.execute(select(session).where(columns.is_current)).all()
        return {row.uid: f"{row.date} {row.status} {_came(row)} {row.person_minutes}" for row in rows}

    def agree(self) -> None:
        """Compare what counts with the rule, notebook by notebook."""
        with self.central.read() as db:
            counted = set(db.scalars(select(package.c.uid).where(package.c.is_counted)))
        expected: dict[str, str] = {}
        for sender in self.senders:
            uid = own_uid(sender.notebook)
            own = [each for each in self.accepted.values() if each.notebook_uid == uid]
            if not sender.was_restored:
                assert {each.id for each in own} <= counted
            expected |= counting([each for each in own if each.id in counted])
        assert self.counts() == expected

    def agree_at_last(self) -> None:
        """Send the whole year of everybody: then both sides have the same sessions and the same totals."""
        totals = []
        for number in range(len(self.senders)):
            content = self.export(number, YEAR)
            self.deliver(content)
            found = check(content).package
            assert found is not None
            totals.append(found.totals())
        columns = session.c
        with self.central.read() as db:
            rows = db.execute(select(session).where(columns.is_current, columns.status == "held")).all()
        assert len(rows) == sum(each.sessions for each in totals)
        assert sum(map(_came, rows)) == sum(each.attendances for each in totals)
        assert sum(row.person_minutes for row in rows) == sum(each.minutes for each in totals)


def _came(row: Any) -> int:
    return int(row.present + row.unnamed) if row.status == "held" else 0


def own_uid(notebook: Notebook) -> str:
    from models import association

    with notebook.read() as db:
        return association.identity(db).notebook_uid


def test_the_receiver_holds_exactly_what_was_sent(tmp_path: Path) -> None:
    for name in NAMES:
        Programme.templates[name] = tmp_path / f"{name}.carnet"
        Notebook.create(Programme.templates[name], association_name=name).close()
    quick = settings(
        max_examples=10,
        stateful_step_count=14,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.generate],  # a failing sequence is short; making it shorter takes minutes
        database=None,
    )
    run_state_machine_as_test(Programme, settings=quick)
