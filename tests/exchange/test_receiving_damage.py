"""Whatever happens to a package on its way, it is refused and nothing of it counts; two desks are safe."""

from __future__ import annotations

import io
import json
import multiprocessing
import random
import zipfile
from datetime import date
from pathlib import Path

import pytest

from exchange.archive import MANIFEST, NAMESPACE, SIGNATURE, manifest, pack, zip_bytes
from exchange.package import FORMAT
from exchange.receiving import receive, take_in
from exchange.sshsig import sign
from models.central.delivery import Permissions
from models.central.store import Central
from models.progress import finish
from tests.exchange.builders import KEY, OTHER_KEY, a_package, uid
from tests.exchange.programme_desk import NOW, Desk, codes, months, on, sent

MAY = months(5)
GOOD = sent(1, MAY, on(30, date(2026, 5, 12)))
CONTENT = pack(GOOD, KEY)


def entries(content: bytes = CONTENT) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def signed(content: dict[str, bytes]) -> bytes:
    """Return a package of any files, with a right manifest and a right signature."""
    files = {name: data for name, data in content.items() if name not in (MANIFEST, SIGNATURE)}
    files[MANIFEST] = manifest(files)
    files[SIGNATURE] = sign(files[MANIFEST], KEY, NAMESPACE)
    return zip_bytes(files, GOOD.created)


def refused(desk: Desk, content: bytes) -> set[str]:
    """Return why a file was refused, after seeing that it left nothing but itself in quarantine."""
    before = desk.dump()
    receipt, problems, _ = take_in(desk.central, content, Permissions(loss=True, restored=True), now=NOW, file_name="x")
    assert receipt["status"] == "rejected"
    assert problems
    assert desk.dump() == before
    return {problem.code for problem in problems}


def test_a_package_cut_at_any_byte_is_refused(desk: Desk) -> None:
    for at in {*range(0, len(CONTENT), 409), *range(len(CONTENT) - 60, len(CONTENT), 3)}:
        assert refused(desk, CONTENT[:at]) <= {"package_damaged", "package_not_ours"}


def test_a_package_with_any_byte_flipped_is_refused(desk: Desk) -> None:
    chance = random.Random(1802)
    for _ in range(120):
        place = chance.randrange(len(CONTENT))
        refused(desk, CONTENT[:place] + bytes([CONTENT[place] ^ 1 << chance.randrange(8)]) + CONTENT[place + 1 :])


def test_a_package_signed_by_another_key_is_refused(desk: Desk) -> None:
    files = entries()
    files[SIGNATURE] = sign(files[MANIFEST], OTHER_KEY, NAMESPACE)
    assert refused(desk, zip_bytes(files, GOOD.created)) == {"package_signer_unknown"}
    desk.trust(OTHER_KEY)
    assert refused(desk, zip_bytes(files, GOOD.created)) == {"package_signer_other"}


@pytest.mark.parametrize("name", ["../outside.csv", "/etc/passwd", "..\\outside.csv", "sessions.csv/../x"])
def test_a_package_with_a_path_outside_is_refused(desk: Desk, name: str) -> None:
    assert refused(desk, signed({**entries(), name: b"x"})) == {"package_not_ours"}


def test_an_inflated_package_is_refused_without_being_inflated(desk: Desk) -> None:
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in {**entries(), "sessions.csv": b"0" * 200_000_000}.items():
            archive.writestr(name, data)
    assert len(bomb.getvalue()) < 1_000_000
    assert refused(desk, bomb.getvalue()) == {"package_not_ours"}


def test_a_package_of_a_newer_format_is_refused(desk: Desk) -> None:
    described = json.loads(entries()["datapackage.json"])
    described["version"] = f"{int(FORMAT.split('.')[0]) + 1}.0.0"
    assert refused(desk, signed({**entries(), "datapackage.json": json.dumps(described).encode()})) == {
        "package_newer_format"
    }


@pytest.mark.parametrize("name", ["x" * 5_000, "Le\u202ePont", "Le\x00Pont", "\ud800"])
def test_a_word_that_no_notebook_holds_is_refused(desk: Desk, name: str) -> None:
    described = json.loads(entries()["datapackage.json"])
    described["handover"]["producer"]["name"] = name
    content = signed({**entries(), "datapackage.json": json.dumps(described).encode()})
    assert refused(desk, content) == {"package_description_wrong"}


def test_a_number_beyond_all_measure_is_refused(desk: Desk) -> None:
    package = sent(1, MAY, on(30, date(2026, 5, 12), minutes=10**12))
    assert refused(desk, pack(package, KEY)) == {"table_value_wrong"}


def test_what_is_no_package_does_not_keep_the_others_out(desk: Desk, tmp_path: Path) -> None:
    paths = [desk.folder / name for name in ("photo.zip", "none.zip", "good.zip")]
    paths[0].write_bytes(b"\xff\xd8 a photo")
    paths[2].write_bytes(CONTENT)
    photo, missing, good = finish(receive(desk.central, paths, now=NOW))
    assert codes(photo) == {"package_damaged"}
    assert codes(missing) == {"file_not_read"}
    assert missing.receipt is None
    assert good.status == "accepted"
    assert desk.quarantined() == ["photo.zip"]


def _desk_of_its_own(address: str, contents: list[bytes]) -> None:
    """What one process does: receive every package in its own order."""
    with Central.open(address) as central:
        for content in contents:
            take_in(central, content, Permissions(), now=NOW, file_name="x")


def test_two_officers_at_once_leave_what_one_would_have(desk: Desk, address: str) -> None:
    sessions = [on(100 + number, date(2026, number, 3)) for number in range(1, 7)]
    packages = [sent(number, months(number), sessions[number - 1]) for number in range(1, 7)]
    contents = [pack(package, KEY) for package in packages]
    spawn = multiprocessing.get_context("spawn")
    orders = (contents, [*contents[3:], *contents[:3]], contents[::-1])
    officers = [spawn.Process(target=_desk_of_its_own, args=(address, order)) for order in orders]
    for officer in officers:
        officer.start()
    for officer in officers:
        officer.join(60)
    assert [officer.exitcode for officer in officers] == [0, 0, 0]
    assert desk.counted() == [uid(900 + number) for number in range(1, 7)]
    assert desk.sessions() == {uid(100 + number): 13 for number in range(1, 7)}
    assert len(desk.dump()["audience"]) == sum(len(package.audiences) for package in packages)


def test_two_officers_who_open_a_new_database_at_once_make_it_once(address: str) -> None:
    spawn = multiprocessing.get_context("spawn")
    officers = [spawn.Process(target=_make, args=(address,)) for _ in range(3)]
    for officer in officers:
        officer.start()
    for officer in officers:
        officer.join(60)
    assert [officer.exitcode for officer in officers] == [0, 0, 0]


def _make(address: str) -> None:
    with Central.open(address, create=True):
        pass


def test_control_a_good_package_is_accepted(desk: Desk) -> None:
    assert desk.receive(CONTENT).status == "accepted"
    assert desk.receive(a_package(id=uid(2), notebook_uid=uid(9))).status == "accepted_with_warnings"
