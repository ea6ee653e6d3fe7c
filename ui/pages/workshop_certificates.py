"""Owns the certificates of a workshop: who can have one, who cannot and why, and making them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from functools import partial

from PySide6.QtWidgets import QWidget

from models import certificate_rule, certificates, issuing, workshops
from models.issuing import Candidate
from models.journal import Changes
from models.notebook import Db
from models.problem import Problem, refusal
from resources.i18n import N_, _, current, here, plural
from resources.words import sentence
from ui.dialogs.form_dialog import ask_form
from ui.dialogs.papers import show_certificates, show_trial
from ui.form import Field, Form
from ui.page import Context
from ui.table import Column, RowsTable
from ui.widgets.boxes import column, flow
from ui.widgets.buttons import button
from ui.widgets.labels import label
from ui.widgets.notices import EmptyState

NOTE = (
    Field("note", N_("Note"), required=True, help=N_("It stays in the register. For example: came late each time.")),
)


class CertificatesTab(QWidget):
    """Everyone enrolled with what the rule says of them; one button makes what can be made."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self._workshop_id = 0
        self._found: dict[int, Candidate] = {}
        self._numbers: Mapping[int, str] = {}
        self._rule = certificate_rule.ONE_SESSION
        self.make_button = button(_("Make the certificates"), self.on_make, kind="primary", icon="award")
        self.chosen_button = button(_("Only for those chosen"), self.on_chosen)
        self.again_button = button(_("Print again…"), self.on_again, icon="printer")
        self.trial_button = button(_("Test print"), self.on_trial)
        self.override_button = button(_("Give one all the same…"), self.on_override)
        self.summary = label("", "secondary", wrap=True)
        self.table = RowsTable(
            context,
            name="workshop_certificates",
            label=_("Certificates of this workshop"),
            columns=self._columns(),
            find=self._find,
            lines=self._lines,
            query=0,
            empty=EmptyState("award", _("Who is enrolled and came is listed here, ready for a certificate.")),
            sorted_by=lambda query, *_sort: query,
            counted=lambda number: plural("{n} person", "{n} people", number),
        )
        self.table.selection_changed.connect(self._show_what_can_be_done)
        whole = column(
            flow(self.make_button, self.chosen_button, self.again_button, self.trial_button, self.override_button),
            self.summary,
            gap=3,
        )
        whole.addWidget(self.table, 1)
        self.setLayout(whole)

    def _columns(self) -> tuple[Column[Candidate], ...]:
        return (
            Column("name", N_("Name"), lambda line: line.listed, width=260, stretch=True),
            Column(
                "sessions",
                N_("Sessions attended"),
                lambda line: f"{line.attended} / {line.sessions}",
                width=170,
                align="right",
            ),
            Column("hours", N_("Duration"), lambda line: here().duration(line.minutes), width=110, align="right"),
            Column("state", N_("Certificate"), self._state_of, width=300, kind=kind_of),
        )

    def _find(self, db: Db, workshop_id: int) -> list[int]:
        """Read everyone once: the rule needs all marks of the workshop anyway."""
        if not workshop_id:
            return []
        self._found = {each.enrolment_id: each for each in issuing.candidates(db, workshop_id)}
        self._rule = workshops.draft(db, workshop_id).minimum_sessions
        issued = [each.certificate_id for each in self._found.values() if each.certificate_id is not None]
        self._numbers = {row: line.number for row, line in certificates.lines(db, issued).items()}
        return list(self._found)

    def _lines(self, _db: Db, ids: Collection[int]) -> dict[int, Candidate]:
        return {row: self._found[row] for row in ids}

    def _state_of(self, line: Candidate) -> str:
        if line.certificate_id is not None:
            return _("No. {number}", number=self._numbers.get(line.certificate_id, ""))
        return why_not(line.problem) if line.problem else _("can have one")

    def show_workshop(self, workshop_id: int) -> None:
        """Show the people of another workshop."""
        self._workshop_id = workshop_id
        self.table.query = workshop_id

    def refresh(self, changes: Changes | None) -> None:
        """Show the list again when attendance, enrolments or certificates changed."""
        if changes is None or changes.touch(
            "attendance", "enrolment", "certificate", "workshop", "workshop_session", "person"
        ):
            self.table.refresh()
            self._show_what_can_be_done()

    def _show_what_can_be_done(self) -> None:
        ready = [each for each in self._found.values() if can_have_one(each)]
        issued = [each for each in self._found.values() if each.certificate_id is not None]
        made = plural("Make {n} certificate", "Make {n} certificates", len(ready))
        made = made if ready else _("Make the certificates")
        self.make_button.say(made)
        self.make_button.setEnabled(bool(ready))
        self.trial_button.setEnabled(bool(ready))
        self.again_button.setEnabled(bool(issued))
        chosen = self._chosen()
        some = [each for each in chosen if can_have_one(each)]
        self.chosen_button.setEnabled(0 < len(some) < len(ready))
        self.override_button.setEnabled(len(chosen) == 1 and is_below(chosen[0]))
        texts = [
            plural("{n} person can have one", "{n} people can have one", len(ready)),
            plural("{n} person has one", "{n} people have one", len(issued)),
            rule_in_words(self._rule),
        ]
        self.summary.setText(" · ".join(texts) if self._found else "")

    def on_make(self) -> None:
        """Give the numbers, then show the papers: what was numbered is never lost, it is simply drawn again."""
        self._issue({})

    def on_chosen(self) -> None:
        """Give numbers only to those chosen who can have one, then show their papers."""
        people = [each.person_id for each in self._chosen() if can_have_one(each)]
        if people:
            self._issue({}, people)

    def _chosen(self) -> list[Candidate]:
        return [self._found[row] for row in self.table.selected() if row in self._found]

    def _issue(self, overrides: Mapping[int, str], person_ids: Sequence[int] | None = None) -> None:
        count = len(person_ids) if person_ids is not None else sum(map(can_have_one, self._found.values()))
        with self.context.notebook.write(N_("Issue certificates ({count})"), final=True, count=count) as db:
            issued = issuing.issue(
                db, self._workshop_id, today=self.context.today(), language=current(), overrides=overrides,
                person_ids=person_ids,
            )  # fmt: skip
        if issued.new:
            show_certificates(self, self.context, issued.new, button=self.again_button)

    def on_again(self) -> None:
        """Show the chosen certificates, or all of this workshop, ready to print."""
        chosen = self._chosen() or list(self._found.values())
        ids = [each.certificate_id for each in chosen if each.certificate_id is not None]
        if not ids:
            ids = [each.certificate_id for each in self._found.values() if each.certificate_id is not None]
        if ids:
            show_certificates(self, self.context, ids, button=self.again_button)

    def on_trial(self) -> None:
        """Show what would be printed; nothing is recorded."""
        show_trial(self, self.context, self._workshop_id, button=self.trial_button)

    def on_override(self) -> None:
        """Give one to somebody below the minimum, with a note."""
        chosen = next(iter(self._chosen()), None)
        if chosen is None or not is_below(chosen):
            return
        form = Form(NOTE)
        form.fill({"note": ""})
        title = _("A certificate for {name}", name=chosen.listed)
        ask_form(self, title, form, verb=_("Make this certificate"), save=partial(self._override, chosen, form))

    def _override(self, chosen: Candidate, form: Form) -> None:
        note = form.read()["note"]
        if not note.strip():
            raise refusal("reason_missing", field="note")
        self._issue({chosen.person_id: note}, [chosen.person_id])


def rule_in_words(rule: int) -> str:
    """Say what the rule of a workshop asks for."""
    share = certificate_rule.percent(rule)
    if share is not None:
        return _("needed: {share} % of the sessions", share=here().number(share))
    return plural("needed: {n} session", "needed: {n} sessions", rule)


def why_not(problem: Problem) -> str:
    """Say in a few words why somebody can have no certificate."""
    match problem.code:
        case "certificate_no_presence":
            return _("came to no session")
        case "certificate_below_minimum":
            needed = here().number(int(str(problem.values["needed"])))
            present = int(str(problem.values["present"]))
            return plural("came {n} time, {needed} needed", "came {n} times, {needed} needed", present, needed=needed)
    return sentence(problem)


def can_have_one(line: Candidate) -> bool:
    """Tell whether somebody came often enough and has none yet."""
    return line.certificate_id is None and line.problem is None


def is_below(line: Candidate) -> bool:
    """Tell whether somebody came, but less often than the rule asks."""
    return line.certificate_id is None and line.problem is not None and line.problem.is_warning


def kind_of(line: Candidate) -> str:
    """Return the colour that goes with what the rule says."""
    if line.certificate_id is not None:
        return "ok"
    return "accent" if line.problem is None else "muted"
