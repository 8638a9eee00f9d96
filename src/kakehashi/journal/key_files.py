"""New keys on the disk, each in a file of its own beside the earlier ones, before it is used."""

import base64
import os
import secrets
from datetime import UTC, date, datetime
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from kakehashi import node
from kakehashi.core.keys import PublicKey, Role, public_key
from kakehashi.core.text import b64url


def make_key(agreement: str, role: Role) -> tuple[PublicKey, Path]:
    """Make the next key of a role; give its public half and its file."""
    folder = node.home() / "keys" / agreement
    made = (X25519PrivateKey if role == Role.RECEIVING else Ed25519PrivateKey).generate()
    pem = made.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    newest = node.key_files(folder, role)[-1].name.split(".")
    number = int(newest[1]) + 1 if len(newest) > 2 else 2
    file = folder / f"{role}.{number}.key"
    write_new(file, pem)
    return public_key(role, made.public_key().public_bytes_raw()), file


def keep_public_halves() -> None:
    """Keep the public halves of the own record's first keys in files of their own.

    With them what those keys signed can be verified when their own files are gone.
    """
    folder, first = node.home() / "keys" / node.LOCAL, node.this().local_keys
    for role in node.LOCAL_ROLES:
        file = node.public_file(folder, role)
        if not file.exists():
            write_new(file, b64url(getattr(first, role).public).encode() + b"\n")


def replace_storage_key(*, copy: Path) -> None:
    """Make a new storage key, with a copy elsewhere; the one before stays beside it.

    At every moment there is a present key; on the disk before it is used. FileExistsError where
    the copy is there already: nothing changed then.
    """
    keys = node.home() / "keys"
    written = base64.b64encode(secrets.token_bytes(node.STORAGE_KEY_BYTES)) + b"\n"
    draft = keys / "storage.next.key"
    draft.unlink(missing_ok=True)
    write_new(copy, written)
    write_new(draft, written)
    previous = keys / node.PREVIOUS_STORAGE
    previous.unlink(missing_ok=True)
    previous.hardlink_to(keys / node.STORAGE)
    draft.replace(keys / node.STORAGE)
    sync_folder(keys)


def storage_key_made_on() -> date:
    """Say on which day the present storage key was made."""
    made = (node.home() / "keys" / node.STORAGE).stat().st_mtime
    return datetime.fromtimestamp(made, UTC).date()


def destroy_previous_storage_key() -> None:
    """Overwrite and take away the file of the storage key before the present one."""
    file = node.home() / "keys" / node.PREVIOUS_STORAGE
    with file.open("r+b") as opened:
        opened.write(b"\0" * file.stat().st_size)
        opened.flush()
        os.fsync(opened.fileno())
    file.unlink()
    sync_folder(file.parent)


def write_new(file: Path, content: bytes) -> None:
    """Write a file that only its owner reads; FileExistsError where there is one."""
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as opened:
        opened.write(content)
        opened.flush()
        os.fsync(opened.fileno())
    sync_folder(file.parent)


def sync_folder(folder: Path) -> None:
    """See that names made or taken away in a folder are on the disk."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
