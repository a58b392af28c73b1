"""A real IMAP server (Debian's Dovecot) on the loopback address, unprivileged, and a line to it that can be cut."""

import getpass
import grp
import os
import pwd
import random
import shutil
import socket
import subprocess
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from ipaddress import ip_network
from itertools import count
from pathlib import Path

from imapclient import IMAPClient

from tests.live_server import until
from tests.servers import free_port

USER, PASSWORD = "support@acme.test", "secret"
PROGRAM = shutil.which("dovecot") or "/usr/sbin/dovecot"
SETTINGS = """
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/dovecot.log
protocols = imap
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
default_login_user = {user}
default_internal_user = {user}
default_internal_group = {group}
first_valid_uid = 1
first_valid_gid = 1
mail_location = maildir:{folder}/mail/%u
mail_uid = {user}
mail_gid = {group}
mail_max_userip_connections = 100
mailbox_idle_check_interval = 1 s
service anvil {{
  chroot =
}}
service stats {{
  chroot =
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
passdb {{
  driver = passwd-file
  args = scheme=PLAIN username_format=%u {folder}/users
}}
userdb {{
  driver = static
  args = uid={user} gid={group} home={folder}/mail/%u
}}
namespace inbox {{
  inbox = yes
}}
"""
NETWORKS = (ip_network("127.0.0.0/8"),)
_serial = count(1)


def installed() -> bool:
    """Tell whether this machine has the program."""
    return Path(PROGRAM).exists()


def settings(port: int) -> dict[str, str]:
    """Return what an inbox must know to read the user's mailbox."""
    return {
        "imap_host": "127.0.0.1",
        "imap_port": str(port),
        "imap_security": "none",
        "imap_user": USER,
        "imap_password": PASSWORD,
    }


@dataclass
class Dovecot:
    """The server: its port, and the mailbox of one user."""

    folder: Path
    port: int
    owner: tuple[int, int]

    @property
    def maildir(self) -> Path:
        """The user's mailbox on the disk."""
        return self.folder / "mail" / USER

    def receive(self, mail: bytes, *, read: bool = False) -> None:
        """Let a mail arrive; `read`: somebody has read it already."""
        box = self.maildir / ("cur" if read else "new")
        name = f"{next(_serial):06}.mail.test" + (":2,S" if read else "")
        draft = self.folder / name
        draft.write_bytes(mail)
        os.chown(draft, *self.owner)
        draft.rename(box / name)

    @contextmanager
    def client(self) -> Iterator[IMAPClient]:
        """Look into the mailbox as a mail program does."""
        with IMAPClient("127.0.0.1", self.port, ssl=False) as line:
            line.login(USER, PASSWORD)
            yield line

    def read_and_unread(self, folder: str = "INBOX") -> tuple[int, int]:
        """How many mails of a folder are marked as read, and how many are not."""
        with self.client() as line:
            line.select_folder(folder, readonly=True)
            return len(line.search(["SEEN"])), len(line.search(["UNSEEN"]))

    def count_anew(self) -> None:
        """Forget every number given so far, as after a restore: UIDVALIDITY changes."""
        for known in (*self.maildir.glob("dovecot*"),):
            known.unlink()


@contextmanager
def running() -> Iterator[Dovecot]:
    """Serve until the block ends."""
    user = "nobody" if os.geteuid() == 0 else getpass.getuser()
    account = pwd.getpwnam(user)
    group, port = grp.getgrgid(account.pw_gid).gr_name, free_port()
    folder = Path(tempfile.mkdtemp(prefix="helpdesk-dovecot-"))
    server = Dovecot(folder, port, (account.pw_uid, account.pw_gid))
    for name in ("run", "state", "mail"):
        (folder / name).mkdir()
    for name in ("", "new", "cur", "tmp"):
        (server.maildir / name).mkdir(exist_ok=True)
    (folder / "users").write_text(f"{USER}:{{PLAIN}}{PASSWORD}\n")
    (folder / "dovecot.conf").write_text(SETTINGS.format(folder=folder, user=user, group=group, port=port))
    for path in (folder, *folder.rglob("*")):
        os.chown(path, *server.owner)
    as_user = ["setpriv", f"--reuid={user}", f"--regid={group}", "--clear-groups"] if os.geteuid() == 0 else []
    process = subprocess.Popen([*as_user, PROGRAM, "-F", "-c", str(folder / "dovecot.conf")], stderr=subprocess.DEVNULL)
    try:
        until(lambda: process.poll() is not None or _listens(port), what="Dovecot's start")
        yield server
    finally:
        process.terminate()
        process.wait(10)
        shutil.rmtree(folder, ignore_errors=True)


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


@contextmanager
def cut_line(port: int, *, seed: int, least: int, most: int) -> Iterator[int]:
    """A port that leads to the server, each connection until some random number of bytes came back; then it is cut."""
    chance = random.Random(seed)
    door = socket.create_server(("127.0.0.1", 0))

    def lead() -> None:
        while True:
            try:
                near, _address = door.accept()
            except OSError:
                return
            far = socket.create_connection(("127.0.0.1", port))
            threading.Thread(target=_carry, args=(near, far, 1 << 60), daemon=True).start()
            threading.Thread(target=_carry, args=(far, near, chance.randint(least, most)), daemon=True).start()

    threading.Thread(target=lead, daemon=True).start()
    try:
        yield door.getsockname()[1]
    finally:
        door.close()


def _carry(source: socket.socket, target: socket.socket, left: int) -> None:
    with suppress(OSError):
        while left > 0 and (data := source.recv(min(left, 4096))):
            target.sendall(data)
            left -= len(data)
    for end in (source, target):
        with suppress(OSError):
            end.shutdown(socket.SHUT_RDWR)
            end.close()
