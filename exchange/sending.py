"""Sending a package to the programme: one WebDAV PUT over HTTPS, repeated as often as it takes, or an e-mail draft."""

from __future__ import annotations

import hashlib
import http.client
import ssl
import urllib.request
from base64 import b64encode
from collections.abc import Generator
from contextlib import suppress
from http import HTTPStatus
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import SplitResult, quote, urlsplit

from exchange.encryption import is_encrypted
from models import association, handovers, programme
from models.base import utc_now
from models.handovers import HandoverLine
from models.logins import Login
from models.mail import mail_draft
from models.notebook import Notebook
from models.problem import refusal
from models.progress import Progress, Task
from resources.i18n import N_, _, here

LABEL = N_("Send package {number}")
TIMEOUT = 30  # seconds in which a server has to answer something
BLOCK = 64 * 1024  # bytes between two points at which sending can be stopped
_LOGIN = {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN, HTTPStatus.PROXY_AUTHENTICATION_REQUIRED}
_NO_ROOM = {HTTPStatus.INSUFFICIENT_STORAGE, HTTPStatus.REQUEST_ENTITY_TOO_LARGE}
_NO_FOLDER = {HTTPStatus.NOT_FOUND, HTTPStatus.METHOD_NOT_ALLOWED, HTTPStatus.CONFLICT, HTTPStatus.GONE}


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise refusal("file_not_read", file=path.name, cause=error.strerror or "") from error


# -- which package, whereto --------------------------------------------------------------------------------------------


def waiting(notebook: Notebook, path: Path) -> HandoverLine:
    """Return the hand-over that a package file is, to be sent.

    The history has the hash of the package itself: one that is encrypted, which only the programme can open and check,
    is known by its name. Raises UserError file_not_read, send_example, send_without_address, or send_not_ours for a
    file that is no package of this notebook or was changed since it was made.
    """
    content = _read(path)
    name, digest = ("", hashlib.sha256(content).hexdigest()) if not is_encrypted(content) else (path.name, "")
    with notebook.read() as db:
        if association.identity(db).is_example:
            raise refusal("send_example")
        if not programme.profile(db).address:
            raise refusal("send_without_address")
        known = handovers.lines(db, handovers.find(db)).values()
    found = next((line for line in known if line.sha256 == digest or line.file_name == name), None)
    if found is None:
        raise refusal("send_not_ours", file=path.name)
    return found


def send_and_record(notebook: Notebook, path: Path, login: Login | None) -> Task[HandoverLine]:
    """Send a package of this notebook and write into its history that the server took it.

    Raises what `waiting` and `put` raise; then nothing is recorded, and it can be sent again.
    """
    line = waiting(notebook, path)
    with notebook.read() as db:
        address = programme.profile(db).address
    yield from put(path, address, login)
    with notebook.write(LABEL, final=True, number=line.sequence) as db:
        handovers.mark_sent(db, line.id, utc_now())
        return handovers.lines(db, [line.id])[line.id]


# -- the upload --------------------------------------------------------------------------------------------------------


def put(path: Path, address: str, login: Login | None, *, trust: ssl.SSLContext | None = None) -> Task[None]:
    """Put a file at an address, under its own name; a file of that name there is replaced, so it can be repeated.

    Progress counts bytes. `trust` is what a server's certificate is checked with, the system's own store unless told.
    Raises UserError send_address_unsafe, send_unreachable, send_certificate_wrong, send_broken, send_login_refused,
    send_no_room, send_no_folder, send_refused, send_damaged, or file_not_read.
    """
    try:
        where = urlsplit(address)
    except ValueError:
        where = urlsplit("")
    host = where.hostname or ""
    if not host or (where.scheme != "https" and not (where.scheme == "http" and _is_loopback(host))):
        raise refusal("send_address_unsafe", address=address)
    target = quote(where.path.rstrip("/"), safe="/%") + "/" + quote(path.name)
    content = _read(path)
    headers = {"Content-Type": "application/octet-stream", "User-Agent": "carnet-ateliers"}
    if login is not None:
        headers["Authorization"] = _basic(login)
    connection = _connected(where, host, trust)
    try:
        status = yield from _uploaded(connection, host, target, headers, content)
        _judge(status, host)
        if not _is_whole(connection, target, headers, len(content)):
            raise refusal("send_damaged", host=host)
    finally:
        connection.close()


def _is_loopback(host: str) -> bool:
    with suppress(ValueError):
        return ip_address(host).is_loopback
    return host == "localhost"


def _connected(where: SplitResult, host: str, trust: ssl.SSLContext | None) -> http.client.HTTPConnection:
    """Connect, through the proxy that the system names if it names one."""
    try:
        if where.scheme == "http":
            connection = http.client.HTTPConnection(host, where.port, timeout=TIMEOUT)
        else:
            trust = trust or _system_trust()
            proxy = urlsplit("" if urllib.request.proxy_bypass(host) else urllib.request.getproxies().get("https", ""))
            if proxy.hostname:
                connection = http.client.HTTPSConnection(proxy.hostname, proxy.port, timeout=TIMEOUT, context=trust)
                connection.set_tunnel(host, where.port)
            else:
                connection = http.client.HTTPSConnection(host, where.port, timeout=TIMEOUT, context=trust)
        connection.connect()
    except ssl.SSLError as error:
        raise refusal("send_certificate_wrong", host=host) from error
    except (OSError, ValueError, http.client.HTTPException) as error:
        raise refusal("send_unreachable", host=host) from error
    return connection


def _system_trust() -> ssl.SSLContext:
    """Return what checks certificates with the store of the system, on all three of them."""
    import truststore

    return truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


def _uploaded(
    connection: http.client.HTTPConnection, host: str, target: str, headers: dict[str, str], content: bytes
) -> Generator[Progress, None, int]:
    """Send the bytes block by block and return the status of the answer, also of one that came before the end."""
    broken: OSError | None = None
    try:
        connection.putrequest("PUT", target)
        for name, value in {**headers, "Content-Length": str(len(content))}.items():
            connection.putheader(name, value)
        connection.endheaders()
        for start in range(0, len(content), BLOCK):
            yield Progress(start, len(content))
            connection.send(content[start : start + BLOCK])
    except OSError as error:
        broken = error  # a server that refuses may have said why before it hung up
    try:
        answer = connection.getresponse()
        answer.read()
    except (OSError, http.client.HTTPException) as error:
        raise refusal("send_broken", host=host) from broken or error
    return answer.status


def _basic(login: Login) -> str:
    """Return the Authorization header of RFC 7617."""
    return "Basic " + b64encode(f"{login.user}:{login.password}".encode()).decode()


def _judge(status: int, host: str) -> None:
    if HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES:
        return
    if status in _LOGIN:
        raise refusal("send_login_refused", host=host, status=status)
    if status in _NO_ROOM:
        raise refusal("send_no_room", host=host, status=status)
    if status in _NO_FOLDER:
        raise refusal("send_no_folder", host=host, status=status)
    raise refusal("send_refused", host=host, status=status)


def _is_whole(connection: http.client.HTTPConnection, target: str, headers: dict[str, str], size: int) -> bool:
    """Ask how long the file is there now; a share into which one may only put files does not say."""
    try:
        connection.request("HEAD", target, headers={key: headers[key] for key in headers if key != "Content-Type"})
        answer = connection.getresponse()
        answer.read()
    except (OSError, http.client.HTTPException):
        return True  # it has said that it took the file
    told = answer.getheader("Content-Length", "")
    return answer.status != HTTPStatus.OK or not told.isdigit() or int(told) == size


# -- by mail -----------------------------------------------------------------------------------------------------------


def draft(notebook: Notebook, path: Path) -> bytes:
    """Return an e-mail draft with a package attached, to whom is left to be typed. Raises UserError file_not_read."""
    with notebook.read() as db:
        name, to_whom = association.draft(db).name, programme.profile(db).name
    content = _read(path)
    text = _(
        "Hello,\n\nattached is the package of {association} for {programme}. It holds no names and no"
        " contacts.\n\nKind regards\n",
        association=name,
        programme=to_whom,
    )
    subject = _("Figures of {association}, {date}", association=name, date=here().date(utc_now().date(), "long"))
    return mail_draft(subject=subject, text=text, attachment=content, file_name=path.name, kind="octet-stream")
