"""The public's proof of a notice, and of one row of a list, put together from the journals."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from kakehashi import node
from kakehashi.core.canonical import decode
from kakehashi.core.envelope import read
from kakehashi.core.journal import inclusion_proof, known_hashes
from kakehashi.core.keys import PublicKey, Role
from kakehashi.core.note import verify_cosignature
from kakehashi.core.parts import SALT_BYTES, PartRole, make_part, row_leaves, row_salt, split_rows
from kakehashi.core.proof import PROVABLE, Proof, RowProof, Signer, write_proof
from kakehashi.core.ways_out import Gate, Way, lets_out
from kakehashi.dispatch.leaving import ANYBODY, Leave, Stay, may_leave
from kakehashi.exchange import own_keys
from kakehashi.exchange.models import Aside, Peer
from kakehashi.exchange.rings import mirror_keys, ring_of
from kakehashi.journal import queries as journals
from kakehashi.journal.at_rest import decrypt_part
from kakehashi.journal.models import Cosignature, Entry
from kakehashi.registers import queries as registers


class NotYet(LookupError):
    """The counterpart has not cosigned the entry yet: there is no proof that it holds it."""


@lets_out(Way.PROOF, gate=Gate.ASKED)
def public_proof(jti: str, *, number: str | None = None, now: datetime) -> bytes:
    """Give the proof of a public notice as a file; of a list, of its row with that number.

    Raises:
        NotYet: the counterpart has not cosigned it yet.
        LookupError: no such notice or row, or not for the public (the same answer for all).

    """
    entry = _entry(jti)
    envelope = read(bytes(entry.token))
    match may_leave(entry.journal.agreement, envelope, ANYBODY, now=now):
        case Stay():
            raise LookupError(jti)
        case Leave():
            pass
    if _is_withheld(entry):
        raise LookupError(jti)
    cosigned = journals.cosignature(entry.journal, entry.index + 1)
    if cosigned is None:
        raise NotYet(jti)
    contents = _public_parts(entry)
    listed = next((n for n, ref in enumerate(envelope.parts) if ref.role == PartRole.ROWS), None)
    author, mirror = signers(entry, cosigned)
    return write_proof(
        Proof(
            token=bytes(entry.token),
            parts={
                n: make_part(ref.role, ref.classification, blob[SALT_BYTES:], blob[:SALT_BYTES])
                for n, blob in contents.items()
                if (ref := envelope.parts[n]).role in PROVABLE
            },
            path=journals.inclusion_proof(entry.journal, entry.index, cosigned.size),
            note=bytes(cosigned.note),
            author=author,
            mirror=mirror,
            row=None if number is None or listed is None else _row(contents[listed], number),
        )
    )


def _entry(jti: str) -> Entry:
    """Find the entry that counts under an id; Entry.DoesNotExist is no LookupError."""
    for entry in Entry.objects.filter(jti=jti).select_related("journal").order_by("journal"):
        if entry.journal.agreement in node.this().agreements and not (
            Aside.objects.filter(journal=entry.journal, index=entry.index).exists()
        ):
            return entry
    raise LookupError(jti)


def _is_withheld(entry: Entry) -> bool:
    """Say whether we told the counterpart that we do not publish this notice."""
    edition = registers.serving(entry.journal.agreement)
    return edition is not None and entry.jti in registers.withheld(edition, node.this().party)


def _public_parts(entry: Entry) -> dict[int, bytes]:
    """Open the parts that anybody may have: salt and content by number."""
    wanted = {*PROVABLE, PartRole.ROWS}
    storage = node.this().storage_keys
    return {
        part.number: decrypt_part(part.sealed, storage_keys=storage)
        for part in journals.parts(entry.journal, entry.index, entry.index + 1)
        if part.role in wanted and part.sealed is not None
    }


def _row(blob: bytes, number: str) -> RowProof:
    salt, rows = blob[:SALT_BYTES], split_rows(blob[SALT_BYTES:])
    for index, row in enumerate(rows):
        said = decode(row) if number.encode() in row else None
        if isinstance(said, dict) and said.get("number") == number:
            hashes = known_hashes(tuple(row_leaves(salt, rows)))
            path = inclusion_proof(index, len(rows), hashes)
            return RowProof(index, row_salt(salt, index), row, path)
    raise LookupError(number)


def signers(entry: Entry, cosigned: Cosignature) -> tuple[Signer, Signer]:
    """Name the author and the mirror with the keys that signed the entry and the checkpoint."""
    journal = entry.journal
    peer, this = Peer.objects.get(agreement=journal.agreement), node.this()
    names = {
        peer.party: f"{peer.name}/{peer.agreement}/{peer.party}",
        this.party: f"{this.name}/{journal.agreement}/{this.party}",
    }
    present = {
        peer.party: peer.in_force,
        this.party: own_keys.public_now(journal.agreement),
    }
    ring, mirror = ring_of(journal), peer.party if journal.is_ours else this.party
    signed = {role: ring.at(role, entry.index) for role in Role}
    signed[Role.LOG] = ring.checkpoint_key(cosigned.size)
    used = _mirror_key(journal.agreement, mirror, f"{names[mirror]}/mirror", bytes(cosigned.note))
    return (
        Signer(names[journal.party], _instead(present[journal.party], signed)),
        Signer(names[mirror], _instead(present[mirror], {Role.MIRROR: used})),
    )


def _instead(
    keys: Iterable[PublicKey], used: Mapping[Role, PublicKey | None]
) -> tuple[PublicKey, ...]:
    return tuple(used.get(key.role) or key for key in keys)


def _mirror_key(agreement: str, party: str, name: str, note: bytes) -> PublicKey | None:
    """Find the key, perhaps an earlier one, with which a mirror cosigned."""
    for key in mirror_keys(agreement, party):
        if verify_cosignature(note, name=name, public_key=key.raw):
            return key
    return None
