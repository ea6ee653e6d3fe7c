"""The register of certificates -> a table: all that is known of each number, in the order of the list."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from exchange.tables import Format, Value, table
from models import certificates
from models.progress import Progress, Task
from resources.i18n import N_, _
from resources.labels import label

if TYPE_CHECKING:
    from models.certificates import CertificateLine
    from models.notebook import Notebook

_READ_AT_ONCE = 400

COLUMNS: tuple[tuple[str, Callable[[CertificateLine], Value]], ...] = (
    (N_("Number"), lambda line: line.number),
    (N_("Family name"), lambda line: line.family_name),
    (N_("Given name"), lambda line: line.given_name),
    (N_("Workshop"), lambda line: line.workshop),
    (N_("Minutes"), lambda line: line.minutes),
    (N_("Issued on"), lambda line: line.issued_on),
    (N_("Signed by"), lambda line: line.signed_by),
    (N_("Status"), lambda line: label("certificate_status", line.status)),
    (N_("Replaces"), lambda line: line.replaces),
    (N_("Replaced by"), lambda line: line.replaced_by),
    (N_("Ended on"), lambda line: line.ended_on),
    (N_("Reason"), lambda line: line.reason),
    (N_("Exception"), lambda line: line.note),
    (N_("Printed"), lambda line: _("Yes") if line.is_handed_out else _("No")),
)


def export(notebook: Notebook, ids: Sequence[int], path: Path, *, kind: Format) -> Task[int]:
    """Write these certificates, in this order, and return how many. Raises what tables.table raises."""
    done = 0
    with table(path, kind, [_(header) for header, _value in COLUMNS], title=_("Register of certificates")) as add:
        for start in range(0, len(ids), _READ_AT_ONCE):
            part = ids[start : start + _READ_AT_ONCE]
            yield Progress(done, len(ids))
            with notebook.read() as db:
                found = certificates.lines(db, part)
            for line in (found[each] for each in part if each in found):
                add([value(line) for _header, value in COLUMNS])
                done += 1
    yield Progress(done, len(ids))
    return done
