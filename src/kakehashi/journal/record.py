"""The node's own record: who did and who read what, in a journal that nobody can rewrite.

Each act is an envelope in the `local` journal, its particulars in a sealed part. The counterpart
anchors size and root of this journal without seeing it; notices quote the act they came from.
"""

import os
from collections.abc import Mapping, Sequence
from datetime import datetime

from kakehashi import node
from kakehashi.core.canonical import encode
from kakehashi.core.envelope import Envelope, Position, seal
from kakehashi.core.ids import RANDOM_BYTES, uuid7
from kakehashi.core.journal import leaf_hash
from kakehashi.core.notices.payload import Classification
from kakehashi.core.parts import PartRole, make_part
from kakehashi.core.text import b64url
from kakehashi.database.direct import together
from kakehashi.journal.actions import extend, open_journal
from kakehashi.journal.at_rest import encrypt_part
from kakehashi.journal.models import Journal
from kakehashi.journal.new import NewEntry
from kakehashi.journal.queries import local_journal
from kakehashi.node import LOCAL

CLAUSE = "local"


def open_record(*, now: datetime) -> Journal:
    """Open the node's own record, if it is not open yet."""
    this = node.this()
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


def record_each(acts: Sequence[tuple[str, Mapping[str, object]]], *, now: datetime) -> list[str]:
    """Add several acts under one checkpoint, as `record` does one; gives their leaf hashes."""
    this, storage = node.this(), node.this().storage_key
    parts = [
        make_part(
            PartRole.RESTRICTED, Classification.RESTRICTED, encode(dict(said)), os.urandom(32)
        )
        for _, said in acts
    ]
    sealed = [
        encrypt_part(part.blob, commitment=part.ref.commitment, storage_key=storage)
        for part in parts
    ]
    with together():
        journal = local_journal() or open_record(now=now)
        key, entries = this.local_keys.envelope, []
        for place, ((act, _), part) in enumerate(zip(acts, parts, strict=True)):
            envelope = Envelope(
                jti=uuid7(int(now.timestamp() * 1000), os.urandom(RANDOM_BYTES)),
                origin=journal.origin,
                audience=this.party,
                issued_at=max(journal.latest_iat, int(now.timestamp())),
                seq=journal.size + place,
                kind=act,
                version=1,
                clause=CLAUSE,
                classification=Classification.RESTRICTED,
                seen=Position(),
                parts=(part.ref,),
            )
            token = seal(envelope, public_key=key.public, sign=key.sign)
            entries.append(NewEntry.saying(token, envelope, {0: sealed[place]}))
        extend(journal=journal, entries=entries, now=now)
    return [b64url(leaf_hash(entry.token)) for entry in entries]
