"""Owns what is done with issued certificates: revoke, replace."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from PySide6.QtWidgets import QWidget

from models import certificates
from models.certificates import CertificateLine
from resources.i18n import N_, _
from ui.dialogs.form_dialog import ask_form
from ui.dialogs.papers import show_certificates
from ui.form import Field, Form
from ui.page import Context

REASON = (
    Field(
        "reason",
        N_("Reason"),
        required=True,
        help=N_("It stays in the register. For example: name misspelt, issued twice."),
    ),
)


@dataclass(frozen=True, slots=True)
class Asked:
    """What one of the two dialogs says."""

    title: str
    text: str
    verb: str
    kind: str


def revoke(parent: QWidget, context: Context, certificate_id: int) -> bool:
    """Ask for a reason and revoke a certificate; tell whether it was done."""
    line = _line(context, certificate_id)
    asked = Asked(
        _("Revoke certificate {number}", number=line.number),
        _(
            "It certifies {name} for “{workshop}”. The number stays in the register and is never used again;"
            " printed again, it says that it is revoked. This cannot be undone.",
            name=line.listed,
            workshop=line.workshop,
        ),
        _("Revoke {number}", number=line.number),
        "destructive",
    )
    return _ask(parent, asked, partial(_revoke, context, line))


def replace(parent: QWidget, context: Context, certificate_id: int) -> bool:
    """Ask for a reason and issue a corrected certificate under a new number; tell whether it was done."""
    line = _line(context, certificate_id)
    asked = Asked(
        _("Replace certificate {number}", number=line.number),
        _(
            "It certifies {name} for “{workshop}”. A new certificate with the next number takes name and attendance"
            " as they are in the notebook now, and says that it replaces {number}. Correct the name or the attendance"
            " first. This cannot be undone.",
            name=line.listed,
            workshop=line.workshop,
            number=line.number,
        ),
        _("Replace {number}", number=line.number),
        "primary",
    )
    return _ask(parent, asked, partial(_replace, parent, context, line))


def _ask(parent: QWidget, asked: Asked, act: partial[None]) -> bool:
    form = Form(REASON)
    form.fill({"reason": ""})
    return ask_form(
        parent,
        asked.title,
        form,
        verb=asked.verb,
        text=asked.text,
        kind=asked.kind,
        save=lambda: act(form.read()["reason"]),
    )


def _revoke(context: Context, line: CertificateLine, reason: str) -> None:
    with context.notebook.write(N_("Revoke certificate {number}"), final=True, number=line.number) as db:
        certificates.revoke(db, line.id, reason, today=context.today())
    context.toast(_("Certificate {number} is revoked", number=line.number))


def _replace(parent: QWidget, context: Context, line: CertificateLine, reason: str) -> None:
    with context.notebook.write(N_("Replace certificate {number}"), final=True, number=line.number) as db:
        new_id = certificates.replace(db, line.id, reason, today=context.today())
    new = _line(context, new_id)
    context.toast(
        _("Certificate {new} replaces {old}", new=new.number, old=line.number),
        _("Print {number}", number=new.number),
        partial(show_certificates, parent, context, [new_id]),
    )


def _line(context: Context, certificate_id: int) -> CertificateLine:
    with context.notebook.read() as db:
        return certificates.lines(db, [certificate_id])[certificate_id]
