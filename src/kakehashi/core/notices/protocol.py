"""What the nodes tell each other: codes, digests and numbers in the envelope, for ever."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from kakehashi.core.notices.codes import Code
from kakehashi.core.notices.faults import Fault, fault
from kakehashi.core.notices.notice import NOTHING, RESTRICTED, Family, Notice
from kakehashi.core.notices.payload import Day, Payload
from kakehashi.core.notices.values import (
    AgreementName,
    Digest,
    Hash,
    Index,
    Instant,
    KindName,
    Number,
    PartyCode,
    Token,
)

Origin = Annotated[
    str,
    StringConstraints(
        pattern=r"^[A-Za-z0-9][A-Za-z0-9.-]*/[a-z0-9-]+/[A-Z][A-Z0-9-]{1,15}/[1-9][0-9]{0,5}$",
        max_length=200,
    ),
]
"""A journal's name: `<node name>/<agreement>/<party>/<generation>`."""
Size = Index
PartNumber = Annotated[int, Field(strict=True, ge=0, lt=64)]


class KeyRole(Code):
    """What a key of a node is for."""

    ENVELOPE = "envelope", "Signs envelopes"
    LOG = "log", "Signs checkpoints"
    MIRROR = "mirror", "Countersigns the counterpart's checkpoints"
    RECEIVING = "receiving", "Receives packages"


class NodeKey(Payload):
    """A public key by its role: 32 raw bytes in base64url (RFC 8037)."""

    role: KeyRole = Field(title="Role")
    alg: Literal["Ed25519", "X25519"] = Field(title="Algorithm")
    x: Hash = Field(title="Key")

    @model_validator(mode="after")
    def _fits_its_role(self) -> Self:
        if (self.role is KeyRole.RECEIVING) != (self.alg == "X25519"):
            raise fault(Fault.WRONG_CURVE)
        return self


NodeKeys = Annotated[tuple[NodeKey, ...], Field(max_length=4, title="Keys")]


def _one_a_role(keys: tuple[NodeKey, ...]) -> None:
    if len({key.role for key in keys}) != len(keys):
        raise fault(Fault.KEY_PER_ROLE)
    if len({key.x for key in keys}) != len(keys):
        raise fault(Fault.KEY_IN_TWO_ROLES)


class Checkpointed(Payload):
    """The last checkpoint of the generation before that the counterpart had countersigned."""

    generation: Number = Field(title="Generation")
    size: Size = Field(title="Entries")
    root: Hash = Field(title="Root")


class Opened(Payload):
    """Entry 0 of a journal. A local journal has neither agreement nor profile."""

    agreement: AgreementName | None = Field(default=None, title="Agreement")
    party: PartyCode = Field(title="Party")
    generation: Number = Field(title="Generation")
    protocol: Number = Field(title="Protocol version")
    profile: Digest | None = Field(default=None, title="Digest of the profile")
    keys: NodeKeys = Field(min_length=2)
    previous: Checkpointed | None = Field(default=None, title="Generation before")

    @model_validator(mode="after")
    def _follows_the_one_before(self) -> Self:
        _one_a_role(self.keys)
        if (self.agreement is None) != (self.profile is None):
            raise fault(Fault.PROFILE_OF_AGREEMENT)
        if self.previous is not None and self.previous.generation >= self.generation:
            raise fault(Fault.GENERATION_ORDER)
        if self.previous is None and self.generation > 1:
            raise fault(Fault.GENERATION_FOLLOWS)
        return self


class JournalOpened(Notice):
    """The first entry of every journal."""

    kind = "journal.opened"
    title = "Journal opened"
    description = "Agreement, party, generation, keys, protocol and profile of a journal."
    family = Family.PROTOCOL
    classes = (RESTRICTED,)
    answers = NOTHING

    statement: Opened = Field(title="Journal")


class KeyChangeWhy(Code):
    """Why keys change."""

    REGULAR = "regular", "Regular change"
    LOST = "lost", "A key was lost"
    EXPOSED = "exposed", "A key may be known to others"
    STAFF = "staff", "Keepers of the key changed"


class CertificateKey(Payload):
    """A key that signs certificates for a time (ES256: x and y of P-256 in base64url)."""

    x: Hash = Field(title="x")
    y: Hash = Field(title="y")
    from_on: Day = Field(title="From")
    until_on: Day = Field(title="Until")
    revoked: bool = Field(default=False, title="No longer trusted")

    @model_validator(mode="after")
    def _ends_after_it_starts(self) -> Self:
        if self.until_on < self.from_on:
            raise fault(Fault.ENDS_EARLY)
        return self


class ChangedKeys(Payload):
    """Keys that replace those of their roles from the next entry on."""

    why: KeyChangeWhy = Field(title="Reason")
    keys: NodeKeys = ()
    certificate_keys: tuple[CertificateKey, ...] = Field(
        default=(), max_length=50, title="Certificate keys"
    )

    @model_validator(mode="after")
    def _changes_something(self) -> Self:
        _one_a_role(self.keys)
        if not self.keys and not self.certificate_keys:
            raise fault(Fault.NO_KEY)
        return self


class KeysChanged(Notice):
    """A signing key is valid for a range of entries, never for a time."""

    kind = "keys.changed"
    title = "Keys changed"
    description = "New keys, valid from the next entry of this journal on."
    family = Family.PROTOCOL
    classes = (RESTRICTED,)
    answers = NOTHING

    statement: ChangedKeys = Field(title="Keys")


Versions = Annotated[tuple[Number, ...], Field(min_length=1, max_length=20)]


class Vocabulary(Payload):
    """The protocols and the kinds, with their versions, that a node understands."""

    protocols: Versions = Field(title="Protocol versions")
    kinds: dict[KindName, Versions] = Field(max_length=500, title="Kinds and their versions")


class ProtocolAnnounced(Notice):
    """A node issues only what its counterpart announced."""

    kind = "protocol.announced"
    title = "Protocol announced"
    description = "What this node understands. Sent by the node itself."
    family = Family.PROTOCOL
    classes = (RESTRICTED,)
    automatic = True
    answers = NOTHING

    statement: Vocabulary = Field(title="Vocabulary")


class HeldSize(Payload):
    """How many entries were held, and since when."""

    size: Size = Field(title="Entries")
    held_at: Instant = Field(title="Held at")


class HeldAttachment(Payload):
    """An attachment that arrived: its entry and its number among the parts."""

    seq: Index = Field(title="Entry")
    part: PartNumber = Field(title="Part")


class LocalAnchor(Payload):
    """The size and root of the author's own local journal."""

    size: Size = Field(title="Entries")
    root: Hash = Field(title="Root")


class EntriesHeld(Payload):
    """What of the counterpart's journal is held: the receipt in law and for duties."""

    journal: Origin = Field(title="Journal")
    held: tuple[HeldSize, ...] = Field(min_length=1, max_length=300, title="Held")
    root: Hash = Field(title="Root at the last size")
    attachments: tuple[HeldAttachment, ...] = Field(default=(), max_length=500, title="Attachments")
    local: LocalAnchor | None = Field(default=None, title="Local journal")

    @model_validator(mode="after")
    def _grows(self) -> Self:
        for before, after in zip(self.held, self.held[1:], strict=False):
            if after.size <= before.size or after.held_at < before.held_at:
                raise fault(Fault.SIZES_GROW)
        return self


class EntriesReceived(Notice):
    """The first that covers a notice is its receipt."""

    kind = "entries.received"
    title = "Entries received"
    description = "A receipt for entries of the counterpart's journal. Sent by the node itself."
    family = Family.PROTOCOL
    classes = (RESTRICTED,)
    automatic = True
    answers = NOTHING

    statement: EntriesHeld = Field(title="Receipt")


SET_ASIDE_REASONS: Mapping[str, str] = MappingProxyType(
    {
        "malformed": "The envelope cannot be read",
        "signature": "The signature is not the author's",
        "sequence": "It does not carry its own index",
        "repeated-id": "Its id was used before",
        "another-journal": "It names another journal",
        "not-opened": "The journal was not opened",
        "another-profile": "It was made under another profile",
        "clock": "Its time is before that of the entry before it",
        "seen": "What it says it had seen cannot be",
        "keys": "It names a key that may not be used",
        "unannounced": "Its kind was not announced by the other side",
        "not-permitted": "Its author may not issue it under this clause or class",
        "not-in-force": "The agreement was not in force",
        "undecided": "It does not say who decided, or when it takes effect",
        "office": "The office is not one of its author's",
        "parts": "Its parts are not those of its kind and class",
        "content": "Its content does not fit its kind",
        "links": "It does not name what it must, or names what it may not",
    }
)
"""The reasons known today, with their labels; another code is shown as it came."""


class Aside(Payload):
    """Which entry, and why."""

    journal: Origin = Field(title="Journal")
    index: Index = Field(title="Entry")
    reason: Token = Field(title="Reason")


class NoticeSetAside(Notice):
    """Holding is not agreeing: the notice stays in the journal and is projected nowhere."""

    kind = "notice.set-aside"
    title = "Notice set aside"
    description = "A notice that was held and cannot count; why. Sent by the node itself."
    family = Family.PROTOCOL
    classes = (RESTRICTED,)
    automatic = True
    answers = NOTHING

    statement: Aside = Field(title="Set aside")


class ExcusedWhy(Code):
    """Why a part is not there."""

    ERASED = "erased", "Erased"
    LOST = "lost", "Lost"
    REFUSED = "refused", "Refused by the other side"


class Excused(Payload):
    """A part of the author's own journal that will not come."""

    seq: Index = Field(title="Entry")
    part: PartNumber = Field(title="Part")
    reason: ExcusedWhy = Field(title="Reason")


class PartExcused(Notice):
    """The author's signed word that a part will not come."""

    kind = "part.excused"
    title = "Part excused"
    description = "A part of an earlier notice was erased, lost or refused."
    family = Family.PROTOCOL
    classes = (RESTRICTED,)
    answers = NOTHING

    statement: Excused = Field(title="Part")
