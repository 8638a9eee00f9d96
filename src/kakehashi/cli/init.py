"""Make the home of a node: its name, its party, and fresh keys for each agreement."""

import argparse
import base64
import os
import secrets
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from kakehashi import node
from kakehashi.cli.words import complain
from kakehashi.cli.words import gettext as _
from kakehashi.core.agreement import load
from kakehashi.core.keys import Role, words
from kakehashi.core.notices import KIND_FACTS


class AlreadyThere(Exception):
    """Something stands where a home or a copy of a key was to be made; it is left as it is."""


def add(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("--home", type=Path, required=True, help=_("the folder to make"))
    parser.add_argument("--name", required=True, help=_("the node's name, as a host is named"))
    parser.add_argument("--party", required=True, help=_("the code of the party that we are"))
    parser.add_argument("--agreement", nargs="+", required=True, action="extend")
    parser.add_argument("--storage-copy", type=Path, help=_("where a second storage key is kept"))
    parser.add_argument("--database", help=_("a PostgreSQL URL; SQLite in the home otherwise"))


def run(arguments: argparse.Namespace) -> int:
    """Make the home and print what the counterpart's officer will compare."""
    shipped = {file.parent.name: file for file in node.SHIPPED.glob("*/profile.toml")}
    for agreement in shipped.keys() & set(arguments.agreement):
        profile = load(shipped[agreement].read_text(encoding="utf-8"), kinds=KIND_FACTS)
        node.refuse_strange(arguments.party, profile)
    try:
        made = make_home(
            arguments.home,
            name=arguments.name,
            party=arguments.party,
            agreements=arguments.agreement,
            storage_copy=arguments.storage_copy,
            database=arguments.database,
        )
    except (AlreadyThere, OSError) as error:
        complain(_("refused: {what}").format(what=error))
        return 1
    print(_("{name} is ready in {home}.").format(name=made.name, home=made.home))
    for agreement in made.agreements:
        print(f"{agreement}: {' '.join(words(made.fingerprint(agreement)))}")
        if agreement not in shipped:
            said = _("{agreement}: put its folder into the home and name the folder around it")
            complain(said.format(agreement=agreement) + " (node.toml: profiles)")
    if arguments.storage_copy is None:
        complain(_("Keep a copy of keys/storage.key apart from the database and its backups."))
    return 0


def make_home(
    folder: Path,
    *,
    name: str,
    party: str,
    agreements: Sequence[str],
    storage_copy: Path | None = None,
    database: str | None = None,
) -> node.Node:
    """Make a home whole or not at all, on disk before it is there, and read it back.

    AlreadyThere where the folder is not empty or the copy of the storage key exists; NodeRefused
    where the name, the party, an agreement or the URL is not in its form.
    """
    text = _toml(name, party, agreements, database)
    identity = node.parse(text)
    folder = folder.absolute()
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise AlreadyThere(_("{path} is there already").format(path=folder))
    folder.parent.mkdir(parents=True, exist_ok=True)
    with _taking_form_beside(folder) as draft:
        for inside in ("keys", "keys/local", "head", "run"):
            (draft / inside).mkdir(mode=0o700)
        storage = base64.b64encode(secrets.token_bytes(node.STORAGE_KEY_BYTES)) + b"\n"
        _write(draft / "node.toml", text.encode())
        _write(draft / "keys/storage.key", storage)
        _write(draft / "keys/secret.key", secrets.token_urlsafe(48).encode() + b"\n")
        for agreement in identity.agreements:
            (draft / "keys" / agreement).mkdir(mode=0o700)
            _write_keys(draft / "keys" / agreement, node.AGREEMENT_ROLES)
        _write_keys(draft / "keys/local", node.LOCAL_ROLES)
        if storage_copy is not None:
            _write_copy(storage_copy.absolute(), storage, home=folder)
    return node.read(folder)


@contextmanager
def _taking_form_beside(folder: Path) -> Iterator[Path]:
    """Give a draft folder that takes the final name at the end, or vanishes at an error."""
    draft = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", dir=folder.parent))
    try:
        yield draft
        for path in (*draft.rglob("*"), draft):
            if path.is_dir():
                _sync(path)
        draft.rename(folder)
        _sync(folder.parent)
    except BaseException:
        shutil.rmtree(draft, ignore_errors=True)
        raise


def _write_copy(file: Path, storage: bytes, *, home: Path) -> None:
    if file.is_relative_to(home):
        raise AlreadyThere(_("{path} is inside the home: keep it elsewhere").format(path=file))
    if file.exists():
        raise AlreadyThere(_("{path} is there already").format(path=file))
    _write(file, storage)
    _sync(file.parent)


def _write_keys(folder: Path, roles: Sequence[Role]) -> None:
    for role in roles:
        curve = X25519PrivateKey if role == Role.RECEIVING else Ed25519PrivateKey
        pem = curve.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        _write(folder / f"{role}.key", pem)


def _write(file: Path, content: bytes) -> None:
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as opened:
        opened.write(content)
        opened.flush()
        os.fsync(opened.fileno())


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _toml(name: str, party: str, agreements: Sequence[str], database: str | None) -> str:
    listed = ", ".join(map(_quoted, agreements))
    text = f"name = {_quoted(name)}\nparty = {_quoted(party)}\nagreements = [{listed}]\n"
    if database is not None:
        text += f"\n[database]\nurl = {_quoted(database)}\n"
    return text


def _quoted(text: str) -> str:
    """Write a TOML basic string; what it may say is for `node.parse` to judge."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    plain = (c if c.isprintable() else f"\\U{ord(c):08X}" for c in escaped)
    return f'"{"".join(plain)}"'
