"""Sentences about seals and keys: what a check of a certificate answers, and what a key may not be."""

from __future__ import annotations

from collections.abc import Mapping

from resources.i18n import N_

SENTENCES: Mapping[str, str] = {
    # What a check answers, by its verdict.
    "seal_genuine": N_("It is genuine and valid."),
    "seal_example": N_("Certificate {number} is an example: it was issued with invented data and certifies nothing."),
    "seal_genuine_unknown_since": N_("It is genuine. Whether it was revoked later cannot be known here."),
    "seal_replaced": N_("Certificate {number} is genuine, but was replaced since. Ask for the one that replaces it."),
    "seal_revoked": N_("Certificate {number} is genuine, but was revoked since. Do not accept it."),
    "seal_unknown_number": N_(
        "Certificate {number} bears the seal of this association, but is not in this notebook. "
        "Look in its other notebooks."
    ),
    "seal_not_as_issued": N_(
        "Certificate {number} bears the seal of this association, but the register of this notebook says something "
        "else. Do not accept it, and replace the key: somebody else has it."
    ),
    "seal_altered": N_("This code was altered: what it says is not what was issued. Do not trust this certificate."),
    "seal_unknown_issuer": N_(
        "The association that issued this certificate is not known here. Ask it for its public key, then check again."
    ),
    "seal_not_a_seal": N_("This is not the code of one of our certificates. Scan or paste the whole code."),
    "seal_not_found": N_(
        "No code of a certificate was found in “{file}”. Take the PDF itself, or a sharper photo of the whole code."
    ),
    # Keys.
    "key_not_readable": N_("“{file}” is not a public key. Ask the association for the file that “key export” writes."),
    "key_unreadable": N_("This is not a public key. Paste the whole line that begins with “ssh-ed25519”."),
    "key_file_unreadable": N_(
        "“{file}” does not keep a key safe. Choose the file that was written when the key was kept safe."
    ),
    "key_is_own": N_("This is a key of your own association: it needs no trust. Paste that of another one."),
    "issuer_missing": N_("Whose key it is is missing. Type the name of the association."),
    "key_unknown": N_("No key “{key}” is trusted here. List them with “key show”."),
}
