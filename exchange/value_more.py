"""Cells of what forms ask beside a name -> values: an age or its band, a yes or no, the day somebody was informed."""

from __future__ import annotations

import re
from datetime import date

from exchange.sheet_cells import Cell, cell_text
from exchange.value_dates import date_value
from exchange.values import code_of
from models.codes import AGE_BAND_STARTS, AgeBand
from models.problem import Problem

OLDEST = 120
_NUMBERS = re.compile(r"(?<!\d)\d{1,3}(?!\d)")
_UNDER = re.compile(r"<|\b(?:moins|under|less)\b", re.IGNORECASE)
_OVER = re.compile(r"[>+]|\b(?:plus|over|above|older|more)\b", re.IGNORECASE)


def age_band(cell: Cell) -> tuple[str | None, Problem | None]:
    """Return the band of an age in years, of two ages or of its words (« 67 », « 60-69 ans », « 70 et plus »).

    Two ages of different bands are no band: nothing is invented. « 12 – 18 » is the band up to 17, as the State's
    tool calls it.
    """
    text = cell_text(cell)
    if not text or isinstance(cell, date | bool):
        return _told(text)
    code, problem = code_of(cell, "age_band")
    if code:
        return code, None
    ages = [int(age) for age in _NUMBERS.findall(text)]
    if _UNDER.search(text) and len(ages) == 1:
        ages = [0, ages[0] - 1]
    elif _OVER.search(text) and len(ages) == 1:
        ages = [ages[0], OLDEST]
    elif re.search(r"\d{4}", text) or len(ages) > 2:
        return None, problem
    return _band(ages) or _told(text)


def _told(text: str) -> tuple[None, Problem | None]:
    return None, Problem("age_band", "age_band_unknown", {"text": text}, is_warning=True) if text else None


def _band(ages: list[int]) -> tuple[str, None] | None:
    """Return the band in which the first and the last age both are."""
    if not ages or not 0 <= ages[0] <= ages[-1] <= OLDEST:
        return None
    first, last = (next(band for start, band in AGE_BAND_STARTS if age >= start) for age in (ages[0], ages[-1]))
    next_starts = {start for start, _band in AGE_BAND_STARTS}
    is_whole = ages[0] in next_starts and ages[-1] == 18 and first is AgeBand.FROM_12
    return (str(first), None) if first is last or is_whole else None


def photo_consent(cell: Cell) -> tuple[bool | None, Problem | None]:
    """Return whether a cell agrees; whatever is no clear yes is no consent."""
    if isinstance(cell, bool):
        return cell, None
    code, problem = code_of(cell, "photo_consent")
    return (None if code is None else code == "yes"), problem


def informed_on(cell: Cell, *, today: date) -> tuple[date | None, Problem | None]:
    """Return the day somebody was told what is kept of them; one that cannot be read is left out and said."""
    day, problem = date_value(cell, today=today)
    values = {"text": cell_text(cell)}
    return day, problem and Problem("informed_on", "informed_on_unknown", values, is_warning=True)
