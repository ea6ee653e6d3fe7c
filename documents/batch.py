"""Many certificates as a long task: one PDF for all, one file each, or e-mail drafts, with a report of each."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from documents.certificate import CertificateBook
from documents.covering import covering_mail
from documents.facts import CertificateFacts, Print
from documents.file_names import DEFAULT_PATTERN, PDF, check_pattern, file_name, free_name, taken_in
from documents.prints import Layouts, Prints, Skipped, certificates_drawn, layout_for
from models.files import write_file
from models.mail import MAIL
from models.problem import UserError, refusal
from models.progress import Progress, Task


@dataclass(frozen=True, slots=True)
class BatchReport:
    """What a batch made: the numbers printed, the files written, and what was left out."""

    made: tuple[str, ...]
    skipped: tuple[Skipped, ...]
    files: tuple[Path, ...]


Made = Callable[[CertificateFacts, Print], bytes]


def certificates_in_one(prints: Prints, layouts: Layouts, path: Path) -> Task[BatchReport]:
    """Print all certificates into one PDF, written whole at the end: stopped before, nothing is written."""
    drawn = yield from certificates_drawn(prints, layouts)
    if drawn.pdf:
        write_file(path, drawn.pdf)
    return BatchReport(drawn.numbers, drawn.skipped, (path,) if drawn.pdf else ())


def certificates_each(
    prints: Prints, layouts: Layouts, folder: Path, pattern: str = DEFAULT_PATTERN
) -> Task[BatchReport]:
    """Print each certificate into its own file; stopped or failed before the end, none of these files is left.

    Raises UserError (file_pattern_wrong) and what writing a file raises.
    """
    make = lambda facts, printing: _alone(facts, printing, layouts)  # noqa: E731  # bound to the layouts
    return (yield from _files(prints, make, folder, pattern, PDF))


def mail_drafts(
    prints: Prints, layouts: Layouts, folder: Path, addresses: Mapping[str, str], pattern: str = DEFAULT_PATTERN
) -> Task[BatchReport]:
    """Write an e-mail draft with its PDF for each certificate whose person, by its number, has an address.

    Those without one, and those no longer in force, are told. Stopped, failed: as certificates_each().
    """

    def make(facts: CertificateFacts, printing: Print) -> bytes:
        if printing.status != "issued":
            raise refusal("certificate_ended", number=facts.number)
        address = addresses.get(facts.number, "")
        if not address:
            raise refusal("mail_without_address", field="email")
        return covering_mail(facts, address, _alone(facts, printing, layouts), file_name(facts, pattern))

    return (yield from _files(prints, make, folder, pattern, MAIL))


def _alone(facts: CertificateFacts, printing: Print, layouts: Layouts) -> bytes:
    """Return the PDF of one certificate."""
    book = CertificateBook(layout_for(layouts, facts).alone())
    book.add(facts, printing)
    return book.finish()


def _files(prints: Prints, make: Made, folder: Path, pattern: str, suffix: str) -> Task[BatchReport]:
    """Write what is made of each certificate under a free name; what raises UserError in the making is left out."""
    check_pattern(pattern)
    made: list[str] = []
    skipped: list[Skipped] = []
    taken = taken_in(folder)
    with _all_or_none() as files:
        for done, (facts, printing) in enumerate(prints, 1):
            try:
                content = make(facts, printing)
            except UserError as error:
                skipped.append(Skipped(facts.number, facts.name, error.problems))
            else:
                path = folder / free_name(file_name(facts, pattern, suffix), taken)
                write_file(path, content)
                files.append(path)
                made.append(facts.number)
            yield Progress(done, len(prints), facts.name)
    return BatchReport(tuple(made), tuple(skipped), tuple(files))


@contextmanager
def _all_or_none() -> Iterator[list[Path]]:
    """Take away the files of a batch that does not come to its end: a second try then begins with nothing there."""
    files: list[Path] = []
    try:
        yield files
    except BaseException:  # a cancelled task ends with GeneratorExit
        for path in files:
            with suppress(OSError):
                path.unlink()
        raise
