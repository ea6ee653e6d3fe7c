"""How a command line is written: commands as a table, options anywhere, refusals and help in people's language."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import TYPE_CHECKING, Literal

from models.problem import Problem, UserError
from resources.i18n import CODES, N_, _

if TYPE_CHECKING:
    from commands.call import Call

PROGRAM = "main.py"
How = Literal["switch", "one", "repeated", "many"]


class UsageError(UserError):
    """The line itself cannot be understood: exit status 2."""


def misuse(code: str, **values: object) -> UsageError:
    """Make the error of a line that cannot be understood."""
    return UsageError(Problem("", code, values))


@dataclass(frozen=True, slots=True)
class Word:
    """A word in its place. A `many` one takes all that are left; an optional one may be missing."""

    name: str
    text: str
    many: bool = False
    optional: bool = False

    @property
    def shown(self) -> str:
        """The word as usage lines write it."""
        shown = f"{self.name}…" if self.many else self.name
        return f"[{shown}]" if self.optional else shown


@dataclass(frozen=True, slots=True)
class Option:
    """An option: a switch without `value`, once, `repeated` with one value each time, or `many` values in a row."""

    name: str
    text: str
    value: str = ""
    how: How = "one"
    choices: tuple[str, ...] = ()
    required: bool = False
    short: str = ""

    @property
    def shown(self) -> str:
        """The option as usage lines write it."""
        names = f"{self.short}, {self.name}" if self.short else self.name
        return f"{names} {self.value}{'…' if self.how == 'many' else ''}".strip()


@dataclass(frozen=True, slots=True)
class Command:
    """One command: its name of one or two words, what it does in a sentence, what it takes and what it runs."""

    name: str
    text: str
    run: Callable[[Call], int | None]
    takes: tuple[Word, ...] = ()
    options: tuple[Option, ...] = ()


@dataclass(slots=True)
class Line:
    """What was typed: the command, its words by name, its options by name."""

    command: Command | None = None
    words: dict[str, list[str]] = field(default_factory=dict)
    options: dict[str, list[str]] = field(default_factory=dict)
    wants_help: bool = False


EVERYWHERE = (
    Option("--notebook", N_("the notebook to work in: a file, or the address of a server"), "FILE|URL"),
    Option("--passphrase-file", N_("a file whose first line is the passphrase of what is opened"), "FILE"),
    Option("--json", N_("answer with one JSON document"), how="switch"),
    Option("--lang", N_("language of the answer and of the papers"), "fr|en", choices=CODES),
    Option("--help", N_("show this help"), how="switch", short="-h"),
)


def read_line(arguments: Sequence[str], commands: Mapping[str, Command]) -> Line:
    """Understand a command line. Raises UsageError."""
    line = Line()
    rest = list(arguments)
    loose: list[str] = []
    is_over = False  # after `--` everything is a word
    while rest:
        word = rest.pop(0)
        if word == "--" and not is_over:
            is_over = True
        elif word.startswith("-") and len(word) > 1 and not is_over:
            _take_option(line, word, rest, _known_options(line.command))
        else:
            loose.append(word)
            longer = commands.get(f"{line.command.name} {word}") if line.command and len(loose) == 1 else None
            if line.command is None or longer is not None:  # "hand-over" is a command, and so is "hand-over list"
                line.command = longer or _command(loose, commands)
                loose = [] if line.command else loose
    line.wants_help = "--help" in line.options
    if line.command is None and loose:
        raise _unknown(loose, commands)
    if line.command is not None and not line.wants_help:
        _place_words(line, line.command, loose)
        _refuse_missing(line, line.command)
    return line


def _known_options(command: Command | None) -> dict[str, Option]:
    options = (*EVERYWHERE, *(command.options if command else ()))
    return {name: option for option in options for name in (option.name, option.short) if name}


def _command(loose: Sequence[str], commands: Mapping[str, Command]) -> Command | None:
    """Return the command these words name; a first word of two is waited on."""
    found = commands.get(" ".join(loose))
    if found is None and not any(name.startswith(f"{' '.join(loose)} ") for name in commands):
        raise _unknown(loose, commands)
    return found


def _unknown(loose: Sequence[str], commands: Mapping[str, Command]) -> UsageError:
    typed = " ".join(loose)
    begun = [name for name in commands if name.startswith(f"{loose[0]} ")]
    near = begun or get_close_matches(typed, commands, n=3, cutoff=0.5)
    return misuse("command_unknown", text=typed, candidates=tuple(near))


def _take_option(line: Line, word: str, rest: list[str], known: Mapping[str, Option]) -> None:
    """Move an option and its values from the line to where they belong."""
    name, has_value, given = word.partition("=")
    option = known.get(name)
    if option is None:
        near = get_close_matches(name, known, n=3)
        raise misuse("option_unknown", option=name, candidates=tuple(near))
    values = line.options.setdefault(option.name, [])
    if option.how == "switch":
        return
    taken = [given] if has_value else list(_values(option, rest, known))
    if not taken:
        raise misuse("option_without_value", option=option.name, value=option.value)
    wrong = [each for each in taken if option.choices and each not in option.choices]
    if wrong:
        raise misuse("option_value_unknown", option=option.name, text=wrong[0], choices=", ".join(option.choices))
    if option.how == "one":
        values.clear()
    values += taken


def _values(option: Option, rest: list[str], known: Mapping[str, Option]) -> Iterator[str]:
    """Take the values that follow an option, up to the next option."""
    while rest and rest[0] != "--" and rest[0].partition("=")[0] not in known:
        yield rest.pop(0)
        if option.how != "many":
            return


def _place_words(line: Line, command: Command, loose: list[str]) -> None:
    for word in command.takes:
        taken = loose if word.many else loose[:1]
        if not taken and not word.optional:
            raise misuse("word_missing", name=word.name, command=command.name)
        line.words[word.name] = taken
        loose = loose[len(taken) :]
    if loose:
        raise misuse("word_not_expected", text=loose[0], command=command.name)


def _refuse_missing(line: Line, command: Command) -> None:
    for option in command.options:
        if option.required and option.name not in line.options:
            raise misuse("option_missing", option=option.shown, command=command.name)


def help_of(command: Command) -> str:
    """Return the help of one command."""
    usage = [PROGRAM, command.name, *(word.shown for word in command.takes)]
    usage += [option.shown if option.required else f"[{option.shown}]" for option in command.options]
    parts = [f"{_('Usage:')} {' '.join(usage)}", "", _(command.text)]
    if command.takes:
        parts += ["", *_aligned([(word.name, _(word.text)) for word in command.takes])]
    for options in (command.options, EVERYWHERE):
        if options:
            parts += ["", *_aligned([(option.shown, _said(option)) for option in options])]
    return "\n".join(parts)


def _said(option: Option) -> str:
    """Return what an option does, with the values it may have."""
    return f"{_(option.text)} ({', '.join(option.choices)})" if option.choices else _(option.text)


def help_of_all(commands: Mapping[str, Command]) -> str:
    """Return the help of the program: every command with its sentence."""
    usage = f"{_('Usage:')} {PROGRAM} [{_('COMMAND')} …] [{_('options')}]"
    notes = (
        _("Without a command the window opens. More about one command: {example}", example="main.py COMMAND --help"),
        _("WORKSHOP and SESSION are a part of the title or a date, or the identifier that --json shows."),
    )
    rows = [(command.name, _(command.text)) for command in commands.values()]
    options = [(option.shown, _said(option)) for option in EVERYWHERE]
    return "\n".join([usage, "", *_aligned(rows), "", *_aligned(options), "", *notes])


def _aligned(rows: Sequence[tuple[str, str]]) -> list[str]:
    width = min(max(len(name) for name, _text in rows), 28)
    return [f"  {name:<{width}}  {text}" for name, text in rows]
