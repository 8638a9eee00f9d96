"""The author of a journal with keys from a seed, and what its counterpart has of it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from hashlib import sha256
from typing import TypedDict, Unpack

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from kakehashi.core.envelope import Decider, Envelope, Position, seal
from kakehashi.core.exchange import Held, Slot
from kakehashi.core.ids import uuid7
from kakehashi.core.journal import Tree, leaf_hash
from kakehashi.core.keyring import KeyRing
from kakehashi.core.keys import PublicKey, Role, public_key, thumbprint
from kakehashi.core.note import Checkpoint, sign_checkpoint
from kakehashi.core.notices.payload import Classification, Decided
from kakehashi.core.package import Blob, Package
from kakehashi.core.parts import Part, PartRef, PartRole, make_part

AGREEMENT = "jp-kh-2019"
NOON = 1_790_000_000
CLASS_OF = {
    PartRole.RESTRICTED: Classification.RESTRICTED,
    PartRole.CONFIDENTIAL: Classification.CONFIDENTIAL,
}


def seed(*words: object) -> bytes:
    return sha256("/".join(map(str, words)).encode()).digest()


def part(role: PartRole, data: bytes, *, salt: bytes | None = None) -> Part:
    return make_part(
        role, CLASS_OF.get(role, Classification.PUBLIC), data, salt or seed(role, data)
    )


@dataclass(frozen=True)
class Keys:
    """The four key pairs of one party under one agreement, from a word."""

    word: str

    def signing(self, role: Role) -> Ed25519PrivateKey:
        return Ed25519PrivateKey.from_private_bytes(seed(self.word, role))

    @cached_property
    def receiving(self) -> X25519PrivateKey:
        return X25519PrivateKey.from_private_bytes(seed(self.word, Role.RECEIVING))

    def raw(self, role: Role) -> bytes:
        key = self.receiving if role == Role.RECEIVING else self.signing(role)
        return key.public_key().public_bytes_raw()

    def public(self, *roles: Role) -> tuple[PublicKey, ...]:
        return tuple(public_key(role, self.raw(role)) for role in roles or Role)


class Said(TypedDict, total=False):
    """Other members of an envelope than the usual ones."""

    jti: str
    origin: str
    audience: str
    version: int
    seq: int
    issued_at: int
    clause: str
    classification: Classification
    seen: Position
    parts: tuple[PartRef, ...]
    decided: Decided | None
    by: Decider | None
    effective_on: date
    entered_later: bool
    statement: Mapping[str, object]


class Packed(TypedDict, total=False):
    """Other members of a package than the rightful ones."""

    checkpoint: bytes
    entries: tuple[bytes, ...]
    blobs: tuple[Blob, ...]
    excused: tuple[bytes, ...]


class Had(TypedDict, total=False):
    """Other facts than those that an honest counterpart has."""

    origin: str
    ring: KeyRing
    root_then: bytes
    taken: Mapping[int, bytes]
    staged: Mapping[Slot, bytes]
    own: Position
    ended: Mapping[int, int]


@dataclass
class Author:
    """Writes a journal as its rightful author, or, told otherwise, as anybody might."""

    party: str = "JP"
    counterpart: str = "KH"
    name: str = "tokyo.example"
    generation: int = 1
    word: str = "first keys"
    agreement: str = AGREEMENT
    entries: list[bytes] = field(default_factory=list)
    parts: dict[Slot, Part] = field(default_factory=dict)
    excuses: dict[Slot, bytes] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.keys = {role: Keys(self.word) for role in Role}
        self.log_keys = [(0, Keys(self.word))]

    @property
    def origin(self) -> str:
        return f"{self.name}/{self.agreement}/{self.party}/{self.generation}"

    @property
    def size(self) -> int:
        return len(self.entries)

    def pinned(self) -> tuple[PublicKey, ...]:
        return Keys(self.word).public()

    def envelope(self, kind: str = "dispute.raised", **changes: Unpack[Said]) -> Envelope:
        at = changes.pop("seq", self.size)
        plain = Envelope(
            jti=uuid7(NOON * 1000 + at % 1000, seed(self.origin, at, kind)[:10]),
            origin=self.origin,
            audience=self.counterpart,
            issued_at=NOON + at % 1000,
            seq=at,
            kind=kind,
            version=1,
            clause="10",
            classification=Classification.CONFIDENTIAL,
            seen=Position(),
            decided=Decided(on="2026-09-21"),
            by=Decider("moj", "director"),
        )
        return replace(plain, **changes)

    def sign(self, envelope: Envelope, *, keys: Keys | None = None) -> bytes:
        pair = keys or self.keys[Role.ENVELOPE]
        key = pair.signing(Role.ENVELOPE)
        return seal(envelope, public_key=pair.raw(Role.ENVELOPE), sign=key.sign)

    def write(
        self, kind: str = "dispute.raised", contents: Iterable[Part] = (), **changes: Unpack[Said]
    ) -> Envelope:
        contents = tuple(contents)
        changes["parts"] = tuple(one.ref for one in contents)
        envelope = self.envelope(kind, **changes)
        self.parts.update({(self.size, number): one for number, one in enumerate(contents)})
        self.append(self.sign(envelope))
        return envelope

    def append(self, token: bytes) -> None:
        self.entries.append(token)

    def open(self, keys: Iterable[PublicKey] | None = None) -> Envelope:
        listed = self.pinned() if keys is None else keys
        return self.say("journal.opened", {"keys": [one.model_dump(mode="json") for one in listed]})

    def say(self, kind: str, words: Mapping[str, object], **changes: Unpack[Said]) -> Envelope:
        plain = Said(
            clause="protocol", classification=Classification.RESTRICTED, statement=dict(words)
        )
        plain.update(changes)
        return self.write(kind, **plain)

    def announce(
        self,
        words: Mapping[str, object],
        kind: str = "protocol.announced",
        seen: Position | None = None,
    ) -> Envelope:
        """Say what a node says by itself: nobody decided it."""
        return self.say(kind, words, decided=None, by=None, seen=seen or Position())

    def change_keys(self, word: str, *roles: Role, **changes: Unpack[Said]) -> Envelope:
        new = Keys(word)
        listed = [one.model_dump(mode="json") for one in new.public(*roles)]
        words = {"certificate_keys": [], "keys": listed, "why": "regular"}
        envelope = self.say("keys.changed", words, **changes)
        self.keys |= dict.fromkeys(roles or tuple(Role), new)
        if Role.LOG in (roles or Role):
            self.log_keys.append((self.size, new))
        return envelope

    def excuse(self, seq: int, number: int, why: str = "lost") -> bytes:
        self.say("part.excused", {"seq": seq, "part": number, "reason": why})
        self.excuses[seq, number] = self.entries[-1]
        return self.entries[-1]

    def tree(self, size: int | None = None) -> Tree:
        return Tree().append(map(leaf_hash, self.entries[:size]))

    def note(self, size: int | None = None, *, keys: Keys | None = None) -> bytes:
        tree = self.tree(size)
        return self.sign_note(Checkpoint(self.origin, tree.size, tree.root()), keys=keys)

    def sign_note(self, checkpoint: Checkpoint, *, keys: Keys | None = None) -> bytes:
        last = max(checkpoint.size - 1, 0)
        pair = keys or next(one for first, one in reversed(self.log_keys) if first <= last)
        return sign_checkpoint(checkpoint, pair.signing(Role.LOG).sign, pair.raw(Role.LOG))

    def package(
        self,
        first: int = 0,
        size: int | None = None,
        *,
        signed_by: Keys | None = None,
        **changes: Unpack[Packed],
    ) -> Package:
        end = self.size if size is None else size
        place = range(first, end)
        blobs = tuple(
            Blob(*slot, one.blob)
            for slot, one in self.parts.items()
            if slot[0] in place and slot not in self.excuses
        )
        plain = Package(
            agreement=self.agreement,
            checkpoint=self.note(end, keys=signed_by),
            first=first,
            entries=tuple(self.entries[first:end]),
            blobs=blobs,
            excused=tuple(one for slot, one in self.excuses.items() if slot[0] in place),
        )
        return replace(plain, **changes)

    def held(self, size: int = 0, **changes: Unpack[Had]) -> Held:
        """What an honest counterpart has that holds the first `size` entries."""
        plain = Held(
            origin=self.origin,
            ring=KeyRing.of(self.pinned()),
            tree=self.tree(size),
            checkpoint=self.note(size) if size else None,
            own=Position(1, 1000),
        )
        return replace(plain, **changes)


def kid(keys: Keys, role: Role = Role.ENVELOPE) -> str:
    return thumbprint(keys.raw(role))
