"""What to do with a package: facts in, verdict out.

Holding is not agreeing. A package is held when its entries are next in the author's signed tree and
every part that they commit to is present or excused; whether a notice counts is judged apart, in
`core.heeding`.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from kakehashi.core.envelope import Envelope, Malformed, Position, is_signed, read
from kakehashi.core.journal import Tree, leaf_hash
from kakehashi.core.keyring import KeyRing, verifying
from kakehashi.core.keys import PublicKey, Role
from kakehashi.core.note import Checkpoint, open_checkpoint
from kakehashi.core.package import Package
from kakehashi.core.parts import MAX_PART_BYTES, SALT_BYTES, Part, PartRef, fits
from kakehashi.core.protocol import excused_part, opened_keys, replaced_keys

Slot = tuple[int, int]
"""A part's place: the index of its entry, and its number in the envelope."""


@dataclass(frozen=True, slots=True)
class Held:
    """What we have of the author's journal, and of our own.

    `tree` is what we hold; `checkpoint` the author's last signed note over it. `root_then` is the
    root of our copy at the package's checkpoint size where that is no larger than what we hold.
    `taken` are the tokens we hold at indexes below our size that the package claims again.
    `staged` are blobs of large parts that came in pieces. `own` is our own journal's position.
    """

    origin: str
    ring: KeyRing
    tree: Tree = Tree()
    checkpoint: bytes | None = None
    root_then: bytes | None = None
    taken: Mapping[int, bytes] | None = None
    staged: Mapping[Slot, bytes] | None = None
    own: Position = Position()


@dataclass(frozen=True, slots=True)
class Entry:
    """A held entry: its bytes, what they say (None: malformed, with the reason), if signed."""

    token: bytes
    leaf: bytes
    envelope: Envelope | None
    reason: str | None
    is_signed: bool

    @property
    def commits_to(self) -> tuple[PartRef, ...]:
        """The parts that a signed envelope stands for; rubbish stands for none."""
        return self.envelope.parts if self.envelope and self.is_signed else ()


@dataclass(frozen=True, slots=True)
class Hold:
    """Store these, then cosign: entries from `first`, their parts, the parts' excuses."""

    checkpoint: Checkpoint
    first: int
    entries: tuple[Entry, ...]
    parts: Mapping[Slot, Part]
    excused: Mapping[Slot, bytes]
    later: tuple[Slot, ...]
    tree: Tree


@dataclass(frozen=True, slots=True)
class Missing:
    """Everything fits, but these parts are neither there nor excused; `expected` may be stored."""

    parts: tuple[Slot, ...]
    expected: Mapping[Slot, PartRef]


@dataclass(frozen=True, slots=True)
class OutOfStep:
    """The package does not begin where our copy ends; nothing is wrong."""

    size: int


@dataclass(frozen=True, slots=True)
class Damaged:
    """Refuse and ask again: a code of what does not fit, and where."""

    code: str
    index: int | None = None


@dataclass(frozen=True, slots=True)
class Forked:
    """Two statements signed by the author that cannot both hold; the channel stops."""

    code: str
    ours: bytes
    theirs: bytes


Verdict = Hold | Missing | OutOfStep | Damaged | Forked


def judge(package: Package, held: Held) -> Verdict:
    """Say what to do with a package; `held` is what we have of its author's journal.

    No clock, and nothing that arrived by another way, has a say in it (design, section 4).
    """
    size = package.first + len(package.entries)
    checkpoint = _checkpoint(package, held)
    if checkpoint is None:
        return Damaged("checkpoint-not-the-authors")
    if checkpoint.origin != held.origin:
        return Damaged("another-journal")
    if checkpoint.size <= held.tree.size:
        if held.root_then is not None and held.root_then != checkpoint.root:
            return Forked("two-roots", held.checkpoint or b"", package.checkpoint)
        return OutOfStep(held.tree.size)
    if package.first != held.tree.size:
        return OutOfStep(held.tree.size)
    if size != checkpoint.size:
        return Damaged("checkpoint-of-another-size", size)
    entries, ring = _entries(package, held.ring)
    if fork := _double(entries, held):
        return fork
    tree = held.tree.append(entry.leaf for entry in entries)
    if tree.root() != checkpoint.root:
        return Damaged("root")
    if damage := _impossible(entries, package, held, ring):
        return damage
    return _with_parts(package, held, entries, checkpoint, tree)


def size_claimed(package: Package, ring: KeyRing) -> Checkpoint | None:
    """Read a package's checkpoint if any of the author's log keys signed it."""
    for pinned in ring.pinned:
        if pinned.key.role == Role.LOG and (
            checkpoint := open_checkpoint(package.checkpoint, pinned.key.raw)
        ):
            key = ring.checkpoint_key(checkpoint.size)
            return checkpoint if key == pinned.key else None
    return None


def read_entry(token: bytes, key: PublicKey | None) -> Entry:
    """Read one entry and say whether it is signed by the key of its index."""
    leaf = leaf_hash(token)
    try:
        envelope = read(token)
    except Malformed as error:
        return Entry(token, leaf, None, str(error), is_signed=False)
    return Entry(token, leaf, envelope, None, key is not None and is_signed(token, verifying(key.x)))


def _checkpoint(package: Package, held: Held) -> Checkpoint | None:
    return size_claimed(package, held.ring)


def _entries(package: Package, ring: KeyRing) -> tuple[tuple[Entry, ...], KeyRing]:
    entries = []
    for index, token in enumerate(package.entries, package.first):
        entry = read_entry(token, ring.at(Role.ENVELOPE, index))
        if entry.envelope and entry.is_signed and (keys := replaced_keys(entry.envelope)):
            ring = ring.changed(keys, first=index + 1)
        entries.append(entry)
    return tuple(entries), ring


def _double(entries: Iterable[Entry], held: Held) -> Forked | None:
    """Find an envelope under an index that we hold with other bytes, both signed."""
    for entry in entries:
        if entry.envelope and entry.is_signed and held.taken:
            ours = held.taken.get(entry.envelope.seq)
            if ours is not None and ours != entry.token:
                return Forked("two-envelopes", ours, entry.token)
    return None


def _impossible(
    entries: Sequence[Entry], package: Package, held: Held, ring: KeyRing
) -> Damaged | None:
    for index, entry in enumerate(entries, package.first):
        envelope = entry.envelope
        if envelope is None or not entry.is_signed:
            continue
        if envelope.seen > held.own:
            return Damaged("seen-what-was-never-written", index)
        if index == 0:
            keys = opened_keys(envelope)
            if keys is not None and set(keys) != set(ring.current()):
                return Damaged("keys-are-not-the-pinned-ones", index)
    return None


def _with_parts(
    package: Package, held: Held, entries: Sequence[Entry], checkpoint: Checkpoint, tree: Tree
) -> Verdict:
    blobs = {(blob.seq, blob.number): blob.data for blob in package.blobs}
    available = {**(held.staged or {}), **blobs}
    excused = _excuses(package, held.ring)
    parts: dict[Slot, Part] = {}
    missing: dict[Slot, PartRef] = {}
    used: dict[Slot, bytes] = {}
    later: list[Slot] = []
    for index, entry in enumerate(entries, package.first):
        for number, ref in enumerate(entry.commits_to):
            slot = (index, number)
            if not may_be_stored(ref):
                continue
            if slot in available:
                if not fits(ref, available[slot]):
                    return Damaged("part-does-not-fit", index)
                blob = available[slot]
                parts[slot] = Part(ref, blob[:SALT_BYTES], blob[SALT_BYTES:])
            elif slot in excused:
                used[slot] = excused[slot]
            elif ref.delays_holding:
                missing[slot] = ref
            else:
                later.append(slot)
    if stray := next((slot for slot in blobs if slot not in parts), None):
        return Damaged("part-that-nothing-commits-to", stray[0])
    if missing:
        return Missing(tuple(missing), missing)
    return Hold(checkpoint, package.first, tuple(entries), parts, used, tuple(later), tree)


def may_be_stored(ref: PartRef) -> bool:
    """A payload or list part is at most 8 MiB; a larger one is never asked for (and not heeded)."""
    return not ref.delays_holding or ref.length <= MAX_PART_BYTES


def _excuses(package: Package, ring: KeyRing) -> dict[Slot, bytes]:
    """Read the author's signed excuses, whatever their own index."""
    excused: dict[Slot, bytes] = {}
    for token in package.excused:
        try:
            envelope = read(token)
        except Malformed:
            continue
        key = ring.at(Role.ENVELOPE, envelope.seq)
        slot = excused_part(envelope)
        if slot and key and is_signed(token, verifying(key.x)):
            excused[slot] = token
    return excused
