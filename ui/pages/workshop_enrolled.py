"""Owns who is in a workshop on screen: enrolled, waiting in order, cancelled; adding by name or from a list."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QBoxLayout, QSizePolicy, QWidget

from exchange.value_names import full_name
from models import enrolments, occupancy, people, sessions, waiting_list
from models.codes import EnrolmentStatus
from models.enrolments import Enrolled, EnrolmentLine
from models.journal import Changes
from models.notebook import Db
from models.occupancy import Fill
from models.people import PersonDraft
from resources.i18n import N_, _, here, plural
from resources.labels import label as coded
from ui.actions import Action
from ui.dialogs.enrolment import tell_enrolled
from ui.list_bar import SelectionBar
from ui.page import Context
from ui.pages.enrolled_selected import SELECTED, EnrolledRow, offer, set_status, take_off
from ui.table import Column, RowsTable
from ui.theme import size
from ui.widgets.boxes import column, empty, flow, row
from ui.widgets.buttons import Button, button
from ui.widgets.notices import Banner, EmptyState
from ui.widgets.person_field import PersonField

SHOWN = ("person", "workshop", "workshop_session", "enrolment", "enrolment_skip", "attendance")
MOST_NOTICES = 3
KINDS = {"enrolled": "chip-ok", "waiting": "chip-warn"}


@dataclass(frozen=True, slots=True)
class Listed:
    """One enrolment with its place on the waiting list, 0 for those who do not wait."""

    line: EnrolmentLine
    turn: int


def _status(listed: Listed) -> str:
    text = coded("enrolment", listed.line.status)
    if listed.turn:
        text = _("{status}, no. {number}", status=text, number=listed.turn)
    if listed.line.offered_on and listed.turn:
        text = _("{status}, offered {date}", status=text, date=here().date(listed.line.offered_on, "short"))
    return text


def _expected(listed: Listed) -> str:
    """Say at which part of the sessions someone is expected; all of them needs no word."""
    line = listed.line
    if line.expected == line.sessions:
        return ""
    return _("{expected} of {sessions}", expected=line.expected, sessions=line.sessions)


COLUMNS: tuple[Column[Listed], ...] = (
    Column("name", N_("Name"), lambda listed: listed.line.listed, width=300, stretch=True),
    Column(
        "status", N_("Enrolment"), _status, width=260, kind=lambda listed: KINDS.get(listed.line.status, "chip-muted")
    ),
    Column("expected", N_("Expected at"), _expected, width=130, align="right"),
    Column(
        "present", N_("Sessions attended"), lambda listed: here().number(listed.line.present), width=170, align="right"
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
        self.add_line.several.connect(self.on_several)
        self.known_button = button(_("From the registry…"), self.on_known, icon="users")
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
        self._chosen: list[EnrolmentLine] = []
        self.table.selection_changed.connect(self._read_chosen)  # before the bar asks what fits
        self.bar = SelectionBar(self.table, self._actions(), _("Select nobody"), hides=True)
        self.notices = QWidget()
        self.notices.setLayout(column(gap=1))
        self._build()

    def _build(self) -> None:
        self._sources = flow(self.known_button, self.import_button)
        self._top = row(gap=2)
        self._top.addWidget(self.add_line, 1)
        self._top.addWidget(self._sources)
        whole = column(self._top, self.notices, gap=2)
        whole.addWidget(self.table, 1)
        whole.addWidget(self.bar)
        self.setLayout(whole)
        for each in SELECTED:
            if each.shortcut:
                made = QShortcut(QKeySequence(each.shortcut), self.table, partial(self._do, each))
                made.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the buttons under the line where it would have no room for a name."""
        super().resizeEvent(event)
        beside = size(260) + self._sources.sizeHint().width() <= self.width()
        self._top.setDirection(QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom)
        self._sources.setSizePolicy(
            QSizePolicy.Policy.Fixed if beside else QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum
        )

    def _actions(self) -> list[Action]:
        return [
            Action(
                each.name,
                _(each.text),
                partial(self._do, each),
                icon=each.icon,
                shortcut=each.shortcut or None,
                enabled=partial(self._fits, each),
            )
            for each in SELECTED
        ]

    def show_workshop(self, workshop_id: int) -> None:
        """Show a workshop; what is half typed was for the one before."""
        if workshop_id != self._workshop_id:
            self.add_line.clear()
        self._workshop_id = workshop_id
        self.table.query = workshop_id

    def refresh(self, changes: Changes | None) -> None:
        """Show the people again, and the offer of a free place, when something of it changed."""
        if changes is None or changes.touch(*SHOWN):
            self._show()

    def _show(self) -> None:
        self.table.refresh()
        self._show_notices()

    def _show_notices(self) -> None:
        """Say what waits for the coordinator: a place to offer, an answer to hear, a session with too many people."""
        layout = self.notices.layout()
        assert layout is not None
        empty(layout)
        with self._context.notebook.read() as db:
            offers = waiting_list.offers(db, self._workshop_id)
            lines = enrolments.lines(db, [*offers.pending, *([offers.next_id] if offers.next_id else [])])
            full = occupancy.crowded(db, self._workshop_id, today=self._context.today())
            days = sessions.lines(db, full)
        if offers.next_id is not None:
            layout.addWidget(self._offer_banner(lines[offers.next_id]))
        for each in offers.pending[:MOST_NOTICES]:
            layout.addWidget(self._answer_banner(lines[each]))
        for session_id, fill in list(full.items())[:MOST_NOTICES]:
            layout.addWidget(_crowded_banner(days[session_id].date, fill))
        self.notices.setVisible(bool(layout.count()))

    def _offer_banner(self, line: EnrolmentLine) -> Banner:
        text = _("A place is free. First on the waiting list: {name}", name=line.shown)
        give = self._small(_("Give the place"), self._giving(line))
        return Banner(text, "ok", give, self._small(_("I have offered it"), partial(offer, self._context, [line.id])))

    def _answer_banner(self, line: EnrolmentLine) -> Banner:
        assert line.offered_on is not None
        day = here().date(line.offered_on, "long")
        text = _("A place was offered to {name} on {date}.", name=line.shown, date=day)
        declined = partial(set_status, self._context, [line.id], EnrolmentStatus.DECLINED)
        accepted = self._small(_("Accepted"), self._giving(line))
        return Banner(text, "accent", accepted, self._small(_("Declined"), declined))

    def _giving(self, line: EnrolmentLine) -> Callable[[], object]:
        return partial(set_status, self._context, [line.id], EnrolmentStatus.ENROLLED)

    def _small(self, text: str, act: Callable[[], object]) -> Button:
        return button(text, partial(self._after, act), kind="small")

    def _after(self, act: Callable[[], object]) -> None:
        act()
        self._show()
        self.table.setFocus()

    def _read_chosen(self) -> None:
        ids = self.table.selected()
        with self._context.notebook.read() as db:
            lines = enrolments.lines(db, ids)
        self._chosen = [lines[each] for each in ids if each in lines]

    def _fits(self, each: EnrolledRow) -> bool:
        return bool(self._chosen) and each.fits(self._chosen)

    def _do(self, each: EnrolledRow) -> None:
        """Do something with those selected; the list keeps the keys."""
        if self._fits(each):
            self._after(partial(each.act, self, self._context, self._chosen))

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

    def on_several(self, names: list[str]) -> None:
        """Enrol everyone of a pasted list, one name a line; a name that one person bears is that person."""
        today, ids, new = self._context.today(), [], 0
        with self._context.notebook.write(N_("Enrol {count} people"), count=len(names)) as db:
            for text in names:
                name = full_name(text)[0]
                known = people.named(db, name.given_name, name.family_name)
                new += len(known) != 1
                draft = PersonDraft(name.given_name, name.family_name, gender=name.gender)
                ids.append(known[0] if len(known) == 1 else people.save(db, draft, today=today))
            done = enrolments.enrol(db, self._workshop_id, ids, today=today)
        self._show()
        tell_enrolled(self._context, done, new=new)

    def on_known(self) -> None:
        """Choose people of the registry and enrol them."""
        from ui.dialogs.enrol_known import enrol_known

        if enrol_known(self, self._context, self._workshop_id):
            self._show()

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

    def on_remove(self, ids: list[int]) -> None:
        """Delete enrolments of people who never came."""
        take_off(self._context, ids)
        self._show()


def _lines(db: Db, ids: Sequence[int]) -> dict[int, Listed]:
    """Return lines with the place of each on the waiting list."""
    lines = enrolments.lines(db, ids)
    workshop_id = next(iter(lines.values())).workshop_id if lines else 0
    waiting = enrolments.find(db, workshop_id, status=EnrolmentStatus.WAITING)
    turns = {enrolment_id: turn for turn, enrolment_id in enumerate(waiting, 1)}
    return {key: Listed(line, turns.get(key, 0)) for key, line in lines.items()}


def _crowded_banner(day: date, fill: Fill) -> Banner:
    text = _(
        "{date}: {expected} people are expected for {capacity} places.",
        date=here().date(day, "long"), expected=fill.expected, capacity=fill.capacity or 0,
    )  # fmt: skip
    return Banner(text, "warn")
