"""What one author had before it: the view from which its next entry is judged, folded on.

The view is the profile, the author's earlier entries, the counterpart's entries below `seen`, and
the vocabulary that the counterpart had announced there (design, section 4).
"""

from dataclasses import dataclass, replace

from kakehashi.core.agreement import Profile
from kakehashi.core.amendment import AMENDMENT_KINDS, pinned
from kakehashi.core.envelope import Envelope, Position
from kakehashi.core.exchange import Entry
from kakehashi.core.heard import Heard
from kakehashi.core.heeded import Heeded, SetAside
from kakehashi.core.life import LIFE_KINDS, WITHDRAWN
from kakehashi.core.notices import PROTOCOL_KINDS
from kakehashi.core.strict import Unexpected, count, items, mapping, text
from kakehashi.core.target_days import day_at

LASTING_KINDS = LIFE_KINDS | AMENDMENT_KINDS
"""Kinds that change what an author may say later: they stay in its view."""
NOTHING_SEEN = Position()
MAX_RECEIPTS = 300
"""Sizes that one `entries.received` names at most."""


@dataclass(frozen=True, slots=True)
class View:
    """What one author had before it when it wrote its next entry; folded, never queried.

    `vocabulary` are the (kind, version) that the counterpart had announced below `seen`; `life`
    the heeded notices of either side, as this author had them, on which the agreement's life
    rests; `profile` the digest that the journal was opened with.
    """

    agreement: str
    party: str
    origin: str
    size: int = 0
    is_open: bool = False
    profile: str = ""
    issued_at: int = 0
    seen: Position = NOTHING_SEEN
    received: Position = NOTHING_SEEN
    vocabulary: frozenset[tuple[str, int]] = frozenset()
    life: tuple[Heard, ...] = ()

    @property
    def generation(self) -> int:
        """The generation of the author's journal."""
        return int(self.origin.rsplit("/", 1)[1])


class ProfileNotHeld(Exception):
    """Both sides agreed on a version of the profile that is not here; nothing can be judged."""

    def __init__(self, digest: str) -> None:
        super().__init__(digest)
        self.digest = digest


def advance(view: View, entry: Entry, judged: Heeded | SetAside) -> View:
    """Give the author's view after its own entry, whether that was heeded or not."""
    if not isinstance(judged, Heeded) or entry.envelope is None:
        return replace(view, size=view.size + 1)
    envelope, heard = entry.envelope, judged.heard
    view = replace(
        view,
        size=view.size + 1,
        issued_at=max(view.issued_at, envelope.issued_at),
        seen=max(view.seen, envelope.seen),
        life=_with(view.life, heard),
    )
    statement = envelope.statement or {}
    if envelope.kind == "journal.opened":
        return replace(view, is_open=True, profile=str(statement["profile"]))
    if envelope.kind == "entries.received":
        return replace(view, received=max(view.received, received_position(envelope)))
    return view


def observe(view: View, heard: Heard, envelope: Envelope) -> View:
    """Give the author's view after it saw one heeded entry of its counterpart."""
    view = replace(view, life=_with(view.life, heard))
    if envelope.kind == "protocol.announced":
        return replace(view, vocabulary=announced(envelope))
    return view


def shapes_views(kind: str) -> bool:
    """Say whether a counterpart's notice of this kind can change an author's view."""
    return kind in LASTING_KINDS or kind == "protocol.announced"


def _with(life: tuple[Heard, ...], heard: Heard) -> tuple[Heard, ...]:
    if heard.kind not in LASTING_KINDS:
        return life
    mends = {notice.jti for notice in life}
    if heard.kind == WITHDRAWN and heard.links.corrects not in mends:
        return life
    return (*life, heard)


def announced(envelope: Envelope) -> frozenset[tuple[str, int]]:
    """Read the kinds and versions that a `protocol.announced` says its author understands."""
    kinds = (envelope.statement or {}).get("kinds")
    listed = kinds.items() if isinstance(kinds, dict) else ()
    return frozenset((kind, version) for kind, versions in listed for version in versions)


def received_position(envelope: Envelope) -> Position:
    """Read how far an `entries.received` acknowledges its counterpart's journal.

    Unexpected where its statement, which nobody has judged yet, does not say.
    """
    statement = envelope.statement or {}
    generation = text(statement.get("journal")).rpartition("/")[2]
    sizes = [
        count(mapping(held).get("size")) for held in items(statement.get("held"), MAX_RECEIPTS)
    ]
    if not (sizes and generation.isascii() and generation.isdecimal()):
        raise Unexpected("a generation and at least one size are expected")
    return Position(int(generation), max(sizes))


def profile_for(envelope: Envelope, view: View, held: Profile) -> Profile:
    """Give the version of the profile that held, as the author had it, when it wrote.

    What nodes tell each other is alike in all versions, and waits for none.

    Raises:
        ProfileNotHeld: both sides agreed on that version, and it is not here.

    """
    if envelope.kind in PROTOCOL_KINDS:
        return held
    if not any(notice.kind in AMENDMENT_KINDS for notice in view.life):
        return held.version(view.profile) or held
    day = day_at(envelope.issued_at, held.parties[view.party].time_zone)
    counts = pinned(held, view.profile, view.life, until=day)
    version = held.version(counts)
    if version is None and counts != view.profile:
        raise ProfileNotHeld(counts)
    return version or held


def agreed_profile(view: View, held: Profile) -> str:
    """Give the digest on which both sides agreed last, as an author has it, whenever it holds."""
    return pinned(held, view.profile, view.life)
