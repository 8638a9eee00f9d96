"""New keys on the disk, each in a file of its own beside the earlier ones, before it is used."""

import base64
import os
import secrets
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from kakehashi import node
from kakehashi.core.keys import PublicKey, Role, public_key
from kakehashi.node import StorageKey


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


def make_storage_key(file: Path, *, copy: Path) -> StorageKey:
    """Make a storage key in two places, on the disk in both; FileExistsError leaves both alone."""
    key = secrets.token_bytes(node.STORAGE_KEY_BYTES)
    written = base64.b64encode(key) + b"\n"
    write_new(copy, written)
    write_new(file, written)
    return StorageKey.of(key)


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
