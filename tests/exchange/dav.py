"""Servers that packages are sent to: Apache with WebDAV, a password and TLS, and one that does as it is told."""

from __future__ import annotations

import socket
import ssl
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Thread

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from tests.tools import program

USER, PASSWORD = "puces", "Été à Rennes: 100 %"
MODULES = ("mpm_event", "authn_core", "authn_file", "authz_core", "authz_user", "auth_basic", "dav", "dav_fs", "ssl")
CONFIGURATION = """
ServerRoot {folder}
ServerName localhost
PidFile {folder}/pid
DefaultRuntimeDir {folder}
Mutex file:{folder}
ErrorLog {folder}/error.log
Listen 127.0.0.1:{port}
{modules}
User nobody
Group nogroup
DavLockDB {folder}/files/.lock
DocumentRoot {folder}/files
SSLEngine on
SSLCertificateFile {folder}/server.pem
SSLCertificateKeyFile {folder}/server.key
<Directory {folder}/files>
  Dav On
  AuthType Basic
  AuthName packages
  AuthUserFile {folder}/users
  Require valid-user
</Directory>
"""


@dataclass
class Dav:
    """Apache on loopback: its address, the folder it keeps files in, and the certificate that it shows."""

    address: str
    files: Path
    certificate: Path

    def trust(self) -> ssl.SSLContext:
        """Return what trusts this server alone."""
        return ssl.create_default_context(cafile=str(self.certificate))


@contextmanager
def apache() -> Iterator[Dav]:
    """Run Debian's Apache for a while."""
    with TemporaryDirectory(prefix="carnet-dav-") as name, socket.create_server(("127.0.0.1", 0)) as free:
        folder, port = Path(name), free.getsockname()[1]
        free.close()
        (folder / "files" / "envois").mkdir(parents=True)
        make_certificate(folder)
        (folder / "users").write_text(f"{USER}:{{SHA}}{sha1(PASSWORD)}\n", "utf-8")
        for path in (folder, *folder.rglob("*")):
            path.chmod(0o777 if path.is_dir() else 0o644)
        modules = "\n".join(f"LoadModule {each}_module /usr/lib/apache2/modules/mod_{each}.so" for each in MODULES)
        (folder / "apache.conf").write_text(CONFIGURATION.format(folder=folder, port=port, modules=modules), "utf-8")
        command = [program("apache2"), "-f", str(folder / "apache.conf"), "-DFOREGROUND"]
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stderr=subprocess.PIPE)
        try:
            wait_for(port, process)
            yield Dav(f"https://127.0.0.1:{port}/envois/", folder / "files" / "envois", folder / "server.pem")
        finally:
            process.terminate()
            process.wait(20)
            assert process.stderr is not None
            process.stderr.close()


def wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    """Wait until something answers at a port of this computer."""
    for _ in range(200):
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        assert process.poll() is None, process.stderr and process.stderr.read()
        time.sleep(0.05)
    raise AssertionError("apache2 does not answer")


def sha1(password: str) -> str:
    """Return a password as htpasswd -s writes it."""
    from base64 import b64encode
    from hashlib import sha1 as digest

    return b64encode(digest(password.encode()).digest()).decode()


def make_certificate(folder: Path) -> None:
    """Write server.key and server.pem: a certificate of this computer's loopback, signed by itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    made = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
    made = made.not_valid_before(datetime.now(UTC) - timedelta(1)).not_valid_after(datetime.now(UTC) + timedelta(1))
    names = [x509.DNSName("localhost"), x509.IPAddress(ip_address("127.0.0.1"))]
    made = made.add_extension(x509.SubjectAlternativeName(names), critical=False)
    made = made.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
    pem = serialization.Encoding.PEM
    plain = (serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    (folder / "server.key").write_bytes(key.private_bytes(pem, *plain))
    (folder / "server.pem").write_bytes(made.sign(key, hashes.SHA256()).public_bytes(pem))


@dataclass
class Told:
    """A server's behaviour: the status it answers, after how many bytes it hangs up, how long it says the file is."""

    status: int = 201
    hangs_up_after: int = -1
    head: tuple[int, str] = (405, "")
    got: list[tuple[str, str, bytes]] = field(default_factory=list)
    address: str = ""


@contextmanager
def telling(told: Told) -> Iterator[Told]:
    """Run a server that does what it is told."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_PUT(self) -> None:
            size = int(self.headers["Content-Length"])
            if told.hangs_up_after >= 0:
                self.rfile.read(min(size, told.hangs_up_after))
                self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
                self.connection.close()
                self.close_connection = True
                return
            content = self.rfile.read(size)
            if len(content) < size:
                return
            told.got.append((self.path, self.headers.get("Authorization", ""), content))
            self.answer(told.status, "0")

        def do_HEAD(self) -> None:
            self.answer(told.head[0], told.head[1] or "0")

        def answer(self, status: int, length: str) -> None:
            self.send_response(status)
            self.send_header("Content-Length", length)
            self.end_headers()

        def log_message(self, *_args: object) -> None:  # nothing is printed
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    told.address = f"http://127.0.0.1:{server.server_address[1]}/d%C3%A9p%C3%B4t"
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield told
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
