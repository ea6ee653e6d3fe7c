"""Keys: the one that signs, kept safe, restored, replaced; those of other associations that are trusted."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from commands.call import Call
from commands.grammar import Command, Option, Word
from models.problem import UserError, refusal
from resources.i18n import N_, _, here

if TYPE_CHECKING:
    from models.keys import KeyPair


def show(call: Call) -> None:
    """Show the key that signs, those that signed before, and those of others."""
    from exchange.key_files import public_text, spoken
    from models import keys

    key = _signing(call)
    with call.notebook() as notebook, notebook.read() as db:
        own, others = keys.key_lines(db), keys.trusted(db)
    line = public_text(key.public_key)
    call.out.say(_("Key {key_id}", key_id=key.key_id))
    call.out.say(_("Fingerprint, to be read aloud: {fingerprint}", fingerprint=spoken(key.public_key)))
    call.out.say(line)
    kept = own[0].backed_up_at
    safe = _("Kept safe on {date}.", date=here().date(kept.date(), "long")) if kept else _("Not kept safe yet.")
    call.out.say(safe)
    for each in own[1:]:
        day = here().date(each.retired_on, "long") if each.retired_on else ""
        call.out.say(_("Retired on {date}: {key_id}", date=day, key_id=each.key_id))
    for other in others:
        call.out.say(_("Trusted: {issuer}, {key_id}", issuer=other.issuer, key_id=other.key_id))
    call.out.document(
        key_id=key.key_id, fingerprint=spoken(key.public_key), public_key=line, backed_up_at=kept,
        retired=[{"key_id": each.key_id, "retired_on": each.retired_on} for each in own[1:]],
        trusted=[{"key_id": each.key_id, "issuer": each.issuer, "source": each.source} for each in others],
    )  # fmt: skip


def export(call: Call) -> None:
    """Write the public key to give away, or lock the private one into a file to keep in a safe place."""
    from exchange.key_files import locked, public_text
    from models import association, keys
    from models.base import utc_now
    from models.files import whole_file, write_file

    path, key = Path(call.text("-o")), _signing(call)
    if not call.has("--private"):
        with call.notebook() as notebook, notebook.read() as db:
            comment = association.the_row(db).name
        write_file(path, f"{public_text(key.public_key, comment)}\n".encode())
        call.out.say(_("The public key is in {file}. It may be given to anyone.", file=path))
        call.out.document(file=path, key_id=key.key_id)
        return
    content, passphrase = locked(key)
    with whole_file(path) as stream:
        os.chmod(stream.name, 0o600)
        stream.write(content)
    with call.notebook() as notebook, notebook.write(N_("Keep the signing key safe"), final=True) as db:
        keys.note_backed_up(db, key.key_id, utc_now())
    call.out.say(_("The private key is in {file}. Whoever opens it can sign in your name.", file=path))
    call.out.say(_("Passphrase: {words}", words=passphrase))
    call.out.say(_("It is shown this once. Write it on paper, and keep it apart from the file."))
    call.out.document(file=path, key_id=key.key_id, passphrase=passphrase)


def restore(call: Call) -> None:
    """Let a key that was kept safe sign again."""
    from exchange.key_files import unlocked
    from models import keys
    from models.base import utc_now

    path = Path(call.word("FILE"))
    pair = unlocked(path, call.asked_passphrase(path))
    opened = call.notebook(takes_file=False)
    with opened as notebook, notebook.write(N_("Restore the signing key"), final=True) as db:
        is_new = keys.restore_key(db, pair, today=call.today, now=utc_now())
    if is_new:
        call.out.say(_("Key {key_id} signs from now on.", key_id=pair.key_id))
    else:
        call.out.say(_("Key {key_id} signs already; nothing was changed.", key_id=pair.key_id))
    call.out.document(key_id=pair.key_id, restored=is_new)


def replace(call: Call) -> None:
    """Make another key that signs from now on."""
    from models import keys

    with call.notebook() as notebook, notebook.write(N_("Replace the signing key"), final=True) as db:
        pair = keys.replace_key(db, today=call.today)
    call.out.say(_("Key {key_id} signs from now on.", key_id=pair.key_id))
    call.out.say(_("Give the new public key to those who check your certificates, and keep the new key safe."))
    call.out.document(key_id=pair.key_id)


def trust(call: Call) -> None:
    """Trust the public key of another association."""
    from exchange.key_files import read_file, read_public
    from models import keys

    path = Path(call.word("FILE"))
    content = read_file(path).decode("utf-8", "replace")
    try:
        public, comment = read_public(content)
    except UserError as error:
        raise refusal("key_not_readable", file=path.name) from error
    with call.notebook() as notebook, notebook.write(N_("Trust a key")) as db:
        keys.trust(db, public, call.text("--issuer", comment), today=call.today, source="file")
    key_id = keys.key_id_of(public)
    call.out.say(_("Certificates signed by {key_id} are known as those of {issuer}.", key_id=key_id,
                   issuer=call.text("--issuer", comment)))  # fmt: skip
    call.out.document(key_id=key_id)


def distrust(call: Call) -> None:
    """Trust the key of another association no more."""
    from models import keys

    wanted = call.word("KEY")
    with call.notebook() as notebook:
        with notebook.read() as db:
            found = [each for each in keys.trusted(db) if each.id is not None and each.key_id.startswith(wanted)]
        if len(found) != 1 or found[0].id is None:
            raise refusal("key_unknown", key=wanted)
        with notebook.write(N_("Trust a key no more")) as db:
            keys.distrust(db, found[0].id)
    call.out.say(_("The key of {issuer} is trusted no more.", issuer=found[0].issuer))
    call.out.document(key_id=found[0].key_id)


def _signing(call: Call) -> KeyPair:
    """Return the signing key, made at the first use."""
    from models import keys

    with call.notebook() as notebook, notebook.write(N_("Make the signing key"), final=True) as db:
        return keys.signing_key(db)


_OUT = Option("-o", N_("the file to write"), "FILE", required=True)

COMMANDS = (
    Command("key show", N_("show the key that signs, and those that are trusted"), show),
    Command(
        "key export",
        N_("write the key that signs to a file"),
        export,
        (),
        (_OUT, Option("--private", N_("the private key, locked, to be kept in a safe place"), how="switch")),
    ),
    Command(
        "key restore",
        N_("let a key that was kept safe sign again"),
        restore,
        (Word("FILE", N_("the file that keeps it; --passphrase-file is its passphrase")),),
    ),
    Command("key replace", N_("make another key that signs from now on; the old one only checks"), replace),
    Command(
        "key trust",
        N_("trust the public key of another association, to check its certificates"),
        trust,
        (Word("FILE", N_("its public key")),),
        (Option("--issuer", N_("the name of the association; that in the file unless said"), "NAME"),),
    ),
    Command("key distrust", N_("trust a key no more"), distrust, (Word("KEY", N_("the start of its id")),)),
)
