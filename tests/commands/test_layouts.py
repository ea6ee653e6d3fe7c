"""Layouts by command: what there is, one file out and in, and which one new certificates get."""

from __future__ import annotations

import json
from pathlib import Path

from tests.commands.conftest import Run
from tests.documents.reading import told_by
from tests.tools import needs


def test_five_layouts_come_along_and_the_first_is_usual(on: Run) -> None:
    found = on("layout", "list", "--json").json["layouts"]
    assert [each["reference"] for each in found] == ["classic", "modern", "sober", "partners", "half-page"]
    assert [each["usual"] for each in found] == [True, False, False, False, False]


def test_a_layout_goes_out_comes_in_under_a_name_and_is_used(on: Run, tmp_path: Path) -> None:
    path = tmp_path / "modern.carnet-layout"
    assert on("layout", "export", "modern", "-o", path).status == 0
    values = json.loads(path.read_text(encoding="utf-8"))
    values["colours"]["accent"] = "#AA0000"
    path.write_text(json.dumps(values), encoding="utf-8")
    assert on("layout", "import", path, "--name", "Ours").status == 0
    assert on("layout", "use", "ours").status == 0
    on("workshop", "new", "Premiers pas", "--session", "2026-05-05 14:00-16:00")
    on("enrol", "premiers", "Zoé Le Goff")
    on("attendance", "05/05", "--present", "Zoé Le Goff")
    pdf = tmp_path / "a.pdf"
    assert on("certificates", "--workshop", "premiers", "-o", pdf, "--test").status == 0
    assert pdf.read_bytes().startswith(b"%PDF")
    usual = [each["name"] for each in on("layout", "list", "--json").json["layouts"] if each["usual"]]
    assert usual == ["Ours"]


@needs("pdftoppm")
def test_certificates_take_the_layout_that_is_asked_for(on: Run, tmp_path: Path) -> None:
    on("workshop", "new", "Premiers pas", "--session", "2026-05-05 14:00-16:00")
    on("enrol", "premiers", "Zoé Le Goff")
    on("attendance", "05/05", "--present", "Zoé Le Goff")
    line = ("certificates", "--workshop", "premiers", "-o", tmp_path / "a.pdf")
    refused = on(*line, "--layout", "gold")
    assert refused.status == 1
    assert "gold" in refused.err
    assert on("register", "--json").json["certificates"] == []
    assert on(*line, "--layout", "half-page").status == 0
    assert told_by("pdfinfo", tmp_path / "a.pdf").count("(A4)") == 1


def test_a_wrong_file_is_told_with_its_place_and_nothing_is_taken(on: Run, tmp_path: Path) -> None:
    path = tmp_path / "wrong.carnet-layout"
    on("layout", "export", "sober", "-o", path)
    values = json.loads(path.read_text(encoding="utf-8"))
    values["boxes"][3]["font"] = "comic"
    path.write_text(json.dumps(values), encoding="utf-8")
    refused = on("layout", "import", path)
    assert refused.status == 1
    assert all(
        word in refused.err for word in ("wrong.carnet-layout", "boxes[3].font", "comic", "regular, bold, italic")
    )
    assert on("layout", "import", tmp_path / "missing").status == 1
    assert len(on("layout", "list", "--json").json["layouts"]) == 5
