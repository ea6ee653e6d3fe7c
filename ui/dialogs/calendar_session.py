"""Owns the dialogs a calendar opens: a session added to a day, and the list of a day's sessions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, time, timedelta

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QListWidget, QListWidgetItem, QWidget

from models import coherence, sessions, workshops
from models.calendar import Shown
from models.codes import WorkshopStatus
from models.problem import refuse_if_any
from models.sessions import SessionDraft
from models.workshops import WorkshopQuery
from resources.i18n import N_, _, here, plural
from resources.words import sentence
from ui.calendar_model import hours_text, places_text, session_text, state_text
from ui.days import weekday
from ui.dialogs.choices import parsers
from ui.dialogs.form_dialog import ask_form, fit_to_screen
from ui.dialogs.repeat import WHEN
from ui.form import Field, Form
from ui.modal import run
from ui.page import Context
from ui.theme import size
from ui.widgets.boxes import column
from ui.widgets.buttons import Button, button
from ui.widgets.labels import label

WORKSHOP = Field("workshop_id", N_("Workshop"), kind="choice")
USUAL_START, USUAL_MINUTES = time(14), 120


def add_session(parent: QWidget, context: Context, day: date, start: time | None) -> int | None:
    """Ask which workshop and at which hours, add a session on a day, and return it; nothing when given up."""
    choices = _workshops(context)
    form = Form((WORKSHOP, *WHEN), typed=parsers(context.today()))
    form.set_choices("workshop_id", choices)
    first = start or USUAL_START
    end = _later(first, USUAL_MINUTES)
    form.fill({"workshop_id": choices[0][0], "date": day, "start": first, "end": end})
    made: list[int] = []

    def save() -> None:
        values = form.read()
        workshop_id = values.pop("workshop_id")
        draft = SessionDraft(**values)
        with context.notebook.read() as db:
            refuse_if_any(sessions.check(db, workshop_id, draft))
            (warnings,) = coherence.of_drafts(db, workshop_id, [draft], today=context.today())
        with context.notebook.write(N_("Add {count} sessions"), count=1) as db:
            made.append(sessions.save(db, workshop_id, draft))
        context.done(" ".join([plural("{n} session added", "{n} sessions added", 1), *map(sentence, warnings[:1])]))

    ask_form(parent, _("New session"), form, verb=_("Add"), save=save)
    return made[0] if made else None


def has_workshops(context: Context) -> bool:
    """Tell whether there is a workshop to which a session can be added."""
    return bool(_workshops(context))


def _workshops(context: Context) -> list[tuple[int, str]]:
    """Return the workshops that are not cancelled: those with sessions to come first, then the latest ones."""
    today = context.today()
    with context.notebook.read() as db:
        coming = workshops.find(db, WorkshopQuery(only="upcoming", today=today))
        ids = list(dict.fromkeys([*coming, *workshops.find(db)]))
        lines = workshops.lines(db, ids, today=today)
    shown = []
    for each in ids:
        line = lines[each]
        if line.status != WorkshopStatus.CANCELLED:
            when = here().date(line.first) if line.first else ""
            shown.append((each, " · ".join(part for part in (line.title, when) if part)))
    return shown


def _later(start: time, minutes: int) -> time:
    moment = timedelta(hours=start.hour, minutes=start.minute + minutes)
    latest = min(moment, timedelta(hours=23, minutes=59))
    return time(int(latest.total_seconds()) // 3600, int(latest.total_seconds()) // 60 % 60)


class DayDialog(QDialog):
    """The sessions of one day, however many: Enter opens one."""

    def __init__(self, parent: QWidget | None, day: date, shown: Sequence[Shown], today: date) -> None:
        super().__init__(parent)
        title = weekday(day)
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self.chosen: int | None = None
        self.list = QListWidget()
        self.list.setAccessibleName(_("Sessions of {date}", date=title))
        self.list.setWordWrap(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for each in shown:
            item = QListWidgetItem(day_line(each, today))
            item.setData(Qt.ItemDataRole.UserRole, each.id)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, session_text(each, today))
            self.list.addItem(item)
        self.list.setCurrentRow(0)
        self.list.itemActivated.connect(lambda *_: self.on_open())
        self.go = button(_("Open the session"), self.on_open, kind="primary")
        self.go.setEnabled(bool(shown))
        close = Button(_("Close"))
        close.setAccessibleName(_("Close"))
        close.clicked.connect(self.reject)
        box = QDialogButtonBox()
        box.addButton(self.go, QDialogButtonBox.ButtonRole.ActionRole)
        box.addButton(close, QDialogButtonBox.ButtonRole.RejectRole)
        count = plural("{n} session", "{n} sessions", len(shown)) if shown else _("no session")
        whole = column(label(title, "section", wrap=True), label(count, "secondary"), gap=3, margin=4)
        whole.addWidget(self.list, 1)
        whole.addWidget(box)
        self.setLayout(whole)
        fit_to_screen(self, size(620), size(160) + size(64) * min(max(len(shown), 2), 8))

    def on_open(self) -> None:
        """Choose the session the keyboard is on."""
        item = self.list.currentItem()
        if item is not None:
            self.chosen = item.data(Qt.ItemDataRole.UserRole)
            self.accept()


def day_line(session: Shown, today: date) -> str:
    """Write a session on two lines: hours and title, then places, place and state."""
    below = (places_text(session), session.place, state_text(session, today))
    return f"{hours_text(session)}   {session.title}\n" + " · ".join(part for part in below if part)


def choose_session(parent: QWidget, day: date, shown: Sequence[Shown], today: date) -> int | None:
    """List a day; return the session to open, or nothing."""
    dialog = DayDialog(parent, day, shown, today)
    run(dialog)
    return dialog.chosen
