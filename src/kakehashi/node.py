"""Who we are: node.toml and the keys of one node, read once, frozen.

A node's home is a folder that only its owner may read: `node.toml`, `keys/`, `head/`, `run/` and,
with SQLite, the database. Where it is stands in the environment: KAKEHASHI_HOME.
"""

import base64
import binascii
import hashlib
import os
import re
import stat
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Final

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from kakehashi.core.agreement import Profile, load
from kakehashi.core.amendment import succeed
from kakehashi.core.keys import (
    Algorithm,
    PublicKey,
    Role,
    fingerprint,
    public_key,
    thumbprint,
)
from kakehashi.core.notices import KIND_FACTS

HOME: Final = "KAKEHASHI_HOME"
SHIPPED: Final = Path(__file__).parent / "agreements"
STORAGE: Final = "storage.key"
PREVIOUS_STORAGE: Final = "storage.previous.key"
LOCAL: Final = "local"
"""The agreement name under which the node keeps its own record; no agreement may be called so."""
AGREEMENT_ROLES: Final = (Role.ENVELOPE, Role.LOG, Role.MIRROR, Role.RECEIVING)
LOCAL_ROLES: Final = (Role.ENVELOPE, Role.LOG)
STORAGE_KEY_BYTES: Final = 32


class Reason(StrEnum):
    """Why a home is refused; the shell that shows it has the words."""

    NO_HOME = "no-home"
    MISSING_FILE = "missing-file"
    READABLE_BY_OTHERS = "readable-by-others"
    NOT_TOML = "not-toml"
    UNKNOWN_KEY = "unknown-key"
    MISSING_KEY = "missing-key"
    WRONG_VALUE = "wrong-value"
    NOT_A_KEY = "not-a-key"
    KEY_IS_GONE = "key-is-gone"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong: the file, the line in it (0: the whole file), which key, and why."""

    file: str
    line: int
    where: str
    reason: Reason
    wanted: str = ""


class NodeRefused(Exception):
    """The home is not one we can run from; nothing was read into use."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__("; ".join(f"{p.file}:{p.line}: {p.reason} {p.where}" for p in problems))
        self.problems = problems


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


@dataclass(frozen=True, slots=True)
class Web:
    """How the node is reached: its public address, the host names it answers to, who proxies.

    `origin` is scheme, host and port ("https://kakehashi.example"); passkeys are bound to it.
    """

    origin: str = "http://127.0.0.1:8000"
    hosts: tuple[str, ...] = ("127.0.0.1", "localhost")
    behind_proxy: bool = False


@dataclass(frozen=True, slots=True)
class Mail:
    """The mail server that takes our digests: `security` is starttls, tls, or none on loopback.

    With a `user` its password stands in `keys/mail.password`.
    """

    host: str
    sender: str
    port: int = 587
    security: str = "starttls"
    user: str | None = None


@dataclass(frozen=True, slots=True)
class Identity:
    """What node.toml says. `profiles` is a folder of agreements (None: those of the package)."""

    name: str
    party: str
    agreements: tuple[str, ...]
    profiles: str | None = None
    demo: bool = False
    database: str | None = field(default=None, repr=False)
    web: Web = Web()
    mail: Mail | None = None


@dataclass(frozen=True, slots=True)
class Node:
    """Our node: what node.toml says, and its keys."""

    home: Path
    identity: Identity
    local_keys: LocalKeys
    secret: str = field(repr=False)
    agreement_keys: Mapping[str, Keys] = field(repr=False)

    @property
    def name(self) -> str:
        """The node's name, which begins the origin of each of its journals."""
        return self.identity.name

    @property
    def party(self) -> str:
        """The code of the party that we are."""
        return self.identity.party

    @property
    def agreements(self) -> tuple[str, ...]:
        """The names of the agreements that we are party to."""
        return self.identity.agreements

    @property
    def profiles(self) -> Path | None:
        """The folder with profiles of our own; None where the package's serve."""
        folder = self.identity.profiles
        return None if folder is None else self.home / folder

    @property
    def storage_keys(self) -> tuple[StorageKey, ...]:
        """The present storage key, and the one before while parts may still be wrapped under it.

        A process that runs while the key changes sees the change.
        """
        files = tuple(self.home / "keys" / name for name in (STORAGE, PREVIOUS_STORAGE))
        return _storage_keys(files, tuple(map(_state, files)))

    @property
    def storage_key(self) -> StorageKey:
        """The key under which new parts are wrapped."""
        return self.storage_keys[0]

    def keys(self, agreement: str) -> Keys:
        """Give our keys under an agreement; KeyError where we are no party."""
        return self.agreement_keys[agreement]

    def origin(self, agreement: str, generation: int) -> str:
        """Name our journal: `<name>/<agreement>/<party>/<generation>`."""
        return f"{self.name}/{agreement}/{self.party}/{generation}"

    def mirror(self, agreement: str) -> str:
        """Name ourselves as cosigner of the counterpart's journal."""
        return f"{self.name}/{agreement}/{self.party}/mirror"

    def fingerprint(self, agreement: str) -> bytes:
        """Digest our name and keys under an agreement (32 bytes): what two people compare."""
        whose = f"{self.name}/{agreement}/{self.party}"
        return fingerprint(whose, self.keys(agreement).public)


def home() -> Path:
    """Say where the node's home is; NodeRefused where the environment does not."""
    try:
        return Path(os.environ[HOME]).absolute()
    except KeyError:
        raise NodeRefused(Problem(HOME, 0, "", Reason.NO_HOME)) from None


@cache
def this() -> Node:
    """Give the node that this process runs, read once; NodeRefused where it cannot be."""
    return read(home())


def newest_keys(agreement: str) -> Keys:
    """Read the newest keys of an agreement from the disk, also those made since we began."""
    return _keys(home() / "keys" / agreement)


def signing_half(agreement: str, key: PublicKey) -> SigningKey:
    """Give the private half of a signing key of ours, newest or earlier.

    Raises:
        NodeRefused: no file has it.

    """
    return _signing_half(home() / "keys" / agreement, key)


def receiving_half(agreement: str, kid: str) -> ReceivingKey | None:
    """Give the receiving key of that thumbprint, newest or earlier; None where none has it."""
    try:
        return _receiving_half(home() / "keys" / agreement, kid)
    except LookupError:
        return None


def log_keys(agreement: str) -> tuple[bytes, ...]:
    """Give the public halves (32 bytes) of all keys with which we ever signed checkpoints."""
    files = key_files(home() / "keys" / agreement, Role.LOG)
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
            return half
    raise NodeRefused(Problem(files[0].name, 0, str(files[0]), Reason.KEY_IS_GONE, key.x))


@lru_cache(maxsize=256)
def _receiving_half(folder: Path, kid: str) -> ReceivingKey:
    for file in reversed(key_files(folder, Role.RECEIVING)):
        if file.exists() and thumbprint((half := _receiving(file)).public, Algorithm.X25519) == kid:
            return half
    raise LookupError(kid)


@cache
def profile(agreement: str) -> Profile:
    """Read an agreement's profile with the versions that were adopted since, once.

    Raises:
        NodeRefused: there is no such profile, or a version changes what held before its day.
        ProfileRefused: it is refused, with every problem in it.

    """
    folder = (this().profiles or SHIPPED) / agreement
    held = load(_text(folder / "profile.toml"), kinds=KIND_FACTS)
    for later in sorted(adopted(agreement).glob("*/profile.toml")):
        held = _successor(held, later)
    return held


def adopted(agreement: str) -> Path:
    """Say where the versions of a profile stand that were adopted, a folder for each by its day."""
    return this().home / "agreements" / agreement


def _successor(before: Profile, file: Path) -> Profile:
    try:
        from_on = date.fromisoformat(file.parent.name)
        return succeed(before, load(_text(file), kinds=KIND_FACTS), from_on=from_on)
    except ValueError as error:
        where = f"{file.parent.name}: {error}"
        raise NodeRefused(Problem(file.name, 0, where, Reason.WRONG_VALUE)) from error


def read(folder: Path) -> Node:
    """Read a node from its home; NodeRefused with all that is wrong in node.toml, or one key."""
    _refuse_open_doors(folder)
    identity = parse(_text(folder / "node.toml"))
    keys = folder / "keys"
    made = Node(
        home=folder,
        identity=identity,
        local_keys=LocalKeys(
            **{role: _signing(keys / LOCAL / f"{role}.key") for role in LOCAL_ROLES}
        ),
        secret=_text(keys / "secret.key").strip(),
        agreement_keys={name: _keys(keys / name) for name in identity.agreements},
    )
    if made.storage_keys:
        return made
    raise NodeRefused(Problem(STORAGE, 0, str(keys / STORAGE), Reason.MISSING_FILE))


_NAME = r"[a-z0-9](?:[a-z0-9.-]{0,98}[a-z0-9])?"
_FORMS: Final[Mapping[str, tuple[type, str]]] = {
    "name": (str, _NAME),
    "party": (str, r"[A-Z][A-Z0-9]{1,11}"),
    "agreements": (list, rf"(?!{LOCAL}$){_NAME}"),
    "profiles": (str, r".+"),
    "demo": (bool, ""),
    "database": (dict, ""),
    "database.url": (str, r"postgres(?:ql)?://.+"),
    "web": (dict, ""),
    "web.origin": (str, r"https?://[^/\s]+"),
    "web.hosts": (list, r"[^/\s]+"),
    "web.behind_proxy": (bool, ""),
    "mail": (dict, ""),
    "mail.host": (str, r"[^/\s]+"),
    "mail.sender": (str, r"[^@\s<>]+@[^@\s<>]+"),
    "mail.port": (int, ""),
    "mail.security": (str, r"starttls|tls|none"),
    "mail.user": (str, r".+"),
}
_REQUIRED: Final = ("name", "party", "agreements")
_MAIL_REQUIRED: Final = ("mail.host", "mail.sender")
SETTINGS: Final = tuple(_FORMS)
"""Every key of node.toml, those of a table as `table.key`."""


def parse(text: str) -> Identity:
    """Read node.toml; NodeRefused with every unknown, missing or wrong key and its line."""
    try:
        said = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"line (\d+)", str(error))
        line = int(found[1]) if found else text.count("\n") + 1
        raise NodeRefused(Problem("node.toml", line, str(error), Reason.NOT_TOML)) from error
    flat = dict(said)
    for table in ("database", "web", "mail"):
        if isinstance(inner := said.get(table), dict):
            flat |= {f"{table}.{key}": value for key, value in inner.items()}
    problems = [p for key, value in flat.items() if (p := _problem(text, key, value))]
    problems += (
        Problem("node.toml", 0, key, Reason.MISSING_KEY)
        for key in (*_REQUIRED, *(_MAIL_REQUIRED if "mail" in flat else ()))
        if key not in flat
    )
    if problems:
        raise NodeRefused(*problems)
    return _identity(said)


def _problem(text: str, key: str, value: object) -> Problem | None:
    line = _line_of(text, key)
    if key not in _FORMS:
        return Problem("node.toml", line, key, Reason.UNKNOWN_KEY)
    kind, form = _FORMS[key]
    items = value if isinstance(value, list) else [value]
    fits = type(value) is kind and (
        not form or all(isinstance(item, str) and re.fullmatch(form, item) for item in items)
    )
    if fits and (kind is not list or (items and len(set(items)) == len(items))):
        return None
    return Problem("node.toml", line, key, Reason.WRONG_VALUE, form or kind.__name__)


def _line_of(text: str, key: str) -> int:
    """Find the line where a key is set or its table opened; 0 where it is written otherwise."""
    table, _, name = key.rpartition(".")
    current = ""
    for number, line in enumerate(text.splitlines(), 1):
        if opened := re.match(r"\s*\[+\s*([^\]]+?)\s*\]", line):
            current = opened[1]
            if current == key:
                return number
        elif (assigned := re.match(r"\s*([\w.\-\"']+)\s*=", line)) and (
            (current, assigned[1].strip("\"'")) in ((table, name), ("", key))
        ):
            return number
    return 0


def _identity(said: dict[str, Any]) -> Identity:
    web = dict(said.get("web", {}))
    if "hosts" in web:
        web["hosts"] = tuple(web["hosts"])
    return Identity(
        name=said["name"],
        party=said["party"],
        agreements=tuple(said["agreements"]),
        profiles=said.get("profiles"),
        demo=said.get("demo", False),
        database=said.get("database", {}).get("url"),
        web=Web(**web),
        mail=Mail(**said["mail"]) if "mail" in said else None,
    )


def _refuse_open_doors(folder: Path) -> None:
    """Keys that others may read are no keys: refuse a home or a key with any right for others."""
    keys = folder / "keys"
    for path in (folder, keys, *sorted(keys.rglob("*"))):
        try:
            mode = stat.S_IMODE(path.stat().st_mode)
        except OSError:
            raise NodeRefused(Problem(path.name, 0, str(path), Reason.MISSING_FILE)) from None
        if mode & 0o077:
            wanted = "0700" if path.is_dir() else "0600"
            where = str(path)
            raise NodeRefused(Problem(path.name, 0, where, Reason.READABLE_BY_OTHERS, wanted))


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except OSError:
        raise NodeRefused(Problem(path.name, 0, str(path), Reason.MISSING_FILE)) from None
    except UnicodeDecodeError:
        raise NodeRefused(Problem(path.name, 0, str(path), Reason.WRONG_VALUE, "UTF-8")) from None


def _keys(folder: Path) -> Keys:
    newest = {role: key_files(folder, role)[-1] for role in AGREEMENT_ROLES}
    signing = {role: _signing(newest[role]) for role in (Role.ENVELOPE, Role.LOG, Role.MIRROR)}
    return Keys(**signing, receiving=_receiving(newest[Role.RECEIVING]))


def _receiving(file: Path) -> ReceivingKey:
    private = _private(file)
    if not isinstance(private, X25519PrivateKey):
        raise NodeRefused(Problem(file.name, 0, str(file), Reason.NOT_A_KEY, "X25519"))
    return ReceivingKey(private.public_key().public_bytes_raw(), private.private_bytes_raw())


def _signing(file: Path) -> SigningKey:
    private = _private(file)
    if not isinstance(private, Ed25519PrivateKey):
        raise NodeRefused(Problem(file.name, 0, str(file), Reason.NOT_A_KEY, "Ed25519"))
    return SigningKey(private.public_key().public_bytes_raw(), private.sign)


def _private(file: Path) -> object:
    try:
        return load_pem_private_key(_text(file).encode(), password=None)
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
    """Read the storage keys that there are, the present one first."""
    there = [file for file, state in zip(files, states, strict=True) if any(state)]
    return tuple(map(_storage, there)) if files[0] in there else ()


def _storage(file: Path) -> StorageKey:
    try:
        key = base64.b64decode(_text(file).strip(), validate=True)
    except (binascii.Error, ValueError):
        key = b""
    if len(key) != STORAGE_KEY_BYTES:
        raise NodeRefused(Problem(file.name, 0, str(file), Reason.NOT_A_KEY))
    return StorageKey.of(key)
