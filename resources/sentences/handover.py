"""Sentences about hand-overs: what the programme's side, or the association before it sends, finds wrong in one."""

from __future__ import annotations

from collections.abc import Mapping

from resources.i18n import N_
from resources.sentences.counted import Counted

SENTENCES: Mapping[str, str] = {
    "handover_outdated": N_("Another hand-over was recorded since this one was prepared. Prepare it again."),
    "send_example": N_("This is example data: nothing of it is sent to a programme."),
    "send_without_address": N_(
        "The programme's profile names no address to send to. Give the file on a stick or by mail, or import a newer"
        " profile."
    ),
    "send_not_ours": N_(
        "“{file}” is no package that this notebook made, or it was changed since. Choose the file as it was saved."
    ),
    "send_address_unsafe": N_(
        "The address of the programme is not safe, so nothing was sent: {address}. It has to begin with https://. Ask"
        " the programme for another profile."
    ),
    "send_unreachable": N_(
        "{host} does not answer. The package waits in the list. Send it again when this computer has a network."
    ),
    "send_certificate_wrong": N_(
        "{host} could not prove that it is the programme's server, so nothing was sent. See that the date of this"
        " computer is right; if it is, tell the programme."
    ),
    "send_broken": N_("The connection to {host} broke before the end. The package waits in the list. Send it again."),
    "send_login_refused": N_(
        "{host} refused this name or password ({status}). Type those that the programme gave, and send again."
    ),
    "send_no_room": N_("{host} has no room for this package ({status}). It waits in the list. Tell the programme."),
    "send_no_folder": N_(
        "The folder where packages go is not there on {host} ({status}). The package waits in the list. Tell the"
        " programme."
    ),
    "send_refused": N_(
        "{host} did not take the package (answer {status}). It waits in the list. Try again later, or tell the"
        " programme."
    ),
    "level_not_offered": N_(
        "{programme} takes counts only. Hand over counts, or import a profile in which the programme asks for more."
    ),
    "send_damaged": N_("{host} kept only a part of the package. It waits in the list. Send it again."),
    "profile_not_ours": N_("“{file}” is not a programme's profile. Choose the .json file that the programme gave."),
    "profile_newer": N_("“{file}” is of a newer kind than this application reads. Update the application."),
    "profile_value_wrong": N_(
        "The profile cannot be used: “{place}” is not as it must be. Ask the programme for a right one."
    ),
    "profile_code_withdrawn": N_(
        "{axis}: the programme no longer offers “{value}”, which stays readable where it was chosen."
    ),
    "recipient_wrong": N_("The programme's key in its profile is not right. Ask the programme for a right profile."),
    "key_file_not_age": N_(
        "“{file}” holds no key of age, nor an ed25519 key of ssh-keygen without passphrase. Choose the file of the key."
    ),
    "package_not_for_key": N_(
        "The package cannot be opened with the key in “{file}”: it is damaged, or for another key."
    ),
    "package_encrypted": N_("This hand-over is encrypted. Open it first with the programme's key (programme open)."),
    "package_damaged": N_(
        "This hand-over is damaged or incomplete. Ask the association to send it again, without unpacking it."
    ),
    "package_not_ours": N_("This file is not a hand-over. Choose the .zip file that the association sent."),
    "package_too_large": N_(
        "This file is too large for a hand-over (more than {limit} MB). Choose the .zip file that the association sent."
    ),
    "package_file_missing": N_("“{file}” is missing from this hand-over. Ask the association to send it again."),
    "package_file_unknown": N_(
        "“{file}” does not belong in this hand-over. Ask the association to send the hand-over again."
    ),
    "package_file_altered": N_(
        "“{file}” was changed after the hand-over was prepared. Ask the association to send it again."
    ),
    "package_signature_wrong": N_(
        "The signature of this hand-over is not right: it was changed on its way. Ask the association to send it again."
    ),
    "package_signer_other": N_(
        "This hand-over is signed with another key ({fingerprint}) than the one of its association. "
        "Phone the association."
    ),
    "package_signer_unknown": N_(
        "The key {fingerprint} is not known yet. Have the association read its key over the phone, then accept it."
    ),
    "package_newer_format": N_(
        "This hand-over is of a newer kind ({found}) than this application reads ({known}). Update the application."
    ),
    "package_description_wrong": N_(
        "The description of this hand-over is not right ({what}). Ask the association to prepare it again."
    ),
    "package_counts_disagree": N_(
        "The tables do not agree with what the hand-over announces ({what}). Ask the association to prepare it again."
    ),
    "package_is_example": N_(
        "This hand-over comes from the example notebook. It is only for trying things out: the programme refuses it."
    ),
    "package_not_read_back": N_(
        "“{file}” was not the same when it was read again, so it was not kept. Try again, or choose another place."
    ),
    "table_unreadable": N_("The table “{file}” cannot be read. Ask the association to prepare the hand-over again."),
    "table_columns_wrong": N_(
        "The table “{file}” does not have the expected columns: {columns}. "
        "Ask the association to prepare the hand-over again."
    ),
    "table_value_wrong": N_("“{file}”, line {row}: {rule}. Ask the association to prepare the hand-over again."),
    "table_fact_wrong": N_(
        "“{file}”, {key}: “{column}” contradicts the rest. "
        "Ask the association to check it and to prepare the hand-over again."
    ),
}

COUNTED: Mapping[str, Counted] = {
    "handover_attendance_missing": Counted(
        "count",
        "The attendance of {n} session is not complete yet: only those entered count there. "
        "Enter it, then prepare it again.",
        "The attendance of {n} sessions is not complete yet: only those entered count there. "
        "Enter it, then prepare it again.",
    ),
}

RULES: Mapping[str, str] = {
    "required": N_("“{column}” is empty"),
    "enum": N_("“{column}” is not one of the values allowed"),
    "pattern": N_("“{column}” is not written as it must be"),
    "text": N_("“{column}” is too long or holds signs that are not allowed"),
    "integer": N_("“{column}” is not a whole number"),
    "boolean": N_("“{column}” is neither yes nor no"),
    "date": N_("“{column}” is not a date"),
    "time": N_("“{column}” is not a time"),
    "columns": N_("the number of columns is not right"),
    "hash": N_("the line was changed"),
}
"""What a value of a table can break (`rule` of table_value_wrong)."""
