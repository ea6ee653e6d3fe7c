"""The programme's desk: each package is taken in whole or refused with reasons, and everything counts once."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as some

from exchange.archive import pack
from exchange.package import Producer
from exchange.receipts import read_receipt
from exchange.rows import PARTICIPATIONS, TABLES, RemovalRow
from exchange.sshsig import fingerprint, public_line
from models.central import store, tables, trust
from models.central.store import Central
from models.problem import UserError
from tests.exchange.builders import KEY, OTHER_KEY, a_package, uid
from tests.exchange.programme_desk import NOW, Desk, but, codes, months, on, sent

ROOT = Path(store.__file__).parents[2]
MAY = months(5)
FIRST, SECOND = on(30, date(2026, 5, 12)), on(31, date(2026, 5, 19))


def test_the_database_is_made_as_its_tables_are_described(address: str) -> None:
    with Central.open(address, create=True) as central, central.read() as db:
        assert store.schema_differences(db) == []
    with Central.open(address) as again, again.read() as db:
        assert trust.trusted_keys(db) == []


def test_a_database_of_the_first_version_is_brought_up_to_date(address: str) -> None:
    with Central.open(address, create=True) as central, central.write() as db:
        names = ", ".join(f'"{table.name}"' for table in reversed(tables.metadata.sorted_tables))
        for name in (*names.split(", "), "central_version"):
            db.exec_driver_sql(f"DROP TABLE {name}")
        store.migrate(db, "0001")
        assert store.schema_differences(db) != []
    with Central.open(address) as again, again.read() as db:
        assert store.schema_differences(db) == []


def test_the_kept_tables_have_the_columns_that_travel_in_their_order() -> None:
    for table in (*TABLES, PARTICIPATIONS):
        kept = [column.name for column in tables.TABLES[table.name].columns if column.name != "is_current"]
        assert kept == ["package_id", *(column.name for column in table.columns)]


def test_a_database_that_is_missing_or_of_something_else_is_refused(tmp_path: Path, new_file: Path) -> None:
    with pytest.raises(UserError) as refused:
        Central.open(str(tmp_path / "none.db"))
    assert refused.value.problems[0].code == "central_missing"
    before = new_file.read_bytes()
    (tmp_path / "photo.db").write_bytes(b"not a database at all" * 50)
    for path in (new_file, tmp_path, tmp_path / "photo.db"):
        with pytest.raises(UserError) as refused:
            Central.open(str(path), create=True)
        assert refused.value.problems[0].code == "central_not_ours"
    assert new_file.read_bytes() == before


def test_a_package_comes_in_with_its_receipt(desk: Desk) -> None:
    found = desk.receive(a_package(), "mai.zip")
    assert found.status == "accepted_with_warnings"  # it is number 7, the first six never came
    assert codes(found) == {"central_gap"}
    assert desk.sessions() == {uid(30): 13, uid(31): 2, uid(32): 0}
    assert found.receipt_path == desk.folder / "mai.receipt.json"
    receipt = read_receipt(found.receipt_path)
    assert receipt["tables"]["sessions"] == {"created": 3, "updated": 0, "deleted": 0, "ignored": 0}
    assert receipt["tables"]["audiences"]["created"] == len(a_package().audiences)
    assert receipt["package"] == uid(1)


def test_the_same_package_again_changes_nothing(desk: Desk) -> None:
    first = desk.receive(sent(1, MAY, FIRST, SECOND))
    before = desk.dump()
    again = desk.receive(sent(1, MAY, FIRST, SECOND))
    assert again.is_known
    assert again.receipt == first.receipt
    assert desk.dump() == before


def test_the_same_identifier_with_other_content_is_refused(desk: Desk) -> None:
    desk.receive(sent(1, MAY, FIRST, SECOND))
    before = desk.dump()
    other = desk.receive(sent(1, MAY, FIRST, but(SECOND, present=10)), "other.zip")
    assert codes(other) == {"central_id_taken"}
    assert desk.dump() == before
    assert desk.quarantined() == ["other.zip"]


def test_a_later_package_of_the_same_days_replaces_the_earlier_one(desk: Desk) -> None:
    desk.receive(sent(1, MAY, FIRST, SECOND))
    third = on(33, date(2026, 5, 26))
    found = desk.receive(sent(2, MAY, but(FIRST, present=20), SECOND, third))
    assert desk.sessions() == {uid(30): 24, uid(31): 13, uid(33): 13}
    assert found.receipt is not None
    assert found.receipt["tables"]["sessions"] == {"created": 1, "updated": 1, "deleted": 0, "ignored": 1}


def test_a_quarter_followed_by_its_year_counts_once(desk: Desk) -> None:
    desk.receive(sent(1, months(4, 5, 6), FIRST, SECOND))
    desk.receive(sent(2, months(*range(1, 13)), on(29, date(2026, 1, 8)), FIRST, SECOND))
    assert desk.sessions() == {uid(29): 13, uid(30): 13, uid(31): 13}


def test_what_counts_does_not_depend_on_the_order_of_arrival(desk: Desk) -> None:
    year, quarter = sent(1, months(*range(1, 13)), on(29, date(2026, 1, 8)), FIRST), sent(2, MAY, FIRST, SECOND)
    desk.receive(quarter)
    found = desk.receive(year)
    assert desk.sessions() == {uid(29): 13, uid(30): 13, uid(31): 13}
    assert found.receipt is not None
    assert found.receipt["tables"]["sessions"]["ignored"] == 1


def test_a_package_of_days_that_newer_ones_tell_changes_nothing(desk: Desk) -> None:
    desk.receive(sent(2, months(4, 5, 6), FIRST, SECOND))
    found = desk.receive(sent(1, MAY, replace(FIRST, version=1, present=1)))
    assert codes(found) == {"central_overtaken"}
    assert desk.sessions() == {uid(30): 13, uid(31): 13}


def test_two_notebooks_of_one_association_never_replace_each_other(desk: Desk) -> None:
    desk.receive(sent(1, MAY, FIRST, SECOND))
    other = sent(1, MAY, on(40, date(2026, 5, 12)), notebook_uid=uid(5), id=uid(800))
    assert desk.receive(other).status == "accepted"
    assert desk.sessions() == {uid(30): 13, uid(31): 13, uid(40): 13}


def test_a_session_moved_to_another_month_counts_there_alone(desk: Desk) -> None:
    desk.receive(sent(1, MAY, FIRST, SECOND))
    desk.receive(sent(2, months(6), but(SECOND, date=date(2026, 6, 2), present=12)))
    assert desk.sessions() == {uid(30): 13, uid(31): 16}


def test_a_removed_session_counts_no_more_until_it_comes_back(desk: Desk) -> None:
    gone = RemovalRow(uid=uid(31), table="sessions", date=date(2026, 6, 1), reason="mistake")
    desk.receive(sent(1, MAY, FIRST, SECOND))
    desk.receive(sent(2, months(6), removals=(gone,)), loss=True)
    assert desk.sessions() == {uid(30): 13}
    desk.receive(sent(3, months(7)))  # undone meanwhile: the newest package calls nothing gone
    assert desk.sessions() == {uid(30): 13, uid(31): 13}


def test_packages_that_never_came_are_told(desk: Desk) -> None:
    desk.receive(sent(1, months(1)))
    found = desk.receive(sent(5, MAY, FIRST))
    assert [problem.values for problem in found.problems] == [{"numbers": "2–4"}]
    late = desk.receive(sent(3, months(3)))
    assert [problem.values for problem in late.problems] == [{"numbers": "2, 4"}]


def test_a_great_loss_waits_for_a_human(desk: Desk) -> None:
    rows = [on(100 + day, date(2026, 5, day)) for day in range(1, 21)]
    desk.receive(sent(1, MAY, *rows))
    before = desk.dump()
    refused = desk.receive(sent(2, MAY, *rows[3:]))
    assert codes(refused) == {"central_loss"}
    assert desk.dump() == before
    assert desk.receive(sent(2, MAY, *rows[3:]), loss=True).status == "accepted"
    assert len(desk.sessions()) == 17
    assert desk.quarantined() == []
    assert desk.receive(sent(3, MAY, *rows[4:])).status == "accepted"  # one in seventeen is no great loss


def test_a_notebook_taken_back_to_a_copy_waits_for_a_human(desk: Desk) -> None:
    desk.receive(sent(1, months(4), on(29, date(2026, 4, 7))))
    desk.receive(sent(2, MAY, FIRST, SECOND))
    desk.receive(sent(3, months(6), on(33, date(2026, 6, 2))))
    before = desk.dump()
    restored = sent(2, MAY, but(FIRST, present=30), id=uid(700))
    assert codes(desk.receive(restored)) == {"central_line_forked"}
    assert desk.dump() == before
    found = desk.receive(restored, loss=True, restored=True)
    assert codes(found) == {"central_restored"}
    assert desk.counted() == [uid(901), uid(700)]
    assert desk.sessions() == {uid(29): 13, uid(30): 34}


def test_one_version_with_two_contents_is_refused(desk: Desk) -> None:
    desk.receive(sent(1, MAY, FIRST, SECOND))
    before = desk.dump()
    found = desk.receive(sent(2, MAY, FIRST, replace(SECOND, present=20)))
    assert codes(found) == {"central_version_rewritten"}
    assert found.problems[0].values["key"] == uid(31)
    assert desk.dump() == before


def test_an_example_is_refused(desk: Desk) -> None:
    before = desk.dump()
    found = desk.receive(a_package(example=True))
    assert found.status == "rejected"
    assert codes(found) == {"package_is_example"}
    assert desk.dump() == before


def test_a_key_that_nobody_accepted_is_refused_until_it_is(desk: Desk) -> None:
    announced = replace(a_package().producer, uid=uid(6), public_key=public_line(OTHER_KEY))
    association = replace(a_package().association[0], uid=uid(6))
    content = pack(sent(1, MAY, FIRST, producer=announced, association=(association,), notebook_uid=uid(7)), OTHER_KEY)
    assert codes(desk.receive(content, "a.zip")) == {"package_signer_unknown"}
    assert desk.sessions() == {}
    desk.trust(OTHER_KEY)
    assert desk.receive(content, "a.zip").status == "accepted"
    assert desk.quarantined() == []


def test_a_trusted_key_signs_for_its_own_association_only(desk: Desk) -> None:
    desk.receive(sent(1, MAY, FIRST))
    desk.trust(OTHER_KEY)
    before = desk.dump()
    posing: Producer = replace(a_package().producer, public_key=public_line(OTHER_KEY))
    found = desk.receive(pack(sent(2, MAY, but(FIRST, present=90), producer=posing), OTHER_KEY))
    assert codes(found) == {"central_key_of_other"}
    assert desk.dump() == before


def test_a_package_of_another_programme_is_refused(desk: Desk) -> None:
    desk.receive(sent(1, MAY, FIRST))
    assert codes(desk.receive(sent(2, months(6), programme_code="autre"))) == {"central_other_programme"}


def test_the_receipts_fit_their_schema(desk: Desk) -> None:
    schema = json.loads((ROOT / "resources/schemas/receipt.json").read_text(encoding="utf-8"))
    checker = jsonschema.Draft202012Validator(schema)
    packages = [sent(1, MAY, FIRST), sent(1, MAY, SECOND), sent(4, months(6)), b"PK nothing", a_package(example=True)]
    for package in packages:
        found = desk.receive(package)
        assert found.receipt_path is not None
        checker.validate(json.loads(found.receipt_path.read_text(encoding="utf-8")))
    with pytest.raises(jsonschema.ValidationError):
        checker.validate({"receipt_format": 1})


def test_a_receipt_that_cannot_be_written_is_told_and_the_package_counts(desk: Desk, tmp_path: Path) -> None:
    path = desk.folder / "mai.zip"
    path.write_bytes(pack(sent(1, MAY, FIRST), KEY))
    from exchange.receiving import receive
    from models.progress import finish

    (found,) = finish(receive(desk.central, [path], now=NOW, receipts=tmp_path / "nowhere"))
    assert codes(found) == {"place_missing"}
    assert found.status == "accepted"
    assert desk.sessions() == {uid(30): 13}


ANY_JSON = some.recursive(
    some.none() | some.integers() | some.text(),
    lambda each: some.lists(each) | some.dictionaries(some.text(), each),
)


@given(ANY_JSON)
def test_any_json_is_read_as_a_receipt_or_refused(tmp_path_factory: pytest.TempPathFactory, told: object) -> None:
    path = tmp_path_factory.getbasetemp() / "any.json"
    path.write_text(json.dumps(told), encoding="utf-8")
    with pytest.raises(UserError):
        read_receipt(path)


def test_the_first_word_of_a_key_is_its_fingerprint(desk: Desk) -> None:
    with desk.central.read() as db:
        (key,) = trust.trusted_keys(db)
    assert key.fingerprint == fingerprint(public_line(KEY))
