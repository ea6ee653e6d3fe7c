"""The e-mail that goes with a certificate: its words, in the language of the certificate."""

from __future__ import annotations

from documents.facts import CertificateFacts
from models.mail import mail_draft
from resources.i18n import language


def covering_mail(facts: CertificateFacts, address: str, pdf: bytes, file_name: str) -> bytes:
    """Return the draft of an e-mail to this address, the certificate attached. Raises UserError email_wrong."""
    say = language(facts.language)
    paragraphs = (
        say("Hello {name},", name=facts.name),
        say(
            "Attached is your certificate of attendance No. {number} for the workshop “{workshop}”.",
            number=facts.number,
            workshop=facts.workshop,
        ),
        say("Keep this file: the code printed on it lets anyone check that it is genuine."),
        f"{say('Kind regards,')}\n{facts.association.name}",
    )
    return mail_draft(
        to=address,
        name=facts.name,
        subject=say("Your certificate of attendance: {workshop}", workshop=facts.workshop),
        text="\n\n".join(paragraphs) + "\n",
        attachment=pdf,
        file_name=file_name,
    )
