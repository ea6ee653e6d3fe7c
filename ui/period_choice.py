"""Owns the three fields that choose a period: one by its name, or any days."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from models.problem import Problem
from resources.i18n import N_, _, here
from ui.form import Field, Form
from ui.periods import Preset, usual

OTHER = ""  # the period whose days are typed
FIELDS = (
    Field("preset", N_("Period"), kind="choice"),
    Field("first", N_("First day"), kind="date"),
    Field("last", N_("Last day"), kind="date"),
)


class PeriodChoice:
    """The period chosen in a form that holds FIELDS; the days are asked for when none is chosen by name."""

    def __init__(self, form: Form) -> None:
        self._form = form
        self._presets: Sequence[Preset] = ()
        form.changed.connect(self.show_days)

    def offer(self, presets: Sequence[Preset]) -> dict[str, object]:
        """Offer these periods, and return what the fields are to be filled with at first."""
        self._presets = presets
        self._form.set_choices("preset", [*((each.code, _named(each)) for each in presets), (OTHER, _("Other days"))])
        chosen = usual(presets)
        return {"preset": chosen.code if chosen else OTHER, "first": None, "last": None}

    def show_days(self) -> None:
        """Show the fields of the days when they are asked for."""
        is_typed = self._form.read().get("preset") == OTHER
        for name in ("first", "last"):
            self._form.set_shown(name, is_typed)

    def problems(self) -> list[Problem]:
        """Return what is wrong with the days, or missing."""
        values = self._form.read()
        if self._preset(values["preset"]) is not None:
            return []
        found = self._form.problems()
        found += [Problem(name, "date_missing") for name in ("first", "last") if name in values and not values[name]]
        if not found and values["last"] < values["first"]:
            found = [Problem("last", "period_reversed", {"first": values["first"], "last": values["last"]})]
        return found

    def days(self) -> tuple[date, date] | None:
        """Return the first and last day, nothing when there are problems()."""
        values = self._form.read()
        preset = self._preset(values["preset"])
        if preset is not None:
            return preset.first, preset.last
        return None if self.problems() else (values["first"], values["last"])

    def _preset(self, code: str) -> Preset | None:
        return next((each for each in self._presets if each.code == code), None)


def _named(preset: Preset) -> str:
    days = " – ".join(here().date(day, "short") for day in (preset.first, preset.last))
    return f"{_(preset.text)} ({days})"
