"""Owns the page of certificates: the workshops where some are still to make, and the register of all issued ones."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from PySide6.QtWidgets import QWidget

from models import certificates, issuing, workshops
from models.certificates import CertificateLine, RegisterQuery
from models.journal import Changes
from models.notebook import Db
from models.workshops import WorkshopLine
from resources.i18n import N_, _, here, plural
from ui.actions import Action
from ui.dialogs import certificates as asked
from ui.dialogs.papers import show_certificates
from ui.page import Context, Page
from ui.pages.certificate_columns import HOURS, ISSUED_ON, NAME, NUMBER, STATUS, WORKSHOP
from ui.table import Column, RowsTable
from ui.theme import space
from ui.widgets.boxes import column, flow
from ui.widgets.buttons import button
from ui.widgets.header import PageHeader
from ui.widgets.inputs import SearchField
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
REGISTER: tuple[Column[CertificateLine], ...] = (NUMBER, NAME, WORKSHOP, HOURS, ISSUED_ON, STATUS)


class CertificatesPage(Page):
    """What is still to make, and the register: print again, replace, revoke."""

    def __init__(self, context: Context) -> None:
        super().__init__(context, _("Certificates"))
        self.tabs = Tabs(_("Certificates"))
        self.tabs.add(self._to_make_tab(), _("To make"))
        self.tabs.add(self._register_tab(), _("Register"))
        self.body.addWidget(PageHeader(_("Certificates")))
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
        page = QWidget()
        page.setLayout(column(_explained(_TO_MAKE_TEXT), flow(self.make_button), gap=3))
        _with_table(page, self.to_make)
        return page

    def _register_tab(self) -> QWidget:
        self.search = SearchField(_("Search a number, a name or a workshop"))
        self.search.searched.connect(self._on_search)
        self.register = RowsTable(
            self.context,
            name="register",
            label=_("Register of certificates"),
            columns=REGISTER,
            find=certificates.find,
            lines=certificates.lines,
            query=RegisterQuery(),
            empty=EmptyState("award", _("Every certificate that is issued is written here, with its number.")),
            counted=lambda number: plural("{n} certificate", "{n} certificates", number),
        )
        self.register.opened.connect(lambda row: show_certificates(self, self.context, [row]))
        self.register.typed.connect(self._on_typed)
        self.register.selection_changed.connect(self._show_what_can_be_done)
        self.print_button = button(_("Print again…"), self.on_print, icon="printer")
        self.replace_button = button(_("Replace…"), self.on_replace, icon="refresh-cw")
        self.revoke_button = button(_("Revoke…"), self.on_revoke, kind="destructive", icon="ban")
        self.story = label("", "secondary", wrap=True)
        page = QWidget()
        page.setLayout(column(self.search, flow(self.print_button, self.replace_button, self.revoke_button), gap=3))
        _with_table(page, self.register)
        layout = page.layout()
        assert layout is not None
        layout.addWidget(self.story)
        return page

    def actions_offered(self) -> list[Action]:
        """Offer what the buttons of the register do."""
        return [
            Action("certificate.print", _("Print again…"), self.on_print, "printer", enabled=self._has_selected),
            Action("certificate.replace", _("Replace…"), self.on_replace, "refresh-cw", enabled=self._can_end),
            Action("certificate.revoke", _("Revoke…"), self.on_revoke, "ban", enabled=self._can_end),
        ]

    def refresh(self, changes: Changes | None) -> None:
        """Show again what enrolments, attendance and certificates have become."""
        touched = ("certificate", "attendance", "enrolment", "workshop", "workshop_session", "person")
        if changes is not None and not changes.touch(*touched):
            return
        self.to_make.refresh()
        self.register.refresh()
        self.tabs.setTabText(0, _("To make ({count})", count=here().number(self.to_make.count)))
        self.tabs.setTabText(1, _("Register ({count})", count=here().number(self.register.count)))
        if self._is_first_time:
            self.tabs.setCurrentIndex(0 if self.to_make.count or not self.register.count else 1)
            self._is_first_time = False
        if not self.to_make.selected_count:
            self.to_make.select(self.to_make.model.ids[:1])
        self._show_what_can_be_done()

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

    def _open_current(self) -> None:
        chosen = self.to_make.selected()
        if chosen:
            self._open_workshop(chosen[0])

    # -- register ------------------------------------------------------------------------------------------------------

    def _on_search(self, text: str) -> None:
        self.register.set_query(replace(self.register.query, text=text))

    def _on_typed(self, letters: str) -> None:
        self.search.setFocus()
        self.search.setText(letters)

    def _chosen(self) -> list[CertificateLine]:
        ids = self.register.selected()
        with self.context.notebook.read() as db:
            return list(certificates.lines(db, ids).values())

    def _has_selected(self) -> bool:
        return bool(self.register.selected_count)

    def _can_end(self) -> bool:
        """Tell whether one certificate that is in force is chosen: each has its own reason."""
        return self.register.selected_count == 1 and self._chosen()[0].status == "issued"

    def _show_what_can_be_done(self) -> None:
        self.make_button.setVisible(bool(self.to_make.count))
        self.make_button.setEnabled(bool(self.to_make.selected_count))
        self.print_button.setEnabled(self._has_selected())
        can_end = self._can_end()
        self.replace_button.setEnabled(can_end)
        self.revoke_button.setEnabled(can_end)
        self.story.setText(story_of(self._chosen()[0]) if self.register.selected_count == 1 else "")

    def on_print(self) -> None:
        """Show the chosen certificates again, as they were issued, ready to print."""
        show_certificates(self, self.context, self.register.selected(), button=self.print_button)

    def on_replace(self) -> None:
        """Issue a corrected certificate in place of the chosen one."""
        asked.replace(self, self.context, self.register.selected()[0])

    def on_revoke(self) -> None:
        """Revoke the chosen certificate."""
        asked.revoke(self, self.context, self.register.selected()[0])


def story_of(line: CertificateLine) -> str:
    """Say in a sentence what has become of a certificate."""
    day = here().date(line.ended_on, "long") if line.ended_on else ""
    if line.status == "replaced":
        return _(
            "{number}: replaced by {new} on {date}. Reason: {reason}",
            number=line.number, new=line.replaced_by, date=day, reason=line.reason,
        )  # fmt: skip
    if line.status == "revoked":
        return _("{number}: revoked on {date}. Reason: {reason}", number=line.number, date=day, reason=line.reason)
    if not line.is_handed_out:
        return _("{number}: numbered, not printed yet.", number=line.number)
    return _("{number}: printed. A further print says that it is a duplicate.", number=line.number)


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
