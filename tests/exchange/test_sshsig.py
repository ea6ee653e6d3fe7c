"""Signatures are those of OpenSSH: ssh-keygen itself is the judge."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import load_ssh_private_key

from exchange.sshsig import WrongSignature, fingerprint, key_blob, public_line, sign, verify
from tests.exchange.builders import KEY, OTHER_KEY

NAMESPACE = "carnet-handover"


def _ssh_verify(folder: Path, content: bytes, signature: bytes, line: str, namespace: str = NAMESPACE) -> bool:
    (folder / "signature").write_bytes(signature)
    (folder / "allowed").write_text(f"partner {line}\n")
    allowed, file = str(folder / "allowed"), str(folder / "signature")
    command = ["ssh-keygen", "-Y", "verify", "-f", allowed, "-I", "partner", "-n", namespace, "-s", file]
    return subprocess.run(command, input=content, capture_output=True).returncode == 0


def test_ssh_keygen_accepts_our_signature_and_refuses_it_when_anything_differs(tmp_path: Path) -> None:
    signature = sign(b"manifest", KEY, NAMESPACE)
    line = public_line(KEY, "Le Pont-Bleu")
    assert _ssh_verify(tmp_path, b"manifest", signature, line)
    assert not _ssh_verify(tmp_path, b"manifesT", signature, line)
    assert not _ssh_verify(tmp_path, b"manifest", signature, public_line(OTHER_KEY))
    assert not _ssh_verify(tmp_path, b"manifest", signature, line, "file")
    assert verify(b"manifest", signature, NAMESPACE) == public_line(KEY)


def test_we_accept_what_ssh_keygen_signs_and_show_the_fingerprint_it_shows(tmp_path: Path) -> None:
    file = tmp_path / "manifest"
    file.write_bytes(b"manifest")
    key = tmp_path / "key"
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "two words", "-f", key], check=True)
    subprocess.run(["ssh-keygen", "-q", "-Y", "sign", "-f", key, "-n", NAMESPACE, file], check=True)
    line = (tmp_path / "key.pub").read_text().strip()
    signature = (tmp_path / "manifest.sig").read_bytes()
    assert key_blob(verify(b"manifest", signature, NAMESPACE)) == key_blob(line)
    shown = subprocess.run(
        ["ssh-keygen", "-l", "-f", tmp_path / "key.pub"], capture_output=True, text=True, check=True
    ).stdout
    assert fingerprint(line) == shown.split()[1]
    private = load_ssh_private_key(key.read_bytes(), None)
    assert sign(b"manifest", private, NAMESPACE) == signature  # type: ignore[arg-type]  # an Ed25519 key, made above


@pytest.mark.parametrize("namespace", ["", "file", "carnet-handover2"])
def test_a_signature_for_another_purpose_is_refused(namespace: str) -> None:
    with pytest.raises(WrongSignature):
        verify(b"manifest", sign(b"manifest", KEY, NAMESPACE), namespace)


def test_every_flipped_bit_and_every_cut_of_a_signature_is_refused() -> None:
    signature = sign(b"manifest", KEY, NAMESPACE)
    altered = [signature[:at] for at in range(len(signature))] + [signature + b"\n", b"\n" + signature]
    altered += [
        signature[:at] + bytes([signature[at] ^ 1 << bit]) + signature[at + 1 :]
        for at in range(len(signature))
        for bit in range(8)
    ]
    for wrong in altered:
        with pytest.raises(WrongSignature):
            verify(b"manifest", wrong, NAMESPACE)


@pytest.mark.parametrize(
    "line", ["", "ssh-ed25519", "ssh-ed25519 AAAA", "ssh-rsa AAAAC3NzaC1lZDI1NTE5", "ssh-ed25519 é"]
)
def test_what_is_no_key_is_refused(line: str) -> None:
    with pytest.raises(WrongSignature):
        key_blob(line)
