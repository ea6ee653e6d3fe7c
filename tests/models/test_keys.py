"""The life of the key that signs, and the keys of others that are trusted."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import base45
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from models import attendance, certificates, enrolments, issuing, keys, programme, seal_check
from models.base import utc_now
from models.codes import AttendanceState
from models.keys import KeyPair
from models.notebook import Notebook
from models.programme import Programme
from models.seal import Sealer
from models.seal_check import Verdict
from tests.builders import TODAY, a_person, a_session, a_workshop
from tests.models.checks import refused

LATER = date(2026, 9, 1)


def a_key() -> KeyPair:
    private = Ed25519PrivateKey.generate()
    public = private.public_key().public_bytes_raw()
    return KeyPair(keys.key_id_of(public), public, private.private_bytes_raw())


def a_seal(notebook: Notebook, name: str = "Zoé") -> str:
    """Issue one certificate and return its seal."""
    with notebook.write("Issue") as db:
        workshop = a_workshop(db)
        rows = enrolments.enrol(db, workshop, [a_person(db, name)], today=TODAY).enrolled
        attendance.mark(db, a_session(db, workshop), rows, AttendanceState.PRESENT)
        (made,) = issuing.issue(db, workshop, today=TODAY, language="fr").new
        return str(certificates.frozen(db, [made])[0].facts["seal"])


def verdict(notebook: Notebook, text: str) -> str:
    with notebook.read() as db:
        return str(seal_check.check(db, text).verdict)


def signing(notebook: Notebook) -> KeyPair:
    with notebook.write("Make the signing key") as db:
        return keys.signing_key(db)


def test_the_key_is_made_at_its_first_use_and_stays(notebook: Notebook) -> None:
    with notebook.read() as db:
        assert keys.key_lines(db) == []
    first = signing(notebook)
    a_seal(notebook)
    assert signing(notebook) == first
    with notebook.read() as db:
        (line,) = keys.key_lines(db)
    assert (line.key_id, line.retired_on, line.backed_up_at) == (first.key_id, None, None)
    assert first.private_key.hex() not in repr(first)


def test_what_a_replaced_key_signed_stays_checkable_and_the_new_one_signs(notebook: Notebook) -> None:
    old, before = signing(notebook), a_seal(notebook)
    with notebook.write("Replace the signing key", final=True) as db:
        new = keys.replace_key(db, today=LATER)
    after = a_seal(notebook, "Yann")
    assert new.key_id != old.key_id
    assert [verdict(notebook, each) for each in (before, after)] == [Verdict.GENUINE, Verdict.GENUINE]
    with notebook.read() as db:
        assert [(line.key_id, line.retired_on) for line in keys.key_lines(db)] == [
            (new.key_id, None), (old.key_id, LATER),
        ]  # fmt: skip
        assert db.scalar(select(keys.SigningKey.private_key).where(keys.SigningKey.key_id == old.key_id)) == b""


def test_a_key_kept_safe_signs_again_where_it_was_lost(notebook: Notebook) -> None:
    """The notebook is lost, another one has begun with a key of its own: what that one signed stays checkable."""
    kept, meanwhile = a_key(), a_seal(notebook)
    with notebook.write("Restore the signing key", final=True) as db:
        assert keys.restore_key(db, kept, today=LATER, now=utc_now())
        assert keys.signing_key(db) == kept
        assert not keys.restore_key(db, kept, today=LATER, now=utc_now())
    assert verdict(notebook, meanwhile) == Verdict.GENUINE
    with notebook.read() as db:
        assert keys.key_lines(db)[0].backed_up_at is not None
        assert len(keys.key_lines(db)) == 2


def test_a_retired_key_that_is_restored_signs_again(notebook: Notebook) -> None:
    old = signing(notebook)
    with notebook.write("Replace the signing key", final=True) as db:
        keys.replace_key(db, today=LATER)
        keys.restore_key(db, old, today=LATER, now=utc_now())
        assert keys.signing_key(db) == old
        assert sum(line.retired_on is None for line in keys.key_lines(db)) == 1


def test_the_private_key_is_never_in_the_history(file_notebook: Notebook, tmp_path: object) -> None:
    pair = signing(file_notebook)
    with file_notebook.read() as db:
        from models.journal import JournalRow

        kept = " ".join(f"{row.before} {row.after}" for row in db.scalars(select(JournalRow)))
    assert pair.private_key.hex() not in kept
    assert "private_key" not in kept


# -- keys of others ----------------------------------------------------------------------------------------------------


def of_others(pair: KeyPair, **changes: Any) -> str:
    """Return a seal that another association made."""
    sessions = [{"date": "2026-05-12", "start": "14:00", "end": "16:00", "minutes": 120}]
    facts = {"number": "MJC-2026-0007", "given_name": "Awa", "family_name": "Diop", "workshop": "Photos",
             "sessions": sessions, "minutes": 120, "issued_on": "2026-06-02"} | changes  # fmt: skip
    return Sealer(pair.private_key, pair.key_id).seal(facts)


def test_the_seal_of_a_trusted_association_is_known_with_its_name(notebook: Notebook) -> None:
    pair = a_key()
    text = of_others(pair)
    assert verdict(notebook, text) == Verdict.UNKNOWN_ISSUER
    with notebook.write("Trust a key") as db:
        keys.trust(db, pair.public_key, "  MJC de Cleunay ", today=TODAY)
    with notebook.read() as db:
        checked = seal_check.check(db, text)
        assert [line.issuer for line in keys.trusted(db)] == ["MJC de Cleunay"]
    assert (checked.verdict, checked.issuer) == (Verdict.GENUINE_UNKNOWN_SINCE, "MJC de Cleunay")
    assert checked.facts is not None
    assert checked.facts.name == "Awa Diop"
    assert notebook.undoable() is not None
    notebook.undo()
    assert verdict(notebook, text) == Verdict.UNKNOWN_ISSUER


def test_a_key_trusted_twice_is_one_line_with_the_latest_name(notebook: Notebook) -> None:
    pair = a_key()
    with notebook.write("Trust a key") as db:
        first = keys.trust(db, pair.public_key, "MJC", today=TODAY)
        assert keys.trust(db, pair.public_key, "MJC de Cleunay", today=LATER) == first
        assert [(line.issuer, line.trusted_on) for line in keys.trusted(db)] == [("MJC de Cleunay", TODAY)]
        keys.distrust(db, first)
        assert keys.trusted(db) == []


def test_a_key_without_a_name_or_of_our_own_is_refused(notebook: Notebook) -> None:
    own = signing(notebook)
    for issuer, public, code in (
        ("\u202e ", a_key().public_key, "issuer_missing"),
        ("é" * 301, a_key().public_key, "text_too_long"),
        ("Nous", own.public_key, "key_is_own"),
    ):
        with refused(code), notebook.write("Trust a key") as db:
            keys.trust(db, public, issuer, today=TODAY)


def test_the_profile_of_the_programme_brings_the_keys_of_its_associations(notebook: Notebook) -> None:
    from exchange.key_files import public_text

    pair = a_key()
    with notebook.write("Take the profile") as db:
        row = db.scalars(select(Programme)).one()
        issuers = [{"name": "MJC de Cleunay", "public_key": public_text(pair.public_key, "mjc")}]
        row.profile = {**row.profile, "issuers": issuers}
    assert verdict(notebook, of_others(pair)) == Verdict.GENUINE_UNKNOWN_SINCE
    with notebook.read() as db:
        (line,) = keys.trusted(db)
        assert (line.id, line.issuer, line.source) == (None, "MJC de Cleunay", "programme")
        assert programme.profile(db).issuers == (("MJC de Cleunay", pair.public_key),)


# -- in the issuer's own notebook --------------------------------------------------------------------------------------


def test_our_own_certificate_is_answered_with_what_became_of_it(notebook: Notebook) -> None:
    text = a_seal(notebook)
    with notebook.write("Replace") as db:
        old = certificates.by_number(db, "LPB-2026-0001")
        assert old is not None
        certificates.replace(db, old, "nom", today=LATER)
    with notebook.read() as db:
        checked = seal_check.check(db, text)
    assert (checked.verdict, checked.replaced_by, checked.reason) == (Verdict.REPLACED, "LPB-2026-0002", "nom")
    other = a_seal(notebook, "Yann")
    with notebook.write("Revoke") as db:
        third = certificates.by_number(db, "LPB-2026-0003")
        assert third is not None
        certificates.revoke(db, third, "erreur", today=LATER)
    assert verdict(notebook, other) == Verdict.REVOKED


def test_whoever_stole_the_key_is_found_out_by_the_register(notebook: Notebook) -> None:
    a_seal(notebook)
    pair = signing(notebook)
    assert verdict(notebook, of_others(pair, number="LPB-2026-0001")) == Verdict.NOT_AS_ISSUED
    assert verdict(notebook, of_others(pair, number="LPB-2026-0099")) == Verdict.UNKNOWN_NUMBER


def test_a_forged_key_id_does_not_make_another_key_ours(notebook: Notebook) -> None:
    own, thief = signing(notebook), a_key()
    forged = of_others(KeyPair(own.key_id, thief.public_key, thief.private_key))
    assert verdict(notebook, forged) == Verdict.ALTERED


@pytest.mark.parametrize("text", ["", "bonjour", "https://exemple.fr"])
def test_another_text_is_no_seal(notebook: Notebook, text: str) -> None:
    assert verdict(notebook, text) == Verdict.NOT_A_SEAL


@pytest.fixture(scope="module")
def sealed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Notebook, str]]:
    """A notebook with one certificate and one trusted association, and the seal of the certificate."""
    with Notebook.create(tmp_path_factory.mktemp("sealed") / "n.carnet", association_name="Les Puces") as notebook:
        with notebook.write("Trust") as db:
            keys.trust(db, a_key().public_key, "MJC", today=TODAY)
        yield notebook, a_seal(notebook)


@given(flips=st.dictionaries(st.integers(0, 10_000), st.integers(1, 255), min_size=1, max_size=6))
def test_bytes_flipped_in_a_seal_are_never_accepted(sealed: tuple[Notebook, str], flips: dict[int, int]) -> None:
    """In facts, header and signature, as they are signed; and in the letters of the code."""
    notebook, seal = sealed
    message = bytearray(base45.b45decode(seal.removeprefix("CARNET1:")))
    letters = bytearray(seal.encode())
    for at, bits in flips.items():
        message[at % len(message)] ^= bits
        letters[at % len(letters)] ^= bits
    texts = ["CARNET1:" + base45.b45encode(bytes(message)).decode(), letters.decode("latin-1")]
    with notebook.read() as db:
        assert seal_check.check(db, seal).verdict == Verdict.GENUINE
        for text in texts:
            if text.strip() != seal:
                assert seal_check.check(db, text).verdict in (
                    Verdict.ALTERED,
                    Verdict.UNKNOWN_ISSUER,
                    Verdict.NOT_A_SEAL,
                )
