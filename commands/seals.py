"""Seals: whether a certificate is genuine, and the key that signs."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from commands.call import Call
from commands.grammar import Command, Option, Word
from models.problem import Problem, UserError, refusal
from resources.i18n import N_, _, here

if TYPE_CHECKING:
    from models.keys import KeyPair
    from models.seal import SealFacts

_PAPERS = (".pdf", ".png", ".jpg", ".jpeg")
_PUBLIC_BYTES = 32  # at the end of an OpenSSH Ed25519 key


@dataclass(frozen=True, slots=True)
class Issuer:
    """What is known of who issued: public keys by id, and certificate number -> status in the issuer's notebook."""

    keys: Mapping[str, bytes]
    statuses: Mapping[str, str] | None = None


def check_certificate(call: Call) -> int:
    """Say whether a certificate is genuine and still in force."""
    from models.seal import SealFault, fault_problem, read_seal

    issuer = _issuer(call)
    results, documents = [], []
    for text in _seals(call.word("FILE|TEXT")):
        facts = read_seal(text, issuer.keys)
        if isinstance(facts, SealFault):
            call.out.tell(fault_problem(facts))
            status = str(facts)
            documents.append({"status": status})
        else:
            status = _status(facts, issuer)
            _tell(call, facts, status)
            documents.append({"status": status, **{n: getattr(facts, n) for n in facts.__dataclass_fields__}})
        results.append(status)
    call.out.document(certificates=documents)
    return 0 if all(status in ("genuine", "genuine_unknown_since") for status in results) else 1


def _issuer(call: Call) -> Issuer:
    """Take the keys from the notebook or from a public key file."""
    from models import certificates, keys

    if call.has("--key"):
        public = _read_public(Path(call.text("--key")))
        return Issuer({_key_id(public): public})
    with call.notebook() as notebook, notebook.read() as db:
        register = certificates.lines(db, certificates.find(db))
        return Issuer(keys.public_keys(db), {line.number: line.status for line in register.values()})


def _key_id(public: bytes) -> str:
    from hashlib import sha256

    return sha256(public).hexdigest()[:16]


def _read_public(path: Path) -> bytes:
    """Read an OpenSSH public key line, as `key export` writes it."""
    from exchange.sshsig import WrongSignature, key_blob

    try:
        return key_blob(path.read_text(encoding="utf-8").strip())[-_PUBLIC_BYTES:]
    except OSError as error:
        raise refusal("file_not_read", file=path.name, cause=error.strerror or "") from error
    except (WrongSignature, UserError, ValueError) as error:
        raise refusal("key_not_readable", file=path.name) from error


def _seals(text: str) -> list[str]:
    """Return the seals in a PDF or picture, or the text itself when there is no such file."""
    from documents.seal import read_codes
    from models.seal import PREFIX

    path = Path(text)
    try:
        is_file = not text.startswith(PREFIX) and path.is_file()
    except OSError:  # longer than a file name can be
        is_file = False
    if not is_file:
        if path.suffix.lower() in _PAPERS:
            raise refusal("file_missing", file=path.name, folder=str(path.parent))
        return [text]
    found = [code for code in read_codes(path) if code.startswith(PREFIX)]
    if not found:
        raise refusal("seal_not_found", file=path.name)
    return found


def _status(facts: SealFacts, issuer: Issuer) -> str:
    if issuer.statuses is None:
        return "genuine_unknown_since"
    found = issuer.statuses.get(facts.number, "unknown_number")
    return "genuine" if found == "issued" else found


def _tell(call: Call, facts: SealFacts, status: str) -> None:
    """Say what the seal says, then whether it still holds."""
    shown = {
        "number": facts.number,
        "name": facts.name,
        "title": facts.title,
        "date": here().date(facts.issued_on, "long"),
        "duration": here().duration(facts.minutes),
    }
    call.out.say(_("{number}: {name}, “{title}”, {duration}, issued on {date}", **shown))
    sentences = {
        "genuine": N_("It is genuine and valid."),
        "genuine_unknown_since": N_("It is genuine. Whether it was revoked later cannot be known here."),
    }
    if status in sentences:
        call.out.say(_(sentences[status]))
        return
    codes = {"revoked": "seal_revoked", "replaced": "seal_replaced"}
    call.out.tell(Problem("seal", codes.get(status, "seal_number_unknown"), {"number": facts.number}))


def show_key(call: Call) -> None:
    """Show the key that signs certificates and hand-overs."""
    from exchange.sshsig import fingerprint

    key, line = _key(call)
    call.out.say(_("Key {key_id}", key_id=key.key_id))
    call.out.say(_("Fingerprint, to be read aloud: {fingerprint}", fingerprint=fingerprint(line)))
    call.out.say(line)
    call.out.document(key_id=key.key_id, fingerprint=fingerprint(line), public_key=line)


def export_key(call: Call) -> None:
    """Write the public key to give away, or the private one to keep in a safe place."""
    from exchange.gather import private_key
    from models.files import whole_file, write_file

    path = Path(call.text("-o"))
    key, line = _key(call)
    if call.has("--private"):
        from cryptography.hazmat.primitives import serialization as formats

        content = private_key(key).private_bytes(
            formats.Encoding.PEM, formats.PrivateFormat.OpenSSH, formats.NoEncryption()
        )
        with whole_file(path) as stream:
            os.chmod(stream.name, 0o600)
            stream.write(content)
        call.out.say(_("The private key is in {file}. Whoever has it can sign in your name.", file=path))
    else:
        write_file(path, f"{line}\n".encode())
        call.out.say(_("The public key is in {file}. It may be given to anyone.", file=path))
    call.out.document(file=path, key_id=key.key_id)


def _key(call: Call) -> tuple[KeyPair, str]:
    """Return the signing key, made at the first use, and its public line."""
    from exchange.gather import private_key
    from exchange.sshsig import public_line
    from models import keys

    with call.notebook() as notebook, notebook.write(N_("Make the signing key"), final=True) as db:
        key = keys.signing_key(db)
    return key, public_line(private_key(key))


COMMANDS = (
    Command(
        "check-certificate",
        N_("say whether a certificate is genuine"),
        check_certificate,
        (Word("FILE|TEXT", N_("its PDF, a photo of it, or the text of its code")),),
        (Option("--key", N_("the issuer’s public key, when it is not this notebook’s"), "FILE"),),
    ),
    Command("key show", N_("show the key that signs"), show_key),
    Command(
        "key export",
        N_("write the key that signs to a file"),
        export_key,
        (),
        (
            Option("-o", N_("the file to write"), "FILE", required=True),
            Option("--private", N_("the private key, to be kept in a safe place"), how="switch"),
        ),
    ),
)
