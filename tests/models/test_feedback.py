"""What people said of a session: counted, never more than makes sense without a word, taken back like all else."""

from __future__ import annotations

import pytest

from models import feedback, headcounts, sessions
from models.feedback import FeedbackDraft
from models.headcounts import HeadcountDraft
from models.notebook import Notebook
from models.problem import Problem, UserError
from tests.builders import a_session, a_workshop


def a_session_of(notebook: Notebook, came: int) -> int:
    with notebook.write("Prepare") as db:
        session_id = a_session(db, a_workshop(db))
        headcounts.save(db, session_id, HeadcountDraft(came))
    return session_id


def saved(notebook: Notebook, session_id: int, draft: FeedbackDraft) -> list[Problem]:
    with notebook.write("Count the answers") as db:
        return feedback.save(db, session_id, draft)


def stored(notebook: Notebook, session_id: int) -> FeedbackDraft:
    with notebook.read() as db:
        return feedback.draft(db, session_id)


def test_answers_are_kept_changed_and_taken_back(notebook: Notebook) -> None:
    session_id = a_session_of(notebook, 5)
    assert stored(notebook, session_id) == FeedbackDraft()
    assert saved(notebook, session_id, FeedbackDraft(3, 1, 1, 4, 1)) == []
    assert saved(notebook, session_id, FeedbackDraft(2, 1, 1)) == []
    notebook.undo()
    assert stored(notebook, session_id) == FeedbackDraft(3, 1, 1, 4, 1)
    assert saved(notebook, session_id, FeedbackDraft()) == []
    assert stored(notebook, session_id) == FeedbackDraft()


def test_more_answers_than_people_are_kept_with_a_warning(notebook: Notebook) -> None:
    session_id = a_session_of(notebook, 2)
    warnings = saved(notebook, session_id, FeedbackDraft(2, 1, 0, 1, 1))
    assert [(each.field, each.code) for each in warnings] == [("pleased", "more_answers_than_people")]
    assert stored(notebook, session_id).faces == 3


def test_a_negative_count_is_refused_and_a_cancelled_session_too(notebook: Notebook) -> None:
    session_id = a_session_of(notebook, 0)
    with pytest.raises(UserError) as error:
        saved(notebook, session_id, FeedbackDraft(displeased=-1))
    assert [(each.field, each.code) for each in error.value.problems] == [("displeased", "count_negative")]
    with notebook.write("Cancel") as db:
        sessions.cancel(db, session_id, "Grève")
    with pytest.raises(UserError, match="session_cancelled"):
        saved(notebook, session_id, FeedbackDraft(1))
    assert stored(notebook, session_id) == FeedbackDraft()


def test_a_deleted_session_takes_its_answers_along(notebook: Notebook) -> None:
    session_id = a_session_of(notebook, 0)
    saved(notebook, session_id, FeedbackDraft(1))
    with notebook.write("Delete session") as db:
        sessions.remove(db, session_id)
    assert stored(notebook, session_id) == FeedbackDraft()
    notebook.undo()
    assert stored(notebook, session_id) == FeedbackDraft(1)
