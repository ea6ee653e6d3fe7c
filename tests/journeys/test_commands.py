"""From a list of names to paper and package, by commands alone, as a person types them."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.commands.test_workshops import HOSTILE
from tests.documents.reading import words_of
from tests.journeys.desk import ROOT, Desk
from tests.tools import needs

pytestmark = [pytest.mark.journey, needs("pdftoppm", "ssh-keygen")]


def test_from_a_list_of_names_to_paper_and_package_by_commands_alone(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.types("new", desk.notebook, "--association", "Les Puces du Blosne", "--town", "Rennes")
    desk.types(
        "workshop", "new", "Premiers pas sur l’ordinateur", "--session", "12/05/2026 14h-16h", "--session",
        "19/05/2026 14h-16h", "--place", "Bibliothèque Triangle", "--trainer", "Aïssatou N’Diaye", "--theme", "email",
    )  # fmt: skip
    names = bring_the_list(desk)
    sheet = desk.folder / "emargement.pdf"
    desk.types("sheet", "--session", "12/05/2026", "-o", sheet)
    printed = words_of(sheet).replace(" ", "")
    assert all(name.replace(" ", "") in printed for name in names if name.isascii())
    desk.types("attendance", "12/05/2026", "--absent", "A<B", "--all", "--unnamed", "6")
    desk.types("attendance", "19/05/2026", "--absent", "A<B", "--others-absent")
    certify(desk)
    hand_over(desk)


def bring_the_list(desk: Desk) -> list[str]:
    """Import a French list from Windows with awkward names among the people."""
    path = desk.folder / "inscrits.csv"
    awkward = [name for name in HOSTILE if name.encode("cp1252", "replace").decode("cp1252") == name]
    others = [name for name in HOSTILE if name not in awkward]
    rows = ["Nom;Prénom;Né(e) le;Tél.", "LE GOFF;Maël;12/05/1954;639980001", *(f'"{name}";;;' for name in awkward)]
    path.write_bytes("\r\n".join(rows).encode("cp1252"))
    assert desk.asks("import", path, "--workshop", "premiers pas")["done"]["enrolled"] == len(awkward) + 1
    modern = desk.folder / "inscrits-2.csv"
    modern.write_text("\n".join(["Nom,Prénom", *(f'"{name}",' for name in others)]), encoding="utf-8")
    desk.types("import", modern, "--workshop", "premiers pas")
    people = desk.asks("people", "--workshop", "premiers pas")["people"]
    assert {each["family_name"] for each in people} == {"LE GOFF", *HOSTILE}
    assert next(each for each in people if each["family_name"] == "LE GOFF")["phone"] == "06 39 98 00 01"
    return ["Maël LE GOFF", *HOSTILE]


def certify(desk: Desk) -> None:
    """Print a certificate for each of those who came, and find every name on its paper."""
    folder = desk.folder / "attestations"
    made = desk.asks("certificates", "--workshop", "premiers pas", "-o", folder, "--each")
    assert len(made["files"]) == len(HOSTILE)
    assert made["skipped"] == []
    assert [each["name"] for each in made["without"]] == ["A<B"]
    register = desk.asks("register", "--workshop", "premiers pas")["certificates"]
    assert {each["family_name"] for each in register} == {"LE GOFF", *HOSTILE} - {"A<B"}
    for line in register:
        (path,) = (Path(name) for name in made["files"] if line["number"] in name)
        name = f"{line['given_name']} {line['family_name']}".strip()
        assert name.replace(" ", "") in words_of(path).replace(" ", "")
        checked = desk.asks("check-certificate", path)["certificates"][0]
        assert (checked["status"], checked["name"]) == ("genuine", name)


def hand_over(desk: Desk) -> None:
    """Make the package, check it as the programme does and with ssh-keygen, and find no name in it."""
    month = ("--from", "2026-05-01", "--to", "31/05/2026")
    assert desk.asks("hand-over", *month, "--dry-run")["totals"]["people_unnamed"] == 6
    made = desk.asks("hand-over", *month, "-o", desk.folder / "envoi")
    totals = made["totals"]
    assert (totals["sessions"], totals["attendances"], totals["people_named"]) == (1, len(HOSTILE) + 6, len(HOSTILE))
    checked = desk.asks("programme", "check", made["file"])
    assert (checked["is_refused"], checked["problems"], checked["totals"]) == (False, [], totals)
    with zipfile.ZipFile(made["file"]) as package:
        package.extractall(desk.folder / "recu")
    received = b"".join(path.read_bytes() for path in sorted((desk.folder / "recu").iterdir()))
    assert not [name for name in ("GOFF", *HOSTILE) if name.encode() in received]
    verify_with_ssh_keygen(desk, desk.folder / "recu")


def verify_with_ssh_keygen(desk: Desk, received: Path) -> None:
    signers = desk.folder / "signers"
    signers.write_text(f"puces {desk.asks('key', 'show')['public_key']}\n")
    manifest = received / "manifest-sha256.txt"
    line = [
        "ssh-keygen",
        "-Y",
        "verify",
        "-f",
        signers,
        "-I",
        "puces",
        "-n",
        "carnet-handover",
        "-s",
        f"{manifest}.sig",
    ]
    told = subprocess.run(line, input=manifest.read_bytes(), capture_output=True)
    assert told.returncode == 0, told.stderr


def test_the_refusals_on_the_way_leave_the_notebook_as_it_was(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.types("new", desk.notebook, "--association", "Les Puces du Blosne")
    before = desk.asks("history")
    for words, status in (
        (("import", __file__), 1),
        (("sheet", "--session", "demain", "-o", "x.pdf"), 1),
        (("hand-over", "--from", "2026-05-31", "--to", "2026-05-01", "-o", tmp_path), 1),
        (("hand-over", "--from", "31/02/2026", "--to", "2026-05-01"), 2),
        (("programme", "check", desk.notebook), 1),
    ):
        line = [sys.executable, "main.py", "--notebook", desk.notebook, *words]
        done = subprocess.run([str(word) for word in line], cwd=ROOT, capture_output=True, text=True, encoding="utf-8")
        assert done.returncode == status, (words, done.stderr)
        assert done.stderr.strip()
        assert "Traceback" not in done.stderr
    assert desk.asks("history") == before
