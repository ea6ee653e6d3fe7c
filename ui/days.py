"""Owns how days are said in the window where the year goes without saying."""

from __future__ import annotations

from datetime import date

from models.sessions import SessionLine
from resources.i18n import here


def day_and_month(day: date) -> str:
    """Write a day without its year, short: 12 May."""
    return here().date(day, "medium").removesuffix(f" {day.year}")


def weekday(day: date) -> str:
    """Write a day without its year, with its name: Tuesday 12 May."""
    return here().date(day, "full").removesuffix(f" {day.year}")


def long_day(day: date, today: date) -> str:
    """Write a day in full, without its year when that is the one we are in: 28 April."""
    text = here().date(day, "long")
    return text.removesuffix(f" {day.year}") if day.year == today.year else text


def hours(line: SessionLine) -> str:
    """Write when a session begins and ends: 14:00 – 16:00."""
    return f"{here().time(line.start)} – {here().time(line.end)}"
