"""A certificate printed again: the facts of its day, what became of it across the page, byte for byte the same."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest

from documents import papers
from documents.layout import layout
from documents.prints import certificates_drawn
from models import association, attendance, certificates, issuing, people
from models.association import AssociationDraft
from models.base import utc_now
from models.codes import AttendanceState
from models.notebook import Notebook
from models.people import PersonDraft
from models.progress import finish
from tests.builders import TODAY, a_person, a_session, a_workshop, an_enrolment
from tests.documents.reading import words_of
from tests.tools import needs

LATER = date(2026, 9, 1)


@pytest.fixture
def issued(file_notebook: Notebook) -> int:
    """One certificate of Zoé, printed on the day."""
    with file_notebook.write("Issue") as db:
        workshop = a_workshop(db)
        enrolment = an_enrolment(db, workshop, a_person(db, "Zoé", "Le Goff"))
        attendance.mark(db, a_session(db, workshop), [enrolment], AttendanceState.PRESENT)
        (made,) = issuing.issue(db, workshop, today=TODAY, language="fr").new
    return made


def drawn(notebook: Notebook, ids: Sequence[int], day: date) -> bytes:
    return finish(certificates_drawn(papers.certificate_prints(notebook, ids, today=day), layout()), lambda _: None).pdf


def hand_out(notebook: Notebook, ids: Sequence[int]) -> None:
    with notebook.write("Hand out") as db:
        certificates.mark_handed_out(db, ids, utc_now())


def words(pdf: bytes, tmp_path: Path) -> str:
    (tmp_path / "read.pdf").write_bytes(pdf)
    return words_of(tmp_path / "read.pdf")


def everything_changes(notebook: Notebook) -> None:
    with notebook.write("Change") as db:
        person = people.find(db)[0]
        people.save(db, PersonDraft("Zora", "Ar Gov"), person, today=TODAY)
        association.save(db, AssociationDraft("Un autre nom", certificate_prefix="LPB", signatory_name="Quelqu’un"))


def test_printed_again_it_is_byte_for_byte_the_same_whatever_was_edited(file_notebook: Notebook, issued: int) -> None:
    first = drawn(file_notebook, [issued], TODAY)
    everything_changes(file_notebook)
    assert drawn(file_notebook, [issued], LATER) == first
    hand_out(file_notebook, [issued])
    again = drawn(file_notebook, [issued], LATER)
    assert again != first
    assert drawn(file_notebook, [issued], LATER) == again


@needs("pdftoppm")
def test_a_reprint_says_so_with_its_day_and_keeps_number_and_name(
    file_notebook: Notebook, issued: int, tmp_path: Path
) -> None:
    assert "Duplicata" not in words(drawn(file_notebook, [issued], TODAY), tmp_path)
    hand_out(file_notebook, [issued])
    everything_changes(file_notebook)
    told = words(drawn(file_notebook, [issued], LATER), tmp_path)
    assert "Duplicata du 1er septembre 2026" in told
    assert "LPB-2026-0001" in told
    assert "Zoé Le Goff" in told


@needs("pdftoppm")
def test_a_correction_names_the_number_it_replaces_and_the_old_one_says_which_replaced_it(
    file_notebook: Notebook, issued: int, tmp_path: Path
) -> None:
    everything_changes(file_notebook)
    with file_notebook.write("Replace") as db:
        new = certificates.replace(db, issued, "nom", today=LATER)
    told = words(drawn(file_notebook, [new], LATER), tmp_path)
    assert "LPB-2026-0002" in told
    assert "Annule et remplace" in told
    assert "LPB-2026-0001" in told
    assert "Zora Ar Gov" in told
    old = words(drawn(file_notebook, [issued], LATER), tmp_path)
    assert "Zoé Le Goff" in old
    assert "LPB-2026-0002" in old
    assert "REMPLACÉ" in old.upper()


@needs("pdftoppm")
def test_a_revoked_one_prints_only_with_its_watermark(file_notebook: Notebook, issued: int, tmp_path: Path) -> None:
    with file_notebook.write("Revoke") as db:
        certificates.revoke(db, issued, "erreur", today=LATER)
    told = words(drawn(file_notebook, [issued], LATER), tmp_path)
    assert "RÉVOQUÉ" in told.upper() or "ANNULÉ" in told.upper()
    assert "1er septembre 2026" in told
