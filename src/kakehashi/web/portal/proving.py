"""What a reader needs to check a notice: its proof, and the words of both sides' keys."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from kakehashi import node
from kakehashi.core.keys import PublicKey, fingerprint
from kakehashi.core.keys import words as spoken
from kakehashi.core.ways_out import Gate, Way, lets_out
from kakehashi.dispatch.proving import public_proof
from kakehashi.exchange.models import Peer
from kakehashi.journal import queries as journals
from kakehashi.registers import queries
from kakehashi.registers.queries import PublicEntry
from kakehashi.web.parts import naming
from kakehashi.web.parts.shapes import ProofBox

COMMAND = "kakehashi check proof.json"


@dataclass(frozen=True)
class KeyWords:
    """The eight words of one side's keys under an agreement, and who has to publish them."""

    party: str
    is_ours: bool
    name: str
    words: str


@dataclass(frozen=True)
class Keys:
    """Both sides' words under one agreement; one side's only, where no counterpart is known."""

    agreement: str
    title: str
    sides: tuple[KeyWords, ...]


@lets_out(Way.PROOF, gate=Gate.ASKED)
def proof_of(jti: str, *, number: str | None, now: datetime) -> bytes:
    """Give the proof of a notice that this node publishes.

    Raises:
        NotYet: the counterpart has not cosigned it yet.
        LookupError: there is no such notice, or it is not shown here.

    """
    this = node.this()
    if any(jti in shown.hidden for shown in queries.showings(this.agreements, this.party)):
        raise LookupError(jti)
    return public_proof(jti, number=number, now=now)


def proof_box(entry: PublicEntry, href: str) -> ProofBox | None:
    """Offer the proof of an entry's last notice; None until the counterpart has cosigned it."""
    journal = (
        journals.journals(entry.agreement)
        .filter(party=entry.party, generation=entry.generation)
        .first()
    )
    size = journals.cosigned_size(journal) if journal else 0
    if size <= entry.seq:
        return None
    profile = node.profile(entry.agreement)
    author, holder = profile.parties[entry.party], profile.counterpart(entry.party)
    return ProofBox(
        href=href,
        command=COMMAND,
        issued_by=naming.chosen(author.names)[0],
        held_by=naming.chosen(holder.names)[0],
        entry=entry.seq + 1,
        journal_size=size,
    )


def keys() -> tuple[Keys, ...]:
    """Give the words of both sides under each agreement."""
    this = node.this()
    peers = {peer.agreement: peer for peer in Peer.objects.filter(agreement__in=this.agreements)}
    return tuple(_keys(agreement, peers.get(agreement)) for agreement in this.agreements)


def _keys(agreement: str, peer: Peer | None) -> Keys:
    this, profile = node.this(), node.profile(agreement)
    ours = profile.parties[this.party]
    sides = [
        KeyWords(
            naming.chosen(ours.names)[0],
            is_ours=True,
            name=f"{this.name}/{agreement}/{this.party}",
            words=" ".join(spoken(this.fingerprint(agreement))),
        )
    ]
    if peer is not None:
        name = f"{peer.name}/{agreement}/{peer.party}"
        theirs = fingerprint(name, [PublicKey.model_validate(key) for key in peer.keys])
        party = naming.chosen(profile.parties[peer.party].names)[0]
        sides.append(KeyWords(party, is_ours=False, name=name, words=" ".join(spoken(theirs))))
    return Keys(agreement, naming.chosen(profile.title)[0], tuple(sides))


def not_yet_text() -> str:
    """Say why there is no proof yet, and what to do."""
    return _(
        "The other side has not countersigned this notice yet. That takes seconds as a rule, "
        "longer where the connection is down. Come back later."
    )
