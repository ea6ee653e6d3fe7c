"""Owns the register of certificates: searched and narrowed, printed again, replaced, revoked, handed on as a file."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from PySide6.QtWidgets import QWidget

from models import certificates
from models.certificates import CertificateLine, RegisterQuery
from models.codes import CertificateStatus
from models.notebook import Db
from resources.i18n import _, here, plural
from resources.labels import label as coded
from ui.actions import Action
from ui.dialogs import certificates as asked
from ui.dialogs.papers import show_certificates
from ui.dialogs.register_papers import export_register, show_register
from ui.page import Context
from ui.pages.certificate_columns import HOURS, ISSUED_ON, NAME, NUMBER, STATUS, WORKSHOP
from ui.table import Column, RowsTable
from ui.theme import size, space
from ui.widgets.boxes import column, flow
from ui.widgets.buttons import button
from ui.widgets.inputs import ComboBox, SearchField
from ui.widgets.labels import label
from ui.widgets.notices import EmptyState

REGISTER: tuple[Column[CertificateLine], ...] = (NUMBER, NAME, WORKSHOP, HOURS, ISSUED_ON, STATUS)
WAITING = "waiting"  # among the choices of status: issued and never printed


class RegisterTab(QWidget):
    """Every certificate that was ever issued, with what can be done with those chosen."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.total = 0
        self.search = SearchField(_("Search a number, a name or a workshop"))
        self.search.setMinimumWidth(size(340))
        self.search.searched.connect(lambda _text: self._on_narrowed())
        self.status, self.year = self._filters()
        self.table = self._table()
        self.print_button = button(_("Print again…"), self.on_print, icon="printer")
        self.replace_button = button(_("Replace…"), self.on_replace, icon="refresh-cw")
        self.revoke_button = button(_("Revoke…"), self.on_revoke, kind="destructive", icon="ban")
        self.paper_button = button(_("Print this list…"), self.on_paper, icon="printer")
        self.export_button = button(_("Export this list…"), self.on_export, icon="file-down")
        self.story = label("", "secondary", wrap=True)
        whole = column(
            flow(self.search, self.status, self.year),
            flow(self.print_button, self.replace_button, self.revoke_button, self.paper_button, self.export_button),
            gap=3,
        )
        whole.setContentsMargins(0, space(3), 0, 0)
        whole.addWidget(self.table, 1)
        whole.addWidget(self.story)
        self.setLayout(whole)

    def _filters(self) -> tuple[ComboBox, ComboBox]:
        """Make the two choices that narrow the list."""
        status, year = ComboBox(_("Status")), ComboBox(_("Year"))
        states = [(state.value, coded("certificate_status", state.value)) for state in CertificateStatus]
        for value, text in (("", _("Any status")), *states, (WAITING, _("Not printed yet"))):
            status.addItem(text, value)
        year.addItem(_("Any year"), None)
        for choice in (status, year):
            choice.setMinimumContentsLength(max(len(choice.itemText(row)) for row in range(choice.count())))
            choice.currentIndexChanged.connect(lambda _place: self._on_narrowed())
        return status, year

    def _table(self) -> RowsTable[CertificateLine, RegisterQuery]:
        table = RowsTable(
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
        table.opened.connect(lambda row: show_certificates(self, self.context, [row]))
        table.typed.connect(self._on_typed)
        table.selection_changed.connect(self.show_what_can_be_done)
        return table

    def offered(self) -> list[Action]:
        """Return what the buttons do, for Ctrl+K."""
        return [
            Action("certificate.print", _("Print again…"), self.on_print, "printer", enabled=self._has_selected),
            Action("certificate.replace", _("Replace…"), self.on_replace, "refresh-cw", enabled=self._can_end),
            Action("certificate.revoke", _("Revoke…"), self.on_revoke, "ban", enabled=self._can_end),
            Action("register.print", _("Print the register…"), self.on_paper, "printer", enabled=self._has_any),
            Action("register.export", _("Export the register…"), self.on_export, "file-down", enabled=self._has_any),
        ]

    def refresh(self) -> None:
        """Show again what certificates have become."""
        with self.context.notebook.read() as db:
            self.total = len(certificates.find(db))
            self._offer(db)
        self.table.refresh()
        self.show_what_can_be_done()

    def _offer(self, db: Db) -> None:
        """Offer the years that there are; the chosen one stays."""
        for year in certificates.years(db):
            if self.year.findData(year) < 0:
                self.year.addItem(str(year), year)

    # -- what is shown -------------------------------------------------------------------------------------------------

    def _on_narrowed(self) -> None:
        status, year = self.status.currentData(), self.year.currentData()
        first, last = (date(year, 1, 1), date(year, 12, 31)) if year else (None, None)
        is_waiting = status == WAITING
        query = replace(
            self.table.query, text=self.search.text(), status="" if is_waiting else status, waiting=is_waiting,
            first=first, last=last,
        )  # fmt: skip
        self.table.set_query(query)
        self.show_what_can_be_done()

    def _on_typed(self, letters: str) -> None:
        self.search.setFocus()
        self.search.setText(letters)

    def _chosen(self) -> list[CertificateLine]:
        ids = self.table.selected()
        with self.context.notebook.read() as db:
            return list(certificates.lines(db, ids).values())

    def _has_selected(self) -> bool:
        return bool(self.table.selected_count)

    def _has_any(self) -> bool:
        return bool(self.table.count)

    def _can_end(self) -> bool:
        """Tell whether one certificate that is in force is chosen: each has its own reason."""
        return self.table.selected_count == 1 and self._chosen()[0].status == CertificateStatus.ISSUED

    def show_what_can_be_done(self) -> None:
        """Let the buttons follow what is chosen, and tell the story of one certificate."""
        self.print_button.setEnabled(self._has_selected())
        can_end = self._can_end()
        self.replace_button.setEnabled(can_end)
        self.revoke_button.setEnabled(can_end)
        for made in (self.paper_button, self.export_button):
            made.setEnabled(self._has_any())
        self.story.setText(story_of(self._chosen()[0]) if self.table.selected_count == 1 else "")

    # -- what is done --------------------------------------------------------------------------------------------------

    def on_print(self) -> None:
        """Show the chosen certificates again, as they were issued, ready to print."""
        show_certificates(self, self.context, self.table.selected(), button=self.print_button)

    def on_replace(self) -> None:
        """Issue a corrected certificate in place of the chosen one."""
        asked.replace(self, self.context, self.table.selected()[0])

    def on_revoke(self) -> None:
        """Revoke the chosen certificate."""
        asked.revoke(self, self.context, self.table.selected()[0])

    def on_paper(self) -> None:
        """Show the list as it is narrowed, as a paper."""
        show_register(self, self.context, self._listed(), button=self.paper_button)

    def on_export(self) -> None:
        """Write the list as it is narrowed to a file."""
        export_register(self, self.context, self._listed())

    def _listed(self) -> list[int]:
        return list(self.table.model.ids)


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
