"""One package, one sequence of bytes, and a file that is whole or not there."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import zipfile
from dataclasses import replace
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path

import pytest

from exchange.archive import Written, file_name, files_of, pack, written, zip_bytes
from exchange.check import check
from exchange.package import Package, Period
from exchange.rows import TABLES
from exchange.sshsig import public_line
from models.levels import AGGREGATES
from models.problem import UserError
from tests.exchange.builders import KEY, OTHER_KEY, a_package, uid


def _entries(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(content)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def _unpacked(folder: Path, package: Package | None = None) -> Path:
    for name, content in _entries(pack(package or a_package(), KEY)).items():
        (folder / name).write_bytes(content)
    return folder


def test_the_same_record_gives_the_same_bytes() -> None:
    package = a_package()
    shuffled = replace(package, sessions=package.sessions[::-1])
    assert pack(package, KEY) == pack(shuffled, KEY)
    assert tuple(_entries(pack(package, KEY))) == files_of(AGGREGATES)


def test_the_bytes_of_the_zip_are_the_same_on_every_system_and_python() -> None:
    content = zip_bytes({"a.txt": b"a", "b.csv": b"b\r\n"}, datetime(2026, 6, 2, 9, 30, 15, tzinfo=UTC))
    assert hashlib.sha256(content).hexdigest() == "d547c445fc16d508077fe05b40de2a094c7f69900ab7f25b5dbf07e25ac9bb65"


def test_two_packages_of_one_state_have_identical_tables() -> None:
    first = _entries(pack(a_package(), KEY))
    later = _entries(pack(a_package(id=uid(99), sequence=8, created=datetime(2026, 7, 1, tzinfo=UTC)), KEY))
    for table in TABLES:
        assert first[table.path] == later[table.path]
    assert first["datapackage.json"] != later["datapackage.json"]


def test_tables_are_plain_csv_without_mark_with_the_line_end_of_rfc_4180() -> None:
    for name, content in _entries(pack(a_package(), KEY)).items():
        if name.endswith(".csv"):
            assert not content.startswith(b"\xef\xbb\xbf")
            assert content.count(b"\n") == content.count(b"\r\n") >= 1
            content.decode("utf-8")


def test_a_validator_that_knows_only_the_standard_accepts_the_package(tmp_path: Path) -> None:
    _unpacked(tmp_path)
    assert _frictionless(tmp_path).returncode == 0, _frictionless(tmp_path).stdout


@pytest.mark.parametrize(
    ("name", "old", "new", "error"),
    [
        ("people.csv", "period", "period", ""),  # the control: nothing altered
        ("workshops.csv", "email;sante", "email;magie", "constraint-error"),
        ("sessions.csv", ",held,", ",perhaps,", "constraint-error"),
        ("sessions.csv", "2026-05-12", "12/05/2026", "type-error"),
        ("audiences.csv", ",masked", ",few", "type-error"),
        ("certificates.csv", uid(20), uid(29), "foreign-key"),
        ("people.csv", "month,2026-05", "period,2026-05-01/2026-05-31", "primary-key"),
    ],
)
def test_that_validator_also_sees_a_broken_constraint(
    tmp_path: Path, name: str, old: str, new: str, error: str
) -> None:
    file = _unpacked(tmp_path) / name
    assert old in file.read_text()
    file.write_bytes(file.read_bytes().replace(old.encode(), new.encode()))
    descriptor = tmp_path / "datapackage.json"
    described = json.loads(descriptor.read_text())
    for resource in described["resources"]:
        del resource["hash"], resource["bytes"]
    descriptor.write_text(json.dumps(described))
    report = json.loads(_frictionless(tmp_path, "--json").stdout)
    found = {problem["type"] for task in report["tasks"] for problem in task["errors"]}
    assert found == ({error} if error else set())


def _frictionless(folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "frictionless", "validate", "datapackage.json", *options]
    environment = os.environ | {"COLUMNS": "200", "NO_COLOR": "1"}
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, env=environment)


def test_ssh_keygen_and_sha256sum_verify_the_package_and_refuse_an_altered_one(tmp_path: Path) -> None:
    _unpacked(tmp_path)
    (tmp_path / "allowed").write_text(f"LPB {a_package().producer.public_key}\n")
    verify = (
        "ssh-keygen -Y verify -f allowed -I LPB -n carnet-handover -s manifest-sha256.txt.sig < manifest-sha256.txt"
    )
    hashes = "sha256sum --check --strict --quiet manifest-sha256.txt"
    assert subprocess.run(verify, shell=True, cwd=tmp_path, capture_output=True).returncode == 0
    assert subprocess.run(hashes, shell=True, cwd=tmp_path, capture_output=True).returncode == 0
    (tmp_path / "people.csv").write_bytes(b"")
    assert subprocess.run(hashes, shell=True, cwd=tmp_path, capture_output=True).returncode != 0
    manifest = tmp_path / "manifest-sha256.txt"
    manifest.write_bytes(manifest.read_bytes().replace(b"a", b"b", 1))
    assert subprocess.run(verify, shell=True, cwd=tmp_path, capture_output=True).returncode != 0


def test_the_note_for_people_says_in_french_then_in_english_what_is_not_inside() -> None:
    text = _entries(pack(a_package(), KEY))["LISEZMOI.txt"].decode()
    assert "Aucun nom de participant" in text
    assert text.index("Aucun nom de participant") < text.index("No name of a participant")
    assert "{" not in text
    assert all(name in text for name in files_of(AGGREGATES) if name != "LISEZMOI.txt")


def test_a_package_that_announces_another_key_is_not_signed() -> None:
    with pytest.raises(ValueError, match="another key"):
        pack(a_package(), OTHER_KEY)


@pytest.mark.parametrize(
    ("first", "last", "name"),
    [
        (date(2026, 5, 1), date(2026, 5, 31), "ateliers-numeriques_lpb_2026-05_007.zip"),
        (date(2026, 1, 1), date(2026, 12, 31), "ateliers-numeriques_lpb_2026_007.zip"),
        (date(2026, 1, 1), date(2026, 3, 31), "ateliers-numeriques_lpb_2026-01-01_2026-03-31_007.zip"),
        (date(9999, 12, 1), date(9999, 12, 31), "ateliers-numeriques_lpb_9999-12_007.zip"),
    ],
)
def test_the_file_is_named_for_people(first: date, last: date, name: str) -> None:
    assert file_name(replace(a_package(), period=Period(first, last))) == name


@pytest.mark.parametrize("name", ["../../etc", "محمد", "CON", "é" * 300, 'a/b\\c:d*"?<>|'])
def test_no_name_of_an_association_leads_out_of_the_folder(name: str, tmp_path: Path) -> None:
    package = a_package()
    package = replace(package, producer=replace(package.producer, partner_code="", name=name))
    path = tmp_path / file_name(package)
    assert path.parent == tmp_path
    assert path.name.isascii()
    assert len(path.name) < 160


@pytest.mark.parametrize("year", [1901, 1980, 2107, 9999])
def test_a_clock_far_off_still_makes_a_package_that_can_be_read(year: int) -> None:
    package = a_package(created=datetime(year, 2, 28, 23, 59, 59, tzinfo=UTC))
    assert check(pack(package, KEY)).package == package


def write(package: Package, folder: Path) -> Written:
    with written(package, KEY, folder) as done:
        assert not done.path.exists() or done.path.read_bytes() == pack(package, KEY), "it gets its name at the end"
        return done


def test_what_is_written_is_the_package_and_nothing_else_is_left(tmp_path: Path) -> None:
    package = a_package()
    path = write(package, tmp_path).path
    assert path.read_bytes() == pack(package, KEY)
    assert list(tmp_path.iterdir()) == [path]


def test_the_same_package_again_is_the_same_file_and_another_one_gets_another_name(tmp_path: Path) -> None:
    package = a_package()
    path = write(package, tmp_path).path
    before = path.read_bytes()
    assert write(package, tmp_path).path == path
    other = write(replace(package, id=uid(77)), tmp_path)
    assert other.path.name == path.stem + "_2.zip"
    assert path.read_bytes() == before
    assert write(replace(package, id=uid(77)), tmp_path) == other
    assert len(list(tmp_path.iterdir())) == 2


def test_what_cannot_be_read_back_gets_no_name(tmp_path: Path) -> None:
    contradicting = replace(a_package(), people=())
    contradicting = replace(contradicting, certificates=(replace(a_package().certificates[0], replaced=99),))
    with pytest.raises(UserError) as refused:
        write(contradicting, tmp_path)
    assert refused.value.problems[0].code == "package_not_read_back"
    assert list(tmp_path.iterdir()) == []


def test_a_missing_folder_is_told_and_not_made(tmp_path: Path) -> None:
    with pytest.raises(UserError) as refused:
        write(a_package(), tmp_path / "stick")
    assert refused.value.problems[0].code == "place_missing"
    assert not (tmp_path / "stick").exists()


def test_an_example_says_so_in_the_package() -> None:
    report = check(pack(a_package(example=True), KEY))
    assert report.package is not None
    assert report.package.example
    assert not report.is_refused
    assert [problem.code for problem in report.problems] == ["package_is_example"]
    assert public_line(KEY) in report.package.producer.public_key
