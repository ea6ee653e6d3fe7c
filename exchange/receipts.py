"""The receipt of a package: what the programme says of it, in JSON (resources/schemas/receipt.json), both ways."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from models import handovers
from models.central.delivery import ACCEPTED, REJECTED, WITH_WARNINGS, receipt_problem
from models.files import write_file
from models.problem import Problem, refusal
from resources.i18n import N_

if TYPE_CHECKING:
    from models.handovers import HandoverLine
    from models.notebook import Notebook

RECEIPT_FORMAT = 1
STATUSES = (ACCEPTED, WITH_WARNINGS, REJECTED)
_SIZE_LIMIT = 1024 * 1024
_ENDING = ".receipt.json"
_KINDS: Mapping[str, type | tuple[type, ...]] = {
    "receipt_format": int,
    "package": (str, type(None)),
    "sha256": str,
    "sequence": (int, type(None)),
    "received_at": str,
    "status": str,
    "tables": dict,
    "problems": list,
}


def rejected(
    sha256: str, problems: Sequence[Problem], *, now: datetime, package: Mapping[str, object]
) -> dict[str, Any]:
    """Return the receipt of a file that was refused; `package` is what could be read of it."""
    nothing = {"package": None, "sequence": None, "period": None, "association": None, "notebook": None}
    return {
        "receipt_format": RECEIPT_FORMAT,
        **nothing,
        **package,
        "sha256": sha256,
        "received_at": f"{now:%Y-%m-%dT%H:%M:%SZ}",
        "status": REJECTED,
        "tables": {},
        "problems": [receipt_problem(problem) for problem in problems],
    }


def write_receipt(receipt: Mapping[str, Any], package: Path, folder: Path | None = None) -> Path:
    """Write a receipt beside its package, or into a folder; return its path."""
    path = (folder or package.parent) / f"{package.name.removesuffix('.zip')}{_ENDING}"
    write_file(path, (json.dumps(receipt, ensure_ascii=False, indent=2) + "\n").encode("utf-8"))
    return path


def read_receipt(path: Path) -> dict[str, Any]:
    """Return what a receipt says. Raises UserError receipt_not_ours, receipt_newer or file_not_read."""
    try:
        with path.open("rb") as stream:
            content = stream.read(_SIZE_LIMIT + 1)
    except OSError as error:
        raise refusal("file_not_read", file=path.name, cause=error.strerror or "") from error
    try:
        found = json.loads(content.decode("utf-8")) if len(content) <= _SIZE_LIMIT else None
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict) or type(found.get("receipt_format")) is not int:
        raise refusal("receipt_not_ours", file=path.name)
    if found["receipt_format"] > RECEIPT_FORMAT:
        raise refusal("receipt_newer", file=path.name)
    is_right = all(isinstance(found.get(name), kind) for name, kind in _KINDS.items())
    if not is_right or found["status"] not in STATUSES or moment(found) is None:
        raise refusal("receipt_not_ours", file=path.name)
    return found


def keep_receipts(notebook: Notebook, paths: Sequence[Path]) -> list[tuple[HandoverLine, Mapping[str, Any]]]:
    """Keep what a programme answered, all of it or nothing; return each hand-over with its receipt.

    Raises UserError receipt_unknown for a package of another notebook, receipt_of_other, and what read_receipt raises.
    """
    receipts = [read_receipt(path) for path in paths]
    kept = []
    with notebook.write(N_("Keep what the programme answered"), final=True) as db:
        for path, receipt in zip(paths, receipts, strict=True):
            handover_id = handovers.keep_receipt(db, receipt)
            if handover_id is None:
                raise refusal("receipt_unknown", file=path.name)
            kept.append(handovers.lines(db, [handover_id])[handover_id])
    return list(zip(kept, receipts, strict=True))


def receipt_problems(receipt: Mapping[str, Any]) -> list[Problem]:
    """Return what the programme found wrong; what is not said rightly is left out."""
    found = []
    for each in receipt["problems"]:
        values = each.get("values") if isinstance(each, dict) else None
        if isinstance(values, dict) and isinstance(each.get("code"), str) and isinstance(each.get("field"), str):
            known = {str(name): value for name, value in values.items() if isinstance(value, (str, int))}
            found.append(Problem(each["field"], each["code"], known, is_warning=each.get("is_warning") is True))
    return found


def moment(receipt: Mapping[str, Any]) -> datetime | None:
    """Return when a package was received, nothing when the receipt does not say it rightly."""
    try:
        return datetime.strptime(receipt["received_at"], "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    except ValueError:
        return None
