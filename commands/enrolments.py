"""Who is on the list of a workshop: enrolled, waiting, offered a place, moved, cancelled."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from commands.call import Call
from commands.grammar import Command, Option, Word, misuse
from resources.i18n import N_, _, here, plural

if TYPE_CHECKING:
    from models.enrolments import EnrolmentLine
    from models.notebook import Db
    from models.workshops import WorkshopLine


def enrol(call: Call) -> None:
    """Enrol people in a workshop; names that nobody has yet make new people."""
    from commands import references
    from commands.people import split_name
    from models import enrolments, expected_sessions, people
    from models.names import name_key

    if call.has("--waiting") and call.has("--over"):
        raise misuse("options_exclude", options="--waiting, --over")
    names = call.words("NAME")
    with call.notebook() as notebook:
        with notebook.read() as db:
            workshop = references.workshop(db, call.word("WORKSHOP"), today=call.today)
            known = {name: _known(db, name) for name in names}
            left_out = _left_out(db, call, workshop.id)
        with notebook.write(N_("Enrol {count} people"), count=len(known)) as db:
            new = {name_key(name, ""): name for name, person_id in known.items() if person_id is None}
            made = {key: people.save(db, split_name(name), today=call.today) for key, name in new.items()}
            ids = [person_id or made[name_key(name, "")] for name, person_id in known.items()]
            done = enrolments.enrol(
                db, workshop.id, ids, today=call.today, waiting=call.has("--waiting"), over=call.has("--over")
            )
            for each in (*done.enrolled, *done.waiting) if call.has("--sessions") else ():
                expected_sessions.leave_out(db, each, left_out)
    if new:
        call.out.say(_("New in the registry: {names}", names=here().and_list(new.values())))
    tell_enrolled(call, len(done.enrolled), len(done.waiting), len(done.already), over=done.over)
    call.out.document(
        workshop={"uid": workshop.uid}, enrolled=len(done.enrolled), waiting=len(done.waiting),
        already=len(done.already), over=done.over, new=list(new.values()),
    )  # fmt: skip


def _known(db: Db, name: str) -> int | None:
    """Return the person who has this name or identifier, nothing for a new name; two of one name are told."""
    from commands import references
    from models import people

    if references.is_uid(name):
        return references.person(db, name).id
    ids = people.named(db, name, "")
    lines = people.lines(db, ids)
    return references.one_named(name, ids, lambda each: references.shown_person(lines[each]))


def _left_out(db: Db, call: Call, workshop_id: int) -> list[int]:
    """Return the sessions of the workshop that --sessions does not name."""
    from commands import references
    from models import sessions
    from models.sessions import SessionQuery

    wanted = references.sessions_of(db, workshop_id, call.texts("--sessions"), today=call.today)
    return [each for each in sessions.find(db, SessionQuery(workshop_id=workshop_id)) if each not in wanted]


def tell_enrolled(call: Call, enrolled: int, waiting: int, already: int, *, over: int = 0) -> None:
    """Say how many went where."""
    if enrolled or not (waiting or already):
        call.out.say(plural("{n} person enrolled.", "{n} people enrolled.", enrolled))
    if waiting:
        call.out.say(plural("{n} person is on the waiting list.", "{n} people are on the waiting list.", waiting))
    if already:
        call.out.say(plural("{n} person was enrolled already.", "{n} people were enrolled already.", already))
    if over:
        call.out.say(plural("{n} person is beyond the places.", "{n} people are beyond the places.", over))


def _named(db: Db, call: Call) -> tuple[WorkshopLine, list[EnrolmentLine]]:
    """Return the workshop and whom the names mean among all on its list."""
    from commands import references
    from models import enrolments

    workshop = references.workshop(db, call.word("WORKSHOP"), today=call.today)
    rows = list(enrolments.lines(db, enrolments.find(db, workshop.id)).values())
    chosen = [references.enrolled(db, rows, name) for name in call.words("NAME")]
    return workshop, list({each.id: each for each in chosen}.values())


def change(call: Call, *, label: str, act: Callable[[Db, Sequence[int], Call], None]) -> None:
    """Do one thing with enrolments that are named, then say how the list stands."""
    with call.notebook() as notebook:
        with notebook.read() as db:
            workshop, chosen = _named(db, call)
        with notebook.write(label, count=len(chosen)) as db:
            act(db, [each.id for each in chosen], call)
        with notebook.read() as db:
            _tell_list(db, call, workshop, chosen)


def _tell_list(db: Db, call: Call, workshop: WorkshopLine, chosen: Sequence[EnrolmentLine]) -> None:
    from models import enrolments, waiting_list

    now = enrolments.lines(db, [each.id for each in chosen])
    offers, count = waiting_list.offers(db, workshop.id), enrolments.counts_by_workshop(db, [workshop.id])[workshop.id]
    call.out.say(_("Done for: {names}", names=here().and_list(each.listed for each in chosen)))
    _tell_next(db, call, offers.next_id)
    call.out.document(
        workshop={"uid": workshop.uid}, enrolled=count.enrolled, waiting=count.waiting, free=offers.free,
        people=[{"name": each.listed, "enrolment": now[each.id].status} for each in chosen if each.id in now],
    )  # fmt: skip


def _tell_next(db: Db, call: Call, following: int | None) -> None:
    """Say whom a place that is free belongs to."""
    from models import enrolments

    if following is not None:
        name = enrolments.lines(db, [following])[following].listed
        call.out.say(_("A place is free. The next to be offered it: {name}.", name=name))


def _set(db: Db, ids: Sequence[int], _call: Call, *, status: str) -> None:
    from models import enrolments
    from models.codes import EnrolmentStatus

    enrolments.set_status(db, ids, EnrolmentStatus(status))


def _offer(db: Db, ids: Sequence[int], call: Call) -> None:
    from models import waiting_list

    waiting_list.offer(db, ids, today=call.today)


def _withdraw(db: Db, ids: Sequence[int], _call: Call) -> None:
    from models import waiting_list

    waiting_list.withdraw(db, ids)


def _expect(db: Db, ids: Sequence[int], call: Call) -> None:
    """Say which sessions people come to; without --sessions they come to all."""
    from models import enrolments, expected_sessions

    workshop_id = enrolments.lines(db, ids)[ids[0]].workshop_id
    left_out = _left_out(db, call, workshop_id) if call.has("--sessions") else []
    for each in ids:
        expected_sessions.leave_out(db, each, left_out)


def move(call: Call) -> None:
    """Move people to another workshop; what they attended stays where it happened."""
    from commands import references
    from models import transfers

    with call.notebook() as notebook:
        with notebook.read() as db:
            _from, chosen = _named(db, call)
            to = references.workshop(db, call.text("--to"), today=call.today)
        with notebook.write(N_("Move people to another workshop ({count})"), count=len(chosen)) as db:
            ids = [each.id for each in chosen]
            moved = transfers.move(db, ids, to.id, today=call.today, over=call.has("--over"))
    tell_enrolled(
        call, len(moved.done.enrolled), len(moved.done.waiting), len(moved.done.already), over=moved.done.over
    )
    if moved.kept:
        call.out.say(
            plural(
                "{n} person stays on the old list as cancelled: attendance is entered there.",
                "{n} people stay on the old list as cancelled: attendance is entered there.",
                moved.kept,
            )
        )
    call.out.document(
        workshop={"uid": to.uid}, enrolled=len(moved.done.enrolled), waiting=len(moved.done.waiting),
        already=len(moved.done.already), over=moved.done.over, kept=moved.kept,
    )  # fmt: skip


_WORKSHOP = Word("WORKSHOP", N_("a part of its title or a date, or its identifier"))
_NAMES = Word("NAME", N_("given name and family name, or the identifier that --json shows"), many=True)
_OVER = Option("--over", N_("let them in beyond the places"), how="switch")
_SESSIONS = Option("--sessions", N_("the only sessions they come to"), "DATE", "many")

CHANGES: tuple[tuple[str, str, str, Callable[[Db, Sequence[int], Call], None], tuple[Option, ...]], ...] = (
    (
        "cancel",
        N_("take people off the list of a workshop"),
        N_("Cancel {count} enrolments"),
        partial(_set, status="cancelled"),
        (),
    ),
    (
        "restore",
        N_("put people back on the list of a workshop, or give a waiting person a place"),
        N_("Enrol {count} people"),
        partial(_set, status="enrolled"),
        (),
    ),
    (
        "wait",
        N_("put people at the end of the waiting list"),
        N_("Put {count} people on the waiting list"),
        partial(_set, status="waiting"),
        (),
    ),
    (
        "decline",
        N_("note that people do not want the place offered"),
        N_("Note that a place was declined ({count})"),
        partial(_set, status="declined"),
        (),
    ),
    ("offer", N_("note that a place was offered to people who wait"), N_("Offer a place ({count})"), _offer, ()),
    (
        "withdraw",
        N_("take back an offer: the person waits on"),
        N_("Take the offer of a place back ({count})"),
        _withdraw,
        (),
    ),
    (
        "sessions",
        N_("say which sessions people come to: those given, or all"),
        N_("Change the sessions people come to ({count})"),
        _expect,
        (_SESSIONS,),
    ),
)
"""Verb, help, label in the history, what it does, options."""

COMMANDS = (
    Command(
        "enrol",
        N_("enrol people in a workshop; new names make new people"),
        enrol,
        (_WORKSHOP, Word("NAME", N_("given name and family name"), many=True)),
        (Option("--waiting", N_("put them on the waiting list"), how="switch"), _OVER, _SESSIONS),
    ),
    *(
        Command(f"enrolment {verb}", about, partial(change, label=label, act=act), (_WORKSHOP, _NAMES), options)
        for verb, about, label, act, options in CHANGES
    ),
    Command(
        "enrolment move",
        N_("move people to another workshop"),
        move,
        (_WORKSHOP, _NAMES),
        (Option("--to", N_("the other workshop"), "WORKSHOP", required=True), _OVER),
    ),
)
