"""Owns the filters of the list of workshops."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from models import places, programme, trainers
from models.codes import SubTheme, Theme
from models.notebook import Db
from models.workshops import WorkshopQuery
from resources.i18n import N_, _
from resources.labels import label as coded
from ui.filters import Filter, Filters
from ui.periods import MonthDay, presets

ONLY = (
    ("upcoming", N_("To come or under way")),
    ("past", N_("Past")),
    ("to_enter", N_("Attendance missing")),
    ("wanted", N_("Free place and someone waiting")),
    ("cancelled", N_("Cancelled")),
)
PERIODS = ("month", "quarter", "school_year", "civil_year")
"""The kinds of periods offered: this one and the last of each."""


class WorkshopFilters(Filters):
    """Which workshops the list shows. A period is kept by its name: this year stays this year."""

    def __init__(self) -> None:
        themes = [(theme.value, coded("theme", theme.value)) for theme in Theme]
        themes += [(theme.value, coded("sub_theme", theme.value)) for theme in SubTheme]
        super().__init__(
            (
                Filter("only", _("Which workshops"), ("", _("All workshops")), tuple((c, _(text)) for c, text in ONLY)),
                Filter("period", _("Period"), ("", _("Any date"))),
                Filter("place_id", _("Place"), (None, _("Any place"))),
                Filter("trainer_id", _("Trainer"), (None, _("Any trainer"))),
                Filter("theme", _("Theme"), ("", _("Any theme")), tuple(themes)),
            )
        )
        self._starts: MonthDay = (9, 1)

    def offer_known(self, db: Db, today: date) -> None:
        """Offer the places and trainers of the notebook, and the periods around today."""
        self._starts = programme.profile(db).school_year_starts
        self.offer("period", [(each.code, _(each.text)) for each in presets(PERIODS, today, self._starts)])
        place_ids, trainer_ids = places.find(db), trainers.find(db)
        known, people = places.lines(db, place_ids), trainers.lines(db, trainer_ids)
        self.offer("place_id", [(each, known[each].shown) for each in place_ids])
        self.offer("trainer_id", [(each, people[each].name) for each in trainer_ids])

    def asked(self, query: WorkshopQuery, today: date) -> WorkshopQuery:
        """Return the query with what is chosen here."""
        chosen = self.chosen()
        by_code = {each.code: (each.first, each.last) for each in presets(PERIODS, today, self._starts)}
        return replace(query, **{**chosen, "period": by_code.get(chosen["period"])}, today=today)

    def fitting(self, kept: Mapping[str, Any]) -> dict[str, Any]:
        """Return what a kept view says of these filters; what this program does not know is left out."""
        return {name: kept[name] for name in self.chosen() if isinstance(kept.get(name), str | int)}
