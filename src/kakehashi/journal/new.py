"""What is about to be added to a journal."""

from collections.abc import Mapping
from dataclasses import dataclass

from kakehashi.core.envelope import Envelope, Malformed, read
from kakehashi.core.parts import PartRef
from kakehashi.journal.at_rest import Sealed


@dataclass(frozen=True, slots=True)
class NewPart:
    """A part that an entry commits to, and its content where we have it already."""

    role: str
    classification: str
    length: int
    commitment: bytes
    rows: int | None = None
    sealed: Sealed | None = None

    @classmethod
    def of(cls, ref: PartRef, sealed: Sealed | None) -> "NewPart":
        """Take what an envelope says of a part."""
        return cls(ref.role, ref.classification, ref.length, ref.commitment, ref.rows, sealed)


@dataclass(frozen=True, slots=True)
class NewEntry:
    """A token and what can be read in it; its parts stand in the order of the envelope."""

    token: bytes
    jti: str = ""
    kind: str = ""
    version: int = 0
    iat: int = 0
    classification: str = ""
    seen_generation: int = 0
    seen_size: int = 0
    parts: tuple[NewPart, ...] = ()

    @classmethod
    def of(cls, token: bytes, sealed: Mapping[int, Sealed] | None = None) -> "NewEntry":
        """Read a token; one that cannot be read is an entry all the same, with no part.

        `sealed` has the content of its parts by their numbers, as far as it is there.
        """
        try:
            envelope = read(token)
        except Malformed:
            return cls(token)
        return cls.saying(token, envelope, sealed)

    @classmethod
    def saying(
        cls, token: bytes, envelope: Envelope, sealed: Mapping[int, Sealed] | None = None
    ) -> "NewEntry":
        """Take a token whose envelope has been read."""
        contents = sealed or {}
        return cls(
            token=token,
            jti=envelope.jti,
            kind=envelope.kind[:100],
            version=envelope.version,
            iat=envelope.issued_at,
            classification=envelope.classification,
            seen_generation=envelope.seen.generation,
            seen_size=envelope.seen.size,
            parts=tuple(
                NewPart.of(ref, contents.get(number)) for number, ref in enumerate(envelope.parts)
            ),
        )
