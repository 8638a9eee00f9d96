"""The node's own record: who did and who read what, in a journal that nobody can rewrite.

Each act is an envelope in the `local` journal, its particulars in a sealed part. The counterpart
anchors size and root of this journal without seeing it; notices quote the act they came from.
"""

import os
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path

from kakehashi import node
from kakehashi.core.canonical import encode
from kakehashi.core.envelope import Envelope, Position, read, seal
from kakehashi.core.ids import RANDOM_BYTES, uuid7
from kakehashi.core.journal import leaf_hash
from kakehashi.core.keys import PublicKey, Role
from kakehashi.core.notices import statement_of
from kakehashi.core.notices.payload import Classification
from kakehashi.core.notices.protocol import ChangedKeys, KeyChangeWhy, KeysChanged, NodeKey
from kakehashi.core.parts import Part, PartRole, make_part
from kakehashi.core.text import b64url
from kakehashi.database.direct import together
from kakehashi.journal.actions import ClockWentBack, OutOfStep, extend, open_journal
from kakehashi.journal.at_rest import Sealed, encrypt_part
from kakehashi.journal.head import BehindHead
from kakehashi.journal.key_files import keep_public_halves, make_key
from kakehashi.journal.models import Journal
from kakehashi.journal.new import NewEntry
from kakehashi.journal.queries import local_journal
from kakehashi.journal.rings import CHANGE, INSTEAD, ring_of_record
from kakehashi.node import LOCAL, SigningKey

CLAUSE = "local"
Said = tuple[str, Mapping[str, object]]
"""An act (a noun and a past participle) with its particulars."""


class NothingLost(Exception):
    """The file of every key of the own record is there: keys are changed, not replaced."""


def open_record(*, now: datetime) -> Journal:
    """Open the node's own record, if it is not open yet; keep the public halves of its keys."""
    this = node.this()
    keep_public_halves()
    return local_journal() or open_journal(
        agreement=LOCAL,
        party=this.party,
        generation=1,
        origin=this.origin(LOCAL, 1),
        is_ours=True,
        now=now,
    )


def record(act: str, particulars: Mapping[str, object], *, now: datetime) -> str:
    """Add an act (a noun and a past participle, as "notice.signed-off") with its particulars.

    Inside the transaction of what it causes. Gives its leaf hash in base64url, for notices to
    quote. The particulars are sealed at rest; the envelope says only which act, and when.
    """
    (leaf,) = record_each(((act, particulars),), now=now)
    return leaf


def record_each(acts: Sequence[Said], *, now: datetime) -> list[str]:
    """Add several acts under one checkpoint, as `record` does one; gives their leaf hashes."""
    parts = _sealed(acts)
    with together():
        return [b64url(leaf_hash(entry.token)) for entry in _write(acts, parts, now=now)]


def change_record_key(
    role: Role, particulars: Mapping[str, object], *, why: KeyChangeWhy, now: datetime
) -> tuple[PublicKey, int]:
    """Make a key of the own record; give it, and the index of the first entry that it signs.

    The new key is on the disk before it is named. The change, and the checkpoint over it, are
    still signed with the key before; without its file NodeRefused, and nothing changed then.
    """
    made = make_key(LOCAL, role)
    return made[0], _name_keys((CHANGE, particulars), (made,), why=why, now=now) + 1


def replace_lost_keys(
    particulars: Mapping[str, object], *, now: datetime
) -> tuple[tuple[PublicKey, ...], int]:
    """Make keys in place of those of the own record whose files are gone.

    Gives them, and the index of the entry that names them, which they sign already. NothingLost
    where all files are there.
    """
    journal = open_record(now=now)
    ring = ring_of_record(journal)
    lost = [role for role in node.LOCAL_ROLES if _is_lost(ring.at(role, journal.size))]
    if not lost:
        raise NothingLost
    made = [make_key(LOCAL, role) for role in lost]
    keys = tuple(key for key, _ in made)
    act = (INSTEAD, particulars)
    return keys, _name_keys(act, made, why=KeyChangeWhy.LOST, now=now, instead=keys)


def _name_keys(
    act: Said,
    made: Sequence[tuple[PublicKey, Path]],
    *,
    why: KeyChangeWhy,
    now: datetime,
    instead: tuple[PublicKey, ...] = (),
) -> int:
    """Name new keys in the record and give the entry's index; refused, their files go again."""
    named = tuple(NodeKey.model_validate(key.model_dump(mode="json")) for key, _ in made)
    statement = statement_of(KeysChanged(statement=ChangedKeys(why=why, keys=named)))
    acts: Sequence[Said] = (act,)
    try:
        with together():
            (entry,) = _write(acts, _sealed(acts), now=now, statement=statement, instead=instead)
    except (BehindHead, ClockWentBack, OutOfStep, node.NodeRefused):
        for _, file in made:
            file.unlink()  # refused before anything was written: no entry names it
        raise
    return read(entry.token).seq


def _is_lost(key: PublicKey | None) -> bool:
    try:
        _half(key)
    except node.NodeRefused:
        return True
    return False


def _sealed(acts: Sequence[Said]) -> list[tuple[Part, Sealed]]:
    """Seal the particulars of acts under the storage key."""
    storage = node.this().storage_key
    parts = [
        make_part(
            PartRole.RESTRICTED, Classification.RESTRICTED, encode(dict(said)), os.urandom(32)
        )
        for _, said in acts
    ]
    return [
        (part, encrypt_part(part.blob, commitment=part.ref.commitment, storage_key=storage))
        for part in parts
    ]


def _write(
    acts: Sequence[Said],
    parts: Sequence[tuple[Part, Sealed]],
    *,
    now: datetime,
    statement: Mapping[str, object] | None = None,
    instead: tuple[PublicKey, ...] = (),
) -> list[NewEntry]:
    """Sign acts onto the record with the keys in force there, or with others `instead`."""
    journal = local_journal() or open_record(now=now)
    ring = ring_of_record(journal).changed(instead, first=journal.size)
    key = _half(ring.at(Role.ENVELOPE, journal.size))
    entries = []
    for place, ((act, _), (part, sealed)) in enumerate(zip(acts, parts, strict=True)):
        envelope = Envelope(
            jti=uuid7(int(now.timestamp() * 1000), os.urandom(RANDOM_BYTES)),
            origin=journal.origin,
            audience=node.this().party,
            issued_at=max(journal.latest_iat, int(now.timestamp())),
            seq=journal.size + place,
            kind=act,
            version=1,
            clause=CLAUSE,
            classification=Classification.RESTRICTED,
            seen=Position(),
            parts=(part.ref,),
            statement=statement,
        )
        token = seal(envelope, public_key=key.public, sign=key.sign)
        entries.append(NewEntry.saying(token, envelope, {0: sealed}))
    log = _half(ring.checkpoint_key(journal.size + len(entries)))
    extend(journal=journal, entries=entries, now=now, log=log)
    return entries


def _half(key: PublicKey | None) -> SigningKey:
    if key is None:
        raise LookupError(LOCAL)
    return node.signing_half(LOCAL, key)
