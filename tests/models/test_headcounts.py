"""Unnamed participants: counters whose groups never exceed the total, and whose rest did not tell."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models import attendance, headcounts
from models.codes import Gender
from models.headcounts import HeadcountDraft
from models.notebook import Notebook
from tests.builders import a_session, a_workshop
from tests.models.checks import codes


@pytest.mark.parametrize(
    ("draft", "expected"),
    [
        (HeadcountDraft(-1), {("total", "count_negative")}),
        (HeadcountDraft(10**12), {("total", "number_too_large")}),
        (HeadcountDraft(3, -1), {("already_helped", "count_negative")}),
        (HeadcountDraft(3, 4), {("already_helped", "helped_exceeds_total")}),
        (HeadcountDraft(3, 0, {"gender": {"feminin": 2, "masculin": 2}}), {("gender", "counts_exceed_total")}),
        (HeadcountDraft(3, 0, {"gender": {"feminin": 4, "masculin": -1}}), {("gender", "count_negative")}),
        (HeadcountDraft(3, 0, {"gender": {"f": 1}}), {("gender", "code_unknown")}),
        (HeadcountDraft(3, 0, {"gender": {"non_communique": 1}}), {("gender", "code_unknown")}),
        (HeadcountDraft(3, 0, {"shoe_size": {"44": 1}}), {("shoe_size", "code_unknown")}),
        (HeadcountDraft(3, 3, {"gender": {"feminin": 3}, "occupation": {"retraite": 1}}), set()),
        (HeadcountDraft(), set()),
    ],
)
def test_what_cannot_be_right_is_told(draft: HeadcountDraft, expected: set[tuple[str, str]]) -> None:
    assert codes(headcounts.check(draft)) == expected


@given(st.integers(0, 50), st.lists(st.integers(0, 20), min_size=2, max_size=2))
def test_the_parts_and_those_who_did_not_tell_make_the_total(total: int, parts: list[int]) -> None:
    counts: dict[str, int] = dict(zip((Gender.FEMALE, Gender.MALE), parts, strict=True))
    draft = HeadcountDraft(total, 0, {"gender": counts})
    if sum(parts) <= total:
        assert headcounts.check(draft) == []
        assert sum(parts) + draft.untold("gender") == total
        assert draft.untold("age_band") == total
    else:
        assert codes(headcounts.check(draft)) == {("gender", "counts_exceed_total")}


def test_counters_are_stored_changed_and_taken_back(notebook: Notebook) -> None:
    first = HeadcountDraft(8, 2, {"gender": {"feminin": 5, "masculin": 2}, "age_band": {"soixante_dix_plus": 4}})
    second = HeadcountDraft(9, 2, {"gender": {"feminin": 6}, "occupation": {"retraite": 9}})
    with notebook.write("Count") as db:
        session_id = a_session(db, a_workshop(db))
        assert headcounts.draft(db, session_id) == HeadcountDraft()
        headcounts.save(db, session_id, first)
    with notebook.write("Count") as db:
        headcounts.save(db, session_id, second)
    with notebook.read() as db:
        assert headcounts.draft(db, session_id) == second
        assert attendance.presences_by_session(db, [session_id])[session_id].unnamed == 9
    notebook.undo()
    with notebook.read() as db:
        assert headcounts.draft(db, session_id) == first


def test_a_part_of_nobody_is_not_stored(notebook: Notebook) -> None:
    with notebook.write("Count") as db:
        session_id = a_session(db, a_workshop(db))
        headcounts.save(db, session_id, HeadcountDraft(3, 0, {"gender": {"feminin": 0, "masculin": 3}}))
    with notebook.read() as db:
        assert headcounts.draft(db, session_id).parts == {"gender": {"masculin": 3}}


def test_one_more_is_one_more(notebook: Notebook) -> None:
    with notebook.write("Count") as db:
        session_id = a_session(db, a_workshop(db))
        headcounts.save(db, session_id, HeadcountDraft(3, 1, {"gender": {"masculin": 3}}))
    with notebook.write("Count one more") as db:
        assert headcounts.add(db, session_id) == 4
    with notebook.read() as db:
        assert headcounts.draft(db, session_id) == HeadcountDraft(4, 1, {"gender": {"masculin": 3}})
