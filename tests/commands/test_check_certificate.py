"""Each answer of the check of a certificate, from each thing that can be checked, by command."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from documents.seal import read_seals
from tests.commands.conftest import Run
from tests.documents.pictures import photographed
from tests.documents.reading import picture_of

Shown = Callable[[Path], object]


def as_text(pdf: Path) -> object:
    return read_seals(pdf)[0]


def as_picture(pdf: Path) -> Path:
    path = pdf.with_suffix(".png")
    picture_of(pdf.read_bytes(), 150).save(path)
    return path


def as_photo(pdf: Path) -> Path:
    path = pdf.with_suffix(".jpg")
    photographed(picture_of(pdf.read_bytes(), 200)).save(path, quality=70)
    return path


def as_pdf(pdf: Path) -> Path:
    return pdf


WAYS: dict[str, Shown] = {"text": as_text, "picture": as_picture, "photo": as_photo, "pdf": as_pdf}


@pytest.fixture
def pdf(on: Run, tmp_path: Path) -> Path:
    """A certificate on paper."""
    on("workshop", "new", "Premiers pas", "--session", "2026-05-12 14:00-16:00")
    on("enrol", "premiers", "Zoé Le Goff")
    on("attendance", "12/05", "--all")
    path = tmp_path / "a.pdf"
    assert on("certificates", "--workshop", "premiers", "-o", path).status == 0
    return path


def answer(ran: object) -> tuple[int, str]:
    return ran.status, str(ran.json["certificates"][0]["status"])  # type: ignore[attr-defined]  # what a command said


@pytest.mark.parametrize("way", WAYS)
def test_one_in_force_is_genuine_and_valid(on: Run, pdf: Path, way: str) -> None:
    assert answer(on("check-certificate", WAYS[way](pdf), "--json")) == (0, "genuine")


@pytest.mark.parametrize("way", WAYS)
def test_a_revoked_one_says_when_and_why(on: Run, pdf: Path, way: str) -> None:
    on("certificate", "revoke", "LPB-2026-0001", "--reason", "Délivrée deux fois")
    ran = on("check-certificate", WAYS[way](pdf), "--json")
    assert answer(ran) == (1, "revoked")
    told = ran.json["certificates"][0]
    assert (told["ended_on"], told["reason"]) == ("2026-05-12", "Délivrée deux fois")
    assert "Reason: Délivrée deux fois" in on("check-certificate", WAYS[way](pdf)).out


@pytest.mark.parametrize("way", WAYS)
def test_a_replaced_one_names_the_one_that_counts(on: Run, pdf: Path, way: str) -> None:
    on("certificate", "replace", "LPB-2026-0001", "--reason", "Nom mal écrit")
    ran = on("check-certificate", WAYS[way](pdf), "--json")
    assert answer(ran) == (1, "replaced")
    assert ran.json["certificates"][0]["replaced_by"] == "LPB-2026-0002"


@pytest.mark.parametrize("way", WAYS)
def test_that_of_another_association_is_unknown_until_its_key_is_trusted(
    run: Run, on: Run, pdf: Path, tmp_path: Path, way: str
) -> None:
    other, shown = tmp_path / "other.carnet", WAYS[way](pdf)
    run("new", other, "--association", "MJC de Rennes")
    assert answer(run("--notebook", other, "check-certificate", shown, "--json")) == (1, "unknown_issuer")
    on("key", "export", "-o", tmp_path / "key.pub")
    assert run("--notebook", other, "key", "trust", tmp_path / "key.pub").status == 0
    ran = run("--notebook", other, "check-certificate", shown, "--json")
    assert answer(ran) == (0, "genuine_unknown_since")
    assert ran.json["certificates"][0]["issuer"] == "Les Puces du Blosne"
    assert answer(run("check-certificate", shown, "--key", tmp_path / "key.pub", "--json")) == (
        0,
        "genuine_unknown_since",
    )


def test_an_altered_code_is_told_with_and_without_a_notebook(on: Run, pdf: Path) -> None:
    seal = read_seals(pdf)[0]
    other = "A" if seal[80] != "A" else "B"
    assert answer(on("check-certificate", f"{seal[:80]}{other}{seal[81:]}", "--json")) == (1, "altered")


def test_what_a_replaced_key_signed_is_valid_all_the_same(on: Run, pdf: Path) -> None:
    assert on("key", "replace").status == 0
    assert answer(on("check-certificate", pdf, "--json")) == (0, "genuine")
