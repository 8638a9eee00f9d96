"""Verify and rebuild: that journals, judgments and registers agree, from the first byte on.

Nothing stored in between is believed: entries are hashed, signatures and parts opened, verdicts
judged again, and the registers derived once more beside those that serve.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager

from kakehashi import node
from kakehashi.core.duties import fold
from kakehashi.core.envelope import Position
from kakehashi.core.exchange import read_entry
from kakehashi.core.heard import Heard, LeftAside
from kakehashi.core.heeded import SetAside
from kakehashi.core.journal import Tree, leaf_hash
from kakehashi.core.keyring import KeyRing
from kakehashi.core.keys import Role
from kakehashi.core.note import open_checkpoint, verify_cosignature
from kakehashi.core.notices.payload import Classification
from kakehashi.core.parts import SALT_BYTES, PartRef, PartRole, fits
from kakehashi.core.projection import VERSION, place
from kakehashi.core.shared_state import Reached, SharedState, digest
from kakehashi.desk import derived
from kakehashi.desk.duties.queries import ledger_rows
from kakehashi.desk.state_rows import state_rows as desk_rows
from kakehashi.dispatch import approval_check
from kakehashi.dispatch.finding import Finding
from kakehashi.dispatch.papers import with_letters
from kakehashi.exchange import hearing, judging, outlook, parties
from kakehashi.exchange.asides import left_aside_between
from kakehashi.exchange.models import Aside, Author, Peer
from kakehashi.exchange.rings import mirror_keys, ring_of
from kakehashi.journal import head
from kakehashi.journal import queries as journals
from kakehashi.journal.at_rest import Damaged, decrypt_part
from kakehashi.journal.models import Checkpoint, Journal
from kakehashi.journal.rings import ring_of_record
from kakehashi.node import LOCAL
from kakehashi.node.alone import alone
from kakehashi.registers import actions as registers
from kakehashi.registers.queries import state_rows

SLICE = 256


def verify_journal(journal: Journal) -> Iterator[Finding]:
    """Verify one journal: tree, checkpoints, cosignatures, head, signatures and parts."""
    tree = Tree()
    ring = ring_of_record(journal) if journal.agreement == LOCAL else ring_of(journal)
    checkpoints = dict(
        Checkpoint.objects.filter(journal=journal).values_list("size", "note").iterator()
    )
    for first in range(0, journal.size, SLICE):
        end = min(journal.size, first + SLICE)
        tokens = [bytes(token) for token in journals.tokens(journal, first, end)]
        for index, token in enumerate(tokens, first):
            tree = tree.append((leaf_hash(token),))
            if note := checkpoints.get(tree.size):
                yield from _checkpoint(journal, ring, tree, bytes(note))
            yield from _signature(journal, ring, index, token)
        yield from _parts(journal, first, end)
    if (tree.size, tree.root()) != (journal.size, bytes(journal.root)):
        yield Finding("root", journal.origin)
    yield from _cosignature(journal)
    if journal.is_ours and journals.journal(journal.agreement, journal.party) == journal:
        try:
            head.check_head(journal)
        except head.BehindHead as behind:
            yield Finding("behind-head", journal.origin, detail=str(behind))


def verify_agreement(agreement: str) -> Iterator[Finding]:
    """Verify all journals of an agreement, the verdicts on them, and the registers from them."""
    both = parties.sides(agreement)
    for journal in both.journals:
        yield from verify_journal(journal)
    yield from _verdicts(both)
    stored = sorted(state_rows(agreement))
    derived = _derived_rows(agreement)
    if stored != derived:
        missing = len(set(derived) - set(stored))
        detail = f"{missing} rows missing, {len(set(stored) - set(derived))} too many"
        yield Finding("registers", agreement, detail=detail)
    yield from _desk(agreement)
    yield from _approvals(agreement)


def _approvals(agreement: str) -> Iterator[Finding]:
    """Every approval has a decided application behind it, and every number its approval."""
    for origin, index, detail in approval_check.unfounded(agreement):
        yield Finding("approval", origin, index, detail)


def _desk(agreement: str) -> Iterator[Finding]:
    """Compare what the desk derived with what the journals give now."""
    edition = derived.serving(agreement)
    kept = sorted(ledger_rows(edition)) if edition else []
    if kept != sorted(fold(node.profile(agreement), _all_heard(parties.sides(agreement))).rows()):
        yield Finding("duties", agreement, detail="not what all notices at once amount to")
    stored = sorted(desk_rows(edition)) if edition else []
    with _filling_alone(agreement):
        again = derived.open_edition(agreement)
        try:
            derived.fill(again, _desk_reader(agreement))
            anew = sorted(desk_rows(again))
        finally:
            derived.drop_edition(again)
    if stored != anew:
        missing, stray = len(set(anew) - set(stored)), len(set(stored) - set(anew))
        yield Finding("desk", agreement, detail=f"{missing} rows missing, {stray} too many")


def rebuild(agreement: str) -> None:
    """Judge both journals again and derive the registers into the next edition, then flip."""
    judge_again(agreement)
    derive_anew(agreement)


def judge_again(agreement: str) -> None:
    """Judge both journals again from the first entry on, and keep what comes of it."""
    for author, judged, view in _judge_again(parties.sides(agreement)):
        Aside.objects.filter(
            journal=author.journal, index__gte=author.heeded, index__lt=author.heeded + len(judged)
        ).delete()
        judging.keep_asides(author.journal, judged)
        Author.objects.filter(journal=author.journal, heeded=author.heeded + len(judged)).update(
            view=view
        )


def derive_anew(agreement: str, *, wanted: Callable[[], bool] = lambda: True) -> None:
    """Derive registers and desk again from what is heeded, into their next editions.

    Notices are read once for both; what comes meanwhile is read when they are put in place.
    One process at a time: where another one was at it, `wanted` is asked once that is done.
    """
    with _filling_alone(agreement):
        if wanted():
            _derive_anew(agreement)


def _filling_alone(agreement: str) -> AbstractContextManager[None]:
    """Let one at a time fill an edition: whoever opens one drops what is unfinished."""
    folder = node.this().home / "run"
    folder.mkdir(exist_ok=True)
    return alone(folder / f"filling-{agreement}.lock")


def _derive_anew(agreement: str) -> None:
    both = parties.sides(agreement)
    ended = {
        journal.party: place(journal.generation, both.end(journal))
        for journal in both.journals
        if journal.pk in both.ended
    }
    edition, cases = registers.open_edition(agreement), derived.open_edition(agreement)
    for journal in both.journals:
        heeded = parties.author_of(journal).heeded
        for first in range(0, heeded, SLICE):
            end = min(heeded, first + SLICE)
            through = {journal.party: Position(journal.generation, end)}
            heard, aside = _heard_and_aside(journal, first, end)
            told = with_letters(both, journal, heard)
            registers.apply(told, edition=edition, through=through)
            derived.apply(heard, edition=cases, through=through, aside=aside)
    registers.put_in_place(edition, _reader(agreement), ended=ended)
    derived.put_in_place(cases, _desk_reader(agreement), ended=ended)


def shared_state(agreement: str) -> SharedState:
    """Digest what both nodes must have alike: registers, duties, and what they rest on."""
    both = parties.sides(agreement)
    edition = derived.serving(agreement)
    views = [outlook.view_of(both, parties.author_of(journal)) for journal in both.journals]
    return digest(
        agreement,
        reached=(_reached(journal, both.end(journal)) for journal in both.journals),
        projection=VERSION,
        vocabularies=((view.origin, view.vocabulary) for view in views),
        rows=(*state_rows(agreement), *(ledger_rows(edition) if edition else ())),
    )


def _reached(journal: Journal, end: int) -> Reached:
    """Say how far a journal goes: all of it, or to where its next generation says it ended."""
    root = bytes(journal.root) if end == journal.size else journals.root_at(journal, end)
    return Reached(journal.origin, end, root)


def _all_heard(both: parties.Sides) -> Iterator[Heard]:
    for journal in both.journals:
        heeded = parties.author_of(journal).heeded
        for first in range(0, heeded, SLICE):
            end = min(heeded, first + SLICE)
            yield from hearing.heard_between(journal, first, end)


def _checkpoint(journal: Journal, ring: KeyRing, tree: Tree, note: bytes) -> Iterator[Finding]:
    key = ring.checkpoint_key(tree.size)
    opened = open_checkpoint(note, key.raw) if key else None
    if opened is None or (opened.origin, opened.root) != (journal.origin, tree.root()):
        yield Finding("checkpoint", journal.origin, tree.size)


def _signature(journal: Journal, ring: KeyRing, index: int, token: bytes) -> Iterator[Finding]:
    entry = read_entry(token, ring.at(Role.ENVELOPE, index))
    aside = Aside.objects.filter(journal=journal, index=index, reason__in=judging.UNSIGNED)
    if not entry.is_signed and not aside.exists():
        yield Finding("signature", journal.origin, index)


def _parts(journal: Journal, first: int, end: int) -> Iterator[Finding]:
    storage = node.this().storage_keys
    for part in journals.parts(journal, first, end):
        if part.sealed is None:
            continue
        try:
            blob = decrypt_part(part.sealed, storage_keys=storage)
        except Damaged as damage:
            yield Finding("part", journal.origin, part.index, str(damage))
            continue
        classification = Classification[part.classification.upper()]
        role = PartRole(part.role)
        ref = PartRef(role, classification, part.length, part.commitment, part.rows)
        if not fits(ref, blob) or len(blob) < SALT_BYTES:
            yield Finding("part", journal.origin, part.index)


def _cosignature(journal: Journal) -> Iterator[Finding]:
    latest = journals.cosignature(journal)
    if latest is None or journal.agreement == LOCAL:
        return
    peer = Peer.objects.get(agreement=journal.agreement)
    this, note = node.this(), bytes(latest.note)
    party = peer.party if journal.is_ours else this.party
    name = peer.mirror if journal.is_ours else this.mirror(journal.agreement)
    keys = mirror_keys(journal.agreement, party)
    known = (verify_cosignature(note, name=name, public_key=key.raw) for key in keys)
    cosigned = next((one for one in known if one), None)
    if cosigned is None or cosigned.checkpoint.root != journals.root_at(journal, latest.size):
        yield Finding("cosignature", journal.origin, latest.size)


def _verdicts(both: parties.Sides) -> Iterator[Finding]:
    for author, judged, _ in _judge_again(both):
        stored = dict(
            Aside.objects.filter(
                journal=author.journal,
                index__gte=author.heeded,
                index__lt=author.heeded + len(judged),
            ).values_list("index", "reason")
        )
        for item in judged:
            verdict = item.verdict
            reason = str(verdict.reason) if isinstance(verdict, SetAside) else None
            if stored.get(item.index) != reason:
                yield Finding("verdict", author.journal.origin, item.index, reason or "counts")


def _judge_again(
    both: parties.Sides,
) -> Iterator[tuple[Author, tuple[judging.Judged, ...], str]]:
    """Judge all journals from nothing, as far as they are judged, in an order that can be kept."""
    ends = {journal.pk: parties.author_of(journal).heeded for journal in both.journals}
    authors = {j.pk: Author(journal=j, heeded=0, view="", reacted=0) for j in both.journals}
    progress = True
    while progress:
        progress = False
        for journal in both.journals:
            author = authors[journal.pk]
            left = ends[journal.pk] - author.heeded
            if left <= 0:
                continue
            known: Mapping[int, int] = {pk: other.heeded for pk, other in authors.items()}
            judged, view = judging.judge_entries(
                both, journal, author, known=known, limit=min(left, SLICE)
            )
            if not judged:
                continue
            text = outlook.dump_view(view, both)
            yield author, judged, text
            authors[journal.pk] = Author(
                journal=journal, heeded=author.heeded + len(judged), view=text, reacted=0
            )
            progress = True


def _derived_rows(agreement: str) -> list[bytes]:
    """Derive the registers into an edition that never serves, and give its rows."""
    with _filling_alone(agreement):
        edition = registers.open_edition(agreement)
        try:
            read, at = _reader(agreement), dict[str, Position]()
            while (batch := read(at)) is not None:
                heard, through = batch
                registers.apply(heard, edition=edition, through=through)
                at.update(through)
            return sorted(state_rows(agreement, of=edition))
        finally:
            registers.drop_edition(edition)


def _reader(agreement: str) -> Callable[[Mapping[str, Position]], registers.Batch | None]:
    """Give batches of heeded notices after the positions asked, journal by journal."""
    both = parties.sides(agreement)

    def read(at: Mapping[str, Position]) -> registers.Batch | None:
        if (found := _next_slice(both, at)) is None:
            return None
        journal, first, end = found
        through = {journal.party: Position(journal.generation, end)}
        heard = hearing.heard_between(journal, first, end)
        return with_letters(both, journal, heard), through

    return read


def _desk_reader(agreement: str) -> Callable[[Mapping[str, Position]], derived.Batch | None]:
    """Give the same batches with what is set aside in them."""
    both = parties.sides(agreement)

    def read(at: Mapping[str, Position]) -> derived.Batch | None:
        if (found := _next_slice(both, at)) is None:
            return None
        journal, first, end = found
        through = {journal.party: Position(journal.generation, end)}
        return *_heard_and_aside(journal, first, end), through

    return read


def _heard_and_aside(
    journal: Journal, first: int, end: int
) -> tuple[tuple[Heard, ...], tuple[LeftAside, ...]]:
    """Read entries [first, end): those that count, and those that are set aside."""
    aside = left_aside_between(journal, first, end)
    return hearing.heard_between(journal, first, end), aside


def _next_slice(both: parties.Sides, at: Mapping[str, Position]) -> tuple[Journal, int, int] | None:
    """Find the next heeded entries after the positions asked: a journal, [first, end)."""
    for journal in both.journals:
        reached = at.get(journal.party, Position(0, 0))
        if reached.generation > journal.generation:
            continue
        first = reached.size if reached.generation == journal.generation else 0
        heeded = parties.author_of(journal).heeded
        if first < heeded:
            return journal, first, min(heeded, first + SLICE)
    return None
