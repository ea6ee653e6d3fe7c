"""The programme's profile: what it asks for, shown, and taken in from its file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from commands.call import Call
from commands.grammar import Command, Word
from models.problem import Problem
from resources.i18n import N_, _, here
from resources.labels import field_label, label

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from models.programme import Profile

_PERIODS = {
    "month": N_("months"),
    "quarter": N_("quarters"),
    "school_year": N_("school years"),
    "civil_year": N_("years"),
}


def show(call: Call) -> None:
    """Show what the programme asks for and the coded values that it no longer offers."""
    from models import programme

    with call.notebook() as notebook, notebook.read() as db:
        profile, gone = programme.profile(db), programme.withdrawn_in_use(db)
    facts = (
        (_("Programme"), profile.name),
        (_("Version"), profile.version),
        (_("Periods"), here().and_list([_(_PERIODS[each]) for each in profile.periods])),
        (_("People a year it wants to reach"), here().number(profile.target)),
        (_("Groups hidden under"), here().number(profile.threshold)),
        (_("Packages are sent to"), profile.address or "–"),
        (_("Packages are encrypted"), _("yes") if profile.public_key else _("no")),
    )
    call.out.table(("", ""), list(facts))
    rows = [(field_label(axis), len(values)) for axis, values in profile.codebook.items()]
    call.out.table((_("Coded values"), ""), rows)
    tell_withdrawn(call, gone)
    call.out.document(profile=document(profile), withdrawn=gone)


def tell_withdrawn(call: Call, gone: Mapping[str, Sequence[str]]) -> None:
    """Say which values of the notebook the programme no longer offers."""
    for axis, codes in gone.items():
        for code in codes:
            values: dict[str, object] = {"axis": field_label(axis), "value": label(axis, code)}
            call.out.tell(Problem(axis, "profile_code_withdrawn", values, is_warning=True))


def document(profile: Profile) -> dict[str, object]:
    """Return a profile for programs."""
    return {
        "code": profile.code,
        "name": profile.name,
        "version": profile.version,
        "threshold": profile.threshold,
        "target": profile.target,
        "periods": profile.periods,
        "address": profile.address,
        "encrypted": bool(profile.public_key),
        "codes": {axis: [each["code"] for each in values] for axis, values in profile.codebook.items()},
    }


def take(call: Call) -> None:
    """Take in a profile; what was coded before stays."""
    from exchange.profiles import read_profile
    from models import programme

    found = read_profile(Path(call.word("FILE")))
    with call.notebook() as notebook:
        with notebook.write(N_("Take in the programme's profile"), final=True) as db:
            done = programme.install(db, found)
            profile = programme.profile(db)
        programme.put_in_force(notebook)
    told = _(
        "The profile of {programme} is in use, version {version}.", programme=profile.name, version=profile.version
    )
    call.out.say(told)
    tell_withdrawn(call, done.in_use)
    call.out.document(profile=document(profile), withdrawn=done.in_use)


COMMANDS = (
    Command("profile show", N_("show what the programme asks for"), show),
    Command(
        "profile import",
        N_("take in the programme's profile; what was coded before stays"),
        take,
        (Word("FILE", N_("the .json file that the programme gave")),),
    ),
)
