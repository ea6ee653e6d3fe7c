"""Owns the page of the programme: what it asks for, what is missing, preparing a hand-over, and those already made."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from PySide6.QtWidgets import QSizePolicy, QWidget

from exchange.gather import Gathered, gather
from exchange.values import typed_date
from models import association, programme, sessions
from models.association import AssociationDraft
from models.journal import Changes
from models.levels import AGGREGATES
from models.notebook import Db, Notebook
from models.programme import Profile
from models.progress import Progress, Task
from models.sessions import SessionLine, SessionQuery
from resources.i18n import N_, _, here, plural
from resources.labels import field_label, level_label
from resources.labels import label as coded
from ui import period_choice
from ui.actions import Action
from ui.dialogs.association import describe_association
from ui.dialogs.hand_over import HandOverDialog
from ui.dialogs.profile import ask_profile
from ui.form import Field, Form
from ui.messages import standing
from ui.modal import run
from ui.page import Context, Page
from ui.pages.programme_history import HandoverHistory
from ui.period_choice import PeriodChoice
from ui.periods import presets
from ui.widgets.boxes import Card, column, deck, row
from ui.widgets.buttons import button, link
from ui.widgets.header import PageHeader
from ui.widgets.labels import chip, label

TOUCHED = (
    "association", "programme", "handover", "workshop", "workshop_session", "place", "enrolment", "attendance",
    "headcount", "headcount_part", "certificate",
)  # fmt: skip
SHOWN = 4  # sessions without attendance named one by one
PERIODS = {
    "month": N_("months"),
    "quarter": N_("quarters"),
    "school_year": N_("school years"),
    "civil_year": N_("years"),
}
IDENTIFIERS = (
    ("town", N_("The town of the association is missing.")),
    ("partner_code", N_("The partner code given by the programme is missing, if it gave one.")),
)


@dataclass(frozen=True, slots=True)
class State:
    """What the page shows, read at once."""

    profile: Profile
    is_example: bool
    association: AssociationDraft
    to_enter: Sequence[SessionLine]
    withdrawn: Mapping[str, Sequence[str]]


def state(db: Db, today: date) -> State:
    """Read what the page shows."""
    ids = sessions.find(db, SessionQuery(to_enter=True, last=today))
    lines = sessions.lines(db, ids)
    return State(
        programme.profile(db),
        association.identity(db).is_example,
        association.draft(db),
        [lines[session_id] for session_id in ids],
        programme.withdrawn_in_use(db),
    )


def gathering(notebook: Notebook, first: date, last: date, level: str, context: Context) -> Task[Gathered]:
    """Read everything that leaves for a period."""
    yield Progress(0, 0, "")
    return gather(notebook, first, last, now=context.now().astimezone(), level=level)


class ProgrammePage(Page):
    """From the period to the saved package in three steps, and the history."""

    def __init__(self, context: Context) -> None:
        super().__init__(context, _("Programme"))
        self._asked: object = None  # the grid of periods that is offered
        self.header = PageHeader(_("Programme"))
        self.figures_button = button(_("Figures…"), self.on_figures, icon="chart")
        self.profile_button = button(_("Import a profile…"), self.on_profile, icon="file-down")
        self._missing = Card()
        self._missing_rows = QWidget()
        self.look_button = button(_("See what leaves…"), self.on_look, kind="primary", icon="send")
        self.form = Form(
            (
                *period_choice.FIELDS,
                Field("level", N_("What leaves"), kind="choice"),
            ),
            typed={"date": lambda text: typed_date(text, context.today())},
        )
        self.period = PeriodChoice(self.form)
        self.history = HandoverHistory(context)
        self._lay_out()

    def _lay_out(self) -> None:
        prepare = Card(accent=True)
        prepare.body.addWidget(label(_("Prepare a hand-over"), "section"))
        for part in (self.form, self.look_button):
            prepare.body.addWidget(part)
        self._missing.body.addWidget(label(_("What is missing"), "section"))
        self._missing.body.addWidget(self._missing_rows)
        for card in (prepare, self._missing):  # of one height side by side, what they hold at the top
            card.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
            card.body.addStretch(1)
        self.header.add(self.figures_button)
        self.header.add(self.profile_button)
        self.body.addWidget(self.header)
        self.body.addWidget(deck(prepare, self._missing, narrowest=400))
        self.body.addWidget(self.history, 1)

    def actions_offered(self) -> list[Action]:
        """Offer the hand-over in Ctrl+K."""
        return [
            Action("handover.look", _("See what leaves…"), self.on_look, icon="send"),
            Action("programme.profile", _("Import a profile…"), self.on_profile, icon="file-down"),
            *self.history.offered(),
        ]

    def on_figures(self) -> None:
        """Show the figures of any period, as the association may tell them to a funder."""
        from ui.dialogs.figures import show_figures  # what counts and writes tables is not needed to show the page

        show_figures(self, self.context)

    def on_profile(self) -> None:
        """Take in the profile that the programme gave."""
        ask_profile(self, self.context)

    def refresh(self, changes: Changes | None) -> None:
        """Show again what is missing and what was handed over."""
        if changes is not None and not changes.touch(*TOUCHED):
            return
        with self.context.notebook.read() as db:
            found = state(db, self.context.today())
        self._show_profile(found)
        self._show_missing(found)
        asked = (found.profile.periods, found.profile.school_year_starts, found.profile.levels)
        if asked != self._asked:
            self._asked = asked
            self._offer_periods(found.profile)
        self.history.refresh()

    def _show_profile(self, found: State) -> None:
        self.header.set_title(found.profile.name)
        self.header.set_chip(_("Example data") if found.is_example else "", "warn")
        kinds = here().and_list([_(PERIODS[kind]) for kind in found.profile.periods if kind in PERIODS])
        self.header.set_subtitle(
            _(
                "Asks for counts over {periods}. Groups of fewer than {threshold} people are hidden in what leaves.",
                periods=kinds,
                threshold=found.profile.threshold,
            )
        )

    # -- what is missing -----------------------------------------------------------------------------------------------

    def _show_missing(self, found: State) -> None:
        rows = [self._session_row(line) for line in found.to_enter[:SHOWN]]
        more = len(found.to_enter) - SHOWN
        if more > 0:
            text = plural("and {n} more session without attendance", "and {n} more sessions without attendance", more)
            rows.append(self._row(text, _("See the workshops"), partial(self.context.go, "workshops")))
        about = partial(describe_association, self, self.context)
        if not found.association.rna and not found.association.siret:
            rows.append(self._row(_("The association has neither RNA nor SIRET number here."), _("Complete"), about))
        for name, text in IDENTIFIERS:
            if not getattr(found.association, name):
                rows.append(self._row(_(text), _("Complete"), about))
        for axis, codes in found.withdrawn.items():
            text = _(
                "{axis}: the programme no longer offers “{value}”, which stays readable where it was chosen.",
                axis=field_label(axis),
                value=here().and_list([coded(axis, code) for code in codes]),
            )
            rows.append(_line(label(text, wrap=True)))
        if not rows:
            rows = [_line(chip(_("Nothing is missing"), "ok"))]
        before, self._missing_rows = self._missing_rows, QWidget()
        self._missing_rows.setLayout(column(*rows, gap=2))
        self._missing.body.replaceWidget(before, self._missing_rows)
        before.hide()
        before.deleteLater()

    def _session_row(self, line: SessionLine) -> QWidget:
        text = _(
            "{date}, “{workshop}”: attendance not entered",
            date=here().date(line.date, "medium"),
            workshop=line.workshop,
        )
        return self._row(text, _("Enter it"), partial(self.context.go, "workshop", line.workshop_id))

    def _row(self, text: str, verb: str, on_click: Callable[[], object]) -> QWidget:
        made = link(verb, on_click)
        made.setAccessibleName(f"{verb}: {text}")
        part = QWidget()
        inside = row(gap=3)
        inside.addWidget(label(text, wrap=True), 1)
        inside.addWidget(made)
        part.setLayout(inside)
        return part

    # -- the period ----------------------------------------------------------------------------------------------------

    def _offer_periods(self, profile: Profile) -> None:
        at_first = self.period.offer(presets(profile.periods, self.context.today(), profile.school_year_starts))
        self.form.set_choices("level", [(level, level_label(level)) for level in profile.levels])
        self.form.fill(at_first | {"level": AGGREGATES})
        self.form.set_shown("level", len(profile.levels) > 1)
        self.period.show_days()

    def _level(self) -> str:
        return str(self.form.read().get("level") or AGGREGATES)

    def on_look(self) -> None:
        """Read what leaves for the chosen period and show it."""
        self.form.show_problems(self.period.problems())
        chosen = self.period.days()
        if chosen is None:
            return
        self.context.jobs.run(
            gathering(self.context.notebook, *chosen, self._level(), self.context),
            _("Gathering the figures"),
            self._on_gathered,
            button=self.look_button,
        )

    def _on_gathered(self, gathered: Gathered) -> None:
        dialog = HandOverDialog(self.context, gathered, standing(self))
        run(dialog)


def _line(part: QWidget) -> QWidget:
    made = QWidget()
    made.setLayout(column(part))
    return made
