"""The whole main job on example data, without a window: notebook, sign-in sheets, certificates, hand-over."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from commands.call import Call
from commands.notebooks import EXAMPLE_FILE, make_folder
from models.notebook import Notebook
from models.problem import UserError, refusal
from resources.i18n import _, current

SHEETS, CERTIFICATES = "sign-in-sheets.pdf", "certificates.pdf"
DAYS_AHEAD = 7


@dataclass(frozen=True, slots=True)
class Demo:
    """Where each thing is."""

    notebook: Path
    sheets: Path
    certificates: Path
    package: Path

    def shown(self) -> list[tuple[str, Path]]:
        """Return what each file is, in words."""
        return [
            (_("The notebook"), self.notebook),
            (_("Sign-in sheets of the coming days"), self.sheets),
            (_("Certificates of a finished workshop"), self.certificates),
            (_("The hand-over to the programme"), self.package),
        ]

    def files(self) -> Mapping[str, Path]:
        """Return the files by name, for programs."""
        return {name: getattr(self, name) for name in ("notebook", "sheets", "certificates", "package")}


def make(folder: Path, call: Call) -> Demo:
    """Make everything in `folder` anew; what an earlier demonstration left there is replaced, nothing else is touched.

    Raises UserError folder_not_demo when a file there bears one of the names and is not from a demonstration.
    """
    make_folder(folder)
    _refuse_foreign(folder)
    with TemporaryDirectory(dir=folder, prefix=".example-") as workplace:
        made = _make_in(Path(workplace), call)
        for package in _old_packages(folder):
            package.unlink()
        moved = {name: path.replace(folder / path.name) for name, path in made.files().items()}
    return Demo(**moved)


def _make_in(folder: Path, call: Call) -> Demo:
    """Do the job in an empty folder."""
    from documents import papers, sign_in_sheet
    from exchange import gather
    from models import sessions
    from models.example import make_example
    from models.files import write_file
    from models.sessions import SessionQuery

    today = call.today
    with closing(make_example(folder / EXAMPLE_FILE, today=today)) as notebook:
        with notebook.read() as db:
            query = SessionQuery(first=today, last=today + timedelta(days=DAYS_AHEAD), with_cancelled=False)
            coming = sessions.find(db, query)
        write_file(folder / SHEETS, sign_in_sheet.draw(papers.session_sheets(notebook, coming, current())))
        _print_certificates(notebook, folder / CERTIFICATES, call)
        first, last = last_full_quarter(today)
        now = datetime.now(UTC).replace(year=today.year, month=today.month, day=today.day)
        done = gather.hand_over(notebook, gather.gather(notebook, first, last, now=now), folder)
    return Demo(folder / EXAMPLE_FILE, folder / SHEETS, folder / CERTIFICATES, done.path)


def _print_certificates(notebook: Notebook, path: Path, call: Call) -> None:
    """Issue and print the certificates of the workshop that most people wait for."""
    from commands.certificates import Asked, hand_out, issue, print_all
    from documents import papers
    from models import issuing

    with notebook.read() as db:
        waiting = issuing.waiting_by_workshop(db)
    ids, _refused = issue(notebook, Asked([max(waiting, key=lambda each: (waiting[each], each))]), call)
    report = print_all(call, notebook, papers.certificate_prints(notebook, ids, today=call.today), path)
    hand_out(notebook, report.made)


def last_full_quarter(today: date) -> tuple[date, date]:
    """Return the first and last day of the quarter before this one."""
    last = today.replace(month=(today.month - 1) // 3 * 3 + 1, day=1) - timedelta(days=1)
    return last.replace(month=last.month - 2, day=1), last


def _refuse_foreign(folder: Path) -> None:
    """Raise UserError when a file would be replaced that no demonstration has made."""
    taken = [name for name in (EXAMPLE_FILE, SHEETS, CERTIFICATES) if (folder / name).exists()]
    if taken and not _is_example(folder / EXAMPLE_FILE):
        raise refusal("folder_not_demo", folder=str(folder), file=taken[0])


def _is_example(path: Path) -> bool:
    from models import association

    if not path.is_file():
        return False
    with Notebook.open(path) as notebook, notebook.read() as db:
        return association.identity(db).is_example


def _old_packages(folder: Path) -> list[Path]:
    """Return the hand-overs of earlier demonstrations: packages that say they are an example."""
    from exchange.check import check

    found = []
    for path in folder.glob("*.zip"):
        try:
            package = check(path).package
        except UserError:
            continue
        if package is not None and package.example:
            found.append(path)
    return found
