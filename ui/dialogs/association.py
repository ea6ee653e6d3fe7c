"""Owns the dialog in which the association says who it is: what stands on every paper."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from PySide6.QtWidgets import QWidget

from models import association
from models.association import RETENTION_MONTHS, AssociationDraft
from resources.i18n import N_, _
from ui.dialogs.choices import codes
from ui.dialogs.form_dialog import ask_form
from ui.form import Field, Form
from ui.page import Context

FIELDS = (
    Field("name", N_("Name of the association"), required=True),
    Field("short_name", N_("Short name"), width="medium"),
    Field("address", N_("Address")),
    Field("postcode", N_("Postcode"), width="short"),
    Field("town", N_("Town"), width="medium"),
    Field("phone", N_("Phone"), kind="phone"),
    Field("email", N_("E-mail"), kind="email"),
    Field("web", N_("Web site"), width="medium"),
    Field("signatory_name", N_("Who signs the certificates"), width="medium"),
    Field("signatory_role", N_("Role of the one who signs"), width="medium", hint=N_("For example: chair")),
    Field("certificate_prefix", N_("Letters before the certificate numbers"), width="short"),
    Field("certificate_start", N_("Number of the first certificate"), kind="number", minimum=1),
    Field("rna", N_("RNA number"), width="medium", help=N_("W and nine digits; none exists in Alsace-Moselle.")),
    Field("siret", N_("SIRET number"), width="medium"),
    Field("nda", N_("Training declaration number (NDA)"), width="medium", help=N_("Only if the association has one.")),
    Field("partner_code", N_("Partner code given by the programme"), width="medium"),
    Field(
        "privacy_notice",
        N_("Information notice on the sign-in sheets"),
        kind="note",
        help=N_("Leave it empty for the usual sentence."),
    ),
    Field(
        "privacy_contact",
        N_("Whom to ask about personal data"),
        hint=N_("For example: an e-mail address"),
        help=N_("Stands on the papers about personal data. Leave it empty for the association’s own e-mail or phone."),
    ),
    Field("legal_basis", N_("Legal basis"), kind="choice", choices=codes("legal_basis")),
    Field(
        "retention_months",
        N_("Months without contact before someone is forgotten"),
        kind="number",
        minimum=1,
        help=N_("24 is usual. After that time people are proposed for erasure under “Personal data”."),
    ),
)


def describe_association(parent: QWidget | None, context: Context) -> bool:
    """Let the user change what the notebook knows of the association; tell whether it was saved."""
    with context.notebook.read() as db:
        draft = association.draft(db)
    form = Form(FIELDS)
    form.fill(draft)
    return ask_form(
        parent,
        _("My association"),
        form,
        verb=_("Save"),
        save=partial(_save, context, form),
        keep=(context.notebook, "association", ()),
    )


def _save(context: Context, form: Form) -> None:
    with context.notebook.write(N_("Change the association")) as db:
        draft: AssociationDraft = form.read_into(association.draft(db))
        told = replace(
            draft,
            certificate_start=draft.certificate_start or 1,
            retention_months=draft.retention_months or RETENTION_MONTHS,
        )
        association.save(db, told)
    context.done(_("Association saved"))
