"""Owns who is in a workshop on screen: enrolled, waiting in order, cancelled; adding by name or from a list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from exchange.value_names import full_name
from models import enrolments, people, waiting_list, workshops
from models.codes import EnrolmentStatus
from models.enrolments import Enrolled, EnrolmentLine
from models.journal import Changes
from models.notebook import Db
from models.people import PersonDraft
from resources.i18n import N_, _, here, plural
from resources.labels import label as coded
from ui.page import Context
from ui.table import Column, RowsTable
from ui.widgets.boxes import column, empty, flow, row
from ui.widgets.buttons import button
from ui.widgets.notices import Banner, EmptyState
from ui.widgets.person_field import PersonField

SHOWN = ("person", "workshop", "enrolment", "attendance")
KINDS = {"enrolled": "chip-ok", "waiting": "chip-warn"}


@dataclass(frozen=True, slots=True)
class Listed:
    """One enrolment with its place on the waiting list, 0 for those who do not wait."""

    line: EnrolmentLine
    turn: int


def _status(listed: Listed) -> str:
    text = coded("enrolment", listed.line.status)
    return _("{status}, no. {number}", status=text, number=listed.turn) if listed.turn else text


COLUMNS: tuple[Column[Listed], ...] = (
    Column("name", N_("Name"), lambda listed: listed.line.listed, width=320, stretch=True),
    Column(
        "status", N_("Enrolment"), _status, width=200, kind=lambda listed: KINDS.get(listed.line.status, "chip-muted")
    ),
    Column(
        "present", N_("Sessions attended"), lambda listed: here().number(listed.line.present), width=190, align="right"
    ),
)


class EnrolledTab(QWidget):
    """The people of one workshop."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context, self._workshop_id = context, 0
        self.add_line = PersonField(context, _("Enrol someone"), hint=_("Enrol someone: the name, then Enter"))
        self.add_line.named.connect(self.on_named)
        self.add_line.chosen.connect(self.on_chosen)
        self.import_button = button(_("Import a list…"), self.on_import, icon="file-down")
        self.table: RowsTable[Listed, int] = RowsTable(
            context,
            name="workshop_enrolled",
            label=_("People of this workshop"),
            columns=COLUMNS,
            find=enrolments.find,
            lines=_lines,
            query=0,
            empty=EmptyState("users", _("Nobody is enrolled yet. Type a name in the line above, or import a list.")),
            sorted_by=lambda query, *_sort: query,
            counted=lambda number: plural("{n} person", "{n} people", number),
        )
        self.table.opened.connect(self.on_open)
        self.table.deleted.connect(self.on_remove)
        self.table.selection_changed.connect(self._show_what_can_be_done)
        self.let_in_button = button(_("Give a place"), self.on_let_in, icon="user-plus")
        self.wait_button = button(_("Put on the waiting list"), self.on_wait)
        self.cancel_button = button(_("Cancel the enrolment"), self.on_cancel)
        self.remove_button = button(_("Take off the list"), self.on_take_off, kind="destructive", icon="trash-2")
        self._offer_place = QWidget()
        self._offer_place.setLayout(column())
        self._build()

    def _build(self) -> None:
        top = row(gap=2)
        top.addWidget(self.add_line, 1)
        top.addWidget(self.import_button)
        actions = flow(self.let_in_button, self.wait_button, self.cancel_button, self.remove_button)
        whole = column(top, self._offer_place, actions, gap=2)
        whole.addWidget(self.table, 1)
        self.setLayout(whole)

    def show_workshop(self, workshop_id: int) -> None:
        """Show another workshop."""
        self._workshop_id = workshop_id
        self.add_line.clear()
        self.table.query = workshop_id

    def refresh(self, changes: Changes | None) -> None:
        """Show the people again, and the offer of a free place, when something of it changed."""
        if changes is None or changes.touch(*SHOWN):
            self._show()

    def _show(self) -> None:
        self.table.refresh()
        self._show_offer()
        self._show_what_can_be_done()

    def _show_offer(self) -> None:
        layout = self._offer_place.layout()
        assert layout is not None
        empty(layout)
        with self._context.notebook.read() as db:
            first = waiting_list.offers(db, self._workshop_id).next_id
            name = "" if first is None else enrolments.lines(db, [first])[first].shown
        if first is not None:
            give = button(_("Give the place"), lambda: self._set([first], EnrolmentStatus.ENROLLED), kind="small")
            text = _("A place is free. First on the waiting list: {name}", name=name)
            layout.addWidget(Banner(text, "ok", give))
        self._offer_place.setVisible(first is not None)

    def _chosen(self) -> list[EnrolmentLine]:
        ids = self.table.selected()
        with self._context.notebook.read() as db:
            return list(enrolments.lines(db, ids).values())

    def _show_what_can_be_done(self) -> None:
        statuses = {line.status for line in self._chosen()}
        self.let_in_button.setEnabled(bool(statuses - {EnrolmentStatus.ENROLLED}))
        self.wait_button.setEnabled(bool(statuses - {EnrolmentStatus.WAITING}))
        self.cancel_button.setEnabled(bool(statuses - {EnrolmentStatus.CANCELLED}))
        self.remove_button.setEnabled(bool(statuses))

    # -- adding --------------------------------------------------------------------------------------------------------

    def on_named(self, text: str) -> None:
        """Enrol who has this name; a name nobody has, or several have, makes a new person."""
        name, today = full_name(text)[0], self._context.today()
        with self._context.notebook.read() as db:
            known = people.named(db, name.given_name, name.family_name)
        with self._context.notebook.write(N_("Enrol {count} people"), count=1) as db:
            is_new = len(known) != 1
            draft = PersonDraft(name.given_name, name.family_name, gender=name.gender)
            person_id = people.save(db, draft, today=today) if is_new else known[0]
            done = enrolments.enrol(db, self._workshop_id, [person_id], today=today)
        self._tell_enrolled(person_id, done, is_new=is_new, homonyms=len(known) if is_new else 0)

    def on_chosen(self, person_id: int) -> None:
        """Enrol someone of the registry."""
        with self._context.notebook.write(N_("Enrol {count} people"), count=1) as db:
            done = enrolments.enrol(db, self._workshop_id, [person_id], today=self._context.today())
        self._tell_enrolled(person_id, done, is_new=False, homonyms=0)

    def _tell_enrolled(self, person_id: int, done: Enrolled, *, is_new: bool, homonyms: int) -> None:
        self._show()
        with self._context.notebook.read() as db:
            name = people.lines(db, [person_id])[person_id].shown
        self.table.go_to((*done.enrolled, *done.waiting, *done.already)[0])
        if done.already:
            self._context.toast(_("{name} is on this list already", name=name))
            return
        text = _("{name} is enrolled", name=name)
        if done.waiting:
            text = _("The workshop is full: {name} is on the waiting list", name=name)
        texts = [text, _("new in the registry") if is_new else _("already known")]
        if homonyms:
            texts.append(plural("{n} other has this name", "{n} others have this name", homonyms))
        self._context.done(" · ".join(texts))

    def on_import(self) -> None:
        """Bring a list of people into this workshop."""
        from ui.dialogs.import_people import open_import

        open_import(self._context, self._workshop_id, parent=self)

    # -- changing ------------------------------------------------------------------------------------------------------

    def on_open(self, enrolment_id: int) -> None:
        """Open the person's page."""
        with self._context.notebook.read() as db:
            person_id = enrolments.lines(db, [enrolment_id])[enrolment_id].person_id
        self._context.go("person", person_id)

    def on_let_in(self) -> None:
        """Enrol those chosen who wait or were cancelled, even over the number of places."""
        self._set(self._ids_not(EnrolmentStatus.ENROLLED), EnrolmentStatus.ENROLLED)

    def on_wait(self) -> None:
        """Put those chosen at the end of the waiting list."""
        self._set(self._ids_not(EnrolmentStatus.WAITING), EnrolmentStatus.WAITING)

    def on_cancel(self) -> None:
        """Cancel the enrolments chosen; they stay on the list."""
        self._set(self._ids_not(EnrolmentStatus.CANCELLED), EnrolmentStatus.CANCELLED)

    def on_take_off(self) -> None:
        """Take those chosen off the list."""
        self.on_remove(self.table.selected())

    def on_remove(self, ids: list[int]) -> None:
        """Delete enrolments of people who never came."""
        with self._context.notebook.write(N_("Delete enrolments ({count})"), count=len(ids)) as db:
            enrolments.remove(db, ids)
        self._show()
        self._context.done(plural("{n} enrolment deleted", "{n} enrolments deleted", len(ids)))

    def _ids_not(self, status: EnrolmentStatus) -> list[int]:
        return [line.id for line in self._chosen() if line.status != status]

    def _set(self, ids: Sequence[int], status: EnrolmentStatus) -> None:
        with self._context.notebook.write(_LABELS[status], count=len(ids)) as db:
            enrolments.set_status(db, ids, status)
            line = workshops.lines(db, [self._workshop_id], today=self._context.today())[self._workshop_id]
        self._show()
        done = {
            EnrolmentStatus.ENROLLED: plural("{n} person enrolled", "{n} people enrolled", len(ids)),
            EnrolmentStatus.WAITING: plural(
                "{n} person put on the waiting list", "{n} people put on the waiting list", len(ids)
            ),
            EnrolmentStatus.CANCELLED: plural("{n} enrolment cancelled", "{n} enrolments cancelled", len(ids)),
        }[status]
        over = line.enrolled - (line.capacity or line.enrolled)
        if status == EnrolmentStatus.ENROLLED and over > 0:
            done = f"{done} · " + plural("{n} over the number of places", "{n} over the number of places", over)
        self._context.done(done)


_LABELS = {
    EnrolmentStatus.ENROLLED: N_("Enrol {count} people"),
    EnrolmentStatus.WAITING: N_("Put {count} people on the waiting list"),
    EnrolmentStatus.CANCELLED: N_("Cancel {count} enrolments"),
}


def _lines(db: Db, ids: Sequence[int]) -> dict[int, Listed]:
    """Return lines with the place of each on the waiting list."""
    lines = enrolments.lines(db, ids)
    workshop_id = next(iter(lines.values())).workshop_id if lines else 0
    waiting = enrolments.find(db, workshop_id, status=EnrolmentStatus.WAITING)
    turns = {enrolment_id: turn for turn, enrolment_id in enumerate(waiting, 1)}
    return {key: Listed(line, turns.get(key, 0)) for key, line in lines.items()}
