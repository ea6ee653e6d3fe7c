"""E-mail drafts: a file that any mail program opens as a message ready to send. Nothing is sent from here."""

from __future__ import annotations

import re
from email.errors import HeaderParseError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP, SMTPUTF8

from models.problem import refusal
from models.text import clean_line

MAIL = ".eml"
_ATOM = r"[\w!#$%&'*+/=?^`{|}~-]+"
_ADDRESS = re.compile(rf"{_ATOM}(\.{_ATOM})*@[\w-]+(\.[\w-]+)+")  # RFC 6531's dot-atoms: no quotes, no [literal]


def mail_draft(
    *, to: str = "", name: str = "", subject: str, text: str, attachment: bytes, file_name: str, kind: str = "pdf"
) -> bytes:
    """Return a draft with a file of an application's `kind` attached, to one person, or to nobody yet.

    X-Unsent lets Outlook open it as one still to be sent. Raises UserError email_wrong for an address that no mail can
    go to.
    """
    message = EmailMessage()
    if to:
        _address(message, to, name)
    message["Subject"] = clean_line(subject)
    message["X-Unsent"] = "1"
    message.set_content(text, cte="quoted-printable")
    message.add_attachment(attachment, maintype="application", subtype=kind, filename=file_name)
    return message.as_bytes(policy=SMTP if to.isascii() else SMTPUTF8)


def _address(message: EmailMessage, to: str, name: str) -> None:
    if not _ADDRESS.fullmatch(to):
        raise refusal("email_wrong", field="email", value=to)
    try:
        address = Address(clean_line(name), addr_spec=to)
        message["To"] = address
        is_plain = str(message["To"].addresses[0].addr_spec) == to and not message["To"].defects
    except (HeaderParseError, ValueError, IndexError) as error:
        raise refusal("email_wrong", field="email", value=to) from error
    if not is_plain:
        raise refusal("email_wrong", field="email", value=to)
