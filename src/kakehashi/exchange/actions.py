"""What is written about counterparts: who they are, what they hold, and what went wrong."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F

from kakehashi import node
from kakehashi.core.answer import Answer
from kakehashi.core.keys import PublicKey, Role
from kakehashi.core.note import Checkpoint, Cosigned, open_checkpoint, verify_cosignature
from kakehashi.database.bulk import document, moment, update_row
from kakehashi.database.prepared import TEXT, Prepared
from kakehashi.exchange.introductions import Card
from kakehashi.exchange.models import Alarm, Peer
from kakehashi.exchange.rings import mirror_keys
from kakehashi.journal import actions as journal_actions
from kakehashi.journal import queries as journals
from kakehashi.journal.models import Journal

LONGEST_PAUSE = timedelta(seconds=60)
SHORTEST_PAUSE = timedelta(seconds=2)

_STANDING = Prepared(lambda: Alarm.objects.filter(agreement=TEXT[0], cleared_at=None))


class AlreadyIntroduced(Exception):
    """The agreement has its counterpart; other keys come by `keys.changed` or a new generation."""


class FalseAnswer(Exception):
    """An answer whose cosignature is not the counterpart's, or not of our journal."""


class OursIsBehind(Exception):
    """The counterpart holds more of our journal than our database does, signed by ourselves."""

    def __init__(self, journal: Journal, proven: Checkpoint) -> None:
        super().__init__(f"{journal.origin} has {journal.size} of {proven.size} entries")
        self.size, self.root = proven.size, proven.root


def introduce(card: Card, *, now: datetime) -> Peer:
    """Pin a counterpart's keys after two people compared its words.

    The same card again changes only the address; AlreadyIntroduced for another one.
    """
    keys = [key.model_dump(mode="json") for key in card.keys]
    with transaction.atomic():
        peer, is_new = Peer.objects.get_or_create(
            agreement=card.agreement,
            defaults={
                "party": card.party,
                "name": card.name,
                "address": card.address,
                "keys": keys,
                "introduced_at": now,
            },
        )
        if not is_new:
            known = (peer.keys, peer.present or peer.keys)
            if (peer.party, peer.name) != (card.party, card.name) or keys not in known:
                raise AlreadyIntroduced(card.agreement)
            peer.address = card.address
            peer.save(update_fields=["address"])
    return peer


def pin_in_force(peer: Peer, keys: Iterable[PublicKey]) -> None:
    """Pin the keys that a counterpart's own journal now says are in force; inside a transaction."""
    said = set(keys)
    if said != set(peer.in_force):
        ordered = sorted(said, key=lambda key: list(Role).index(key.role))
        Peer.objects.filter(pk=peer.pk).update(
            present=[key.model_dump(mode="json") for key in ordered]
        )


def verify_answer(peer: Peer, journal: Journal, answer: Answer) -> Cosigned | None:
    """Give what the counterpart cosigned of our journal, verified; None where it holds nothing.

    Raises:
        FalseAnswer: the cosignature is not the counterpart's, or of another journal or size, or
            of more than we ever signed.

    """
    if answer.cosigned is None:
        if answer.size:
            raise FalseAnswer("holds entries without a cosignature")
        return None
    cosigned = _cosigned(peer, journal, answer.cosigned)
    if cosigned is None or cosigned.checkpoint.origin != journal.origin:
        raise FalseAnswer(journal.origin)
    if cosigned.checkpoint.size != answer.size:
        raise FalseAnswer(f"{cosigned.checkpoint.size} is not {answer.size}")
    if answer.size > journal.size:
        logs = node.log_keys(journal.agreement)
        if not any(open_checkpoint(answer.cosigned, log) for log in logs):
            raise FalseAnswer(f"{answer.size} entries, which we never signed")
    return cosigned


def _cosigned(peer: Peer, journal: Journal, note: bytes) -> Cosigned | None:
    """Verify a cosignature with the mirror key in force, or an earlier one where that still holds.

    An earlier key says again what was cosigned before; the one just before the present key may also
    say more until the present one was first used, since an answer may have been on its way.
    """
    present = verify_cosignature(note, name=peer.mirror, public_key=peer.key(Role.MIRROR).raw)
    if present is not None:
        return present
    newest, *earlier = mirror_keys(peer.agreement, peer.party) or (peer.key(Role.MIRROR),)
    for key in earlier:
        found = verify_cosignature(note, name=peer.mirror, public_key=key.raw)
        if found is None:
            continue
        latest = journals.cosignature(journal)
        if latest and found.checkpoint.size <= latest.size:
            return found
        known = bytes(latest.note) if latest else b""
        is_used = verify_cosignature(known, name=peer.mirror, public_key=newest.raw) is not None
        return found if peer.present and key == earlier[0] and not is_used else None
    return None


def record_answer(peer: Peer, journal: Journal, answer: Answer, *, now: datetime) -> None:
    """Keep what the counterpart says it holds of our journal; its cosignature is verified first.

    Raises:
        FalseAnswer: as in `verify_answer`.
        OursIsBehind: it holds more than we have, under our own signature: our database was
            brought back from a backup.

    """
    cosigned = verify_answer(peer, journal, answer)
    if cosigned is not None and answer.size > journal.size:
        raise OursIsBehind(journal, cosigned.checkpoint)
    with transaction.atomic():
        if cosigned is not None and answer.cosigned is not None:
            try:
                journal_actions.record_cosignature(journal=journal, note=answer.cosigned, at=now)
            except journal_actions.DoesNotFit as error:
                raise FalseAnswer(str(error)) from error
        to = {
            "held_there": answer.size,
            "wanted": document([list(one) for one in answer.wanted]),
            "last_heard_at": moment(now),
            "failures": 0,
            "problem": "",
            "next_attempt_at": None,
        }
        update_row(Peer, to, where={"id": peer.pk})


def note_heard(peer: Peer, *, now: datetime) -> None:
    """Remember that the counterpart was asked for news and had no more."""
    with transaction.atomic():
        Peer.objects.filter(pk=peer.pk).update(
            last_heard_at=now, fetched_at=now, failures=0, problem="", next_attempt_at=None
        )
        clear_alarm(peer.agreement, "unreachable", now=now)


def is_fetch_due(peer: Peer, *, now: datetime) -> bool:
    """Say whether to ask for news: every 2 s while there is some, less and less often to 60 s.

    Whoever has just sent some is about to send more: asked for, it would travel twice.
    """
    if peer.fetched_at is None:
        return True
    quiet = now - (peer.news_at or peer.introduced_at)
    pause = min(max(quiet / 10, SHORTEST_PAUSE), LONGEST_PAUSE)
    return min(quiet, now - peer.fetched_at) >= pause


def note_failure(peer: Peer, problem: str, *, now: datetime) -> None:
    """Remember that delivery failed, and when to try again: 2 s, then twice as long, to 60 s."""
    with transaction.atomic():
        failures = min(peer.failures + 1, 6)
        pause = min(SHORTEST_PAUSE * 2 ** (failures - 1), LONGEST_PAUSE)
        Peer.objects.filter(pk=peer.pk).update(
            failures=F("failures") + 1, problem=problem[:200], next_attempt_at=now + pause
        )


def raise_alarm(agreement: str, code: str, detail: str, *, now: datetime) -> None:
    """Tell officers and administrators of something, once while it lasts."""
    with transaction.atomic():
        standing = Alarm.objects.filter(agreement=agreement, code=code, cleared_at=None)
        if not standing.update(times=F("times") + 1, detail=detail[:500]):
            Alarm.objects.create(agreement=agreement, code=code, detail=detail[:500], raised_at=now)


def clear_alarm(agreement: str, code: str, *, now: datetime) -> None:
    """Say that what an alarm (all that begin with `code`) told of is over."""
    if any(alarm.code.startswith(code) for alarm in _STANDING(agreement)):
        standing = Alarm.objects.filter(agreement=agreement, cleared_at=None)
        standing.filter(code__startswith=code).update(cleared_at=now)
