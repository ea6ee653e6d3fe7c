"""Owns the page of certificates: the workshops where some are still to make, and the register of all issued ones."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from models import issuing, workshops
from models.journal import Changes
from models.notebook import Db
from models.workshops import WorkshopLine
from resources.i18n import N_, _, current, here, plural
from ui import messages
from ui.actions import Action
from ui.dialogs.layout import open_layouts
from ui.dialogs.papers import show_certificates
from ui.page import Context, Page
from ui.pages.certificate_register import RegisterTab
from ui.table import Column, RowsTable
from ui.theme import space
from ui.widgets.boxes import column, flow
from ui.widgets.buttons import button
from ui.widgets.header import PageHeader
from ui.widgets.labels import label
from ui.widgets.notices import EmptyState
from ui.widgets.tabs import Tabs


@dataclass(frozen=True, slots=True)
class ToMakeQuery:
    """Which workshops: all where someone waits for a certificate."""

    sort: str = ""
    descending: bool = False


@dataclass(frozen=True, slots=True)
class ToMake:
    """One workshop with how many people can have a certificate and have none."""

    workshop: WorkshopLine
    people: int


def dates_of(line: WorkshopLine) -> str:
    """Return the first and last day of a workshop."""
    days = [here().date(day, "short") for day in (line.first, line.last) if day is not None]
    return " – ".join(dict.fromkeys(days))


TO_MAKE: tuple[Column[ToMake], ...] = (
    Column("workshop", N_("Workshop"), lambda line: line.workshop.title, width=380, stretch=True),
    Column("dates", N_("Sessions"), lambda line: dates_of(line.workshop), width=240),
    Column("place", N_("Place"), lambda line: line.workshop.place, width=210),
    Column(
        "people",
        N_("Without certificate"),
        lambda line: plural("{n} person", "{n} people", line.people),
        width=190,
        kind=lambda _line: "chip-warn",
    ),
)


class CertificatesPage(Page):
    """What is still to make, and the register: print again, replace, revoke."""

    def __init__(self, context: Context) -> None:
        super().__init__(context, _("Certificates"))
        self.tabs = Tabs(_("Certificates"))
        self.tabs.add(self._to_make_tab(), _("To make"))
        self.register = RegisterTab(context)
        self.tabs.add(self.register, _("Register"))
        header = PageHeader(_("Certificates"))
        self.look_button = button(_("Look of the certificates…"), lambda: open_layouts(self, context), icon="pencil")
        header.add(self.look_button)
        self.body.addWidget(header)
        self.body.addWidget(self.tabs, 1)
        self._is_first_time = True

    def _to_make_tab(self) -> QWidget:
        self.to_make = RowsTable(
            self.context,
            name="certificates_to_make",
            label=_("Workshops with certificates to make"),
            columns=TO_MAKE,
            find=lambda db, _query: self._waiting(db),
            lines=self._to_make_lines,
            query=ToMakeQuery(),
            empty=EmptyState("award", _("Everyone who can have a certificate has one.")),
            counted=lambda number: plural("{n} workshop", "{n} workshops", number),
        )
        self.to_make.opened.connect(self._open_workshop)
        self.to_make.selection_changed.connect(self._show_what_can_be_done)
        self.make_button = button(_("Make these certificates…"), self._open_current, kind="primary", icon="award")
        self.all_button = button(_("Make all of them…"), self.on_all)
        page = QWidget()
        page.setLayout(column(_explained(_TO_MAKE_TEXT), flow(self.make_button, self.all_button), gap=3))
        _with_table(page, self.to_make)
        return page

    def actions_offered(self) -> list[Action]:
        """Offer what the buttons do, on either tab."""
        every = Action(
            "certificates.all", _("Make all of them…"), self.on_all, "award", enabled=lambda: bool(self.to_make.count)
        )
        return [every, *self.register.offered()]

    def refresh(self, changes: Changes | None) -> None:
        """Show again what enrolments, attendance and certificates have become."""
        touched = ("certificate", "attendance", "enrolment", "workshop", "workshop_session", "person")
        if changes is not None and not changes.touch(*touched):
            return
        self.to_make.refresh()
        self.register.refresh()
        self.tabs.setTabText(0, _("To make ({count})", count=here().number(self.to_make.count)))
        self.tabs.setTabText(1, _("Register ({count})", count=here().number(self.register.total)))
        if self._is_first_time:
            self.tabs.setCurrentIndex(0 if self.to_make.count or not self.register.total else 1)
            self._is_first_time = False
        if not self.to_make.selected_count:
            self.to_make.select(self.to_make.model.ids[:1])
        self._show_what_can_be_done()

    def _show_what_can_be_done(self) -> None:
        self.make_button.setVisible(bool(self.to_make.count))
        self.make_button.setEnabled(bool(self.to_make.selected_count))
        self.all_button.setVisible(self.to_make.count > 1)

    # -- to make -------------------------------------------------------------------------------------------------------

    def _waiting(self, db: Db) -> Sequence[int]:
        """Return the workshops with people who wait, the latest first."""
        waiting = issuing.waiting_by_workshop(db)
        return [workshop_id for workshop_id in workshops.find(db) if workshop_id in waiting]

    def _to_make_lines(self, db: Db, ids: Collection[int]) -> Mapping[int, ToMake]:
        waiting = issuing.waiting_by_workshop(db)
        lines = workshops.lines(db, ids, today=self.context.today())
        return {workshop_id: ToMake(line, waiting.get(workshop_id, 0)) for workshop_id, line in lines.items()}

    def _open_workshop(self, workshop_id: int) -> None:
        self.context.go("workshop_certificates", workshop_id)

    def on_all(self) -> None:
        """Give everyone who has none yet a certificate, in all workshops, once the numbers have been agreed to."""
        with self.context.notebook.read() as db:
            waiting = issuing.waiting_by_workshop(db)
        count, today = sum(waiting.values()), self.context.today()
        verb = plural("Make {n} certificate", "Make {n} certificates", count)
        where = plural("{n} workshop", "{n} workshops", len(waiting))
        question = plural(
            "Make {n} certificate for {workshops}?", "Make {n} certificates for {workshops}?", count, workshops=where
        )
        detail = _("Numbers that are given are never taken back: a certificate can only be revoked or replaced.")
        if not count or not messages.ask(self, question, detail=detail, verb=verb):
            return
        made: list[int] = []
        with self.context.notebook.write(N_("Issue certificates ({count})"), final=True, count=count) as db:
            for workshop_id in sorted(waiting):
                made += issuing.issue(db, workshop_id, today=today, language=current()).new
        show_certificates(self, self.context, made, button=self.all_button)

    def _open_current(self) -> None:
        chosen = self.to_make.selected()
        if chosen:
            self._open_workshop(chosen[0])


_TO_MAKE_TEXT = N_(
    "In these workshops people came often enough for a certificate and have none yet. Open one to make them."
)


def _explained(text: str) -> QWidget:
    return label(_(text), "secondary", wrap=True)


def _with_table(page: QWidget, table: QWidget) -> None:
    """Put a table under the top of a tab, taking the room that is left."""
    layout = page.layout()
    assert layout is not None
    layout.setContentsMargins(0, space(3), 0, 0)
    layout.addWidget(table)
