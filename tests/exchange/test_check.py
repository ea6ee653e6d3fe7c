"""A package that is cut, altered, foreign or contradicts itself is refused with a reason."""

from __future__ import annotations

import json
import random
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from exchange.archive import MANIFEST, NAMESPACE, SIGNATURE, manifest, pack, zip_bytes
from exchange.check import CheckReport, check
from exchange.package import Package
from exchange.sshsig import fingerprint, public_line, sign
from models.problem import UserError
from tests.exchange.builders import KEY, OTHER_KEY, a_package, a_session, uid

CONTENT = pack(a_package(), KEY)


def _codes(report: CheckReport) -> set[str]:
    return {problem.code for problem in report.problems}


def _entries(content: bytes = CONTENT) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _signed(entries: dict[str, bytes]) -> bytes:
    """Make a package of any files, with a right manifest and signature."""
    content = {name: data for name, data in entries.items() if name not in (MANIFEST, SIGNATURE)}
    content[MANIFEST] = manifest(content)
    content[SIGNATURE] = sign(content[MANIFEST], KEY, NAMESPACE)
    return zip_bytes(content, a_package().created)


def _with(name: str, change: Callable[[bytes], bytes]) -> bytes:
    entries = _entries()
    entries[name] = change(entries[name])
    return _signed(entries)


def _redescribed(**changes: Any) -> bytes:
    def change(content: bytes) -> bytes:
        described = json.loads(content)
        described["handover"] |= changes
        return json.dumps(described, ensure_ascii=False, indent=2).encode() + b"\n"

    return _with("datapackage.json", change)


def test_a_good_package_is_read_back_whole() -> None:
    report = check(CONTENT)
    assert report.problems == ()
    assert report.package == a_package()
    assert report.signed_by == fingerprint(public_line(KEY))
    assert not report.is_trusted


def test_only_trusted_keys_pass_when_a_list_is_given(tmp_path: Path) -> None:
    path = tmp_path / "package.zip"
    path.write_bytes(CONTENT)
    assert check(path, [public_line(OTHER_KEY), public_line(KEY, "Pont Bleu")]).is_trusted
    for keys in ([], [public_line(OTHER_KEY)]):
        report = check(path, keys)
        assert _codes(report) == {"package_signer_unknown"}
        assert report.package is None


def test_a_package_cut_at_any_byte_is_refused() -> None:
    for at in {*range(0, len(CONTENT), 37), *range(len(CONTENT) - 900, len(CONTENT))}:
        report = check(CONTENT[:at])
        assert report.is_refused, at
        assert report.package is None


def test_a_package_with_any_byte_changed_is_refused() -> None:
    dice = random.Random(2026)
    places = {*range(200), *range(len(CONTENT) - 1400, len(CONTENT)), *dice.sample(range(len(CONTENT)), 1500)}
    for at in places:
        changed = bytearray(CONTENT)
        changed[at] ^= 1 << dice.randrange(8)
        assert check(bytes(changed)).is_refused, at


def test_every_byte_of_the_zip_headers_counts() -> None:
    """Names, dates, flags and attributes stand in no hash: the form of the zip itself is checked."""
    for entry in zipfile.ZipFile(BytesIO(CONTENT)).infolist():
        for at in range(entry.header_offset, entry.header_offset + 30 + len(entry.filename)):
            for mask in (0x01, 0x80):
                changed = bytearray(CONTENT)
                changed[at] ^= mask
                assert check(bytes(changed)).is_refused, (entry.filename, at - entry.header_offset)


@pytest.mark.parametrize("wrong", [b"x" + CONTENT, CONTENT + b"\0", CONTENT + CONTENT, b"", b"PK\5\6" + bytes(18)])
def test_nothing_may_stand_before_or_after(wrong: bytes) -> None:
    assert check(wrong).is_refused


@given(some.binary(max_size=300))
def test_any_bytes_are_refused_in_peace(content: bytes) -> None:
    assert check(content).is_refused


@given(some.integers(0, len(CONTENT) - 1), some.binary(min_size=1, max_size=60))
def test_any_bytes_within_a_package_are_refused_in_peace(at: int, content: bytes) -> None:
    changed = CONTENT[:at] + content + CONTENT[at + len(content) :]
    assert changed == CONTENT or check(changed).is_refused


def _zip(*entries: tuple[str | zipfile.ZipInfo, bytes], how: int = zipfile.ZIP_STORED) -> bytes:
    whole = BytesIO()
    with zipfile.ZipFile(whole, "w", how) as archive:
        for name, data in entries:
            archive.writestr(name, data, how)
    return whole.getvalue()


def _link() -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo("people.csv")
    entry.create_system, entry.external_attr = 3, 0o120777 << 16
    return entry


@pytest.mark.parametrize(
    "content",
    [
        _zip(("bomb.csv", bytes(50_000_000)), how=zipfile.ZIP_DEFLATED),
        _zip(("../../outside.csv", b"")),
        _zip(("/outside.csv", b"")),
        _zip(("C:\\outside.csv", b"")),
        _zip((_link(), b"/etc/passwd")),
        _zip(*((f"{number}.csv", b"") for number in range(60))),
        _zip(("folder/", b"")),
    ],
    ids=["bomb", "up", "root", "drive", "link", "many", "folder"],
)
def test_a_hostile_zip_is_refused_before_it_is_read(content: bytes) -> None:
    assert _codes(check(content)) == {"package_not_ours"}


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_name_that_comes_twice_is_refused() -> None:
    entries = list(_entries().items())
    assert _codes(check(_zip(*entries, ("people.csv", b"")))) == {"package_not_ours"}


def test_a_file_too_large_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "large.zip"
    with path.open("wb") as stream:
        stream.truncate(200 * 1024 * 1024)
    assert _codes(check(path)) == {"package_too_large"}


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(UserError) as refused:
        check(tmp_path / "nothing.zip")
    assert refused.value.problems[0].code == "file_not_read"


def test_a_file_added_or_taken_away_is_refused_even_when_signed() -> None:
    entries = _entries()
    del entries["people.csv"]
    assert _codes(check(_signed(entries))) == {"package_file_missing"}
    assert _codes(check(_signed({**_entries(), "names.csv": b"Zo\xc3\xa9"}))) == {"package_file_unknown"}
    unsigned = {**_entries(), "names.csv": b""}
    assert _codes(check(zip_bytes(unsigned, a_package().created))) == {"package_file_unknown"}


def test_a_changed_table_is_named() -> None:
    entries = _entries()
    entries["people.csv"] = entries["people.csv"].replace(b"10", b"90")
    report = check(zip_bytes(entries, a_package().created))
    assert [(problem.code, problem.values["file"]) for problem in report.problems] == [
        ("package_file_altered", "people.csv")
    ]


def test_a_package_signed_by_another_key_than_it_announces_is_refused() -> None:
    entries = _entries()
    entries[SIGNATURE] = sign(entries[MANIFEST], OTHER_KEY, NAMESPACE)
    assert _codes(check(zip_bytes(entries, a_package().created))) == {"package_signer_other"}


def test_a_newer_format_is_refused_whatever_it_holds() -> None:
    newer = _entries()
    newer["datapackage.json"] = newer["datapackage.json"].replace(b'"version": "1.0.0"', b'"version": "1.1.0"', 1)
    newer["participations.csv"] = b""
    assert _codes(check(_signed(newer))) == {"package_newer_format"}
    assert _codes(check(_redescribed(level="crossed"))) == {"package_newer_format"}


@pytest.mark.parametrize(
    "changes",
    [
        {"sequence": 0},
        {"sequence": True},
        {"sequence": 10**30},
        {"example": "no"},
        {"mode": "delta"},
        {"codebook": "other"},
        {"previous": {"id": uid(2), "sha256": "x"}},
        {"period": {"from": "2026-05-31", "to": "2026-05-01"}},
        {"period": {"from": "2026-W01-1", "to": "2026-05-01"}},
        {"notebook": "../.."},
        {"producer": []},
    ],
)
def test_a_description_that_says_something_else_is_refused(changes: dict[str, Any]) -> None:
    assert _codes(check(_redescribed(**changes))) == {"package_description_wrong"}


@pytest.mark.parametrize(
    "text", [b"", b"[]", b"{", b"[" * 100_000, b'"\xff"', b"{}", b'{"version": "1"}', b"9" * 10_000]
)
@pytest.mark.parametrize("name", ["datapackage.json", "codebook.json"])
def test_what_is_no_description_is_refused(name: str, text: bytes) -> None:
    assert _codes(check(_with(name, lambda _: text))) == {"package_description_wrong"}


def test_totals_that_disagree_with_the_tables_are_refused() -> None:
    totals = a_package().totals()._asdict()
    assert _codes(check(_redescribed(totals=totals | {"attendances": 16}))) == {"package_counts_disagree"}
    assert _codes(check(_redescribed(missing={"sessions_without_attendance": 0}))) == {"package_counts_disagree"}
    assert _codes(check(_redescribed(rows={}))) == {"package_counts_disagree"}


def test_an_emptied_table_is_never_taken_for_a_deletion() -> None:
    emptied = _with("removals.csv", lambda content: content.splitlines(keepends=True)[0])
    assert {"package_counts_disagree", "package_description_wrong"} == _codes(check(emptied))


@pytest.mark.parametrize(
    ("name", "old", "new", "code"),
    [
        ("sessions.csv", b",held,", b",gone,", "table_value_wrong"),
        ("sessions.csv", b",9,4,1,", b",-9,4,1,", "table_value_wrong"),
        ("sessions.csv", b",9,4,1,", b",09,4,1,", "table_value_wrong"),
        ("sessions.csv", b",9,4,1,", b",8,4,1,", "table_value_wrong"),  # the content hash
        ("sessions.csv", b"14:00:00", b"25:00:00", "table_value_wrong"),
        ("sessions.csv", b"2026-05-12", b"2026-02-30", "table_value_wrong"),
        ("workshops.csv", b"email;sante", b"email;;sante", "table_value_wrong"),
        ("workshops.csv", b"=1+1", b"", "table_value_wrong"),
        ("workshops.csv", b"=1+1", "a\u202eb".encode(), "table_value_wrong"),
        ("people.csv", b"people_named", b"people", "table_columns_wrong"),
        ("people.csv", b"10", b'"10"', "table_unreadable"),
        ("people.csv", b"\r\n", b"\n", "table_unreadable"),
        ("people.csv", b"10", b"\xff", "table_unreadable"),
        ("people.csv", b"10", b'"10', "table_unreadable"),
        ("people.csv", b"10", b"10,1", "table_value_wrong"),
    ],
)
def test_a_table_that_breaks_its_schema_is_refused(name: str, old: bytes, new: bytes, code: str) -> None:
    assert old in _entries()[name]
    assert code in _codes(check(_with(name, lambda content: content.replace(old, new))))


def test_the_wrong_cell_is_named() -> None:
    (problem, *_) = check(_with("sessions.csv", lambda content: content.replace(b",held,", b",gone,", 1))).problems
    assert problem.values == {"file": "sessions.csv", "row": 2, "column": "status", "rule": "enum"}


PACKAGE = a_package()
NOBODY = {"present": 0, "unnamed": 0, "already_helped": 0}


def _first(table: str, **changes: Any) -> Package:
    """Return the package with the first row of a table changed."""
    first, *others = getattr(PACKAGE, table)
    return _replaced(table, replace(first, **changes), *others)


def _more(table: str, row: Any) -> Package:
    return _replaced(table, *getattr(PACKAGE, table), row)


def _less(table: str) -> Package:
    return _replaced(table, *getattr(PACKAGE, table)[1:])


def _replaced(table: str, *rows: Any) -> Package:
    changes: dict[str, Any] = {table: rows}
    return replace(PACKAGE, **changes)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        (_less("association"), "association.uid"),
        (_more("places", PACKAGE.places[0]), "places.uid"),
        (_less("places"), "sessions.place_uid"),
        (_more("places", replace(PACKAGE.places[1], uid=uid(12), name="Chez Zoé")), "places.kind"),
        (_less("workshops"), "sessions.workshop_uid"),
        (_more("sessions", a_session(60, 20, date=date(2026, 6, 1), **NOBODY)), "sessions.date"),
        (_more("sessions", a_session(60, 20, **NOBODY | {"already_helped": 1})), "sessions.already_helped"),
        (_first("people", new_people=11), "people.new_people"),
        (_first("people", scope_id="2026-06"), "people.scope_id"),
        (_first("certificates", revoked=10), "certificates.issued"),
        (_less("audiences"), "audiences.count"),
        (_first("audiences", code="autre"), "audiences.code"),
        (replace(PACKAGE, threshold=8), "audiences.count"),
    ],
)
def test_tables_that_contradict_each_other_are_refused(wrong: Package, field: str) -> None:
    report = check(pack(wrong, KEY))
    assert field in {problem.field for problem in report.problems}
    assert {problem.code for problem in report.problems} == {"table_fact_wrong"}


def test_problems_are_never_more_than_people_can_read() -> None:
    sessions = [a_session(1000 + number, 20, date=date(2027, 1, 1) + timedelta(number)) for number in range(300)]
    assert len(check(pack(replace(PACKAGE, sessions=(*sessions,)), KEY)).problems) <= 20
