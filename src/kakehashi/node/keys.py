"""A node's keys, and the files of its home in which they stand.

A newer key has a file of its own beside the earlier ones: `log.key`, `log.2.key` and so on.
"""

import base64
import binascii
import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Final

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from kakehashi.core.keys import KEY_BYTES, Algorithm, PublicKey, Role, public_key, thumbprint
from kakehashi.core.text import b64url, unb64url
from kakehashi.node.folder import home, inside, text_of
from kakehashi.node.refusal import NodeRefused, Problem, Reason

STORAGE: Final = "storage.key"
PREVIOUS_STORAGE: Final = "storage.previous.key"
LOCAL: Final = "local"
"""The agreement name under which the node keeps its own record; no agreement may be called so."""
AGREEMENT_ROLES: Final = (Role.ENVELOPE, Role.LOG, Role.MIRROR, Role.RECEIVING)
LOCAL_ROLES: Final = (Role.ENVELOPE, Role.LOG)
STORAGE_KEY_BYTES: Final = 32
_PROBE: Final = b"kakehashi/half/1\0"
"""What a half signs to prove itself: no token, note or request of ours begins so."""


@dataclass(frozen=True, slots=True)
class SigningKey:
    """An Ed25519 key: `public` is 32 raw bytes, `sign` gives the 64-byte signature of a message."""

    public: bytes
    sign: Callable[[bytes], bytes] = field(repr=False)


@dataclass(frozen=True, slots=True)
class ReceivingKey:
    """An X25519 key, both halves as 32 raw bytes."""

    public: bytes
    private: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Keys:
    """The newest keys of one agreement, one a role, so that none ever signs in two meanings.

    Which key is in force our journal says; earlier ones stay in their files (`signing_half`).
    """

    envelope: SigningKey
    log: SigningKey
    mirror: SigningKey
    receiving: ReceivingKey

    @property
    def public(self) -> tuple[PublicKey, ...]:
        """The public halves, as they are offered to the counterpart for pinning."""
        return tuple(public_key(role, getattr(self, role).public) for role in AGREEMENT_ROLES)


@dataclass(frozen=True, slots=True)
class LocalKeys:
    """The keys of the node's own record, which has no mirror and receives nothing."""

    envelope: SigningKey
    log: SigningKey


@dataclass(frozen=True, slots=True)
class StorageKey:
    """A 32-byte key that wraps the keys of parts at rest; `id` (8 bytes) tells it from others."""

    id: bytes
    key: bytes = field(repr=False)

    @classmethod
    def of(cls, key: bytes) -> "StorageKey":
        """Name a key by the first 8 bytes of a labelled SHA-256, which betrays nothing of it."""
        return cls(hashlib.sha256(b"kakehashi/storage/1\0" + key).digest()[:8], key)


def read_keys(folder: Path) -> Keys:
    """Read the newest key of each role under an agreement; NodeRefused where one is not there."""
    newest = {role: key_files(folder, role)[-1] for role in AGREEMENT_ROLES}
    signing = {role: _signing(newest[role]) for role in (Role.ENVELOPE, Role.LOG, Role.MIRROR)}
    return Keys(**signing, receiving=_receiving(newest[Role.RECEIVING]))


def read_local_keys(folder: Path) -> LocalKeys:
    """Read the keys that the node's own record began with.

    Of one whose file is gone the public half that was kept beside it, which signs nothing.
    """
    return LocalKeys(**{role: _first(folder, role) for role in LOCAL_ROLES})


def public_file(folder: Path, role: Role) -> Path:
    """Name the file beside a first key of the own record in which its public half is kept."""
    return folder / f"{role}.pub"


def storage_keys(folder: Path) -> tuple[StorageKey, ...]:
    """Read the storage keys that there are, the present one first; none where that is not there.

    A process that runs while the key changes sees the change.
    """
    files = tuple(inside(folder, name) for name in (STORAGE, PREVIOUS_STORAGE))
    return _storage_keys(files, tuple(map(_state, files)))


def newest_keys(agreement: str) -> Keys:
    """Read the newest keys of an agreement from the disk, also those made since we began."""
    return read_keys(inside(home(), "keys", agreement))


def signing_half(agreement: str, key: PublicKey) -> SigningKey:
    """Give the private half of a signing key of ours, newest or earlier.

    It is proven once in a process: `key` verifies what it signs. So whoever signs with it need not
    verify each signature anew, which takes longer than signing and would say no more.

    Raises:
        NodeRefused: no file has it, or what it signs is not `key`'s.

    """
    return _signing_half(inside(home(), "keys", agreement), key)


def receiving_half(agreement: str, kid: str) -> ReceivingKey | None:
    """Give the receiving key of that thumbprint, newest or earlier; None where none has it."""
    try:
        return _receiving_half(inside(home(), "keys", agreement), kid)
    except LookupError:
        return None


def log_keys(agreement: str) -> tuple[bytes, ...]:
    """Give the public halves (32 bytes) of all keys with which we ever signed checkpoints."""
    files = key_files(inside(home(), "keys", agreement), Role.LOG)
    return tuple(_signing(file).public for file in files)


def key_files(folder: Path, role: Role) -> tuple[Path, ...]:
    """Name the files of a role's keys, oldest first: `log.key`, `log.2.key` and so on."""

    def number(file: Path) -> int:
        said = file.name.split(".")[1:-1]
        return int(said[0]) if said else 1

    later = (file for file in folder.glob(f"{role}.*.key") if file.name.split(".")[1].isdecimal())
    return (folder / f"{role}.key", *sorted(later, key=number))


@lru_cache(maxsize=256)
def _signing_half(folder: Path, key: PublicKey) -> SigningKey:
    files = key_files(folder, key.role)
    for file in reversed(files):
        if file.exists() and (half := _signing(file)).public == key.raw:
            try:
                Ed25519PublicKey.from_public_bytes(key.raw).verify(half.sign(_PROBE), _PROBE)
            except InvalidSignature:
                raise NodeRefused(Problem(file.name, 0, str(file), Reason.NOT_A_KEY)) from None
            return half
    raise NodeRefused(Problem(files[0].name, 0, str(files[0]), Reason.KEY_IS_GONE, key.x))


@lru_cache(maxsize=256)
def _receiving_half(folder: Path, kid: str) -> ReceivingKey:
    for file in reversed(key_files(folder, Role.RECEIVING)):
        if file.exists() and thumbprint((half := _receiving(file)).public, Algorithm.X25519) == kid:
            return half
    raise LookupError(kid)


def _receiving(file: Path) -> ReceivingKey:
    private = _private(file)
    if not isinstance(private, X25519PrivateKey):
        raise NodeRefused(Problem(file.name, 0, str(file), Reason.NOT_A_KEY, "X25519"))
    return ReceivingKey(private.public_key().public_bytes_raw(), private.private_bytes_raw())


def _first(folder: Path, role: Role) -> SigningKey:
    file, kept = folder / f"{role}.key", public_file(folder, role)
    if file.exists() or not kept.exists():
        return _signing(file)
    try:
        public = unb64url(text_of(kept).strip())
    except ValueError:
        public = b""
    if len(public) != KEY_BYTES:
        raise NodeRefused(Problem(kept.name, 0, str(kept), Reason.NOT_A_KEY, "Ed25519"))

    def sign(_message: bytes) -> bytes:
        raise NodeRefused(Problem(file.name, 0, str(file), Reason.KEY_IS_GONE, b64url(public)))

    return SigningKey(public, sign)


def _signing(file: Path) -> SigningKey:
    private = _private(file)
    if not isinstance(private, Ed25519PrivateKey):
        raise NodeRefused(Problem(file.name, 0, str(file), Reason.NOT_A_KEY, "Ed25519"))
    return SigningKey(private.public_key().public_bytes_raw(), private.sign)


def _private(file: Path) -> object:
    try:
        return load_pem_private_key(text_of(file).encode(), password=None)
    except (TypeError, ValueError, UnsupportedAlgorithm):
        raise NodeRefused(Problem(file.name, 0, str(file), Reason.NOT_A_KEY)) from None


def _state(file: Path) -> tuple[int, int]:
    """Tell one version of a file from another; zeros where there is none."""
    try:
        found = file.stat()
    except OSError:
        return (0, 0)
    return (found.st_ino, found.st_mtime_ns)


@lru_cache(maxsize=16)
def _storage_keys(
    files: tuple[Path, ...], states: tuple[tuple[int, int], ...]
) -> tuple[StorageKey, ...]:
    there = [file for file, state in zip(files, states, strict=True) if any(state)]
    return tuple(map(_storage, there)) if files[0] in there else ()


def _storage(file: Path) -> StorageKey:
    try:
        key = base64.b64decode(text_of(file).strip(), validate=True)
    except (binascii.Error, ValueError):
        key = b""
    if len(key) != STORAGE_KEY_BYTES:
        raise NodeRefused(Problem(file.name, 0, str(file), Reason.NOT_A_KEY))
    return StorageKey.of(key)
