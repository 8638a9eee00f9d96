"""What a fold reads: one heeded notice, reduced to what is never erased, plus what still stands."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from kakehashi.core.envelope import Envelope, Position
from kakehashi.core.notices import Compartments
from kakehashi.core.notices.payload import Classification, Decided, Links, Payload

NOTHING_SEEN = Position()


@dataclass(frozen=True, slots=True)
class Heard:
    """One heeded notice as registers, duties and the agreement's life read it.

    `party` is its author's code, `seq` its index in the author's journal, `issued_at` seconds
    since the epoch (the envelope's `iat`). A compartment is None where the kind has none or the
    part was erased; folds that feed the shared digest read `links`, `statement`, `public` and
    `rows` only, which are never erased. `seen` is how much of the counterpart's journal its author
    had. `letter` is set where it is a letter on paper that takes effect: the letter's reference.
    """

    agreement: str
    party: str
    generation: int
    seq: int
    jti: str
    kind: str
    version: int
    issued_at: int
    clause: str
    classification: Classification
    decided: Decided | None
    effective_on: date | None
    entered_later: bool
    links: Links
    statement: Payload | None = None
    public: Payload | None = None
    particulars: Payload | None = None
    rows: Sequence[Payload] | None = None
    seen: Position = NOTHING_SEEN
    letter: str = ""


def as_heard(
    envelope: Envelope, content: Compartments, *, agreement: str, party: str, generation: int
) -> Heard:
    """Reduce an envelope and its opened compartments to what folds read, whoever opened them."""
    return Heard(
        agreement=agreement,
        party=party,
        generation=generation,
        seq=envelope.seq,
        jti=envelope.jti,
        kind=envelope.kind,
        version=envelope.version,
        issued_at=envelope.issued_at,
        clause=envelope.clause,
        classification=envelope.classification,
        decided=envelope.decided,
        effective_on=envelope.effective_on,
        entered_later=envelope.entered_later,
        links=content.links or Links(),
        statement=content.statement,
        public=content.public,
        particulars=content.particulars,
        rows=content.rows,
        seen=envelope.seen,
    )


@dataclass(frozen=True, slots=True)
class LeftAside:
    """A notice that does not count: what its envelope and its links say, and why (a code).

    Nothing of it changes anything; it is kept and shown to both sides.
    """

    agreement: str
    party: str
    generation: int
    seq: int
    jti: str
    kind: str
    version: int
    issued_at: int
    clause: str
    classification: Classification
    reason: str
    links: Links
