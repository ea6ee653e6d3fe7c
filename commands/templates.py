"""Templates of workshops: kept, listed, renamed, forgotten."""

from __future__ import annotations

from typing import TYPE_CHECKING

from commands.call import Call
from commands.grammar import Command, Option, Word
from models.problem import refusal
from resources.i18n import N_, _

if TYPE_CHECKING:
    from models.notebook import Db
    from models.templates import TemplateLine


def named(db: Db, name: str) -> TemplateLine:
    """Return the template that is meant. Raises UserError reference_unknown with those there are."""
    from models import templates

    lines = templates.lines(db)
    found = templates.named(db, name)
    if found is None:
        raise refusal("reference_unknown", reference=name, candidates=tuple(line.name for line in lines))
    return next(line for line in lines if line.id == found)


def keep(call: Call) -> None:
    """Keep a workshop as a template."""
    from commands import references
    from models import template_content

    with call.notebook() as notebook:
        with notebook.read() as db:
            line = references.workshop(db, call.word("WORKSHOP"), today=call.today)
        name = call.text("--name") or line.title
        with notebook.write(N_("Keep a template")) as db:
            template_content.keep(db, line.id, name)
    call.out.say(_("Kept as template: {name}", name=name))
    call.out.document(template={"name": name})


def listed(call: Call) -> None:
    """List the templates."""
    from models import templates

    with call.notebook() as notebook, notebook.read() as db:
        lines = templates.lines(db)
    rows = [(line.name, line.content.get("title", ""), line.content.get("start", "")) for line in lines]
    call.out.table((_("Template"), _("Title"), _("Start")), rows)
    call.out.document(templates=[{"name": line.name, "content": line.content} for line in lines])


def rename(call: Call) -> None:
    """Give a template another name."""
    from models import templates

    with call.notebook() as notebook:
        with notebook.read() as db:
            line = named(db, call.word("NAME"))
        with notebook.write(N_("Rename a template")) as db:
            templates.rename(db, line.id, call.word("NEW"))
    call.out.say(_("Kept as template: {name}", name=call.word("NEW")))
    call.out.document(template={"name": call.word("NEW")})


def forget(call: Call) -> None:
    """Forget a template; workshops made of it stay."""
    from models import templates

    with call.notebook() as notebook:
        with notebook.read() as db:
            line = named(db, call.word("NAME"))
        with notebook.write(N_("Forget a template")) as db:
            templates.remove(db, line.id)
    call.out.say(_("Template forgotten: {name}", name=line.name))
    call.out.document(forgotten={"name": line.name})


_NAME = Word("NAME", N_("its name"))

COMMANDS = (
    Command(
        "workshop template",
        N_("keep a workshop as a template"),
        keep,
        (Word("WORKSHOP", N_("a part of its title or a date, or its identifier")),),
        (Option("--name", N_("the name of the template; that of the workshop unless said"), "NAME"),),
    ),
    Command("templates", N_("list the templates"), listed),
    Command("template rename", N_("give a template another name"), rename, (_NAME, Word("NEW", N_("its new name")))),
    Command("template forget", N_("forget a template"), forget, (_NAME,)),
)
