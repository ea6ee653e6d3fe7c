"""People: made and changed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from commands.call import Call
from commands.grammar import Command, Option, Word, misuse
from resources.i18n import N_, _, plural

if TYPE_CHECKING:
    from models.notebook import Db
    from models.people import PersonDraft

_TEXTS = {
    "--given-name": "given_name",
    "--family-name": "family_name",
    "--gender": "gender",
    "--occupation": "occupation",
    "--age-band": "age_band",
    "--postcode": "postcode",
    "--town": "town",
    "--email": "email",
    "--phone": "phone",
    "--notes": "notes",
    "--referred-by": "referred_by",
}


def new(call: Call) -> None:
    """Put a person into the registry."""
    from models import people
    from models.people import PersonDraft

    with call.notebook() as notebook:
        with notebook.write(N_("Add a person")) as db:
            draft = split_name(call.word("NAME")) if call.word("NAME") else PersonDraft()
            changed = _changed(draft, call)
            homonyms = len(people.named(db, changed.given_name, changed.family_name))
            person_id = people.save(db, changed, today=call.today)
        with notebook.read() as db:
            _tell(db, call, person_id)
    if homonyms:
        call.out.say(plural("{n} other person has this name.", "{n} other people have this name.", homonyms))


def edit(call: Call) -> None:
    """Change what is known of a person."""
    from commands import references
    from models import people

    with call.notebook() as notebook:
        with notebook.read() as db:
            person_id = references.person(db, call.word("PERSON")).id
        with notebook.write(N_("Change a person")) as db:
            draft = people.draft(db, person_id)
            changed = _changed(draft, call)
            if changed == draft:
                raise misuse("nothing_to_change", command="person edit")
            people.save(db, changed, person_id, today=call.today)
        with notebook.read() as db:
            _tell(db, call, person_id)


def split_name(name: str) -> PersonDraft:
    """Part a name typed in one piece into given name and family name."""
    from exchange.value_names import full_name
    from models.people import PersonDraft

    parted, _doubt = full_name(name)
    return PersonDraft(parted.given_name, parted.family_name, gender=parted.gender)


def _changed(draft: PersonDraft, call: Call) -> PersonDraft:
    changes: dict[str, Any] = {field: call.text(option) for option, field in _TEXTS.items() if call.has(option)}
    if call.has("--birth-year"):
        changes["birth_year"] = call.number("--birth-year")
    if call.has("--informed-on"):
        changes["informed_on"] = call.day("--informed-on") if call.text("--informed-on") else None
    if call.has("--photo-consent"):
        changes["photo_consent"] = call.text("--photo-consent") == "yes"
    return replace(draft, **changes)


def _tell(db: Db, call: Call, person_id: int) -> None:
    """Say who is there now; how the name was parted is seen in the document."""
    from models import people

    line = people.lines(db, [person_id])[person_id]
    call.out.say(_("Saved: {name}", name=line.listed))
    call.out.document(person={"uid": line.uid, "given_name": line.given_name, "family_name": line.family_name})


_FACTS = (
    Option("--given-name", N_("given name"), "NAME"),
    Option("--family-name", N_("family name"), "NAME"),
    Option("--birth-year", N_("year of birth"), "YEAR"),
    Option("--gender", N_("code of the gender"), "CODE"),
    Option("--occupation", N_("code of the occupation"), "CODE"),
    Option("--age-band", N_("code of the age band, when the year is not known"), "CODE"),
    Option("--postcode", N_("postcode"), "TEXT"),
    Option("--town", N_("town"), "TEXT"),
    Option("--email", N_("e-mail"), "TEXT"),
    Option("--phone", N_("phone"), "TEXT"),
    Option("--notes", N_("notes"), "TEXT"),
    Option("--referred-by", N_("code of who sent the person"), "CODE"),
    Option("--informed-on", N_("the day the information on data was given"), "DATE"),
    Option("--photo-consent", N_("whether the person agrees to photographs"), "yes|no", choices=("yes", "no")),
)

COMMANDS = (
    Command(
        "person new",
        N_("put a person into the registry"),
        new,
        (Word("NAME", N_("given name and family name"), optional=True),),
        _FACTS,
    ),
    Command(
        "person edit",
        N_("change what is known of a person"),
        edit,
        (Word("PERSON", N_("the name, or the identifier that --json shows")),),
        _FACTS,
    ),
)
