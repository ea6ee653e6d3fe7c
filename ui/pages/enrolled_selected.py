"""Owns what can be done with the people selected in a workshop's list: rows of one table, each one action to undo."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from models import enrolments, waiting_list, workshops
from models.codes import EnrolmentStatus
from models.enrolments import EnrolmentLine
from resources.i18n import N_, plural
from ui.dialogs.enrolment import ask_expected, ask_move
from ui.page import Context

if TYPE_CHECKING:
    from models.notebook import Db

Lines = Sequence[EnrolmentLine]
Act = Callable[[QWidget, Context, Lines], object]
ENROLLED, WAITING, CANCELLED, DECLINED = (
    EnrolmentStatus.ENROLLED, EnrolmentStatus.WAITING, EnrolmentStatus.CANCELLED, EnrolmentStatus.DECLINED,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class EnrolledRow:
    """One action on the enrolments selected, offered when `fits` says so of all of them."""

    name: str
    text: str
    act: Act
    fits: Callable[[Lines], bool]
    icon: str = ""
    shortcut: str = ""


def set_status(context: Context, ids: Sequence[int], status: EnrolmentStatus) -> None:
    """Give these enrolments a status and say what became of them; beyond the places it warns."""
    with context.notebook.write(_LABELS[status], count=len(ids)) as db:
        enrolments.set_status(db, ids, status)
        over = _over(db, context, ids[0])
    done = _DONE[status](len(ids))
    if status == ENROLLED and over > 0:
        done += " · " + plural("{n} over the number of places", "{n} over the number of places", over)
    context.done(done)


def _over(db: Db, context: Context, enrolment_id: int) -> int:
    workshop_id = enrolments.lines(db, [enrolment_id])[enrolment_id].workshop_id
    line = workshops.lines(db, [workshop_id], today=context.today())[workshop_id]
    return line.enrolled - (line.capacity or line.enrolled)


_LABELS = {
    ENROLLED: N_("Enrol {count} people"),
    WAITING: N_("Put {count} people on the waiting list"),
    CANCELLED: N_("Cancel {count} enrolments"),
    DECLINED: N_("Note that a place was declined ({count})"),
}
_DONE: dict[EnrolmentStatus, Callable[[int], str]] = {
    ENROLLED: lambda n: plural("{n} person enrolled", "{n} people enrolled", n),
    WAITING: lambda n: plural("{n} person put on the waiting list", "{n} people put on the waiting list", n),
    CANCELLED: lambda n: plural("{n} enrolment cancelled", "{n} enrolments cancelled", n),
    DECLINED: lambda n: plural("{n} person declined the place", "{n} people declined the place", n),
}


def _to(status: EnrolmentStatus) -> Act:
    """Return the act that gives those selected a status, where they have another one."""

    def act(_parent: QWidget, context: Context, lines: Lines) -> None:
        set_status(context, [line.id for line in lines if line.status != status], status)

    return act


def offer(context: Context, ids: Sequence[int]) -> None:
    """Note that a place was offered to these people."""
    with context.notebook.write(N_("Offer a place ({count})"), count=len(ids)) as db:
        waiting_list.offer(db, ids, today=context.today())
    context.done(plural("Place offered to {n} person", "Places offered to {n} people", len(ids)))


def _offer(_parent: QWidget, context: Context, lines: Lines) -> None:
    offer(context, [line.id for line in lines])


def _withdraw(_parent: QWidget, context: Context, lines: Lines) -> None:
    with context.notebook.write(N_("Take the offer of a place back ({count})"), count=len(lines)) as db:
        waiting_list.withdraw(db, [line.id for line in lines])
    context.done(plural("{n} offer taken back", "{n} offers taken back", len(lines)))


def _shift(by: int) -> Act:
    def act(_parent: QWidget, context: Context, lines: Lines) -> None:
        with context.notebook.write(N_("Change the order of the waiting list")) as db:
            waiting_list.shift(db, [line.id for line in lines], by)

    return act


def take_off(context: Context, ids: Sequence[int]) -> None:
    """Delete enrolments of people who never came."""
    with context.notebook.write(N_("Delete enrolments ({count})"), count=len(ids)) as db:
        enrolments.remove(db, ids)
    context.done(plural("{n} enrolment deleted", "{n} enrolments deleted", len(ids)))


def _take_off(_parent: QWidget, context: Context, lines: Lines) -> None:
    take_off(context, [line.id for line in lines])


def _any_not(status: EnrolmentStatus) -> Callable[[Lines], bool]:
    return lambda lines: any(line.status != status for line in lines)


def _all_wait(lines: Lines) -> bool:
    return all(line.status == WAITING for line in lines)


def _none_offered(lines: Lines) -> bool:
    return _all_wait(lines) and not any(line.offered_on for line in lines)


def _all_offered(lines: Lines) -> bool:
    return _all_wait(lines) and all(line.offered_on for line in lines)


def _have_choice(lines: Lines) -> bool:
    return all(line.status == ENROLLED and line.sessions > 1 for line in lines)


SELECTED: tuple[EnrolledRow, ...] = (
    EnrolledRow("enrolled.let_in", N_("Give a place"), _to(ENROLLED), _any_not(ENROLLED), "user-plus"),
    EnrolledRow("enrolled.offer", N_("Place offered"), _offer, _none_offered),
    EnrolledRow("enrolled.decline", N_("Place declined"), _to(DECLINED), _all_offered),
    EnrolledRow("enrolled.withdraw", N_("Take the offer back"), _withdraw, _all_offered),
    EnrolledRow("enrolled.up", N_("Move up"), _shift(-1), _all_wait, "arrow-up", "Alt+Up"),
    EnrolledRow("enrolled.down", N_("Move down"), _shift(1), _all_wait, "arrow-down", "Alt+Down"),
    EnrolledRow("enrolled.sessions", N_("Sessions…"), ask_expected, _have_choice, "calendar-days"),
    EnrolledRow("enrolled.move", N_("Move to another workshop…"), ask_move, bool),
    EnrolledRow("enrolled.wait", N_("Put on the waiting list"), _to(WAITING), _any_not(WAITING)),
    EnrolledRow("enrolled.cancel", N_("Cancel the enrolment"), _to(CANCELLED), _any_not(CANCELLED)),
    EnrolledRow("enrolled.remove", N_("Take off the list"), _take_off, bool, "trash-2"),
)
