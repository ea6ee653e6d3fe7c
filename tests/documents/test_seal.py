"""The seal is read from paper and tells what was altered; the key is the association's own."""

from __future__ import annotations

from pathlib import Path

import base45
import pytest
import zxingcpp
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from documents.certificate import draw
from documents.facts import Print
from documents.layout import BUNDLED, SealBox, layout
from documents.seal import MINIMUM_SIDE, encode, read_codes
from models.problem import UserError
from models.seal import Sealer, SealFacts, SealFault, read_seal
from tests.documents.builders import KEY_ID, PRIVATE_KEY, a_certificate, frozen
from tests.documents.pictures import photographed
from tests.documents.reading import picture_of

PUBLIC_KEYS = {KEY_ID: Ed25519PrivateKey.from_private_bytes(PRIVATE_KEY).public_key().public_bytes_raw()}


def test_a_seal_tells_the_facts_it_was_made_of() -> None:
    told = read_seal(Sealer(PRIVATE_KEY, KEY_ID).seal(frozen()), PUBLIC_KEYS)
    assert isinstance(told, SealFacts)
    assert (told.number, told.name, told.minutes) == ("LPB-2026-0042", "Zoé Le Goff", 360)
    assert (told.first_date.isoformat(), told.last_date.isoformat()) == ("2026-05-12", "2026-05-26")


def test_the_same_facts_and_key_give_the_same_seal() -> None:
    assert Sealer(PRIVATE_KEY, KEY_ID).seal(frozen()) == Sealer(PRIVATE_KEY, KEY_ID).seal(frozen())


LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
SEAL = Sealer(PRIVATE_KEY, KEY_ID).seal(frozen())


@pytest.mark.parametrize("step", [1, 7, 23, 44])
def test_every_altered_letter_of_the_code_is_noticed(step: int) -> None:
    """The prefix too: whoever changes it has still changed one of our codes."""
    for at, letter in enumerate(SEAL):
        other = LETTERS[(LETTERS.index(letter) + step) % len(LETTERS)]
        altered = SEAL[:at] + other + SEAL[at + 1 :]
        assert read_seal(altered, PUBLIC_KEYS) is SealFault.ALTERED, (at, letter, other)


def test_every_flipped_bit_of_facts_header_and_signature_is_noticed() -> None:
    """Eight bits of each byte of the message that the code carries, facts included."""
    message = base45.b45decode(SEAL.removeprefix("CARNET1:"))
    for at in range(len(message)):
        for bit in range(8):
            altered = bytearray(message)
            altered[at] ^= 1 << bit
            text = "CARNET1:" + base45.b45encode(bytes(altered)).decode()
            assert read_seal(text, PUBLIC_KEYS) is SealFault.ALTERED, (at, bit)


def test_every_flipped_byte_of_the_key_is_noticed() -> None:
    key = PUBLIC_KEYS[KEY_ID]
    for at in range(len(key)):
        for flip in (0x01, 0x10, 0x80, 0xFF):
            altered = bytearray(key)
            altered[at] ^= flip
            assert read_seal(SEAL, {KEY_ID: bytes(altered)}) is SealFault.ALTERED, (at, flip)


@given(st.dictionaries(st.integers(0, len(SEAL) - 1), st.sampled_from(LETTERS), min_size=1, max_size=8))
def test_several_altered_letters_are_never_taken_as_genuine(changes: dict[int, str]) -> None:
    altered = "".join(changes.get(at, letter) for at, letter in enumerate(SEAL))
    assert isinstance(read_seal(altered, PUBLIC_KEYS), SealFacts) == (altered == SEAL)


@given(st.binary(max_size=300))
def test_no_noise_is_a_seal(noise: bytes) -> None:
    assert read_seal("CARNET1:" + base45.b45encode(noise).decode(), PUBLIC_KEYS) is SealFault.ALTERED


def test_a_code_that_was_wrapped_on_its_way_is_still_read() -> None:
    wrapped = "\r\n".join(SEAL[at : at + 60] for at in range(0, len(SEAL), 60))
    assert isinstance(read_seal(f"  {wrapped}\n", PUBLIC_KEYS), SealFacts)


def test_a_seal_of_another_association_is_of_an_unknown_issuer() -> None:
    assert read_seal(Sealer(PRIVATE_KEY, KEY_ID).seal(frozen()), {}) is SealFault.UNKNOWN_ISSUER


@pytest.mark.parametrize("text", ["", "https://example.org", "carnet1:abc", "CARNET", "\x00"])
def test_another_text_is_not_a_seal(text: str) -> None:
    assert read_seal(text, PUBLIC_KEYS) is SealFault.NOT_A_SEAL


@pytest.mark.parametrize("text", ["CARNET1:", "CARNET1:é", "CARNET1:" + "A" * 10_000, "CARNET1:UUUU", "CARNET1:00"])
def test_a_broken_seal_is_altered(text: str) -> None:
    assert read_seal(text, PUBLIC_KEYS) is SealFault.ALTERED


@pytest.mark.parametrize("dpi", [150, 300])
@pytest.mark.parametrize("name", ["Zoé", "Maximiliane de la Rochefoucauld et du Plessis-Bellière", "محمد بن علي"])
@pytest.mark.parametrize("design", BUNDLED)
def test_the_code_is_read_from_a_scan(dpi: int, name: str, design: str) -> None:
    facts = a_certificate(name=name)
    scan = picture_of(draw([(facts, Print())], layout(design)), dpi)
    assert [code.text for code in zxingcpp.read_barcodes(scan)] == [facts.seal]


@pytest.mark.parametrize("dpi", [150, 300])
def test_both_codes_of_a_sheet_of_two_are_read(dpi: int) -> None:
    both = [a_certificate(name="Zoé"), a_certificate(name="Ali", number="LPB-2026-0043")]
    scan = picture_of(draw([(facts, Print()) for facts in both], layout("half-page")), dpi)
    assert {code.text for code in zxingcpp.read_barcodes(scan)} == {facts.seal for facts in both}


@pytest.mark.parametrize("design", BUNDLED)
def test_a_code_is_large_enough_for_a_phone(design: str) -> None:
    assert [box.size >= MINIMUM_SIDE for box in layout(design).boxes if isinstance(box, SealBox)] == [True]


def test_the_code_is_read_from_the_pdf_and_from_a_photo(tmp_path: Path) -> None:
    facts = a_certificate()
    pdf = draw([(facts, Print())], layout())
    (tmp_path / "certificate.pdf").write_bytes(pdf)
    picture_of(pdf, 200).rotate(7, fillcolor=255).save(tmp_path / "photo.jpg")
    assert read_codes(tmp_path / "certificate.pdf") == [facts.seal]
    assert read_codes(tmp_path / "photo.jpg") == [facts.seal]


@pytest.mark.parametrize("turned", [-40, 11, 180])
@pytest.mark.parametrize("dpi", [150, 200])
@pytest.mark.parametrize("design", BUNDLED)
def test_a_photo_askew_turned_blurred_and_noisy_is_read(tmp_path: Path, design: str, dpi: int, turned: int) -> None:
    facts = a_certificate(name="Maximiliane de la Rochefoucauld")
    page = picture_of(draw([(facts, Print())], layout(design)), dpi)
    photographed(page, turned=turned).save(tmp_path / "photo.jpg", quality=75)
    assert read_codes(tmp_path / "photo.jpg") == [facts.seal]


@pytest.mark.parametrize("content", [b"", b"not a picture", b"%PDF-1.7 broken", b"\x89PNG\r\n\x1a\nbroken"])
def test_a_file_that_is_neither_picture_nor_pdf_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "file"
    path.write_bytes(content)
    with pytest.raises(UserError, match="picture_unreadable"):
        read_codes(path)


def test_a_text_too_long_for_any_code_is_refused() -> None:
    with pytest.raises(UserError, match="seal_too_long"):
        encode("x" * 5000)
