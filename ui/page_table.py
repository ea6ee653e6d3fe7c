"""Owns the table of pages, and how what it names is imported when it is first shown."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from importlib import import_module

from resources.i18n import N_
from ui.page import Context, Found


@dataclass(frozen=True, slots=True)
class PageRow:
    """One page: its name, the place of its class, and in the sidebar its icon and text (none: reached from others).

    Rows of one class share one page; `part` tells it which of its parts to show.
    """

    name: str
    made_by: str
    section: str = ""  # the page of the sidebar it belongs to, itself when it is one
    icon: str = ""
    text: str = ""
    part: str = ""


PAGES = (
    PageRow("today", "ui.pages.today:TodayPage", "today", "sun", N_("Today")),
    PageRow("workshops", "ui.pages.workshops:WorkshopsPage", "workshops", "calendar-days", N_("Workshops")),
    PageRow("workshop", "ui.pages.workshop:WorkshopPage", "workshops"),
    PageRow("session", "ui.pages.workshop:WorkshopPage", "workshops", part="session"),
    PageRow("workshop_enrolled", "ui.pages.workshop:WorkshopPage", "workshops", part="enrolled"),
    PageRow("workshop_sessions", "ui.pages.workshop:WorkshopPage", "workshops", part="sessions"),
    PageRow("workshop_certificates", "ui.pages.workshop:WorkshopPage", "workshops", part="certificates"),
    PageRow("workshop_facts", "ui.pages.workshop:WorkshopPage", "workshops", part="facts"),
    PageRow("people", "ui.pages.people:PeoplePage", "people", "users", N_("People")),
    PageRow("person", "ui.pages.person:PersonPage", "people"),
    PageRow("certificates", "ui.pages.certificates:CertificatesPage", "certificates", "award", N_("Certificates")),
    PageRow("history", "ui.pages.history:HistoryPage", ""),
    PageRow("programme", "ui.pages.programme:ProgrammePage", "programme", "send", N_("Programme")),
)
NOT_IN_PARCEL = frozenset({"certificates", "programme"})
"""Sections that need the whole notebook."""
FIRST = "ui.pages.first_start:FirstStartPage"
SEARCHES = ("ui.pages.people:search", "ui.pages.workshops:search")


def found_at(place: str) -> Callable[..., object]:
    """Import what a table names as "package.module:name"."""
    module, _colon, name = place.partition(":")
    made: Callable[..., object] = getattr(import_module(module), name)
    return made


def searches_of(context: Context, places: Sequence[str]) -> list[Callable[[str], Sequence[Found]]]:
    """Return what Ctrl+K looks through besides the actions."""
    return [partial(_search, found_at(place), context) for place in places]


def _search(search: Callable[..., object], context: Context, text: str) -> list[Found]:
    found = search(context, text)
    assert isinstance(found, list)
    return found
