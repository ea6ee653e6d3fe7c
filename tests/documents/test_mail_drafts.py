"""E-mail drafts of certificates: one for each address, with the PDF, in the certificate's language, never half."""

from __future__ import annotations

import email
from email import policy
from email.message import EmailMessage
from functools import partial
from pathlib import Path
from typing import cast

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from documents.batch import mail_drafts
from documents.facts import Print
from documents.layout import layout
from models.mail import mail_draft
from models.problem import UserError
from models.progress import finish
from tests.documents.builders import AWKWARD_NAMES, a_certificate

ZOE, ALI = (a_certificate(number=f"LPB-2026-000{n}", name=name) for n, name in ((1, "Zoé Le Goff"), (2, "Ali Ben")))


def read(path: Path) -> EmailMessage:
    return cast(EmailMessage, email.message_from_bytes(path.read_bytes(), policy=policy.default))


def attached(message: EmailMessage) -> tuple[str, bytes]:
    (part,) = message.iter_attachments()
    assert part.get_content_type() == "application/pdf"
    return str(part.get_filename()), bytes(part.get_payload(decode=True) or b"")


def text_of(message: EmailMessage) -> str:
    body = message.get_body(("plain",))
    assert body is not None
    return str(body.get_content())


def test_who_has_an_address_gets_a_draft_and_the_others_are_told(tmp_path: Path) -> None:
    report = finish(
        mail_drafts([(ZOE, Print()), (ALI, Print())], layout(), tmp_path, {"LPB-2026-0001": "zoe@exemple.fr"})
    )
    assert report.made == ("LPB-2026-0001",)
    assert [(each.name, each.problems[0].code) for each in report.skipped] == [("Ali Ben", "mail_without_address")]
    (path,) = report.files
    message = read(path)
    assert path.name == "LPB-2026-0001 Zoé Le Goff.eml"
    assert message["To"].addresses[0].addr_spec == "zoe@exemple.fr"
    assert message["To"].addresses[0].display_name == "Zoé Le Goff"
    assert message["X-Unsent"] == "1"
    assert "Date" not in message
    name, pdf = attached(message)
    assert name == "LPB-2026-0001 Zoé Le Goff.pdf"
    assert pdf.startswith(b"%PDF-")


@pytest.mark.parametrize(("code", "begins"), [("fr", "Bonjour Zoé Le Goff,"), ("en", "Hello Zoé Le Goff,")])
def test_the_words_are_in_the_language_of_the_certificate(tmp_path: Path, code: str, begins: str) -> None:
    facts = a_certificate(number="LPB-2026-0001", language=code)
    report = finish(mail_drafts([(facts, Print())], layout(), tmp_path, {facts.number: "zoe@exemple.fr"}))
    message = read(report.files[0])
    assert text_of(message).startswith(begins)
    assert "LPB-2026-0001" in text_of(message)
    assert facts.workshop in message["Subject"]


def test_one_that_ended_is_sent_to_nobody(tmp_path: Path) -> None:
    report = finish(mail_drafts([(ZOE, Print(status="revoked"))], layout(), tmp_path, {ZOE.number: "zoe@exemple.fr"}))
    assert [each.problems[0].code for each in report.skipped] == ["certificate_ended"]
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", [*AWKWARD_NAMES, 'Zoé "x" <y@z.fr>, a@b.fr', "Zoé\r\nBcc: a@b.fr"])
def test_a_name_is_just_a_name_in_a_mail(name: str) -> None:
    content = mail_draft(
        to="zoe@exemple.fr", name=name, subject=f"À {name}", text=name, attachment=b"%PDF-1.7", file_name="a.pdf"
    )
    message = cast(EmailMessage, email.message_from_bytes(content, policy=policy.default))
    assert [each.addr_spec for each in message["To"].addresses] == ["zoe@exemple.fr"]
    assert message["Bcc"] is None
    assert message.get_body(("plain",)) is not None


_PART = r"[^@\s<>,;.\x00-\x1f\x7f-\x9f]"
_ADDRESS = st.from_regex(rf"{_PART}{{1,12}}@{_PART}{{1,8}}\.[a-z]{{2,3}}", fullmatch=True)


@given(_ADDRESS)
@example("0@[.aa")  # over which Python's own parser stumbles
def test_an_address_that_the_registry_takes_is_read_back_or_refused(address: str) -> None:
    draft = partial(mail_draft, name="Zoé", subject="s", text="t", attachment=b"%PDF", file_name="a.pdf")
    try:
        content = draft(to=address)
    except UserError:
        with pytest.raises(UserError, match="email_wrong"):
            draft(to=address)
        return
    message = cast(EmailMessage, email.message_from_bytes(content, policy=policy.SMTPUTF8))
    (read_back,) = message["To"].addresses
    assert read_back.addr_spec.encode(errors="surrogateescape") == address.encode()


def test_a_draft_with_the_same_facts_has_the_same_pdf(tmp_path: Path) -> None:
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        finish(mail_drafts([(ZOE, Print())], layout(), tmp_path / folder, {ZOE.number: "zoe@exemple.fr"}))
    assert attached(read(next((tmp_path / "a").iterdir()))) == attached(read(next((tmp_path / "b").iterdir())))
