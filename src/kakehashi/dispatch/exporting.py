"""A notice for the file of a case: its envelope, the parts that an officer may read, its proof."""

from collections.abc import Iterator
from dataclasses import dataclass

from kakehashi import node
from kakehashi.core.case_file import PROOF, UNPROVED, FileOf, NoticeOf
from kakehashi.core.envelope import Malformed, read
from kakehashi.core.notices.payload import Classification
from kakehashi.core.parts import SALT_BYTES, Part, PartRole, make_part
from kakehashi.core.proof import HANDED_OUT, Proof, write_proof
from kakehashi.core.ways_out import Gate, Way, lets_out
from kakehashi.dispatch.proving import signers
from kakehashi.journal import queries as journals
from kakehashi.journal.at_rest import decrypt_part
from kakehashi.journal.models import Entry
from kakehashi.journal.queries import StoredPart


@dataclass(frozen=True, slots=True)
class Exported:
    """A notice as it goes into the file: how the index names it, and its files by their names."""

    notice: NoticeOf
    contents: tuple[tuple[str, bytes], ...]


def export_notice(entry: Entry, folder: str, *, may_read_confidential: bool) -> Exported | None:
    """Put a notice together for a folder of a case; None where it cannot be read.

    Its journal is at hand. A part that is gone, or not for this officer, is named as left out; so
    are the rows of a list, which the registers have.
    """
    try:
        envelope = read(bytes(entry.token))
    except Malformed:
        return None
    opened = dict(_opened(entry, may_read_confidential=may_read_confidential))
    parts: dict[int, Part] = {}
    files: list[tuple[FileOf, bytes]] = []
    for number, blob in opened.items():
        ref = envelope.parts[number]
        salt, data = blob[:SALT_BYTES], blob[SALT_BYTES:]
        if ref.role == PartRole.ATTACHMENT:
            files.append((FileOf(number, salt, f"file-{number}"), data))
        elif ref.role in HANDED_OUT:
            parts[number] = make_part(ref.role, ref.classification, data, salt)
    there = {*parts, *(named.part for named, _ in files)}
    left_out = [ref.role.value for n, ref in enumerate(envelope.parts) if n not in there]
    proof = _proof(entry, parts)
    notice = NoticeOf(
        folder=folder,
        reference=envelope.jti,
        kind=envelope.kind,
        is_proved=proof is not None,
        files=tuple(named for named, _ in files),
        left_out=tuple(left_out),
    )
    first = (UNPROVED, bytes(entry.token)) if proof is None else (PROOF, proof)
    return Exported(notice, (first, *((named.name, data) for named, data in files)))


def _opened(entry: Entry, *, may_read_confidential: bool) -> Iterator[tuple[int, bytes]]:
    storage = node.this().storage_keys
    for part in journals.parts(entry.journal, entry.index, entry.index + 1):
        if part.sealed is not None and _may_go(part, may_read_confidential=may_read_confidential):
            yield part.number, decrypt_part(part.sealed, storage_keys=storage)


def _may_go(part: StoredPart, *, may_read_confidential: bool) -> bool:
    is_open = part.classification != Classification.CONFIDENTIAL or may_read_confidential
    return is_open and part.role != PartRole.ROWS


@lets_out(Way.EXPORT, gate=Gate.CIRCLE)
def _proof(entry: Entry, parts: dict[int, Part]) -> bytes | None:
    """Prove that the other side holds it; None while it has not countersigned it."""
    cosigned = journals.cosignature(entry.journal, entry.index + 1)
    if cosigned is None:
        return None
    author, mirror = signers(entry, cosigned)
    return write_proof(
        Proof(
            token=bytes(entry.token),
            parts=parts,
            path=journals.inclusion_proof(entry.journal, entry.index, cosigned.size),
            note=bytes(cosigned.note),
            author=author,
            mirror=mirror,
        )
    )
