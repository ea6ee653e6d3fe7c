"""The splits of a package: complete, adding up, and safe against subtracting one from another."""

from __future__ import annotations

from collections import Counter
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as some

from exchange.package import Period
from exchange.rows import AudienceRow
from exchange.splits import Part, audience_rows
from tests.exchange.builders import LISTS, uid

PERIOD = Period(date(2026, 5, 1), date(2026, 7, 31))
CODES = {axis: LISTS[axis] for axis in ("age_band", "gender", "occupation")}


def _by(rows: tuple[AudienceRow, ...], scope_id: str, axis: str) -> dict[str, int | None]:
    return {row.code: row.count for row in rows if (row.scope_id, row.axis) == (scope_id, axis)}


def test_every_code_is_given_for_every_scope_somebody_came_to() -> None:
    counts = {Part(uid(20), "2026-05", "gender", "feminin"): 12, Part(uid(21), "2026-06", "gender", "masculin"): 9}
    rows = audience_rows(counts, PERIOD, CODES)
    assert _by(rows, uid(20), "gender") == {"feminin": 12, "masculin": 0, "non_communique": 0}
    assert _by(rows, "2026-06", "gender") == {"feminin": 0, "masculin": 9, "non_communique": 0}
    assert _by(rows, str(PERIOD), "gender") == {"feminin": 12, "masculin": 9, "non_communique": 0}
    assert {row.scope_id for row in rows} == {uid(20), uid(21), "2026-05", "2026-06", str(PERIOD)}


def test_towns_are_not_split_by_workshop_and_one_small_town_hides_behind_the_unknown() -> None:
    rows = audience_rows({Part(uid(20), "2026-05", "town", "Rennes"): 3}, PERIOD, CODES)
    assert {row.scope for row in rows} == {"month", "period"}
    assert _by(rows, str(PERIOD), "town") == {"Rennes": None, "non_communique": None}


def test_a_workshop_alone_in_its_month_is_not_told_by_the_month() -> None:
    """Both are the same people: what is hidden in one must not stand in the other."""
    counts = {
        Part(uid(20), "2026-05", "gender", "feminin"): 30,
        Part(uid(20), "2026-05", "gender", "masculin"): 3,
        Part(uid(20), "2026-05", "gender", "non_communique"): 8,
        Part(uid(21), "2026-06", "gender", "feminin"): 40,
        Part(uid(21), "2026-06", "gender", "masculin"): 50,
        Part(uid(21), "2026-06", "gender", "non_communique"): 60,
    }
    rows = audience_rows(counts, PERIOD, CODES)
    hidden = {"feminin": 30, "masculin": None, "non_communique": None}
    assert _by(rows, uid(20), "gender") == hidden
    assert _by(rows, "2026-05", "gender") == hidden
    shown = [_by(rows, scope, "gender")["masculin"] for scope in (uid(21), str(PERIOD))]
    assert None in shown


PARTS = some.builds(
    Part,
    some.sampled_from([uid(20), uid(21), uid(22)]),
    some.sampled_from(PERIOD.months()),
    some.just("gender"),
    some.sampled_from(LISTS["gender"]),
)


@settings(max_examples=80)
@given(some.dictionaries(PARTS, some.integers(0, 15), max_size=20))
def test_shown_counts_are_true_and_never_small(counts: dict[Part, int]) -> None:
    rows = audience_rows(counts, PERIOD, CODES)
    true: Counter[tuple[str, str]] = Counter()
    for part, count in counts.items():
        for scope_id in (part.workshop_uid, part.month, str(PERIOD)):
            true[scope_id, part.code] += count
    for row in rows:
        if row.count is not None:
            assert row.count == true[row.scope_id, row.code]
            assert row.count == 0 or row.count >= 5


def test_nothing_is_split_when_nobody_came() -> None:
    assert audience_rows({}, PERIOD, CODES) == ()
