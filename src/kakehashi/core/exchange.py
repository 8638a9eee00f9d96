"""What to do with a package: facts in, verdict out.

Holding is not agreeing. A package is held when its entries are next in the author's signed tree and
every part that they commit to is present or excused; whether a notice counts is judged apart, in
`core.heeding`.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain

from kakehashi.core.envelope import Envelope, Malformed, Position, is_signed, read
from kakehashi.core.journal import Tree, leaf_hash
from kakehashi.core.keyring import KeyRing, verifying_key
from kakehashi.core.keys import PublicKey, Role
from kakehashi.core.note import Checkpoint, open_checkpoint
from kakehashi.core.package import MAX_PARTS_AT_ONCE, Package
from kakehashi.core.parts import SALT_BYTES, Part, PartRef, fits, may_be_excused, may_be_stored
from kakehashi.core.protocol import excused_part, opened_keys, replaced_keys

Slot = tuple[int, int]
"""A part's place: the index of its entry, and its number in the envelope."""


@dataclass(frozen=True, slots=True)
class Held:
    """What we have of the author's journal, and of our own.

    `tree` is what we hold; `checkpoint` the author's last signed note over it. `root_then` is the
    root of our copy at the package's checkpoint size where that is no larger than what we hold.
    `taken` are the tokens we have under the `seq` numbers that the package claims (`claimed`):
    entries, and excuses that came before their entry. `staged` are blobs of large parts that came
    in pieces. `own` is our own journal's position, `ended` the sizes of its earlier generations.
    """

    origin: str
    ring: KeyRing
    tree: Tree = field(default_factory=Tree)
    checkpoint: bytes | None = None
    root_then: bytes | None = None
    taken: Mapping[int, bytes] | None = None
    staged: Mapping[Slot, bytes] | None = None
    own: Position = field(default_factory=Position)
    ended: Mapping[int, int] | None = None


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
    """Store these, then cosign: entries from `first`, their parts, the parts' excuses.

    `later` are attachments that are not there yet. `ring` are the author's keys after the entries.
    """

    checkpoint: Checkpoint
    first: int
    entries: tuple[Entry, ...]
    parts: Mapping[Slot, Part]
    excused: Mapping[Slot, bytes]
    later: tuple[Slot, ...]
    tree: Tree
    ring: KeyRing


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
    checkpoint = size_claimed(package, held.ring)
    if checkpoint is None:
        return Damaged("checkpoint-not-the-authors")
    if checkpoint.origin != held.origin:
        return Damaged("another-journal")
    entries, ring = _entries(package, held)
    if fork := _two_roots(checkpoint, package, held):
        return fork
    stated = ((entry.token, entry.envelope) for entry in entries if entry.envelope)
    if fork := _two_envelopes(chain(stated, _readable(package.excused)), held, ring):
        return fork
    if checkpoint.size <= held.tree.size or package.first != held.tree.size:
        return OutOfStep(held.tree.size)
    tree = held.tree.append(entry.leaf for entry in entries)
    if damage := _unlike(checkpoint, tree, held, ring) or _impossible(entries, package, held):
        return damage
    return _with_parts(package, held, entries, ring, checkpoint)


def size_claimed(package: Package, ring: KeyRing) -> Checkpoint | None:
    """Read a package's checkpoint if the author's log key for that size signed it."""
    for pinned in ring.pinned:
        if pinned.key.role == Role.LOG and (
            checkpoint := open_checkpoint(package.checkpoint, pinned.key.raw)
        ):
            key = ring.checkpoint_key(checkpoint.size)
            return checkpoint if key == pinned.key else None
    return None


def is_the_authors(package: Package, held: Held) -> bool:
    """Say whether a package's checkpoint is the author's: all that pieces are asked for."""
    checkpoint = size_claimed(package, held.ring)
    return checkpoint is not None and checkpoint.origin == held.origin


def claimed(package: Package) -> frozenset[int]:
    """Name the `seq` numbers that a package's envelopes bear: what `Held.taken` is asked for."""
    tokens = (*package.entries, *package.excused)
    return frozenset(envelope.seq for _, envelope in _readable(tokens))


def read_entry(token: bytes, key: PublicKey | None) -> Entry:
    """Read one entry and say whether it is signed by the key of its index."""
    leaf = leaf_hash(token)
    try:
        envelope = read(token)
    except Malformed as error:
        return Entry(token, leaf, None, str(error), is_signed=False)
    return Entry(token, leaf, envelope, None, is_signed=_is_by(token, key))


def ring_after(ring: KeyRing, entry: Entry, *, origin: str, index: int) -> KeyRing:
    """Give the author's keys after the entry at `index` of its journal.

    A signed `keys.changed` counts in its own journal and place only (replayed elsewhere it changes
    nothing), and as soon as it is held: whether it is heeded has no say in whose signature is good.
    """
    envelope = entry.envelope
    if (
        envelope is None
        or not entry.is_signed
        or (envelope.origin, envelope.seq) != (origin, index)
    ):
        return ring
    keys = replaced_keys(envelope)
    return ring.changed(keys, first=index + 1) if keys else ring


def _is_by(token: bytes, key: PublicKey | None) -> bool:
    return key is not None and is_signed(token, verifying_key(key.x))


def _readable(tokens: Iterable[bytes]) -> Iterator[tuple[bytes, Envelope]]:
    for token in tokens:
        try:
            yield token, read(token)
        except Malformed:
            continue


def _entries(package: Package, held: Held) -> tuple[tuple[Entry, ...], KeyRing]:
    entries, ring = [], held.ring
    for index, token in enumerate(package.entries, package.first):
        entry = read_entry(token, ring.at(Role.ENVELOPE, index))
        if index >= held.tree.size:
            ring = ring_after(ring, entry, origin=held.origin, index=index)
        entries.append(entry)
    return tuple(entries), ring


def _two_roots(checkpoint: Checkpoint, package: Package, held: Held) -> Forked | None:
    """Find another signed root for a size that we hold."""
    if checkpoint.size > held.tree.size:
        return None
    here = {held.tree.size: held.tree.root(), 0: Tree().root()}
    root = here.get(checkpoint.size, held.root_then)
    if root is None or root == checkpoint.root:
        return None
    return Forked("two-roots", held.checkpoint or b"", package.checkpoint)


def _two_envelopes(
    stated: Iterable[tuple[bytes, Envelope]], held: Held, ring: KeyRing
) -> Forked | None:
    """Find two envelopes of this journal under one `seq`, both signed with the key of that index.

    Wherever they stand: what was cut into packages otherwise must not be judged otherwise.
    """

    def is_statement(token: bytes, seq: int) -> bool:
        entry = read_entry(token, ring.at(Role.ENVELOPE, seq))
        said = entry.envelope
        return (
            said is not None and entry.is_signed and (said.origin, said.seq) == (held.origin, seq)
        )

    first: dict[int, bytes] = dict(held.taken or {})
    for token, envelope in stated:
        seq = envelope.seq
        if envelope.origin != held.origin or first.setdefault(seq, token) == token:
            continue
        if not is_statement(token, seq):
            continue
        if is_statement(first[seq], seq):
            return Forked("two-envelopes", first[seq], token)
        first[seq] = token
    return None


def _unlike(checkpoint: Checkpoint, tree: Tree, held: Held, ring: KeyRing) -> Damaged | None:
    """Compare what the entries make with what the checkpoint says."""
    if tree.size != checkpoint.size:
        return Damaged("checkpoint-of-another-size", tree.size)
    if ring.checkpoint_key(checkpoint.size) != held.ring.checkpoint_key(checkpoint.size):
        return Damaged("checkpoint-not-the-authors", checkpoint.size)
    return None if tree.root() == checkpoint.root else Damaged("root")


def _impossible(entries: Sequence[Entry], package: Package, held: Held) -> Damaged | None:
    for index, entry in enumerate(entries, package.first):
        envelope = entry.envelope
        if envelope is None or not entry.is_signed:
            continue
        if envelope.seen > held.own or not _was_written(envelope.seen, held):
            return Damaged("seen-what-was-never-written", index)
        if index == 0:
            keys = opened_keys(envelope)
            if keys is not None and set(keys) != set(held.ring.current()):
                return Damaged("keys-are-not-the-pinned-ones", index)
    return None


def _was_written(seen: Position, held: Held) -> bool:
    """Say whether an earlier generation of our own journal ever had that size, where we know."""
    ended = held.ended or {}
    return seen.size <= ended.get(seen.generation, seen.size)


def _with_parts(
    package: Package, held: Held, entries: Sequence[Entry], ring: KeyRing, checkpoint: Checkpoint
) -> Verdict:
    blobs = {(blob.seq, blob.number): blob.data for blob in package.blobs}
    wanted = {
        (index, number): ref
        for index, entry in enumerate(entries, package.first)
        for number, ref in enumerate(entry.commits_to)
        if may_be_stored(ref)
    }
    if stray := next((slot for slot in blobs if slot not in wanted), None):
        return Damaged("part-that-nothing-commits-to", stray[0])
    excused = {
        slot: token
        for slot, token in _excuses(package, held, ring).items()
        if slot in wanted and may_be_excused(wanted[slot])
    }
    weighed = (ref for slot, ref in wanted.items() if ref.delays_holding and slot not in excused)
    if sum(ref.length for ref in weighed) > MAX_PARTS_AT_ONCE:
        return Damaged("too-much-at-once")
    if misfit := next((slot for slot in blobs if not fits(wanted[slot], blobs[slot])), None):
        return Damaged("part-does-not-fit", misfit[0])
    parts: dict[Slot, Part] = {}
    missing: dict[Slot, PartRef] = {}
    used: dict[Slot, bytes] = {}
    later: list[Slot] = []
    for slot, ref in wanted.items():
        blob = blobs.get(slot) or _staged(slot, ref, held)
        if blob is not None:
            parts[slot] = Part(ref, blob[:SALT_BYTES], blob[SALT_BYTES:])
        elif slot in excused:
            used[slot] = excused[slot]
        elif ref.delays_holding:
            missing[slot] = ref
        else:
            later.append(slot)
    if missing:
        return Missing(tuple(missing), missing)
    tree = held.tree.append(entry.leaf for entry in entries)
    first, kept = package.first, tuple(entries)
    return Hold(checkpoint, first, kept, parts, used, tuple(later), tree, ring)


def _staged(slot: Slot, ref: PartRef, held: Held) -> bytes | None:
    """Give a blob that came in pieces; unsigned ones that do not fit are as if never sent."""
    blob = (held.staged or {}).get(slot)
    return blob if blob is not None and fits(ref, blob) else None


def _excuses(package: Package, held: Held, ring: KeyRing) -> dict[Slot, bytes]:
    """Read the author's signed excuses, whatever their own index.

    One from beyond this package may rest on keys from beyond it: the `keys.changed` on its way
    stands before it. Only these excuses are read with such keys.
    """
    end = package.first + len(package.entries)
    excused: dict[Slot, bytes] = {}
    for token in package.excused:
        try:
            envelope = read(token)
        except Malformed:
            continue
        if envelope.origin != held.origin:
            continue
        entry = read_entry(token, ring.at(Role.ENVELOPE, envelope.seq))
        if envelope.seq >= end:
            ring = ring_after(ring, entry, origin=held.origin, index=envelope.seq)
        if entry.is_signed and (slot := excused_part(envelope)):
            excused[slot] = token
    return excused
